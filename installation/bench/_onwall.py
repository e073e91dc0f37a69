"""The benches of the wall: in step, after a kill, with real films, for hours, at every beat."""

import argparse
import tempfile
from dataclasses import asdict
from pathlib import Path

from installation.bench import _cables as cables
from installation.bench import _clips as clips
from installation.bench import _faults as faults
from installation.bench import _kills as kills
from installation.bench import _limit as limit
from installation.bench import _limitpage as limitpage
from installation.bench import _machinefilms as machinefilms
from installation.bench import _machines as machines
from installation.bench import _machinesjudge as machinesjudge
from installation.bench import _memory as memory
from installation.bench import _presses as presses
from installation.bench import _soak as soak
from installation.bench import _soakpage as soakpage
from installation.bench import _story as story
from installation.bench import _storybars as storybars
from installation.bench import _storyfilms as storyfilms
from installation.bench import _sync as sync
from installation.bench import _syncbars as syncbars
from installation.bench import _words as words
from installation.bench import _wordsjudge as wordsjudge
from installation.bench._kind import (
    HEADS,
    BenchKind,
    Found,
    Option,
    amount,
    number,
    say,
    share,
    switch,
)
from installation.errors import UsageError
from installation.files import write_whole
from installation.rig import Recipe, Show, Sinks, VirtualHeads, Workshop, barcoded_film, film_cache

_SEAM_FILM_S = 4.0
_MEMORY_FILM_S = 3.0
_KILL_FILM_S = 20.0
_SCREENS = [f"screen{number}" for number in range(1, HEADS + 1)]
"""Their names, and those of their sound devices."""


def _sync(args: argparse.Namespace) -> Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        say("making the films (kept for the next time)")
        rig = sync.rig(heads, Recipe(0), film_cache(), args.seconds)
        stage = shop.prepare("sync", rig.films)
        say("a first start, so that the films' indexes are there")
        with Show(stage, heads.environment) as show:
            show.wait("all films", show.knows_all)
        ours, plain = [], []
        for number in range(1, args.runs + 1):
            say(f"run {number} of {args.runs}: this player")
            kept = args.keep / f"show-{number}.npz" if args.keep else None
            ours.append(sync.measure_show(rig, stage, True, kept))
            if not args.no_plain:
                say(f"run {number} of {args.runs}: plain libvlc windows")
                kept = args.keep / f"plain-{number}.npz" if args.keep else None
                plain.append(sync.measure_plain(rig, kept))
        seams = plain_seams = None
        if args.seams > 0:
            seconds = (args.seams + 0.5) * _SEAM_FILM_S
            short = sync.rig(heads, Recipe(0, _SEAM_FILM_S), film_cache(), seconds)
            say(f"{args.seams} seams: this player")
            kept = args.keep / "seams-show.npz" if args.keep else None
            seams = sync.measure_show(short, shop.prepare("seams", short.films), False, kept)
            if not args.no_plain:
                say(f"{args.seams} seams: plain libvlc windows")
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


def _orders(args: argparse.Namespace) -> Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        say("making the films (kept for the next time)")
        rig = sync.rig(heads, Recipe(0), film_cache(), 0.0)
        stage = shop.prepare("orders", rig.films, more=presses.LAYOUT)
        say("a first start, so that the films' house copies are there")
        with Show(stage, heads.environment) as show:
            show.wait("all films", show.knows_all)
        found = presses.measure(rig, stage, args.times, args.holds, args.seed, say)
    return presses.summary(found), asdict(found), presses.bars(found)


def _limit(args: argparse.Namespace) -> Found:
    walls = [wall for file in args.join for wall in limit.earlier(file)]
    with Workshop() as shop:
        for head in args.head:
            with VirtualHeads(HEADS, *head) as heads:
                for film in args.film:
                    say(f"heads {limit.said(head)}, films {limit.said(film)} (made once, and kept)")
                    recipe = Recipe(0, width=film[0], height=film[1])
                    rig = sync.rig(heads, recipe, film_cache(), args.seconds)
                    found = limit.measure(rig, shop, args.players, say)
                    walls.append(limit.WallCost(head, film, found))
    walls = limit.joined(walls)
    bars, text = limit.bars(walls), limit.summary(walls)
    if args.page:
        write_whole(args.page, limitpage.page(walls, bars).encode())
        text += f"\nplots: {args.page}"
    return text, {"walls": [asdict(wall) for wall in walls]}, bars


def _kills(args: argparse.Namespace) -> Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        rig = sync.rig(heads, Recipe(0, _KILL_FILM_S), film_cache(), 0.0)
        stage = shop.prepare("kills", rig.films)
        kept = args.keep / "kills.npz" if args.keep else None
        found = kills.measure(rig, stage, args.times, say, kept)
    return kills.summary(found), {"kills": [asdict(each) for each in found]}, kills.bars(found)


