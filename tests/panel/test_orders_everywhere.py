"""Every order through every surface that offers it, into a show: one value, and it is carried out.

What a surface hears is made of what really comes there: words of a command line, a key that was
learned into a layout and is played as MIDI, an OSC packet, show control's bytes, a click.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from panel_status import BROKEN, READY, a_show
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSlider
from qt_ends import let_go
from show_films import a_film
from show_simulation import SCREENS, Show, playing
from show_simulation import a_show as a_simulated_show

from installation.cli import _main as cli
from installation.cli._arguments import order_of
from installation.cli._learning import judged, written
from installation.director import Answer
from installation.door._asked import kind_named, order_in
from installation.library import Decisions
from installation.library import decisions as d
from installation.link import OrderGiven, Reply
from installation.link._codec import decode, encode
from installation.model import (
    Control,
    HouseNow,
    HouseOrder,
    Labels,
    Layout,
    Level,
    Mute,
    Order,
    OrderKind,
    Output,
    Pause,
    Recheck,
    RemoteBlock,
    Restore,
    Resume,
    Retire,
    ShowControl,
    ShowState,
    Stop,
    StoryOrder,
    Surface,
    Swap,
    VersionOrder,
    VersionState,
    WallLabel,
    load_yaml,
)
from installation.model._order_table import KINDS
from installation.panel import Panel
from installation.panel._rail import RailButton
from installation.panel._sound_page import SoundRow
from installation.panel._storyline import MarkButton
from installation.panel._widgets import OrderButton
from installation.remote import ControlEvent, Unit, bindings, message_of
from installation.remote import _osc as osc
from installation.remote._addresses import asked
from installation.remote._showcontrol import order_of as order_of_bytes
from installation.said import verbatim
from installation.show import VersionStatus
from installation.show._status import ComingLineUp
from installation.show._version_orders import Known, decided
from installation.timeline import Heard, Languages
from installation.units import SECOND

LAYOUT = "screens:\n" + "".join(
    f"  - {{name: {name}, display: {{position: {n + 1}}}}}\n" for n, name in enumerate(SCREENS)
)
BEATS = {"arrival": 0.0, "ball": 5.5, "dark room": 9.0, "kiss": 15.0, "supper": 17.0}
FILMS = tuple(a_film(f"kiss-{n}", 20.0, BEATS) for n in (1, 2, 3))


# the show


def carried_out(order: Order) -> Answer:
    """What a show that plays, and a board that knows its films, make of an order."""
    if isinstance(order, StoryOrder):
        return told(order)
    if isinstance(order, VersionOrder):
        pairs = [(film.version.id, film.hash) for film in FILMS]
        shown = dict(zip(SCREENS, pairs, strict=True))
        known = Known(pairs, (), SCREENS, shown)
        decisions = d.approve(Decisions(), pairs, 1, "auto")
        if isinstance(order, Restore):
            decisions, _ = decided(decisions, known, Retire(order.version), 1, "panel")
        after, text = decided(decisions, known, order, 2, "panel")
        assert after != decisions or order.__class__.__name__ in ("Approve", "Unpin")
        return Answer(True, text)
    if isinstance(order, HouseOrder):
        return Answer(True, verbatim(""))  # the doors'; see test_doors
    assert isinstance(order, Stop | Recheck)  # the controller's own; see test_controller
    return Answer(True, verbatim(""))


def told(order: StoryOrder) -> Answer:
    show: Show = a_simulated_show(FILMS)
    heard = Heard("all", dict.fromkeys(SCREENS, 100))
    none = Languages(dict.fromkeys(SCREENS, ""))
    programme = msgspec.structs.replace(show.state.programme, heard=heard, captions=none)
    show.state = replace(show.state, programme=programme, languages=("en", "ru"))
    show.run(3 * SECOND)
    if isinstance(order, Resume):
        show.order("pause")
        show.run(SECOND)
    if isinstance(order, Swap):
        show.stock((*FILMS, a_film("kiss-4", 25.0)))
        show.run(SECOND)
    if isinstance(order, Labels):
        programme = show.state.programme
        (plan,) = programme.plans
        entries = {
            screen: msgspec.structs.replace(entry, label=WallLabel(entry.title))
            for screen, entry in plan.entries.items()
        }
        plans = (msgspec.structs.replace(plan, entries=entries),)
        labelled = msgspec.structs.replace(programme, plans=plans)
        show.state = replace(show.state, programme=labelled)
    answer = show.give(order)
    show.run(SECOND)
    assert playing(show) is not None
    return answer


# the surfaces: from the words of an order to what arrives


def by_command(kind: OrderKind, words: list[str], _file: Path) -> Order:
    return order_of(cli.parser().parse_args([kind.name, *words]))


def by_versions(kind: OrderKind, words: list[str], _file: Path) -> Order:
    return order_of(cli.parser().parse_args(["versions", kind.name, *words]))


def by_key(kind: OrderKind, words: list[str], file: Path) -> Order:
    """A key is learned into a layout, and pressed."""
    file.write_text(LAYOUT)
    fader = kind.makes is Level
    does = " ".join([kind.name, *(words[:1] if fader else words)])
    event = ControlEvent(Control("cc" if fader else "note", 36, 1), 51 if fader else 100)
    layout = load_yaml(file, Layout)
    judged(does, event, False, layout)
    written(file, RemoteBlock(), "keys:1", event, does, False)
    block = load_yaml(file, Layout).remote
    assert block is not None
    (box,) = block.boxes
    given: list[Order] = []
    bound = bindings(box, SCREENS)
    unit = Unit("keys:1", box, bound, lambda _: None, lambda order, _: given.append(order))
    unit.heard(message_of(event), SECOND)
    unit.drain()
    (order,) = given
    return order


def by_osc(kind: OrderKind, words: list[str], _file: Path) -> Order:
    address = "/".join(("/kiss", kind.name, *words[:-1]))
    last = [int(word) if word.isdigit() else word for word in words[-1:]]
    (said,) = osc.read(osc.write(address, *last))
    order = asked(said, SCREENS)
    assert isinstance(order, Order)
    return order


SHOW_CONTROL = {
    "restart": "f07f7f0605f7",
    "pause": "f07f7f0601f7",
    "resume": "f07f7f0602f7",
    "toggle": "f07f7f0609f7",
    "go": "f07f7f027f0132f7",
    "blackout": "f07f7f027f08f7",
}


def by_show_control(kind: OrderKind, _words: list[str], _file: Path) -> Order:
    order = order_of_bytes(
        bytes.fromhex(SHOW_CONTROL[kind.name]), ShowControl(), (("ball", 0), ("kiss", 5))
    )
    assert order is not None
    return order


def by_door(kind: OrderKind, words: list[str], _file: Path) -> Order:
    body = dict(zip(kind.names, words, strict=False))
    return order_in(kind_named(kind.name), msgspec.json.encode(body))


SURFACES: dict[Surface, Callable[[OrderKind, list[str], Path], Order]] = {
    Surface.COMMAND: by_command,
    Surface.VERSIONS: by_versions,
    Surface.KEY: by_key,
    Surface.OSC: by_osc,
    Surface.SHOW_CONTROL: by_show_control,
    Surface.DOOR: by_door,
}


def ways(surface: Surface, kind: OrderKind) -> Iterator[list[str]]:
    """The words to say it with: all of them, and none where none are needed."""
    if kind.takes:
        yield [takes.example for takes in kind.takes]
    if None not in kind.defaults and surface is not Surface.SHOW_CONTROL:
        yield []


@pytest.mark.parametrize(
    ("surface", "kind"),
    [(s, kind) for kind in KINDS for s in SURFACES if s in kind.surfaces],
    ids=lambda one: one.name.lower(),
)
def test_an_order_from_a_surface_is_carried_out(
    surface: Surface, kind: OrderKind, tmp_path: Path
) -> None:
    for words in ways(surface, kind) if kind.takes else [[]]:
        wanted = kind.made(*(words or [""] * len(kind.takes)))
        if surface is Surface.SHOW_CONTROL and kind.name == "restart":
            wanted = kind.made("")  # the standards' rewind has no place
        order = SURFACES[surface](kind, words, tmp_path / "layout.yaml")
        arrived = decode(encode(OrderGiven(order)))
        assert isinstance(arrived, OrderGiven) and arrived.order == wanted
        answer = carried_out(arrived.order)
        assert answer.ok, answer.text


def test_show_control_has_a_command_for_each_order_that_it_offers() -> None:
    offered = {kind.name for kind in KINDS if Surface.SHOW_CONTROL in kind.surfaces}
    assert set(SHOW_CONTROL) == offered


def test_the_door_offers_every_order() -> None:
    assert [kind for kind in KINDS if Surface.DOOR not in kind.surfaces] == []


def pressed_everywhere(qt: QApplication) -> list[Order]:
    """All that a hand can do on the panel, while it plays and while it is paused."""
    given: list[Order] = []
    shown = a_show()

    def order(one: Order, answered: Callable[[Reply], None]) -> None:
        given.append(one)
        answered(Reply(False))  # so that every button stays

    panel = Panel(lambda: shown, order)
    geometry = qt.primaryScreen().geometry()
    panel.open_on(Output("other", 0, 0, geometry.width(), geometry.height()))
    panel.resize(1280, 800)
    asks = VersionStatus("kiss-3", "kiss-3", VersionState.APPROVAL)
    gone = VersionStatus("kiss-2", "kiss-2", VersionState.RETIRED)
    asleep = HouseNow(open=False, awake=False)

    def buttons() -> list[QPushButton]:
        return panel.findChildren(QPushButton, "deed")

    def agree() -> None:
        for yes in [b for b in buttons() if b.text() == "Do it" and b.isVisible()]:
            QTest.mouseClick(yes, Qt.MouseButton.LeftButton)

    for state in (ShowState.PLAYING, ShowState.PAUSED, ShowState.CLOSED):
        house = asleep if state is ShowState.CLOSED else None
        shown = a_show(state=state, versions=(*READY[:1], asks, gone), house=house)
        panel.refresh()
        qt.processEvents()
        names = ("voice", "press")
        plain = [b for name in names for b in panel.findChildren(QPushButton, name)]
        marks = panel.findChildren(MarkButton)
        for button in (*panel.findChildren(OrderButton), *plain, *marks):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            agree()
    fader = panel.findChildren(QSlider)[0]
    fader.setFocus()
    QTest.keyClick(fader, Qt.Key.Key_Left)
    while not isinstance(given[-1], Level):
        QTest.qWait(20)
    QTest.mouseClick(panel.findChildren(RailButton)[4], Qt.MouseButton.LeftButton)
    panel.refresh()
    (silence,) = panel.findChildren(SoundRow)[0].findChildren(QPushButton)
    QTest.mouseClick(silence, Qt.MouseButton.LeftButton)
    later = ComingLineUp({"left": "kiss-2"}, "boundary")
    plays = VersionStatus("kiss-1", "kiss-1", VersionState.READY)
    shown = a_show(versions=(plays, asks, gone, BROKEN), pinned={"left": "kiss-1"}, coming=later)
    QTest.mouseClick(panel.findChildren(RailButton)[1], Qt.MouseButton.LeftButton)
    qt.processEvents()

    for button in [b for b in buttons() if b.isVisible() and b.isEnabled()]:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        agree()
    let_go(panel)
    return given


@pytest.mark.usefixtures("silent")
def test_the_panel_gives_the_orders_that_it_offers_and_no_others(qt: QApplication) -> None:
    given = pressed_everywhere(qt)
    offered = {kind.makes for kind in KINDS if Surface.PANEL in kind.surfaces}
    assert {type(order) for order in given} == offered
    assert {Pause(), Level("left", 98), Mute("left", "on")} <= set(given)
    for one in {type(order): order for order in given}.values():
        arrived = decode(encode(OrderGiven(one)))
        assert isinstance(arrived, OrderGiven) and arrived.order == one
        answer = carried_out(one)
        assert answer.ok, answer.text
