"""Timecode and OSC in a layout."""

import pytest

from installation.errors import ConfigError
from installation.model._layout import parse_layout
from installation.timeline import Timecode
from installation.timeline._smpte import DROP, PAL

BASE = "screens:\n  - {name: left, display: {position: 1}}\n"


def test_nothing_outside_without_being_asked() -> None:
    layout = parse_layout(BASE, "l")
    assert (layout.timecode, layout.osc, layout.remotely) == (None, None, False)


def test_timecode() -> None:
    layout = parse_layout(
        BASE
        + "timecode:\n  out: {port: desk, rate: 29.97, start: 01:00:00:00}\n"
        + "  in: {port: master}\n  clock: {port: box, bpm: 98.5}\n",
        "l",
    )
    assert layout.remotely
    block = layout.timecode
    assert block is not None and block.out is not None and block.master is not None
    assert (block.out.known_rate, block.out.label) == (DROP, Timecode(1, 0, 0, 0))
    assert (block.master.known_rate, block.master.label) == (None, Timecode(0, 0, 0, 0))
    assert block.clock is not None and block.clock.bpm == 98.5
    again = parse_layout(BASE + "timecode: {in: {port: m, rate: 25}}\n", "l").timecode
    assert again is not None and again.master is not None and again.master.known_rate == PAL


def test_osc() -> None:
    osc = parse_layout(BASE + "osc:\n", "l").osc
    assert osc is not None
    assert (osc.port, osc.address, osc.allow, osc.loopback) == (9000, "127.0.0.1", (), True)
    far = parse_layout(BASE + "osc: {address: 0.0.0.0, allow: [10.0.0.0/8]}\n", "l").osc
    assert far is not None and not far.loopback


@pytest.mark.parametrize(
    ("block", "hint"),
    [
        ("timecode: {out: {port: d, rate: 23.976}}", "none of 24, 25, 29.97, 30"),
        ("timecode: {in: {port: d, rate: 50}}", "none of auto, 24"),
        ("timecode: {out: {port: d, start: 1h}}", "a timecode in quotes"),
        ("timecode: {out: {port: d, start: 00:00:00:26}}", "no such label at 25"),
        ("timecode: {out: {port: d, rate: 29.97, start: 00:01:00:00}}", "no such label at 29.97"),
        ("timecode: {clock: {port: d, bpm: 1000}}", "at most 400"),
        ("timecode: {inn: {port: d}}", "did you mean 'in'"),
        ("osc: {address: here}", "no IP address"),
        ("osc: {address: 0.0.0.0}", "needs 'allow'"),
        ("osc: {allow: [x]}", "no IP address or network"),
        ("osc: {port: 0}", "at least 1"),
    ],
)
def test_faults_are_said(block: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=hint):
        parse_layout(f"{BASE}{block}\n", "l")
