"""``kiss door``: a key is shown once, listed by its name, and withdrawn."""

import re
import sys
from pathlib import Path

import pytest

from installation.cli import _main as cli
from installation.door import KeyRing, keys_file
from installation.model import Role

SCREENS = "screens:\n  - {name: left, display: {position: 1}}\n"


@pytest.fixture
def kiss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command of the door; its exit code and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        line = ["door", *words, "--state", str(tmp_path)]
        monkeypatch.setattr(sys, "argv", ["kiss", *line])
        code = cli.main(line)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def layout(folder: Path, door: str) -> str:
    file = folder / "layout.yaml"
    file.write_text(f"{SCREENS}{door}")
    return str(file)


def test_a_key_is_shown_once_and_opens_the_door(kiss, tmp_path: Path) -> None:
    file = layout(tmp_path, "door: {port: 8080}\n")
    code, said = kiss("key", "attendant", "--name", "Anna", "--layout", file)
    found = re.search(r"http://127\.0\.0\.1:8080/#(\S+)", said)
    assert code == 0 and "▀" in said
    assert found is not None
    holder = KeyRing(keys_file(tmp_path)).holder(found[1])
    assert holder is not None and (holder.name, holder.role) == ("Anna", Role.ATTENDANT)
    assert "this machine only" in said
    code, said = kiss("keys")
    assert code == 0 and said.startswith("Anna") and found[1] not in said
    assert kiss("withdraw", "Anna") == (0, "the key 'Anna' opens nothing any more\n")
    assert KeyRing(keys_file(tmp_path)).holder(found[1]) is None
    assert "there are no keys" in kiss("keys")[1]
    code, said = kiss("withdraw", "Anna")
    assert code == 2 and "there is no key" in said


def test_a_door_for_the_house_is_named_by_its_address(kiss, tmp_path: Path) -> None:
    file = layout(tmp_path, "door: {address: 192.168.1.10, port: 8443}\n")
    _, said = kiss("key", "visitor", "--layout", file)
    assert "https://192.168.1.10:8443/#" in said and "this machine only" not in said


def test_without_a_door_there_is_no_key(kiss, tmp_path: Path) -> None:
    code, said = kiss("key", "visitor", "--layout", layout(tmp_path, ""))
    assert code == 1 and "'door: {port: 8080}' makes one" in said
    with pytest.raises(SystemExit):
        kiss("key", "king")
