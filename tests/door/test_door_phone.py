"""The phone's page in a real browser, 390 x 844: shows, presses, losses, use by everybody."""

import importlib.util
import json
import shutil
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from open_door import OpenDoor
from panel_status import ARRIVING, BROKEN, READY, a_screen, a_show
from PIL import Image

from installation.door import SmallJpeg
from installation.link import Reply
from installation.model import (
    LANGUAGES,
    Blackout,
    Close,
    Go,
    Labels,
    Level,
    Mute,
    Pause,
    Pin,
    Refusal,
    Reject,
    Resume,
    Role,
    ShowState,
    Subtitles,
    Surface,
    Swap,
    Unpin,
    orders_offered,
)
from installation.model import VersionState as Is
from installation.power import PowerAnswer
from installation.rig import PhoneBrowser
from installation.said import LANGUAGES_FOLDER, Said, in_language, packed, verbatim
from installation.said._said import PLACE
from installation.show import MachineSeen, ProjectorStatus, VersionStatus, public_status_json
from installation.show._status import ComingLineUp, to_json

pytestmark = [pytest.mark.process, pytest.mark.patient]

ASKS = VersionStatus("kiss-4", "The Kiss, by another hand", Is.APPROVAL)
COMES = ComingLineUp({"left": "kiss-2-gen2", "centre": "kiss-2-gen2"}, "boundary")
SCREENS = tuple(
    a_screen(name, version, speaks=name == "centre", level=80)
    for name, version in zip(("left", "centre", "right"), READY, strict=True)
)
SHOW = a_show(
    screens=SCREENS,
    story_s=20.0,
    voice="centre",
    versions=(*READY, ASKS, ARRIVING, BROKEN),
    notes=("The disk has 9 GB left.",),
    pinned={"centre": "kiss-2-gen2"},
    coming=COMES,
)
_made = BytesIO()
Image.new("RGB", (32, 18), "red").save(_made, "JPEG")
PICTURE = _made.getvalue()
_made = BytesIO()
Image.effect_noise((1168, 216), 90).convert("RGB").save(_made, "JPEG")
WALL = SmallJpeg(_made.getvalue(), 1, 0)
SEES_HOLES = """(() => {
  window.walls = new Set(); window.holes = 0;
  const look = () => {
    const wall = document.getElementById('wall');
    if (wall.hidden || !wall.naturalWidth) holes += 1; else walls.add(wall.src);
    setTimeout(look);
  };
  look();
})()"""
CUT = {"at": "00:12.000", "lacking": Said("its end is not there yet")}
FRESH = "!document.body.classList.contains('old') && !document.getElementById('hold').disabled"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[OpenDoor]:
    with OpenDoor(tmp_path).open() as opened:
        opened.renew()
        yield opened


@pytest.fixture
def phone() -> Iterator[PhoneBrowser]:
    assert shutil.which("chromium"), "no chromium: `./kiss test` installs it, or apt-get"
    with PhoneBrowser() as browser:
        yield browser


def until_shown(phone: PhoneBrowser, sentence: str) -> None:
    phone.until(f"document.getElementById('sentence').textContent === '{sentence}'")


