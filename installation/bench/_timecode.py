"""`bench timecode`: what was found of the code out and in, in words, and what has to hold."""

from collections.abc import Mapping, Sequence

from installation.bench._codein import Led
from installation.bench._codeout import Compared
from installation.bench._report import Bar, table


def summary(out: Mapping[str, Sequence[Compared]], led: Led | None) -> str:
    """A row for each rate, and the show that is led."""
    head = ("code out at", "full seconds", "exact", "1 picture off", "more")
    rows: list[tuple[str, ...]] = [(*head, "full frames", "old picture after one, ms")]
    for name, found in out.items():
        quiet = [one for one in found if one.quiet]
        seconds = [one.off for one in quiet if not one.full]
        exact, one_off = (seconds.count(off) for off in (0, 1))
        counts = (len(seconds), exact, one_off, len(seconds) - exact - one_off)
        late = [one.late_ms for one in quiet if one.full]
        told = (str(len(late)), f"{max(late, default=0):.1f}")
        rows.append((name, *map(str, counts), *told))
    text = table(rows)
    return text if led is None else f"{text}\n\n{_led(led)}"


def bars(out: Mapping[str, Sequence[Compared]], led: Led | None) -> list[Bar]:
    """Return what has to hold."""
    found = []
    for name, compared in out.items():
        for what, full in (("full seconds", False), ("full frames", True)):
            off = [one.off for one in compared if one.quiet and one.full == full]
            worst = max(off, default=999)
            what = f"code out at {name}, {what} off at most"
            found.append(Bar(what, "<= 1", str(worst), worst <= 1))
    if led is not None:
        broken = led.faults.skipped + led.faults.held + led.faults.backward
        found += [
            Bar("code in, jumps not followed in 1 s", "0", str(led.late), led.late == 0),
            Bar("code in, pictures off from then on", "<= 1", str(led.off), led.off <= 1),
            Bar("code in, black samples", "0", str(led.black), led.black == 0),
            Bar("code in, steady: skipped or held", "0", str(broken), broken == 0),
        ]
    return found


def _led(led: Led) -> str:
    f = led.faults
    return table(
        [
            ("code in", ""),
            ("starts and jumps", str(led.jumps)),
            ("  not followed within 1 s of lock", str(led.late)),
            ("samples from then on", str(led.samples)),
            ("  pictures off at most", str(led.off)),
            ("  out of its picture's time, at most, ms", f"{led.off_ms:.1f}"),
            ("revisions in the steady stretch", str(led.moves)),
            ("steady: skipped, held, backward", f"{f.skipped}, {f.held}, {f.backward}"),
            ("black or unreadable samples", str(led.black)),
        ]
    )
