"""The panel in three languages: nothing is left in English, and nothing is cut off."""

import ast
import string
import xml.etree.ElementTree as Xml
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from panel_status import ARRIVING, BROKEN, READY, a_show
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from qt_ends import let_go

from installation.calibration import AlignedScreen, Drafts
from installation.link import Reply
from installation.model import (
    LANGUAGES,
    HouseNow,
    Optics,
    PanelLanguage,
    Placement,
    Refusal,
    VersionState,
    place_screens,
)
from installation.model._layout import parse_layout
from installation.model._opening_hours import HouseChange
from installation.panel import Panel, speak
from installation.panel import _tongue as tongue
from installation.panel._alignment_page import AlignmentPage
from installation.panel._health_words import projector_line
from installation.panel._live_picture import LivePicture
from installation.panel._rail import RailButton
from installation.panel._storyline import MarkButton
from installation.panel._text import Elided
from installation.panel._versions_page import VersionsPage
from installation.panel._widgets import OrderButton, RowPart
from installation.power import PowerAnswer
from installation.said import Said, verbatim
from installation.show import (
    AlignmentStart,
    DiskRoom,
    MachineSeen,
    ProjectorStatus,
    ShowStatus,
    VersionStatus,
)
from installation.show._picture_health import PictureRate
from installation.show._status import ComingLineUp
from installation.units import SECOND

replace = msgspec.structs.replace
OTHERS = [language for language in LANGUAGES if language != "en"]
FOLDER = tongue.FOLDER
FILMS = ("film", "name", "quiet")
"""What has the names that people gave to films and displays may be cut short, with a tooltip."""


def texts() -> set[str]:
    """All texts that the panel's code says or keeps."""
    found = set()
    for path in FOLDER.parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "mark"):
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    found.add(str(text.value))
    return found


def entries(language: str) -> Iterator[tuple[str, list[str], bool]]:
    """(text, what it is in a language, once for each form; whether that is finished)."""
    for message in Xml.parse(FOLDER / f"{language}.ts").iter("message"):
        said = message.find("translation")
        assert said is not None
        forms = [form.text or "" for form in said] or [said.text or ""]
        yield message.findtext("source", ""), forms, "type" not in said.attrib


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} | (
        {"%n"} if "%n" in text else set()
    )


SETTLES = 4


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_there_in_every_language(language: str) -> None:
    assert {text for text, _, _ in entries(language)} == texts()  # else lupdate, see CONTRIBUTING
    for text, forms, finished in entries(language):
        assert finished and all(forms), text
        assert all(fields(form) == fields(text) for form in forms), text


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_loaded_is_what_was_written(language: str) -> None:
    loaded = QTranslator()
    assert loaded.load(language, str(FOLDER))
    for text, forms, _ in entries(language):
        numbers = [-1] if len(forms) == 1 else range(25)
        assert {loaded.translate("", text, "", n) for n in numbers} == set(forms)  # else lrelease


def test_no_text_is_said_in_an_f_string() -> None:
    """Where lupdate does not find it."""
    for path in FOLDER.parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
                assert not [n for n in calls if getattr(n.func, "id", "") == "tr"], path


def test_every_answer_of_a_projector_has_its_words() -> None:
    for answer in PowerAnswer:
        assert projector_line(ProjectorStatus("lamp", answer)).startswith("lamp: ")


@pytest.fixture
def spoken(qt: QApplication) -> Iterator[None]:
    yield
    speak("en")


def busy_show() -> ShowStatus:
    """A show about which there is much to say."""
    asks = replace(READY[0], id="kiss-7", title="Seventh", state=VersionState.APPROVAL)
    aside = replace(READY[0], id="kiss-8", title="Eighth", state=VersionState.ASIDE)
    house = HouseNow(change=HouseChange(1_800_000_000.0, False), ordered=True)
    return a_show(
        versions=(*READY, asks, aside, BROKEN, ARRIVING),
        pinned={"right": READY[2].id},
        coming=ComingLineUp({"left": READY[1].id}, "boundary"),
        house=house,
        voice_by_story=True,
    )


