"""The lock files: whole, pinned, hashed, and silent about where packages come from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-test.lock": PROJECT["dependency-groups"]["test"],
}


def entries(lock: str) -> dict[str, str]:
    """Each package's whole entry, by its name."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text(), flags=re.MULTILINE)
    found = re.findall(r"^([a-z0-9-]+)==(\S+ \\\n(?:    --hash\S+(?: \\)?\n)+)", text, re.MULTILINE)
    assert len(found) == text.count("==") > 0  # every entry is pinned and hashed
    return dict(found)


@pytest.mark.parametrize("lock", LOCKS)
def test_it_pins_what_the_project_asks_for(lock: str) -> None:
    named = {re.match(r"[\w.-]+", need)[0].lower() for need in LOCKS[lock]}
    asked = {name.replace(".", "-") for name in named}
    assert asked <= entries(lock).keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_it_names_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|index-url|find-links|file:", text)


def test_the_two_agree() -> None:
    run, test = (entries(lock) for lock in LOCKS)
    assert [name for name in run.keys() & test.keys() if run[name] != test[name]] == []
