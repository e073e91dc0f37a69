"""The command `bench`: every kind of measurement, each with its bars."""

import argparse
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from installation.bench import (
    arrivalbars,
    arrivals,
    clips,
    intake,
    kills,
    memory,
    powercuts,
    remote,
    slowcopy,
    sound,
    story,
    storyfilms,
    sync,
    syncbars,
    timecode,
)
from installation.bench.films import Recipe, default_cache, film
from installation.bench.fuzz import fuzz
from installation.bench.report import Bar, as_json, keep, verdict
from installation.bench.show import Show, Workshop
from installation.bench.sinks import Sinks
from installation.errors import UsageError
from installation.kiosk.jack import JackServer
from installation.kiosk.virtual import VirtualHeads
from installation.timeline.smpte import rate_named

HEADS = 3
_SEAM_FILM_S = 4.0
_MEMORY_FILM_S = 3.0
_KILL_FILM_S = 20.0
_SOUND_FILM_S = 6.0
_CODE_FILM_S = 8.0
_CROSSFADE_S = 1.0
_CROSSFADES = 5
_CROSSFADES_APART_S = 7.0


def add_parser(commands: Any) -> None:
    """Add `bench` to the subparsers of the command line."""
    bench = commands.add_parser(
        "bench",
        help="measure the player on virtual displays",
        description="Measures the player on three virtual displays of its own. Exit code 1 says "
        "that a bar was missed.",
    )
    kinds = bench.add_subparsers(dest="bench", required=True, metavar="WHAT")
    one = _kind(kinds, "sync", "is the same picture on all heads? beside plain libvlc windows")
    one.add_argument("--seconds", type=_positive, default=30.0, help="each run's steady part (30)")
    one.add_argument("--runs", type=_count, default=3, help="how many runs (3); medians count")
    one.add_argument("--seams", type=int, default=10, help="loop seams to look at (10; 0: none)")
    one.add_argument("--no-plain", action="store_true", help="without the plain libvlc windows")
    two = _kind(kinds, "kills", "what is seen when a process is killed?")
    two.add_argument("--times", type=_count, default=20, help="how often each (20)")
    three = _kind(kinds, "clips", "do real films play together?")
    three.add_argument("films", nargs="*", type=Path, metavar="FILM", help="instead of known clips")
    three.add_argument("--cycles", type=_count, default=20, help="how many cycles (20)")
    seven = _kind(kinds, "remote", "a box's presses on the glass, noise, its process killed")
    seven.add_argument("--presses", type=int, default=200, help="how many presses (200; 0: none)")
    seven.add_argument("--noise", type=int, default=10, help="seconds of noise (10; 0: none)")
    seven.add_argument("--bent", type=int, default=30_000, help="malformed messages on the port")
    seven.add_argument("--kills", type=int, default=50, help="kills of the process (50; 0: none)")
    seven.add_argument("--fuzz", type=int, default=1_000_000, help="malformed messages (1000000)")
    four = _kind(kinds, "memory", "does anything grow?")
    four.add_argument("--cycles", type=_count, default=300, help="how many 3 s cycles (300)")
    five = _kind(kinds, "intake", "is an arriving film vetted fast, and unseen?")
    five.add_argument("--seconds", type=_positive, default=180.0, help="the 1280x720 film (180)")
    _kind(kinds, "sound", "is every beep heard with its picture? on null sinks")
    eight = _kind(kinds, "timecode", "does the code say what is on the glass, and is it followed?")
    eight.add_argument("--cycles", type=_count, default=10, help="cycles of code out (10)")
    eight.add_argument("--steady", type=_positive, default=60.0, help="seconds of code in (60)")
    eight.add_argument("--only", choices=["out", "in"], help="only one of the two")
    rates = ["24", "25", "29.97", "30"]
    eight.add_argument("--rates", nargs="+", choices=rates, default=rates, help="all without it")
    nine = _kind(kinds, "arrivals", "do good films come on, and bad ones never?")
    nine.add_argument("--count", type=_count, default=100, help="how many arrivals (100)")
    nine.add_argument("--no-crossfade", action="store_true", help="without the crossfades")
    eleven = _kind(kinds, "slowcopy", "are large films looked at before their copy is whole?")
    eleven.add_argument("--megabytes", type=_positive, default=2000.0, help="each film (2000)")
    eleven.add_argument("--rate", type=_positive, default=1.0, help="megabytes a second (1)")
    eleven.add_argument("--pause", type=_positive, default=10.0, help="seconds (10)")
    twelve = _kind(kinds, "powercuts", "is all that was committed there after a power cut?")
    twelve.add_argument("--count", type=_count, default=200, help="how many cuts (200)")
    twelve.add_argument("--seed", type=int, default=1, help="other cuts with another number (1)")
    ten = _kind(kinds, "story", "do cuts of different lengths meet at every beat?")
    ten.add_argument("--cycles", type=_count, default=10, help="how many cycles of 20 s (10)")