def ill_show() -> ShowStatus:
    """A show whose screens are all too slow."""
    shown = busy_show()
    slow = PictureRate(5 * SECOND, due=120, shown=40, held=9, overdue=0).in_words()
    return replace(shown, screens=tuple(replace(one, slow=slow) for one in shown.screens))


def broken_show() -> ShowStatus:
    """A show in which much is wrong, as its parts say it: a player, a film, a sound, the disk."""
    shown = busy_show()
    left, *others = shown.screens
    ended = Said("its process ended ({how}); it is started again", how=Said("ended"))
    disk = DiskRoom(Path("/srv/kiss/state"), lambda _: 12_000_000)
    assert disk.look()
    cut_off = Refusal.CUT_OFF.fault(at="00:12.000", lacking=Said("its end is not there yet"))
    film = VersionStatus("kiss-9", "Ninth", VersionState.BROKEN, cut_off.reason, cut_off.advice)
    return replace(
        shown,
        screens=(replace(left, fault=ended), *others),
        versions=(film, *shown.versions),
        notes=(disk.trouble, *placed_nowhere().notes),
    )


def rooms_show() -> ShowStatus:
    """A show of three machines: one is gone, of one much is odd."""
    shown = busy_show()
    screens = tuple(one.screen for one in shown.screens)
    plain = MachineSeen("east", True, True, True, True, screens, 0.4, True, films=5)
    odd = replace(
        plain,
        name="west",
        here=False,
        leads=False,
        follows=False,
        screens=("door", "stairs"),
        trusted=False,
        bound_ms=231.4,
        offset_ms=-187.2,
        lacks=2,
    )
    gone = MachineSeen("upstairs", False, False, False, False, ("landing",), away_s=3000.0)
    return replace(shown, machines=(plain, odd, gone))


def placed_nowhere() -> Placement:
    layout = parse_layout(
        "screens: [{name: a, display: {connector: DP-1}}]\npanel: {display: {position: 3}}",
        "l.yaml",
    )
    return place_screens(layout, ())


@pytest.mark.parametrize("size", [(800, 480), (1024, 600), (1920, 1080)])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [busy_show, ill_show, broken_show, rooms_show])
def test_nothing_is_cut_off(
    spoken: None,
    status: Callable[[], ShowStatus],
    language: PanelLanguage,
    size: tuple[int, int],
    tmp_path: Path,
) -> None:
    speak(language)
    panel = Panel(status, lambda _, answered: answered(Reply(True, verbatim(""))), None, tmp_path)
    try:
        panel.open_window()
        panel.resize(*size)
        found: dict[str, str] = {}
        for number, rail in enumerate(panel.findChildren(RailButton)[:-1]):
            rail.click()
            _settle(panel)
            found |= {f"page {number}: {text}": why for text, why in cut(panel)}
        panel.findChildren(RailButton)[0].click()
        close, presses = panel.findChildren(OrderButton)[5], panel.findChildren(RowPart)
        for asking in (close, *(row._press for row in presses if row._press.isVisible())):
            asking.click()
            _settle(panel)
            found |= {f"asked there: {text}": why for text, why in cut(panel)}
        page = panel.findChildren(VersionsPage)[0]
        panel.findChildren(RailButton)[1].click()
        for card in page._cards:
            for button in card._buttons:
                if button.isVisibleTo(page):
                    button.click()
                    _settle(panel)
                    found |= {f"asked: {text}": why for text, why in cut(panel)}
        assert found == {}
        assert (panel.width(), panel.height()) == size
    finally:
        let_go(panel)


