"""What the docs point to is there: links, anchors, code, commands; and the README is short."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.cli._main import parser

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / folder / "README.md" for folder in ("layouts", "versions", "calibration")),
]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
README_LINES = 120
SCRIPT_WORDS = {"test"}
"""Commands of the script `kiss` itself, which the player never sees."""

_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^ {4}.*$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"(?:\./|`)kiss((?: [^\s`]+)+)")
_CODE = re.compile(r"\b[a-z_]+(?:/[a-z_]+)+\.py\b")


def prose(text: str) -> str:
    """A page without its code, in which a bracket is no link."""
    return re.sub(r"`[^`\n]*`", "", _INDENTED.sub("", _FENCED.sub("", text)))


def anchors(text: str) -> set[str]:
    """A page's headings as the links that lead to them."""
    headings = re.findall(r"^#+ (.*)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


def broken_links(page: Path) -> Iterator[str]:
    """The links of a page that lead nowhere."""
    for target in _LINK.findall(prose(page.read_text())):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        there = page.parent / path if path else page
        if not there.exists() or (anchor and anchor not in anchors(there.read_text())):
            yield target


def commands(text: str) -> Iterator[list[str]]:
    """The words of every `./kiss WORD ...`, up to one that stands for something else."""
    for found in _COMMAND.findall(text):
        words = []
        for word in found.split():
            bare = word.strip("[].,;:()")
            if bare.isupper() or "|" in bare:
                break
            words.append(bare)
        if words:
            yield words


@pytest.mark.parametrize("name", [*NAMES, "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    assert not list(broken_links(ROOT / name))


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One and two\n[a](#one-and-two) [b](#three) `[d](e)`\n\n    [f](g)\n\n```\n[h](i)\n```\n"
        "[c](none.md) [j](page.md#one-and-two)\n"
    )
    assert list(broken_links(page)) == ["#three", "none.md"]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) < README_LINES


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for target in _LINK.findall(prose(page.read_text())):
            there = (page.parent / target.partition("#")[0]).resolve()
            if there.suffix == ".md" and there not in reached:
                waiting.append(there)
    assert not set(PAGES) - reached


@pytest.mark.parametrize("name", NAMES)
def test_commands_are_known(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in commands((ROOT / name).read_text()):
        if words[0] in SCRIPT_WORDS:
            assert f"= {words[0]} ]" in (ROOT / "kiss").read_text()
            continue
        monkeypatch.setattr(sys, "argv", ["kiss", *words])
        with pytest.raises(SystemExit) as ended:
            parser().parse_args([*words, "--help"])
        said = capsys.readouterr()
        assert ended.value.code == 0, said.err
        assert not [word for word in words if word.startswith("--") and word not in said.out]


def test_a_command_that_is_unknown_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    text = "`./kiss versions lst`, ./kiss go kiss     there; `kiss bench NAME`, ./kiss is"
    assert list(commands(text)) == [["versions", "lst"], ["go", "kiss"], ["bench"], ["is"]]
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["versions", "lst", "--help"])
    assert ended.value.code == 2
    assert "lst" in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("docs/")])
def test_files_of_the_code_are_there(name: str) -> None:
    named = set(_CODE.findall((ROOT / name).read_text()))
    assert not [
        path
        for path in sorted(named)
        if not (ROOT / path).exists() and not (ROOT / "installation" / path).exists()
    ]