def run(args: argparse.Namespace) -> int:
    """Run the bench that was asked for; 0 when every bar held, 1 when one was missed."""
    # whoever ends a bench early should not be left with its shows
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("kiss: the bench was ended"))
    kinds = {
        "sync": _sync,
        "kills": _kills,
        "clips": _clips,
        "memory": _memory,
        "intake": _intake,
        "sound": _sound,
        "remote": _remote,
        "timecode": _timecode,
        "arrivals": _arrivals,
        "slowcopy": _slowcopy,
        "powercuts": _powercuts,
        "story": _story,
    }
    text, figures, bars = kinds[args.bench](args)
    data = as_json(figures, bars)
    keep(args.keep, f"{args.bench}.json", data)
    print(data if args.json else f"{text}\n\n{verdict(bars)}")
    return 0 if all(bar.held for bar in bars) else 1


_Found = tuple[str, dict[str, Any], list[Bar]]


def _sync(args: argparse.Namespace) -> _Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        _say("making the films (kept for the next time)")
        rig = sync.rig(heads, Recipe(0), default_cache(), args.seconds)
        stage = shop.prepare("sync", rig.films)
        _say("a first start, so that the films' indexes are there")
        with Show(stage, heads.environment) as show:
            show.wait("first picture", lambda: show.cycle() is not None)
        ours, plain = [], []
        for number in range(1, args.runs + 1):
            _say(f"run {number} of {args.runs}: this player")
            kept = args.keep / f"show-{number}.npz" if args.keep else None
            ours.append(sync.measure_show(rig, stage, True, kept))
            if not args.no_plain:
                _say(f"run {number} of {args.runs}: plain libvlc windows")
                kept = args.keep / f"plain-{number}.npz" if args.keep else None
                plain.append(sync.measure_plain(rig, kept))
        seams = plain_seams = None
        if args.seams > 0:
            seconds = (args.seams + 0.5) * _SEAM_FILM_S
            short = sync.rig(heads, Recipe(0, _SEAM_FILM_S), default_cache(), seconds)
            _say(f"{args.seams} seams: this player")
            kept = args.keep / "seams-show.npz" if args.keep else None
            seams = sync.measure_show(short, shop.prepare("seams", short.films), False, kept)
            if not args.no_plain:
                _say(f"{args.seams} seams: plain libvlc windows")
                plain_seams = sync.measure_plain(short)
    text = syncbars.comparison(ours, plain)
    if seams:
        text += "\n\n" + syncbars.seam_rows(seams, plain_seams)
    figures = {
        "show": [asdict(each) for each in ours],
        "plain": [asdict(each) for each in plain],
        "seams": asdict(seams) if seams else None,
        "plain_seams": asdict(plain_seams) if plain_seams else None,
    }
    return text, figures, syncbars.bars(ours, plain, seams)


