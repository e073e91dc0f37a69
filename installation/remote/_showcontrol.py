"""MIDI Machine Control and MIDI Show Control, as orders. Pure.

After the MIDI Association's RP-013 (MMC 1.0) and RP-002/RP-014 (MSC 1.0, 1.1). Universal real-time
system exclusive: F0 7F, a device, 06 for MMC or 02 for MSC, the command, F7. Device 7F is everyone.
Anything that is not exactly a command in full is None.
"""

from collections.abc import Sequence

from installation.model import Blackout, Go, Order, Pause, Restart, Resume, ShowControl, Toggle

ALL = 0x7F
_HEAD = b"\xf0\x7f"
_MMC, _MSC = 0x06, 0x02
_MMC_PLAIN: dict[int, Order] = {
    0x01: Pause(),  # stop
    0x02: Resume(),  # play
    0x03: Resume(),  # deferred play
    0x05: Restart(),  # rewind
    0x09: Toggle(),  # pause
}
_LOCATE = 0x44
_RATES = (24.0, 25.0, 30 / 1.001, 30.0)
_GO, _STOP, _RESUME, _TIMED_GO, _ALL_OFF, _RESTORE, _RESET = 1, 2, 3, 4, 8, 9, 0x0A
_MSC_PLAIN: dict[int, Order] = {
    _ALL_OFF: Blackout("on"),
    _RESTORE: Blackout("off"),
    _RESET: Restart(),
}
_FORMATS = {
    "lighting": range(0x01, 0x10),
    "sound": range(0x10, 0x20),
    "machinery": range(0x20, 0x30),
    "video": range(0x30, 0x40),
    "projection": range(0x40, 0x50),
}


def order_of(message: bytes, rules: ShowControl, beats: Sequence[tuple[str, int]]) -> Order | None:
    """The order that a message is, if it is one for us. ``beats`` give cue numbers a place."""
    if len(message) < 6 or message[:2] != _HEAD or message[-1] != 0xF7:
        return None
    device, kind, body = message[2], message[3], message[4:-1]
    if device != ALL and rules.device not in (None, device):
        return None
    if kind == _MMC:
        return _machine(body)
    return _show(body, rules, beats) if kind == _MSC else None


def _machine(body: bytes) -> Order | None:
    if len(body) == 1:
        return _MMC_PLAIN.get(body[0])
    # locate, target: 44 06 01 hr mn sc fr ff, the rate in the hours' bits 5 and 6
    if len(body) == 8 and body[:3] == bytes((_LOCATE, 6, 1)):
        hours, minutes, whole, frames = body[3] & 0x1F, body[4], body[5], body[6] & 0x1F
        if hours > 23 or minutes > 59 or whole > 59 or frames > 29:
            return None
        rate = _RATES[body[3] >> 5 & 3]
        return _at(hours * 3600 + minutes * 60 + whole + (frames + body[7] / 100) / rate)
    return None


def _show(body: bytes, rules: ShowControl, beats: Sequence[tuple[str, int]]) -> Order | None:
    if len(body) < 2 or not _is_ours(body[0], rules):
        return None
    command, data = body[1], body[2:]
    if command in _MSC_PLAIN:
        return _MSC_PLAIN[command] if not data else None
    if command == _TIMED_GO:  # the time is how long a fade may take; we have none
        if len(data) < 5:
            return None
        command, data = _GO, data[5:]
    if command not in (_GO, _STOP, _RESUME) or any(not _cue_byte(byte) for byte in data):
        return None
    cue = data.split(b"\0")[0].decode("ascii")
    if command == _STOP:
        return Pause()
    if command == _RESUME:
        return Resume()
    return _cued(cue, beats) if cue else Restart()


def _is_ours(form: int, rules: ShowControl) -> bool:
    return form == ALL or any(form in _FORMATS[name] for name in rules.formats)


def _cue_byte(byte: int) -> bool:
    return byte in b"0123456789.\0"


def _cued(cue: str, beats: Sequence[tuple[str, int]]) -> Order | None:
    """A beat that is called so, or the beat of that number, from 1."""
    if cue in (name for name, _ in beats):
        return Go(cue)
    number = cue.removesuffix(".0")
    if number.isdigit() and 1 <= int(number) <= len(beats):
        return Go(beats[int(number) - 1][0])
    return None


def _at(seconds: float) -> Order:
    return Go(f"{int(seconds // 60)}:{seconds % 60:06.3f}")
