"""Whether the environment is the one of the lock file, by the set-up script's own stamp."""

from pathlib import Path

from installation.cli._folders import ROOT
from installation.kiosk import is_as_locked


def test_the_stamp_of_the_set_up_script_is_understood() -> None:
    assert is_as_locked(ROOT)


def test_another_lock_file_or_none_is_noticed(tmp_path: Path) -> None:
    stamp = tmp_path / ".venv" / "kiss" / "python"
    stamp.parent.mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("numpy==1\n")
    assert not is_as_locked(tmp_path)
    stamp.write_text(f"{tmp_path}\nnumpy==1\n")
    assert is_as_locked(tmp_path)
    (tmp_path / "requirements.lock").write_text("numpy==2\n")
    assert not is_as_locked(tmp_path)