def _faults(args: argparse.Namespace) -> Found:
    names = faults.known(args.only)
    root = faults.enter_own_mounts()
    faults.act_as_others_do()
    with (
        Workshop() as shop,
        VirtualHeads(HEADS, faults.WIDTH, faults.HEIGHT) as heads,
        Sinks(_SCREENS) as sinks,
    ):
        rig = sync.rig(heads, faults.RECIPE, film_cache(), 0.0)
        found = faults.measure(rig, sinks, shop, names, args.times, root, say, args.keep)
    return faults.summary(found), asdict(found), faults.bars(found, complete=not names)


def _soak(args: argparse.Namespace) -> Found:
    with (
        Workshop() as shop,
        VirtualHeads(HEADS, faults.WIDTH, faults.HEIGHT) as heads,
        Sinks(_SCREENS) as sinks,
    ):
        rig = sync.rig(heads, soak.RECIPE, film_cache(), 0.0)
        found = soak.Soak(rig, sinks, shop, args.seed, say).run(args.hours)
    bars = soak.bars(found)
    page = soak.page_file(args.page, args.keep)
    write_whole(page, soakpage.page(found, bars, args.seed).encode())
    return f"{soak.summary(found)}\nplots: {page}", asdict(found), bars


def _clips(args: argparse.Namespace) -> Found:
    films = args.films or clips.known_clips()
    with Workshop() as shop, VirtualHeads(len(films), 640, 360) as heads:
        stage = shop.prepare("clips", films)
        samples, unidentified = clips.measure(heads, stage, args.cycles, say)
    if args.keep:
        samples.keep(args.keep / "clips.npz")
    say("comparing the glass with the films")
    references = [clips.reference(path, (0, 0, 640, 360)) for path in films]
    found = clips.judge(samples, references, [path.name for path in films], unidentified)
    return clips.summary(found), {"heads": [asdict(each) for each in found]}, clips.bars(found)


def _memory(args: argparse.Namespace) -> Found:
    if args.cycles < memory.FEWEST_CYCLES:
        raise UsageError(f"--cycles should be {memory.FEWEST_CYCLES} or more, to see growth")
    recipes = [Recipe(n + 1, _MEMORY_FILM_S) for n in range(HEADS)]
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        stage = shop.prepare("memory", [barcoded_film(recipe, film_cache()) for recipe in recipes])
        looks = memory.measure(heads, stage, _MEMORY_FILM_S, args.cycles, say)
    found = memory.growth(looks)
    return memory.summary(looks), {"looks": [asdict(look) for look in looks]}, memory.bars(found)


def _story(args: argparse.Namespace) -> Found:
    where = tempfile.TemporaryDirectory(prefix="kiss-bench-")
    with where as folder, VirtualHeads(HEADS, 640, 360) as heads, Sinks(_SCREENS) as sinks:
        say("making the films (kept for the next time)")
        found = story.measure(heads, Path(folder), args.cycles, sinks, args.keep)
    return storybars.summary(found, storyfilms.BEATS), asdict(found), storybars.bars(found)


def _words(args: argparse.Namespace) -> Found:
    cues: tuple[wordsjudge.CuesSeen, ...] = ()
    cost, orders = None, tuple[tuple[str, int], ...]()
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        say("making the films (kept for the next time)")
        if args.cycles:
            folder = shop.folder / "story"
            cues, orders = words.watch_cues(heads, folder, args.cycles, say, args.keep)
        if not args.no_cost:
            rig = sync.rig(heads, Recipe(0), film_cache(), args.seconds)
            stage = shop.prepare("cost", rig.films)
            words.add_words(stage)
            cost = words.measure_cost(rig, stage, say)
    found = wordsjudge.WordsFigures(args.cycles, cues, cost, orders)
    return wordsjudge.summary(found), asdict(found), wordsjudge.bars(found)


def _machines(args: argparse.Namespace) -> Found:
    if args.film_mb:
        with Workshop() as shop:
            seen = machinefilms.measure_film(
                *(shop.folder, args.film_mb, args.jitter_ms, args.loss), say
            )
        bars = machinesjudge.film_bars(seen, len(machinefilms.CUTS_S))
        return machinesjudge.film_summary(seen), asdict(seen), bars
    with Workshop() as shop:
        found = machines.measure(
            *(shop.folder, args.seconds, args.orders, args.times),
            *(args.jitter_ms, args.loss, args.drift_ppm),
            say,
        )
    return machinesjudge.summary(found), asdict(found), machinesjudge.bars(found)


