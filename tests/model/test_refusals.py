"""The one table of why films are refused: whole, used, and the only place that has the words."""

import re
from pathlib import Path
from string import Formatter

import pytest

import installation
from installation.model import Refusal

ROOT = Path(installation.__file__).parent
LOOKING = [
    *("model/_cadence.py", "model/_image_sequence.py", "model/_admission.py"),
    *("library/_probe.py", "library/_reel.py", "library/_container.py"),
    *("library/_original.py", "library/_moving_webp.py", "library/_house_copying.py"),
    *("library/_intake_process.py", "library/_rehearsal_process.py", "apps/rehearsal.py"),
]
"""Who looks at a film, or has it looked at."""


@pytest.mark.parametrize("refusal", Refusal, ids=lambda one: one.name)
def test_a_refusal_has_a_reason_and_says_what_to_do(refusal: Refusal) -> None:
    reason, advice = refusal.value
    wanted = {
        name for text in (reason, advice) for _, name, _, _ in Formatter().parse(text) if name
    }
    numbers = {"size_gb", "most_gb", "rate", "late_s", "speed"}
    said = refusal.fault(**{name: 3 if name in numbers else f"<{name}>" for name in wanted})
    assert said.reason and not said.reason.endswith(".")
    assert said.advice.endswith((".", ")"))
    error = refusal.error(**dict.fromkeys(wanted, 3))
    assert (error.message, error.advice) != ("", "")


def test_every_refusal_is_found_somewhere_and_no_finder_has_words_of_its_own() -> None:
    found = "".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    assert {refusal.name for refusal in Refusal} == set(
        re.findall(r"\bRefusal\.([A-Z_]+)\b", found)
    )
    for file in LOOKING:
        code = (ROOT / file).read_text("utf-8")
        own = re.findall(r"\b(?:LibraryError|Fault)\(\s*f?\"", code)
        assert not own, file


def test_above_each_group_stands_who_finds_it() -> None:
    users: dict[str, set[str]] = {}
    for path in ROOT.rglob("*.py"):
        for name in re.findall(r"\bRefusal\.([A-Z_]+)\b", path.read_text("utf-8")):
            users.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    table = (ROOT / "model" / "_refusals.py").read_text("utf-8").partition("class Refusal")[2]
    groups = re.findall(r"((?:^    # .*\n)+)((?:(?!    # |\n    def ).*\n)*)", table, re.MULTILINE)
    told: dict[str, set[str]] = {}
    for heading, members in groups:
        files = set(re.findall(r"\w+/\w+\.py", heading))
        names = re.findall(r"^    ([A-Z_]+) = ", members, re.MULTILINE)
        told |= dict.fromkeys(names, files)
        assert files == set().union(*(users[name] for name in names)), heading
    assert told.keys() == users.keys()
    for name, files in users.items():
        assert files <= told[name], name