def _kills(args: argparse.Namespace) -> _Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        rig = sync.rig(heads, Recipe(0, _KILL_FILM_S), default_cache(), 0.0)
        stage = shop.prepare("kills", rig.films)
        kept = args.keep / "kills.npz" if args.keep else None
        found = kills.measure(rig, stage, args.times, _say, kept)
    return kills.summary(found), {"kills": [asdict(each) for each in found]}, kills.bars(found)


def _clips(args: argparse.Namespace) -> _Found:
    films = args.films or clips.known_clips()
    with Workshop() as shop, VirtualHeads(len(films), 640, 360) as heads:
        stage = shop.prepare("clips", films)
        samples, unidentified = clips.measure(heads, stage, args.cycles, _say)
    if args.keep:
        samples.keep(args.keep / "clips.npz")
    _say("comparing the glass with the films")
    references = [clips.reference(path, (0, 0, 640, 360)) for path in films]
    found = clips.judge(samples, references, [path.name for path in films], unidentified)
    return clips.summary(found), {"heads": [asdict(each) for each in found]}, clips.bars(found)


def _remote(args: argparse.Namespace) -> _Found:
    counts = args.presses, args.noise, args.bent, args.kills
    found = remote.Found()
    if any(counts):
        with JackServer(), Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
            rig = sync.rig(heads, Recipe(0, _KILL_FILM_S), default_cache(), 0.0)
            kept = args.keep / "remote.npz" if args.keep else None
            stage = shop.prepare("remote", rig.films)
            found = remote.measure(rig, stage, counts, _say, kept)
    if args.fuzz:
        _say(f"{args.fuzz} malformed messages")
    fuzzed = fuzz(args.fuzz) if args.fuzz else None
    figures = {"remote": asdict(found), "fuzz": asdict(fuzzed) if fuzzed else None}
    return remote.summary(found, fuzzed), figures, remote.bars(found, fuzzed)


def _memory(args: argparse.Namespace) -> _Found:
    if args.cycles < memory.FEWEST_CYCLES:
        raise UsageError(f"--cycles should be {memory.FEWEST_CYCLES} or more, to see growth")
    recipes = [Recipe(n + 1, _MEMORY_FILM_S) for n in range(HEADS)]
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        stage = shop.prepare("memory", [film(recipe, default_cache()) for recipe in recipes])
        looks = memory.measure(heads, stage, _MEMORY_FILM_S, args.cycles, _say)
    found = memory.growth(looks)
    return memory.summary(looks), {"looks": [asdict(look) for look in looks]}, memory.bars(found)


def _intake(args: argparse.Namespace) -> _Found:
    arriving = [
        Recipe(4, args.seconds, sound=True),
        Recipe(5, args.seconds / 3, 1920, 1080, sound=True),
    ]
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        _say("making the films (kept for the next time)")
        rig = sync.rig(heads, Recipe(0), default_cache(), 0.0)
        films = [(recipe, film(recipe, default_cache())) for recipe in arriving]
        stage = shop.prepare("intake", rig.films)
        found = intake.measure(rig, stage, films, _say, args.keep)
    return intake.summary(found), {"intakes": [asdict(each) for each in found]}, intake.bars(found)


def _sound(args: argparse.Namespace) -> _Found:
    names = [f"screen{n + 1}" for n in range(HEADS)]
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads, Sinks(names) as sinks:
        recipe = Recipe(0, _SOUND_FILM_S, 640, 360, sound=True)
        rig = sync.rig(heads, recipe, default_cache(), 0.0)
        stage = shop.prepare("sound", rig.films, voice="all")
        kept = args.keep / "sound.npz" if args.keep else None
        found = sound.measure(rig, stage, sinks, _say, kept)
    return sound.summary(found), {"sound": asdict(found)}, sound.bars(found)


