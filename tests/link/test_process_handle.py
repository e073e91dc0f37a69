"""A descriptor that tells of a process's end, and of one that has ended already."""

import errno
import os
import select
import subprocess

import pytest

from installation.link import process_handle


@pytest.mark.process
@pytest.mark.patient
def test_an_end_is_told() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        handle = process_handle(process.pid)
        assert process.stdin is not None
        process.stdin.close()
        assert select.select([handle], (), (), 20)[0] == [handle]
        os.close(handle)


@pytest.mark.process
@pytest.mark.patient
def test_one_that_has_ended_while_its_group_lives_is_gone() -> None:
    """Linux 6.1 and 6.12 call that number an invalid argument; a fork server fell by it."""
    script = "cat <&3 & exit 0"
    read, write = os.pipe()
    with subprocess.Popen(
        ["sh", "-c", f"exec 3<&{read}; {script}"], pass_fds=[read], start_new_session=True
    ) as process:
        os.close(read)
        process.wait()
    with pytest.raises(ProcessLookupError):
        process_handle(process.pid)
    os.close(write)


def test_what_those_kernels_say_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: int) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "pidfd_open", refused)
    with pytest.raises(ProcessLookupError):
        process_handle(4711)


def test_other_faults_are_not_taken_for_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: int) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "pidfd_open", refused)
    with pytest.raises(OSError, match="Too many open files") as told:
        process_handle(4711)
    assert not isinstance(told.value, ProcessLookupError)
