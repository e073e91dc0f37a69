"""``kiss remote learn``: press a key of the box, say what it does; it stands in the layout."""

import argparse
import contextlib
import queue
import time
from pathlib import Path

from installation.director import story_time
from installation.errors import ConfigError, RemoteError, UsageError
from installation.model import (
    PROFILES,
    Control,
    Data,
    Go,
    Hold,
    Layout,
    LevelFader,
    Profile,
    RemoteBlock,
    edit_yaml,
    key_action,
    key_stranger,
    key_usage,
)
from installation.remote import (
    ControlEvent,
    Midi,
    Wire,
    box_of,
    control_in_words,
    event_of,
    message_in_words,
    message_of,
    port_fits,
)

PATIENCE_S = 60.0


def learn(
    file: Path, layout: Layout, block: RemoteBlock, midi: Midi, options: argparse.Namespace
) -> int:
    """The whole conversation."""
    long: bool = options.long
    if options.do:
        judged(options.do, None, long, layout)
    port, event = _pressed(midi)
    print(f"heard: {message_in_words(message_of(event))}, from {port}")
    if options.do:
        judged(options.do, event, long, layout)
    does = options.do or _asked(event, long, layout)
    where = written(file, block, port, event, does, long)
    print(f"{where}: {control_in_words(event.control)}{', held,' if long else ''} does: {does}")
    return 0


def _pressed(midi: Midi) -> tuple[str, ControlEvent]:
    """Wait for the first key on any box."""
    heard: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
    sources = midi.sources()
    if not sources:
        raise RemoteError(midi.trouble or "there is no MIDI port: is the box plugged in?")
    wires = {port: Wire() for port in sources}
    plugs = [
        midi.listen(port, lambda data, _, port=port: heard.put((port, data)))  # type: ignore[misc]
        for port in sources
    ]
    print(f"press the key, on {' or '.join(sources)} ...", flush=True)
    deadline = time.monotonic() + PATIENCE_S
    try:
        while time.monotonic() < deadline:
            with contextlib.suppress(queue.Empty):
                port, data = heard.get(timeout=0.2)
                for message in wires[port].feed(data):
                    event = event_of(message)
                    if event is not None and (event.value > 0 or event.control.kind == "program"):
                        return port, event
    finally:
        for plug in plugs:
            plug.close()
    raise RemoteError(f"no key was pressed within {PATIENCE_S:.0f} s.", "`kiss remote ports`?")


def _asked(event: ControlEvent, long: bool, layout: Layout) -> str:
    names = ", ".join(map(str, layout.names))
    print(f"what should it do? {', '.join(key_usage())}")
    print(f"  (go kiss, hold kiss, blackout toggle, voice left, level left; screens: {names})")
    while True:
        try:
            words = input("> ").strip()
            judged(words, event, long, layout)
        except EOFError:
            print()
            raise RemoteError("nothing was learned.") from None
        except ConfigError as fault:
            print(fault)
        else:
            return words


def judged(words: str, event: ControlEvent | None, long: bool, layout: Layout) -> None:
    """Refuse what a key cannot do with ConfigError. ``event`` None: no key was pressed yet.

    A beat that the layout's story does not name is only spoken of: a version may have it.
    """
    try:
        meant = key_action(words)
    except UsageError as fault:
        raise ConfigError(fault.message, fault.advice) from None
    if fault_of_name := key_stranger(meant, layout.names, layout.routes):
        raise ConfigError(fault_of_name, f"There are {', '.join(layout.names + layout.routes)}.")
    match meant:
        case LevelFader():
            if event is not None and event.control.kind != "cc":
                raise ConfigError(
                    f"a level needs a fader or a knob; {control_in_words(event.control)} is none."
                )
            if long:
                raise ConfigError("a level follows its fader; it cannot be held for long.")
        case Go(place) | Hold(place) if layout.story is not None and layout.story.beats:
            try:
                story_time(place, [(beat, 0) for beat in layout.story.beats])
            except UsageError as fault:
                print(fault)
                print("  (Learned all the same: a version may have one of its own.)")
    if long and event is not None and event.control.kind == "program":
        raise ConfigError("a program change has no release, so it cannot be held for long.")


def written(
    file: Path, block: RemoteBlock, port: str, event: ControlEvent, does: str, long: bool
) -> str:
    """Write a key into the layout's file, its comments kept; says where.

    A key for the same control, channel and kind of press takes the place of the one before. A box
    that the layout does not know comes with its profile, if there is one for it.
    """
    number = next((n for n, box in enumerate(block.boxes) if port_fits(port, box.pattern)), None)
    control = event.control
    if number is None:
        return f"{file}: a new box '{_added(file, block, port, control, does, long)}'"
    box = block.boxes[number]
    key = _key(control, does, long, box.made_as)
    place = len(box.keys)
    for there, old in enumerate(box.keys):
        same = box.control_of(old)[:2] == control[:2] and old.channel in (None, control.channel)
        if same and (old.when == "long") == long:
            place = there
            if old.light:
                key["light"] = old.light
    edit_yaml(file, {("remote", "boxes", number, "keys", place): key})
    return f"{file}: box '{box.pattern}'"


def _added(
    file: Path, block: RemoteBlock, port: str, control: Control, does: str, long: bool
) -> str:
    profile = next((name for name, one in PROFILES.items() if port_fits(port, one.port)), None)
    key = _key(control, does, long, PROFILES[profile] if profile else None)
    new: Data = {"profile" if profile else "port": profile or box_of(port), "keys": [key]}
    edit_yaml(file, {("remote", "boxes", len(block.boxes)): new})
    return profile or box_of(port)


def _key(control: Control, does: str, long: bool, profile: Profile | None) -> dict[str, Data]:
    """A key as it stands in a layout, by the profile's name for it if it has one."""
    key: dict[str, Data] = {"on": control_in_words(control), "channel": control.channel, "do": does}
    for name, there in (profile.controls if profile else {}).items():
        if there[:2] == control[:2] and there.channel in (None, control.channel):
            key = {"on": name, "do": does}
    if long:
        key["when"] = "long"
    return key
