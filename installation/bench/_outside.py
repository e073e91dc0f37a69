"""The benches of what goes in and out beside pictures: buttons, phones, time code, sound."""

import argparse
import sys
from dataclasses import asdict

from installation.bench import _codein as codein
from installation.bench import _codeout as codeout
from installation.bench import _door as door
from installation.bench import _doorbars as doorbars
from installation.bench import _doorfound as doorfound
from installation.bench import _hearing as hearing
from installation.bench import _hearingjudge as hearingjudge
from installation.bench import _remote as remote
from installation.bench import _remotebars as remotebars
from installation.bench import _sound as sound
from installation.bench import _soundbars as soundbars
from installation.bench import _strangers as strangers
from installation.bench import _sync as sync
from installation.bench import _timecode as timecode
from installation.bench._kind import HEADS, BenchKind, Found, amount, number, say
from installation.rig import (
    JackServer,
    Recipe,
    Sinks,
    VirtualHeads,
    Workshop,
    film_cache,
    fuzz_messages,
)
from installation.timeline import rate_named

_PRESS_FILM_S = 20.0
_PHONE_FILM_S = 8.0
"""Two browsers without a graphics card want a processor of their own."""
_SOUND_FILM_S = 6.0
_CODE_FILM_S = 8.0
_CODECS = ("aac", "libmp3lame", "libopus")
_RATES = ["24", "25", "29.97", "30"]


def _remote(args: argparse.Namespace) -> Found:
    counts = args.presses, args.noise, args.bent, args.kills
    found = remote.Found()
    if any(counts):
        with JackServer(), Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
            rig = sync.rig(heads, Recipe(0, _PRESS_FILM_S), film_cache(), 0.0)
            kept = args.keep / "remote.npz" if args.keep else None
            stage = shop.prepare("remote", rig.films)
            found = remote.measure(rig, stage, counts, say, kept)
    if args.fuzz:
        say(f"{args.fuzz} malformed messages")
    fuzzed = fuzz_messages(args.fuzz) if args.fuzz else None
    figures = {"remote": asdict(found), "fuzz": asdict(fuzzed) if fuzzed else None}
    return remotebars.summary(found, fuzzed), figures, remotebars.bars(found, fuzzed)


def _door(args: argparse.Namespace) -> Found:
    asked = tuple(part for part in doorfound.PARTS if part in (args.only or doorfound.PARTS))
    plan = doorfound.DoorPlan(
        *(asked, args.presses, args.pictures, args.keys, args.crowd, args.idle, args.kills)
    )
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        rig = sync.rig(heads, Recipe(0, _PHONE_FILM_S, 640, 360), film_cache(), 0.0)
        kept = args.keep / "door.npz" if args.keep else None
        found = door.measure(rig, shop.prepare("door", rig.films), plan, say, kept)
    return doorbars.summary(found), {"door": asdict(found)}, doorbars.bars(found)


def _sound(args: argparse.Namespace) -> Found:
    names = [f"screen{n + 1}" for n in range(HEADS)]
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads, Sinks(names) as sinks:
        recipe = Recipe(0, _SOUND_FILM_S, 640, 360, sound=True, codecs=_CODECS)
        rig = sync.rig(heads, recipe, film_cache(), 0.0)
        stage = shop.prepare("sound", rig.films, voice="all")
        kept = args.keep / "sound.npz" if args.keep else None
        found = sound.measure(rig, stage, sinks, say, kept)
    return soundbars.summary(found), {"sound": asdict(found)}, soundbars.bars(found)


def _hearing(args: argparse.Namespace) -> Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        found = hearing.measure(heads, shop.folder / "hearing", args.cycles, say, args.keep)
    return hearingjudge.summary(found), {"hearing": asdict(found)}, hearingjudge.bars(found)


def _timecode(args: argparse.Namespace) -> Found:
    out, led = {}, None
    sys.setswitchinterval(0.0005)  # the default of 5 ms is two of this server's periods
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads, JackServer(128) as jack:
        rig = sync.rig(heads, Recipe(0, _CODE_FILM_S), film_cache(), args.steady)
        for name in args.rates if args.only != "in" else ():
            say(f"code out at {name}")
            block = codeout.block(rate_named(name))
            stage = shop.prepare(f"out-{name}", rig.films, more=block)
            kept = args.keep / f"out-{name}.npz" if args.keep else None
            out[name] = codeout.measure(rig, jack, stage, args.cycles, kept)
        if args.only != "out":
            say("code in")
            stage = shop.prepare("in", rig.films, more=codein.BLOCK)
            kept = args.keep / "in.npz" if args.keep else None
            led = codein.measure(rig, jack, stage, rate_named("25"), args.steady, say, kept)
    figures = {name: [asdict(one) for one in found] for name, found in out.items()}
    bars = timecode.bars(out, led)
    return timecode.summary(out, led), {"out": figures, "in": asdict(led) if led else None}, bars


def _strangers(args: argparse.Namespace) -> Found:
    with Workshop() as shop:
        found = strangers.measure(shop.folder, args.count, say)
    return strangers.summary(found), {"strangers": asdict(found)}, strangers.bars(found)


KINDS = (
    BenchKind(
        "remote",
        "a box's presses on the glass, noise, its process killed",
        _remote,
        (
            number("--presses", 200, "how many presses; 0: none", least=0),
            number("--noise", 10, "seconds of noise; 0: none", least=0),
            number("--bent", 30_000, "malformed messages on the port; 0: none", least=0),
            number("--kills", 50, "kills of the process; 0: none", least=0),
            number("--fuzz", 1_000_000, "malformed messages to the parser; 0: none", least=0),
        ),
    ),
    BenchKind(
        "door",
        "a phone's presses and pictures, wrong keys, a crowd, a panel; its process is killed",
        _door,
        (
            number("--presses", 100, "how many presses"),
            amount("--pictures", 20, "seconds of looks at the small wall"),
            number("--keys", 10_000, "orders with keys that may not"),
            amount("--crowd", 20, "seconds of idle connections and rubbish"),
            number("--idle", 1000, "connections of those who say nothing, beside the rubbish"),
            number("--kills", 50, "kills of the process, and of a panel"),
            (
                "--only",
                {"nargs": "+", "choices": doorfound.PARTS, "help": "only these parts of it"},
            ),
        ),
    ),
    BenchKind("sound", "is every beep heard with its picture? on null sinks", _sound),
    BenchKind(
        "hearing",
        "a description, a hearing loop and a voice that is handed over, beside the pictures",
        _hearing,
        (number("--cycles", 3, "cycles of the story"),),
    ),
    BenchKind(
        "timecode",
        "does the code say what is on the glass, and is it followed?",
        _timecode,
        (
            number("--cycles", 10, "cycles of code out"),
            amount("--steady", 60, "seconds of code in"),
            ("--only", {"choices": ["out", "in"], "help": "only one of the two"}),
            (
                "--rates",
                {"nargs": "+", "choices": _RATES, "default": _RATES, "help": "all without it"},
            ),
        ),
    ),
    BenchKind(
        "strangers",
        "what are those given who connect with one of several machines and have no key?",
        _strangers,
        (number("--count", 1000, "how many connections, of eight kinds", least=8),),
    ),
)
