"""The panel's style: large, and dark for a dark gallery."""

from installation.panel._page import Sign

GROUND, RAISED, EDGE = "#12110f", "#1e1c19", "#3a362f"
INK, QUIET, CANDLE = "#efe9de", "#aaa294", "#e0b565"

COLOURS = {
    Sign.WELL: "#86c79a",
    Sign.NOTE: "#8fbbe6",
    Sign.STILL: "#8fbbe6",
    Sign.BUSY: CANDLE,
    Sign.CARE: "#f0a040",
    Sign.TROUBLE: "#f0776c",
}

_SHEET = """
* {{ font-family: 'DejaVu Sans'; color: {INK}; }}
QWidget#panel, QScrollArea, QWidget#list {{ background: {GROUND}; border: none; }}
QLabel {{ background: transparent; }}
#title {{ font-family: 'DejaVu Serif'; font-size: {film}px; }}
#sentence {{ font-size: {huge}px; font-weight: bold; }}
#detail {{ font-size: {large}px; }}
#heading {{ color: {QUIET}; font-size: {small}px; font-weight: bold; }}
#card {{ background: {RAISED}; border: 1px solid {EDGE}; border-radius: {round}px;
    padding: {round}px; }}
#card[ill="true"] {{ border: 2px solid {CARE}; }}
#screen {{ font-size: {plain}px; font-weight: bold; }}
#quiet {{ color: {QUIET}; font-size: {small}px; }}
#film {{ font-family: 'DejaVu Serif'; font-size: {card}px; }}
#film[small="true"] {{ font-size: {plain}px; }}
#word {{ font-size: {large}px; font-weight: bold; }}
#word[small="true"] {{ font-size: {small}px; }}
#small {{ font-size: {small}px; }}
#name {{ font-size: {plain}px; }}
#now {{ font-size: {film}px; font-weight: bold; }}
#of {{ font-size: {large}px; color: {QUIET}; }}
#place {{ font-size: {large}px; }}
QPushButton#order {{
    background: #2b2823; border: 1px solid #524c42; border-radius: {round}px;
}}
QPushButton#press {{
    background: #2b2823; border: 1px solid #524c42; border-radius: {pad}px;
    padding: 0 {round}px; font-size: {small}px; font-weight: bold; min-height: {touch}px;
    min-width: {touch}px;
}}
QPushButton#press:hover {{ background: #36322b; }}
QPushButton#press:pressed {{ background: #4a4337; }}
QPushButton#press:focus {{ border: 3px solid {CANDLE}; padding: 0 {within_round}px; }}
QPushButton#order:hover {{ background: #36322b; }}
QPushButton#order:pressed {{ background: #4a4337; }}
QPushButton#order:disabled {{ background: {GROUND}; border-color: {EDGE}; }}
QPushButton#order:focus, QPushButton#mark:focus {{ border: 3px solid {CANDLE}; }}
#hint {{ font-size: {small}px; color: {QUIET}; }}
#face {{ font-size: {large}px; font-weight: bold; }}
#face[tone="off"] {{ color: #857d70; }}
#face[tone="busy"] {{ color: {CANDLE}; }}
QPushButton#mark {{
    background: transparent; border: 3px solid transparent; border-radius: {bar}px;
    text-align: left; padding: 0 {pad}px; color: {QUIET};
}}
QPushButton#mark[tight="true"] {{ padding: 0; }}
QPushButton#mark:hover {{ background: #4a4337; color: {INK}; }}
QPushButton#mark[here="true"] {{ background: {EDGE}; color: {INK}; }}
QPushButton#mark[going="true"] {{ background: {CANDLE}; color: {GROUND}; }}
#voicehead {{ color: {QUIET}; font-size: {small}px; }}
QPushButton#voice, QPushButton#choice {{
    background: #2b2823; border: 1px solid #524c42; border-radius: {bar}px;
    font-size: {small}px; padding: 0 {round}px; min-height: {touch}px; min-width: {touch}px;
}}
QPushButton#voice:hover, QPushButton#choice:hover {{ background: #4a4337; }}
QPushButton#voice[chosen="true"], QPushButton#choice[chosen="true"] {{
    background: {CANDLE}; border-color: {CANDLE}; color: {GROUND}; font-weight: bold;
}}
QPushButton#voice:focus, QPushButton#choice:focus {{
    border: 3px solid {INK}; padding: 0 {within_round}px;
}}
QSlider {{ min-height: {large}px; max-height: {large}px; background: transparent; }}
QSlider#place {{ min-height: {touch}px; max-height: {touch}px; }}
QSlider::groove:horizontal {{ background: {EDGE}; height: {bar}px; border-radius: {pad}px; }}
QSlider::sub-page:horizontal {{ background: #6b6356; border-radius: {pad}px; }}
QSlider[speaks="true"]::sub-page:horizontal {{ background: {CANDLE}; }}
QSlider::handle:horizontal {{
    background: {QUIET}; width: {large}px; margin: -{six}px 0; border-radius: {knob}px;
}}
QSlider[speaks="true"]::handle:horizontal {{ background: {INK}; }}
QSlider::handle:horizontal:focus {{ border: 3px solid {CANDLE}; background: {INK}; }}
#small[speaks="false"] {{ color: {QUIET}; }}
#card[over="true"] {{ border: 3px solid {CANDLE}; }}
#keypad {{ background: {RAISED}; border: 3px solid {CANDLE}; border-radius: {round}px; }}
#ask {{ min-height: {touch_row}px; }}
#ask[asks="true"] {{
    background: {RAISED}; border-left: 6px solid {CANDLE}; padding-left: {round}px;
}}
QPushButton#deed {{
    background: #2b2823; border: 1px solid #524c42; border-radius: {pad}px;
    padding: 0 {round}px; font-size: {small}px; font-weight: bold; min-height: {touch}px;
    min-width: {touch}px;
}}
QPushButton#deed[sign="true"], QPushButton#choice[sign="true"] {{
    font-size: {film}px; padding: 0;
}}
QPushButton#deed:hover {{ background: #36322b; }}
QPushButton#deed:pressed {{ background: #4a4337; }}
QPushButton#deed:disabled {{ color: #857d70; border-color: {EDGE}; }}
QPushButton#deed:focus {{ border: 3px solid {CANDLE}; padding: 0 {within_round}px; }}
QLineEdit {{
    background: #2b2823; border: 1px solid #524c42; border-radius: {pad}px; padding: 0 {round}px;
    font-size: {small}px; min-height: {touch}px; color: {INK};
}}
QLineEdit:focus {{ border: 3px solid {CANDLE}; }}
QPushButton#rail {{
    background: transparent; border: 1px solid transparent; border-radius: {round}px;
}}
QPushButton#rail:hover {{ background: #2b2823; }}
QPushButton#rail:checked {{ background: {EDGE}; }}
QPushButton#rail:focus {{ border: 3px solid {CANDLE}; }}
#railicon {{ font-size: {film}px; }}
#railicon[waits="true"] {{ color: {NOTE}; }}
#railword {{ font-size: {tiny}px; }}
QProgressBar {{ background: {EDGE}; border: none; border-radius: {pad}px; max-height: {bar}px; }}
QProgressBar::chunk {{ background: {CANDLE}; border-radius: {pad}px; }}
QScrollBar:vertical {{ background: {GROUND}; width: {bar}px; }}
QScrollBar::handle:vertical {{ background: #524c42; border-radius: {pad}px; min-height: {huge}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QToolTip {{ background: {RAISED}; color: {INK}; border: 1px solid {EDGE}; font-size: {small}px; }}
"""

