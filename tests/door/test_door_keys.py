"""Keys: kept hashed, followed while they change, and nobody is let in by a broken file."""

import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.door import KeyRing, keys_file, keys_in, make_key, withdraw_key
from installation.errors import DoorError, UsageError
from installation.model import Role

DAY = date(2026, 11, 27)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return keys_file(tmp_path)


def test_a_key_is_kept_hashed_and_opens_what_its_role_may(file: Path) -> None:
    key, secret = make_key(file, Role.ATTENDANT, "Anna", DAY)
    assert secret not in file.read_text() and len(secret) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ring = KeyRing(file)
    assert ring.holder(secret) == key and ring.holds(key)
    assert ring.holder(key.digest) is None and ring.holder(secret.upper()) is None


def test_keys_come_and_go_while_the_door_is_open(file: Path) -> None:
    ring = KeyRing(file)
    assert ring.holder("") is None
    first, secret = make_key(file, Role.VISITOR, "", DAY)
    second, _ = make_key(file, Role.VISITOR, "", DAY)
    assert [first.name, second.name] == ["visitor-1", "visitor-2"]
    assert ring.holder(secret) == first
    withdraw_key(file, "visitor-1")
    assert ring.holder(secret) is None and not ring.holds(first) and ring.holds(second)
    # one of the same name is another key
    again, _ = make_key(file, Role.VISITOR, "visitor-1", DAY)
    assert again != first and ring.holds(again)


def test_names_are_judged(file: Path) -> None:
    make_key(file, Role.VISITOR, "Anna", DAY)
    for name in ("Anna", "a\nb", "x" * 41):
        with pytest.raises(UsageError):
            make_key(file, Role.VISITOR, name, DAY)
    with pytest.raises(UsageError, match="did you mean 'Anna'"):
        withdraw_key(file, "Ana")


@pytest.mark.parametrize("text", ["", "[", "{}", '[{"name": 1}]', '[{"name": "a", "role": 9}]'])
def test_a_broken_file_opens_nothing_and_says_so(file: Path, text: str) -> None:
    _, secret = make_key(file, Role.TECHNICIAN, "", DAY)
    ring = KeyRing(file)
    assert ring.holder(secret)
    file.write_text(text)
    assert ring.holder(secret) is None
    assert "cannot be read" in ring.fault
    with pytest.raises(DoorError):
        keys_in(file)
    file.unlink()
    assert ring.holder(secret) is None and ring.fault == ""


@given(st.text())
def test_no_text_is_a_key_that_nobody_made(
    tmp_path_factory: pytest.TempPathFactory, said: str
) -> None:
    file = keys_file(tmp_path_factory.getbasetemp() / "one")
    if not file.exists():
        make_key(file, Role.TECHNICIAN, "", DAY)
    assert KeyRing(file).holder(said) is None
