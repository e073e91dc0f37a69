"""Shell scripts in place of programs."""

from pathlib import Path


def stand_in(program: Path, does: str) -> Path:
    """Write a script that can be run under a program's name; returns its path."""
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    return program