def until_given(door: OpenDoor, count: int) -> None:
    deadline = time.monotonic() + 20
    while len(door.show.given) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def violations(phone: PhoneBrowser) -> list[str]:
    """What axe-core finds wrong with the page as it is."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None and found.submodule_search_locations
    script = Path(found.submodule_search_locations[0], "axe.min.js").read_text()
    phone.evaluate(f"{script}; 0")
    said = json.loads(phone.evaluate("axe.run().then((found) => JSON.stringify(found.violations))"))
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in said]


def too_wide(phone: PhoneBrowser) -> Any:
    """The elements whose words are cut off, or that stand out beyond the phone."""
    return phone.evaluate(
        "[...document.querySelectorAll('button, h1, h2, h3, p, label')]"
        ".filter((e) => e.offsetParent && !e.closest('#beats') && !e.matches('.film')"
        " && (e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth))"
        ".map((e) => e.outerHTML)"
    )


def too_small(phone: PhoneBrowser) -> Any:
    """What a thumb would miss."""
    return phone.evaluate(
        "[...document.querySelectorAll('button, select, input')].filter((e) => e.offsetParent)"
        ".filter((e) => e.getBoundingClientRect().height < 48).map((e) => e.outerHTML)"
    )


def test_the_page_is_an_attendants_hand(door: OpenDoor, phone: PhoneBrowser) -> None:
    door.show.told = to_json(SHOW)
    url = f"http://127.0.0.1:{door.port}/"
    phone.open(url)
    phone.until("!document.getElementById('entrance').hidden")
    assert violations(phone) == []

    # a code that was scanned: the key leaves the address at once
    phone.open(f"{url}?scanned#{door.secrets[Role.TECHNICIAN]}")
    phone.until(FRESH)
    assert phone.evaluate("location.hash") == ""
    for tongue, said in (("de", "Es spielt"), ("ru", "Идёт показ"), ("en", "Playing")):
        phone.evaluate(
            f"(() => {{ const e = document.getElementById('tongue'); e.value = '{tongue}';"
            " e.onchange(); })()"
        )
        until_shown(phone, said)
        assert (violations(phone), too_wide(phone), too_small(phone)) == ([], [], [])

    # presses
    phone.tap("#hold")
    door.show.told = to_json(a_show(state=ShowState.PAUSED, screens=SCREENS))
    until_shown(phone, "Paused")
    for button in ("#hold", "#blackout", "#beats button:nth-child(4)", "#door"):
        phone.until(FRESH)
        phone.tap(button)
    phone.until("document.getElementById('ask').open")
    assert violations(phone) == []
    phone.tap("#no")
    phone.until("!document.getElementById('ask').open")
    phone.tap("#door")
    phone.until(f"document.getElementById('ask').open && {FRESH}")
    phone.tap("#yes")
    phone.until("!document.getElementById('ask').open")
    phone.evaluate(
        "(() => { const e = document.querySelector('#levels input');"
        " e.value = 40; e.oninput(); })()"
    )
    phone.tap("#levels > div:last-child button")
    until_given(door, 7)
    orders = [order for order, _ in door.show.given]
    assert orders == [
        *(Pause(), Resume(), Blackout("on"), Go("kiss"), Close()),
        *(Level("left", 40), Mute("all", "on")),
    ]
    door.show.reply = Reply(False, verbatim("there is nothing to sync"))
    phone.tap("#sync")
    phone.until("document.getElementById('said').textContent === 'There is nothing to sync.'")

    # what is read on the wall, and the line-up: what will be is said before it is
    door.show.given.clear()
    door.show.reply, door.show.told = Reply(True, verbatim("done")), to_json(SHOW)
    until_shown(phone, "Playing")
    for button in ("#subtitles button:nth-child(3)", "#labels", "#swap"):
        phone.tap(button)
    phone.until("document.getElementById('choice').open")
    offered = "[...document.querySelectorAll('#choices button')].map((e) => e.textContent)"
    assert phone.evaluate(offered) == [
        *("As soon as all screens are ready", "At “supper”, in 0:01"),
        "When the story begins again, in 0:16",
    ]
    assert (violations(phone), too_wide(phone), too_small(phone)) == ([], [], [])
    phone.tap("#choices li:nth-child(2) button")
    phone.tap("#screens li:first-child button")
    phone.until("document.getElementById('choice').open")
    assert (violations(phone), too_wide(phone), too_small(phone)) == ([], [], [])
    door.show.reply = Reply(True, verbatim("done"), undo=Unpin("left"))
    phone.tap("#choices li:nth-child(3) button")
    phone.until("document.getElementById('ask').open")
    said = phone.evaluate("document.getElementById('question').textContent")
    assert "left" in said and READY[2].title in said and "begins again, in 0:16" in said
    phone.tap("#yes")
    phone.until("!document.getElementById('undoing').hidden")
    did = phone.evaluate("document.getElementById('did').textContent")
    assert did == f"left: {READY[2].title}"
    assert (violations(phone), too_wide(phone), too_small(phone)) == ([], [], [])
    door.show.reply = Reply(True, verbatim("done"))
    phone.tap("#undo")
    phone.until("document.getElementById('undoing').hidden")
    phone.tap("#versionlist li:first-child button:nth-child(2)")
    phone.until("document.getElementById('ask').open")
    phone.tap("#why")
    phone.ask("Input.insertText", text="not finished")
    assert violations(phone) == []
    phone.tap("#yes")
    until_given(door, 6)
    assert [order for order, _ in door.show.given] == [
        *(Subtitles("ru"), Labels(), Swap("supper"), Pin(READY[2].id, "left"), Unpin("left")),
        Reject("kiss-4", "not finished"),
    ]

    # the door is there, and the show behind it is not
    door.show.told = None
    until_shown(phone, "The show does not answer")
    door.show.told = to_json(SHOW)
    until_shown(phone, "Playing")

    # the versions' own pictures at their beats, how loud it is, the projectors
    door.stills["abc", "00000500.jpg"] = PICTURE
    pictured = msgspec.structs.replace(
        READY[0], revision="abc", pictures=(("", "0.jpg"), ("arrival", "00000500.jpg"))
    )
    lamps = (
        ProjectorStatus("left lamp", PowerAnswer.WARMING, verbatim("lamp 120 h")),
        ProjectorStatus("right lamp", PowerAnswer.SILENT, trouble=verbatim("no answer for 2 min")),
    )
    door.peaks |= {"left": 0.9, "centre": 0.1}
    told = msgspec.structs.replace(SHOW, versions=(pictured, *SHOW.versions[1:]), projectors=lamps)
    door.show.told = to_json(told)
    phone.until("document.querySelectorAll('#stills img').length === 15")
    seen = "document.querySelector('#stills div:first-child img')"
    phone.until(f"{seen}.naturalWidth === 32")
    phone.until("document.querySelector('#stills .here')?.dataset.beat === 'kiss'")
    lines = "[...document.querySelectorAll('#projectors li')].map((e) => e.innerText)"
    phone.until(f"{lines}.length === 2")
    said = " ".join(phone.evaluate(lines))
    assert "warming up, lamp 120 h" in said and "No answer for 2 min" in said
    phone.evaluate("document.getElementById('sound').scrollIntoView()")
    loud = "[...document.querySelectorAll('#levels .peak')].map((e) => e.dataset.tone).join()"
    phone.until(f"{loud}.startsWith('trouble,well,well')")
    share = "document.querySelector('#levels .peak').style.getPropertyValue('--share')"
    assert float(phone.evaluate(share)) == pytest.approx(0.983, abs=0.002)
    assert (violations(phone), too_wide(phone), too_small(phone)) == ([], [], [])
    phone.evaluate("scrollTo(0, 0)")

    # lost, and back with what is
    phone.offline(True)
    door.show.told = None
    phone.until("document.body.classList.contains('old')", 3)
    until_shown(phone, "Connection lost")
    assert phone.evaluate("document.getElementById('hold').disabled")
    assert violations(phone) == []
    # the app opens without a network, and says how old its picture is
    phone.until("navigator.serviceWorker.controller !== null || caches.has('kiss-1')")
    phone.open(f"{url}")
    until_shown(phone, "Connection lost")
    door.show.told = to_json(SHOW)
    phone.offline(False)
    phone.until(FRESH, 10)
    until_shown(phone, "Playing")

    # a visitor reads
    door.public = public_status_json
    phone.open(f"{url}?visitor#{door.secrets[Role.VISITOR]}")
    phone.until("document.body.classList.contains('reader') && !document.body.matches('.old')")
    assert phone.evaluate("[...document.querySelectorAll('.steers')].every((e) => e.hidden)")
    until_shown(phone, "All is well")
    assert violations(phone) == []

    # a key that was withdrawn opens nothing, at once
    door.renew()
    phone.until("!document.getElementById('entrance').hidden", 5)

    # the page to try the door with has every order
    phone.open(f"{url}try.html")
    wanted = len(list(orders_offered(Surface.DOOR))) + 8
    phone.until(f"document.querySelectorAll('form').length === {wanted}")
    assert violations(phone) == []


def test_the_wall_is_never_between_two_pictures(door: OpenDoor, phone: PhoneBrowser) -> None:
    door.show.told = to_json(SHOW)
    door.pictures[""] = WALL
    phone.open(f"http://127.0.0.1:{door.port}/#{door.secrets[Role.ATTENDANT]}")
    phone.until("document.getElementById('wall').naturalWidth > 0")
    phone.evaluate(SEES_HOLES)
    phone.until("walls.size > 30")
    assert phone.evaluate("holes") == 0


def every_sentence() -> list[Said]:
    """Return all that the show can say, with numbers that ask for each form of a language."""
    said = []
    for text in json.loads((LANGUAGES_FOLDER / "ru.json").read_text()):
        places = {place[1]: place[2] for place in PLACE.finditer(text)}
        for count in (1, 2, 5, 11, 21) if "count" in places else (0,):
            parts = {
                name: 1.875 if decimals else Said("only sound") for name, decimals in places.items()
            }
            said.append(Said(text, **{**parts, **({"count": count} if count else {})}))
    return said


def test_the_page_says_what_the_show_says_as_the_panel_does(
    door: OpenDoor, phone: PhoneBrowser
) -> None:
    phone.open(f"http://127.0.0.1:{door.port}/#{door.secrets[Role.ATTENDANT]}")
    said = every_sentence()
    data = json.dumps([packed(one) for one in said])
    for language in LANGUAGES:
        found = phone.evaluate(
            f"import('/words.js').then((words) => {{ words.speak('{language}');"
            f" return JSON.stringify({data}.map(words.heard)); }})"
        )
        assert json.loads(found) == [in_language(one, language) for one in said]


def test_a_fault_a_refusal_and_an_answer_are_in_the_readers_language(
    door: OpenDoor, phone: PhoneBrowser
) -> None:
    left, *others = SCREENS
    ended = Said("its process ended ({how}); it is started again", how=Said("ended"))
    ill = msgspec.structs.replace(left, fault=ended)
    film = VersionStatus(
        "kiss-5", "kiss-5", Is.BROKEN, *msgspec.structs.astuple(Refusal.CUT_OFF.fault(**CUT))
    )
    shown = msgspec.structs.replace(SHOW, screens=(ill, *others), versions=(*READY, film))
    door.show.told = to_json(shown)
    door.show.reply = Reply(False, Said("paused already"))
    phone.open(f"http://127.0.0.1:{door.port}/#{door.secrets[Role.TECHNICIAN]}")
    phone.until(FRESH)
    for language in ("de", "ru"):
        phone.evaluate(
            f"{{ const tongue = document.getElementById('tongue'); tongue.value = '{language}';"
            " tongue.onchange(); document.getElementById('sync').click() }"
        )
        words = "document.body.innerText"
        for said in (ended, film.reason, film.advice):
            phone.until(f"{words}.includes({json.dumps(in_language(said, language)[1:])})")
        answer = in_language(Said("paused already"), language)[1:]
        phone.until(f"document.getElementById('said').textContent.includes({json.dumps(answer)})")
        assert (violations(phone), too_wide(phone), too_small(phone)) == ([], [], [])


def test_a_machine_that_is_gone_is_what_is_said_first(door: OpenDoor, phone: PhoneBrowser) -> None:
    east = MachineSeen("east", True, True, True, True, ("left", "centre", "right"), 0.4, True)
    west = MachineSeen("west", False, True, False, True, ("door",), 0.5, True)
    gone = msgspec.structs.replace(west, there=False, away_s=2.6)
    page = f"http://127.0.0.1:{door.port}/"
    for number, (machines, said) in enumerate((((east, west), "All is well"), ((east, gone), ""))):
        shown = msgspec.structs.replace(SHOW, versions=READY, machines=machines)
        door.show.told = to_json(shown)
        phone.open(f"{page}?{number}#{door.secrets[Role.ATTENDANT]}")
        phone.until(FRESH)
        until_shown(phone, said or "west is away")
    for language, said in (("de", "west ist nicht da"), ("ru", "Нет связи: west")):
        phone.evaluate(
            f"{{ const tongue = document.getElementById('tongue'); tongue.value = '{language}';"
            " tongue.onchange() }"
        )
        until_shown(phone, said)
    assert (violations(phone), too_wide(phone)) == ([], [])
