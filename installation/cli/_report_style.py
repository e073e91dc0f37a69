"""The style of the report's page: a quiet printed page, on paper as on a screen."""

STYLE = """
@page { size: A4; margin: 22mm 20mm; }
* { box-sizing: border-box; }
html { background: #f4f2ee; }
body { max-width: 52rem; margin: 3rem auto; padding: 4rem 4.5rem; background: #fff;
  color: #1c1a17; font: 1rem/1.5 "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif",
  "DejaVu Serif", Georgia, serif; font-variant-numeric: oldstyle-nums; }
header { border-bottom: 3px double #1c1a17; margin-bottom: 2.5rem; padding-bottom: 1.2rem; }
.kind { margin: 0; letter-spacing: .14em; text-transform: uppercase; font-size: .8rem;
  color: #7a2f1d; }
h1 { font-weight: 400; font-size: 2.6rem; line-height: 1.1; margin: .3rem 0 .5rem; }
.span { font-size: 1.2rem; font-style: italic; margin: 0 0 .8rem; }
h2 { font-weight: 400; font-size: 1.45rem; margin: 2.8rem 0 .8rem; color: #7a2f1d; }
h3 { font-weight: 600; font-size: 1.15rem; margin: 0 0 .4rem; }
h4 { font-weight: 400; font-style: italic; font-size: 1rem; color: #7a2f1d;
  margin: .9rem 0 .1rem; break-after: avoid; }
p { margin: 0 0 .8rem; }
.small, figcaption, .starts { font-size: .82rem; color: #5d574e; }
.notes { font-style: italic; }
article { border-top: 1px solid #cfc8bc; padding: 1.4rem 0 .8rem; break-inside: auto; }
table { width: 100%; border-collapse: collapse; margin: .6rem 0 1.2rem; font-size: .86rem;
  font-variant-numeric: tabular-nums lining-nums; }
th, td { text-align: left; vertical-align: top; padding: .28rem .7rem .28rem 0;
  border-bottom: 1px solid #e4dfd6; font-weight: 400; overflow-wrap: anywhere; }
thead th { border-bottom: 1px solid #1c1a17; font-style: italic; color: #5d574e; }
thead { display: table-header-group; }
tr, figure { break-inside: avoid; }
h2, h3 { break-after: avoid; }
td:first-child { white-space: nowrap; }
a { color: inherit; text-decoration-color: #b9aea0; }
dl { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; margin: .1rem 0 .8rem;
  font-size: .86rem; }
dl div { display: flex; gap: .8rem; border-bottom: 1px solid #e4dfd6; padding: .22rem 0; }
dt { flex: 0 0 6.5rem; font-style: italic; color: #5d574e; }
dd { margin: 0; overflow-wrap: anywhere; }
.hash { font: .72rem/1.7 "DejaVu Sans Mono", monospace; }
.pictures { display: grid; grid-template-columns: repeat(4, 1fr); gap: .7rem;
  margin: .8rem 0 1rem; }
figure { margin: 0; }
figure img { display: block; width: 100%; height: auto; background: #000; }
figcaption { padding-top: .2rem; }
figcaption span { float: right; font-variant-numeric: tabular-nums lining-nums; }
.history { list-style: none; margin: 0; padding: 0; font-size: .82rem; color: #3d3831; }
.history time { color: #5d574e; font-variant-numeric: tabular-nums lining-nums;
  margin-right: .6rem; }
.timeline { width: 100%; height: auto; margin: .6rem 0 1rem; display: block; }
.timeline line { stroke: #5d574e; }
.timeline text { font: 11px "DejaVu Sans", Helvetica, Arial, sans-serif; fill: #5d574e; }
.timeline text.name { fill: #fff; }
@media print { html { background: none; } body { margin: 0; padding: 0; max-width: none;
  font-size: 10pt; } h2 { margin-top: 1.8rem; } }
"""
