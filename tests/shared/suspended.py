"""A process that a test has stand still."""

from pathlib import Path

import psutil


def suspend(process: psutil.Process) -> None:
    """Stop a process, and return when all of its threads stand.

    The signal takes hold of a thread when it next has a processor: until then it waits for one.
    """
    process.suspend()
    while not all(stands(task) for task in Path(f"/proc/{process.pid}/task").iterdir()):
        assert process.is_running()


def stands(task: Path) -> bool:
    """Tell whether a thread is stopped, or gone."""
    try:
        return (task / "stat").read_text().rpartition(")")[2].split()[0] in "TtZX"
    except OSError:
        return True