def _cables(args: argparse.Namespace) -> Found:
    with Workshop() as shop:
        found = cables.measure(shop.folder, args.words, args.jitter_ms, args.loss)
    return cables.summary(found), asdict(found), cables.bars(found)


def _sizes(flag: str, sizes: tuple[limit.Size, ...], about: str) -> Option:
    """An option that takes some sizes in pixels."""
    told = f"{about} ({' '.join(map(limit.said, sizes))})"
    return flag, {"nargs": "+", "type": limit.size, "default": sizes, "help": told}


KINDS = (
    BenchKind(
        "sync",
        "is the same picture on all heads? beside plain libvlc windows",
        _sync,
        (
            amount("--seconds", 30, "each run's steady part"),
            number("--runs", 3, "how many runs; medians count"),
            number("--seams", 10, "loop seams to look at; 0: none", least=0),
            switch("--no-plain", "without the plain libvlc windows"),
        ),
    ),
    BenchKind(
        "orders",
        "how soon is each order on all heads? with house copies, to places drawn at random",
        _orders,
        (
            number("--times", 20, "how often each"),
            number("--holds", 16, "places before the seam to hold at; 0: none", least=0),
            number("--seed", 1, "draws the places"),
        ),
    ),
    BenchKind(
        "limit",
        "what does a wall cost without a graphics card? beside mpv, libvlc and bare decoding",
        _limit,
        (
            _sizes("--head", limit.SIZES[0], "heads"),
            _sizes("--film", limit.SIZES[1], "films, each on heads of each size"),
            (
                "--players",
                {
                    "nargs": "+",
                    "choices": limit.PLAYERS,
                    "default": limit.PLAYERS,
                    "help": "only these",
                },
            ),
            amount("--seconds", 10, "each player's steady part"),
            (
                "--join",
                {
                    "nargs": "+",
                    "type": Path,
                    "default": [],
                    "metavar": "FILE",
                    "help": "with the figures of earlier pieces: limit.json of their --keep",
                },
            ),
            ("--page", {"type": Path, "metavar": "FILE", "help": "a page with plots and tables"}),
        ),
    ),
    BenchKind(
        "kills",
        "what is seen when a process is killed?",
        _kills,
        (number("--times", 20, "how often each"),),
    ),
    BenchKind(
        "faults",
        "what is seen when anything else goes wrong?",
        _faults,
        (
            (
                "--only",
                {"nargs": "+", "default": [], "metavar": "NAME", "help": "only these faults"},
            ),
            number("--times", 1, "how often each"),
        ),
    ),
    BenchKind(
        "soak",
        "does it recover from everything, for hours? writes a page with plots",
        _soak,
        (
            amount("--hours", 1, "how long"),
            number("--seed", 1, "draws what is done, and when"),
            ("--page", {"type": Path, "metavar": "FILE", "help": "the page (soak.html)"}),
        ),
    ),
    BenchKind(
        "clips",
        "do real films play together?",
        _clips,
        (
            (
                "films",
                {"nargs": "*", "type": Path, "metavar": "FILM", "help": "instead of known clips"},
            ),
            number("--cycles", 20, "how many cycles"),
        ),
    ),
    BenchKind(
        "memory",
        "does anything grow?",
        _memory,
        (number("--cycles", 300, "how many 3 s cycles"),),
    ),
    BenchKind(
        "story",
        "do cuts of different lengths meet at every beat?",
        _story,
        (number("--cycles", 10, "how many cycles of 20 s"),),
    ),
    BenchKind(
        "machines",
        "are three machines in step, by orders of each, when one or its link is lost? needs root",
        _machines,
        (
            amount("--seconds", 30, "the steady part"),
            number("--orders", 3, "how often each order on each machine; 0: none", least=0),
            number("--times", 3, "how often each machine's power and link are cut", least=0),
            share("--jitter-ms", "how late a packet may be at the most"),
            share("--loss", "the share of packets that never arrive"),
            share("--drift-ppm", "by how much clocks go too fast, then too slow; needs gcc"),
            number("--film-mb", 0, "only: a film of so many MB is laid on one of them", least=0),
        ),
    ),
    BenchKind(
        "cables",
        "how long do words between three machines take, over poor cables? needs root",
        _cables,
        (
            number("--words", 400, "how many each machine says"),
            share("--jitter-ms", "how late a packet may be at the most"),
            share("--loss", "the share of packets that never arrive"),
        ),
    ),
    BenchKind(
        "words",
        "does every subtitle come and go with its own pictures, and what does that cost?",
        _words,
        (
            number("--cycles", 3, "how many cycles of 20 s; 0: none", least=0),
            amount("--seconds", 12, "each stretch in which the cost is measured"),
            switch("--no-cost", "without the cost"),
        ),
    ),
)