@pytest.mark.parametrize("size", [(800, 480), (1024, 600), (1920, 1080)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_while_somebody_aligns(
    spoken: None, language: PanelLanguage, size: tuple[int, int], tmp_path: Path
) -> None:
    speak(language)
    panel = Panel(
        busy_show, lambda _, answered: answered(Reply(True, verbatim(""))), None, tmp_path
    )
    try:
        panel.open_window()
        panel.resize(*size)
        panel.findChildren(RailButton)[5].click()
        page = panel.findChildren(AlignmentPage)[0]
        screens = tuple(AlignedScreen(name, 1920, 1080) for name in ("left", "centre", "right"))
        plain = (Optics(),) * 3
        page._begin_with(AlignmentStart(Drafts(screens, plain, plain), tmp_path, tmp_path))
        found: dict[str, str] = {}
        for key in ("w", "right", "shift+down", "G", "c", "M", "s", "f", "p", "x", "", "U", "R"):
            page._press(key)
            _settle(panel)
            found |= {f"after {key}: {text}": why for text, why in cut(panel)}
        assert found == {}
        assert (panel.width(), panel.height()) == size
    finally:
        let_go(panel)


def test_a_small_panel_has_room_for_the_live_pictures(spoken: None, tmp_path: Path) -> None:
    panel = Panel(
        busy_show, lambda _, answered: answered(Reply(True, verbatim(""))), None, tmp_path
    )
    try:
        panel.open_window()
        panel.resize(1024, 600)
        _settle(panel)
        seen = [one for one in panel.findChildren(LivePicture) if one.isVisible()]
        assert len(seen) == 3 and all(one.height() >= 54 for one in seen)
    finally:
        let_go(panel)


def _settle(panel: Panel) -> None:
    panel.refresh()
    texts, same = list[str](), 0
    while same < SETTLES:  # what the machine says comes from a thread, and is laid out anew
        QApplication.processEvents()
        found = [one.text() for one in panel.findChildren(QLabel)]
        texts, same = found, same + 1 if found == texts else 0


def cut(panel: QWidget) -> Iterator[tuple[str, str]]:
    """What has less room than its text needs, and how much it needs."""
    for one in panel.findChildren(QLabel):
        if not one.isVisible() or not one.text() or one.parent().__class__ is MarkButton:
            continue
        needs = _needs(one)
        if needs:
            yield one.text(), needs
        elif not _in_list(one) and one.visibleRegion().boundingRect() != one.rect():
            yield one.text(), "is covered, or reaches out of the window"
    for button in panel.findChildren(QPushButton):
        if button.isVisible() and not isinstance(button, MarkButton):
            wanted = button.sizeHint() if button.text() else button.minimumSizeHint()
            if button.width() < wanted.width() or button.height() < wanted.height():
                yield button.accessibleName(), f"{button.size()} of {wanted}"
    for line in panel.findChildren(QLineEdit):
        wide = line.fontMetrics().horizontalAdvance(line.placeholderText())
        if line.isVisible() and wide > line.contentsRect().width():
            yield line.placeholderText(), f"{line.width()} of {wide}"


def _needs(one: QLabel) -> str:
    metrics, width, height = one.fontMetrics(), one.contentsRect().width(), one.height()
    if isinstance(one, Elided):
        if one.objectName() in FILMS:
            return ""
        whole = metrics.boundingRect(0, 0, width, 9999, 0x1000, one.text()).height()  # TextWordWrap
        lines = (height - metrics.height()) // metrics.lineSpacing() + 1
        wanted = round(whole / metrics.lineSpacing())
        return f"{lines} of {wanted} lines" if wanted > max(lines, 1) else ""
    if one.wordWrap():
        longest = max(metrics.horizontalAdvance(word) for word in one.text().split())
        if longest > width:
            return f"{width} of {longest} wide"
        whole = one.heightForWidth(one.width())
        return f"{height} of {whole} high" if whole > height else ""
    wide = metrics.horizontalAdvance(one.text())
    return f"{width} of {wide} wide" if wide > width else ""


def _in_list(one: QWidget) -> bool:
    above = one.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None
