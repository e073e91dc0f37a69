"""Finds what the X server says of its end in the journal. Pure."""

import re

_FATAL = re.compile(r"Fatal server error:\s*\n\(EE\)[ \t]*(.+?)(?:\(EE\))?[ \t]*$", re.MULTILINE)


def last_reason(journal: str) -> str:
    """Return why the X server ended last, in its own words; empty when it does not say."""
    found = _FATAL.findall(journal)
    return found[-1].strip() if found else ""
