"""Chrony's files for several machines, and what is said where it is not as it should be."""

import stat
from pathlib import Path

import pytest
from stand_in import stand_in

from installation.errors import MachinesError
from installation.machines import Chrony, chrony_config
from installation.machines._chrony import with_key

ROOMS = {"east": "192.168.1.11", "west": "192.168.1.12", "north": "fd00::13"}
DEBIANS = "confdir /etc/chrony/conf.d\npool 2.debian.pool.ntp.org iburst\n"
FOLLOWS = (
    "0AB10001,10.177.0.1,11,1764086400.1,-0.000000412,0.000000301,0.000004118,"
    "-6.211,0.001,0.098,0.000012042,0.000009513,8.1,Normal"
)
SECRET = "ab" * 32


def test_each_asks_all_others_and_answers_them_alone() -> None:
    assert chrony_config(ROOMS, "west").splitlines()[1:] == [
        "local stratum 10 orphan",
        "allow 192.168.1.11",
        "allow fd00::13",
        "server 192.168.1.11 iburst minpoll 2 maxpoll 4 xleave key 7447",
        "server fd00::13 iburst minpoll 2 maxpoll 4 xleave key 7447",
    ]


def test_other_keys_stay_as_they_are() -> None:
    before = "# ours\n1 MD5 AVeryLongAndRandomPassword\n7447 SHA256 HEX:00\n74470 MD5 other\n"
    after = with_key(before, SECRET)
    assert after.splitlines() == [
        "# ours",
        "1 MD5 AVeryLongAndRandomPassword",
        "74470 MD5 other",
        f"7447 SHA256 HEX:{SECRET}",
    ]
    assert with_key(after, SECRET) == after
    assert with_key("", SECRET) == f"7447 SHA256 HEX:{SECRET}\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with chrony: its programs say what they were asked, and answer."""
    programs, etc = tmp_path / "bin", tmp_path / "etc"
    programs.mkdir()
    (etc / "conf.d").mkdir(parents=True)
    (etc / "chrony.conf").write_text(DEBIANS.replace("/etc/chrony", str(etc)))
    (etc / "chrony.keys").write_text("1 MD5 other\n")
    (etc / "chrony.keys").chmod(0o640)
    stand_in(programs / "chronyc", f"printf '%s' '{FOLLOWS}'")
    stand_in(programs / "systemctl", f'echo "$@" >> {tmp_path}/asked')
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return tmp_path


def test_files_are_written_and_chrony_begins_with_them(machine: Path) -> None:
    chrony = Chrony(machine / "etc")
    chrony.set_up("config\n", SECRET)
    assert chrony.config.read_text() == "config\n"
    assert chrony.keys.read_text() == f"1 MD5 other\n7447 SHA256 HEX:{SECRET}\n"
    assert stat.S_IMODE(chrony.keys.stat().st_mode) == 0o640
    assert (machine / "asked").read_text() == "restart chrony\n"
    assert chrony.bound_ns() == pytest.approx(15_946, abs=2)


def test_one_that_follows_nobody_has_no_bound(machine: Path) -> None:
    stand_in(machine / "bin" / "chronyc", "echo '506 Cannot talk to daemon'; exit 1")
    assert Chrony(machine / "etc").bound_ns() is None
    assert Chrony(machine / "etc").heard(("10.177.0.1",), 0.1) == ()


def test_those_that_answer_are_told_from_those_that_do_not(machine: Path) -> None:
    """As chrony 4.3 says it: two of three answered, one of them by now."""
    said = (
        "^,*,10.177.0.1,10,3,377,5,0.000000586,0.000000586,0.000002165\\n"
        "^,?,10.177.0.2,0,3,0,4294967295,0.000000000,0.000000000,0.000000000\\n"
        "^,-,fd00::13,10,3,1,2,0.000000586,0.000000586,0.000002165\\n"
    )
    stand_in(machine / "bin" / "chronyc", f"printf '{said}'")
    chrony = Chrony(machine / "etc")
    assert chrony.heard(("10.177.0.1", "10.177.0.2", "fd00::13"), 0) == ("10.177.0.1", "fd00::13")


def test_a_machine_without_chrony_is_told_so(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(machine / "nothing"))
    with pytest.raises(MachinesError, match="chrony is not installed") as caught:
        Chrony(machine / "etc").set_up("config\n", SECRET)
    assert "apt-get install chrony" in caught.value.advice
    assert not Chrony(machine / "etc").config.exists()


def test_one_that_would_not_read_our_file_is_told_how_it_would(machine: Path) -> None:
    (machine / "etc" / "chrony.conf").write_text("pool 2.debian.pool.ntp.org iburst\n")
    with pytest.raises(MachinesError, match="does not read") as caught:
        Chrony(machine / "etc").set_up("config\n", SECRET)
    assert "confdir" in caught.value.advice


def test_one_that_does_not_begin_says_why(machine: Path) -> None:
    stand_in(machine / "bin" / "systemctl", "echo 'Unit chrony.service not found.' >&2; exit 5")
    with pytest.raises(MachinesError, match=r"Unit chrony\.service not found"):
        Chrony(machine / "etc").set_up("config\n", SECRET)