SIZES = {"huge": 36, "film": 25, "card": 22, "large": 20, "plain": 18, "small": 16, "tiny": 14}
SIZES |= {"round": 10, "bar": 8, "six": 6, "pad": 4}
"""Type sizes and measures in pixels at 1280 x 800."""


def scale_for(width: int, height: int) -> float:
    """Return how large everything is drawn in a window of that size, in steps of a twentieth."""
    fitting = min(width / 1280, height / 800)
    return round(min(max(fitting, 0.7), 2.5) * 20) / 20


def sheet(scale: float) -> str:
    """The style sheet at a scale."""
    sizes = {name: max(1, round(size * scale)) for name, size in SIZES.items()}
    # Qt draws a square where a radius is more than half of what it rounds
    sizes["pad"] = min(sizes["pad"], sizes["bar"] // 2)
    sizes["knob"] = min(sizes["large"], sizes["bar"] + 2 * sizes["six"]) // 2
    sizes["within_round"] = sizes["round"] - 2  # a border thicker by 2 px leaves the text its room
    sizes["touch"] = max(48, round(44 * scale))
    sizes["touch_row"] = sizes["touch"] + 2  # a row of buttons with their borders
    colours = {"GROUND": GROUND, "RAISED": RAISED, "EDGE": EDGE, "INK": INK, "QUIET": QUIET}
    return _SHEET.format(
        **colours, CANDLE=CANDLE, CARE=COLOURS[Sign.CARE], NOTE=COLOURS[Sign.NOTE], **sizes
    )