def _timecode(args: argparse.Namespace) -> _Found:
    out, led = {}, None
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads, JackServer(128) as jack:
        rig = sync.rig(heads, Recipe(0, _CODE_FILM_S), default_cache(), args.steady)
        for name in args.rates if args.only != "in" else ():
            _say(f"code out at {name}")
            block = timecode.out_block(rate_named(name))
            stage = shop.prepare(f"out-{name}", rig.films, more=block)
            out[name] = timecode.measure_out(rig, jack, stage, args.cycles)
        if args.only != "out":
            _say("code in")
            stage = shop.prepare("in", rig.films, more=timecode.IN_BLOCK)
            kept = args.keep / "in.npz" if args.keep else None
            led = timecode.measure_in(rig, jack, stage, rate_named("25"), args.steady, _say, kept)
    figures = {name: [asdict(one) for one in found] for name, found in out.items()}
    bars = timecode.bars(out, led)
    return timecode.summary(out, led), {"out": figures, "in": asdict(led) if led else None}, bars


def _arrivals(args: argparse.Namespace) -> _Found:
    cache = default_cache()
    arrivals.make_films(max(args.count, _CROSSFADES), cache, _say)
    film_of = arrivals.recipe(0)
    layout = (film_of.frames, film_of.frame_ns, film_of.film_bits)

    def measured(crossfade_s: float, kinds: list[str], apart_s: float) -> arrivalbars.Figures:
        name = "crossfade" if crossfade_s else "arrivals"
        kept = args.keep / f"{name}.npz" if args.keep else None
        with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
            stage = arrivals.prepare(shop.folder / name, crossfade_s)
            run = arrivals.measure(heads, stage, kinds, apart_s, cache, _say, kept)
        span = (run.begins_ns, run.ends_ns)
        facts = (span, run.arrivals, run.looks, run.restarted, layout)
        return arrivalbars.judge(run.samples, *facts)

    found = [measured(0.0, arrivals.kinds(args.count), arrivals.APART_S)]
    bars = arrivalbars.bars(found[0])
    if not args.no_crossfade:
        _say(f"crossfades of {_CROSSFADE_S:.0f} s")
        found.append(measured(_CROSSFADE_S, ["good"] * _CROSSFADES, _CROSSFADES_APART_S))
        bars += arrivalbars.dissolve_bars(found[1])
    text = arrivalbars.summary(found[0])
    return text, {"runs": [asdict(each) for each in found]}, bars


def _slowcopy(args: argparse.Namespace) -> _Found:
    sizes = (args.megabytes, args.rate, args.pause)
    with Workshop() as shop:
        found = slowcopy.measure(shop.folder, *sizes, default_cache(), _say)
    return slowcopy.summary(found), {"copied": [asdict(one) for one in found]}, slowcopy.bars(found)


def _powercuts(args: argparse.Namespace) -> _Found:
    how = (args.count, args.seed, default_cache(), _say)
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        found = powercuts.measure(heads, shop.folder, *how)
    return powercuts.summary(found), {"cuts": [asdict(cut) for cut in found]}, powercuts.bars(found)


def _story(args: argparse.Namespace) -> _Found:
    where = tempfile.TemporaryDirectory(prefix="kiss-bench-")
    names = [f"screen{n + 1}" for n in range(HEADS)]
    with where as folder, VirtualHeads(HEADS, 640, 360) as heads, Sinks(names) as sinks:
        _say("making the films (kept for the next time)")
        found = story.measure(heads, Path(folder), args.cycles, sinks, args.keep)
    return story.summary(found, storyfilms.BEATS), asdict(found), story.bars(found)


def _kind(kinds: Any, name: str, about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=about, description=about)
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep samples and figures there")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("should be 1 or more")
    return number


def _positive(text: str) -> float:
    number = float(text)
    if number <= 0:
        raise argparse.ArgumentTypeError("should be more than 0")
    return number


_began_s = time.monotonic()


def _say(text: str) -> None:
    print(f"[{time.monotonic() - _began_s:5.0f} s] {text}", file=sys.stderr, flush=True)
