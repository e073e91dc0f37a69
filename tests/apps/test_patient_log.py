"""A log that keeps nobody waiting."""

import subprocess
import sys
import time

SPEAKS = """
import logging, os, sys
from installation.apps import log_to_stderr
log = log_to_stderr("stage")
for number in range(20_000):
    log.warning("line %d, and more words to fill a pipe that nobody reads", number)
print("went on", flush=True)
"""
ENDS = """
from installation.apps import log_to_stderr
log_to_stderr("stage").error("the last word")
raise SystemExit(1)
"""


def test_who_logs_goes_on_and_ends_while_nobody_takes_the_lines() -> None:
    command = [sys.executable, "-c", SPEAKS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"went on\n"
        process.wait(20)


def test_the_last_word_is_written() -> None:
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.endswith("ERROR stage: the last word\n")
    assert time.monotonic() - began < 20
