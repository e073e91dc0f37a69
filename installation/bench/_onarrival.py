"""Benches of arrivals: looked at fast and unseen, on the wall whole, through a power cut."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from installation.bench import _arrivalbars as arrivalbars
from installation.bench import _arrivals as arrivals
from installation.bench import _firstpicture as firstpicture
from installation.bench import _housecopy as housecopy
from installation.bench import _intake as intake
from installation.bench import _odd as odd
from installation.bench import _powercuts as powercuts
from installation.bench import _slowcopy as slowcopy
from installation.bench import _sync as sync
from installation.bench._kind import HEADS, BenchKind, Found, amount, number, say, switch
from installation.bench._oddkinds import KINDS as ODD_KINDS
from installation.rig import Recipe, VirtualHeads, Workshop, barcoded_film, film_cache

_CROSSFADE_S = 1.0
_CROSSFADES = 5
_CROSSFADES_APART_S = 7.0


def _intake(args: argparse.Namespace) -> Found:
    arriving = [
        Recipe(4, args.seconds, sound=True),
        Recipe(5, args.seconds / 3, 1920, 1080, sound=True),
    ]
    return _seen_arriving([(each, barcoded_film) for each in arriving], args)


def _housecopy(args: argparse.Namespace) -> Found:
    return _seen_arriving(
        [(Recipe(6, args.seconds, 1920, 1080, sound=True), housecopy.stream)], args
    )


def _first(args: argparse.Namespace) -> Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        found = firstpicture.measure(heads, shop, args.count, say)
    starts = [asdict(each) for each in found]
    return firstpicture.summary(found), {"starts": starts}, firstpicture.bars(found)


def _odd(args: argparse.Namespace) -> Found:
    kinds = ODD_KINDS[args.first - 1 :][: args.count]
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        found = odd.measure(heads, shop, kinds, say)
    return odd.summary(found), {"kinds": [asdict(each) for each in found]}, odd.bars(found)


def _seen_arriving(
    arriving: list[tuple[Recipe, Callable[[Recipe, Path], Path]]], args: argparse.Namespace
) -> Found:
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        say("making the films (kept for the next time)")
        rig = sync.rig(heads, Recipe(0), film_cache(), 0.0)
        films = [(recipe, made(recipe, film_cache())) for recipe, made in arriving]
        stage = shop.prepare("intake", rig.films)
        found = intake.measure(rig, stage, films, say, args.keep)
    return intake.summary(found), {"intakes": [asdict(each) for each in found]}, intake.bars(found)


def _arrivals(args: argparse.Namespace) -> Found:
    cache = film_cache()
    arrivals.make_films(max(args.count, _CROSSFADES), cache, say)
    film_of = arrivals.recipe(0)
    layout = (film_of.frames, film_of.frame_ns, film_of.film_bits)

    def measured(
        crossfade_s: float, kinds: list[str], apart_s: float
    ) -> arrivalbars.ArrivalFigures:
        name = "crossfade" if crossfade_s else "arrivals"
        kept = args.keep / f"{name}.npz" if args.keep else None
        with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
            stage = arrivals.prepare(shop.folder / name, crossfade_s)
            run = arrivals.measure(heads, stage, kinds, apart_s, cache, say, kept)
        span = (run.begins_ns, run.ends_ns)
        facts = (span, run.arrivals, run.looks, run.restarted, layout)
        return arrivalbars.judge(run.samples, *facts)

    found = [measured(0.0, arrivals.kinds(args.count), arrivals.APART_S)]
    bars = arrivalbars.bars(found[0])
    if not args.no_crossfade:
        say(f"crossfades of {_CROSSFADE_S:.0f} s")
        found.append(measured(_CROSSFADE_S, ["good"] * _CROSSFADES, _CROSSFADES_APART_S))
        bars += arrivalbars.dissolve_bars(found[1])
    text = arrivalbars.summary(found[0])
    return text, {"runs": [asdict(each) for each in found]}, bars


def _slowcopy(args: argparse.Namespace) -> Found:
    sizes = (args.megabytes, args.rate, args.pause)
    with Workshop() as shop:
        found = slowcopy.measure(shop.folder, *sizes, film_cache(), say)
    return slowcopy.summary(found), {"copied": [asdict(one) for one in found]}, slowcopy.bars(found)


def _powercuts(args: argparse.Namespace) -> Found:
    how = (args.count, args.seed, film_cache(), say)
    with Workshop() as shop, VirtualHeads(HEADS, 640, 360) as heads:
        found = powercuts.measure(heads, shop.folder, *how)
    return powercuts.summary(found), {"cuts": [asdict(cut) for cut in found]}, powercuts.bars(found)


KINDS = (
    BenchKind(
        "intake",
        "is an arriving film vetted fast, and unseen?",
        _intake,
        (amount("--seconds", 180, "the 1280x720 film"),),
    ),
    BenchKind(
        "housecopy",
        "is a house copy made fast, and unseen?",
        _housecopy,
        (amount("--seconds", 180, "the 1920x1080 film"),),
    ),
    BenchKind(
        "first",
        "how soon does an empty wall show new films?",
        _first,
        (number("--count", 3, "how many first starts"),),
    ),
    BenchKind(
        "odd",
        "are all pictures of films of every kind on the glass?",
        _odd,
        (
            number("--first", 1, "the first kind"),
            number("--count", len(ODD_KINDS), "how many kinds"),
        ),
    ),
    BenchKind(
        "arrivals",
        "do good films come on, and bad ones never?",
        _arrivals,
        (
            number("--count", 100, "how many arrivals"),
            switch("--no-crossfade", "without the crossfades"),
        ),
    ),
    BenchKind(
        "slowcopy",
        "are large films looked at before their copy is whole?",
        _slowcopy,
        (
            amount("--megabytes", 2000, "each film"),
            amount("--rate", 1, "megabytes a second"),
            amount("--pause", 10, "seconds"),
        ),
    ),
    BenchKind(
        "powercuts",
        "is all that was committed there after a power cut?",
        _powercuts,
        (
            number("--count", 200, "how many cuts"),
            number("--seed", 1, "other cuts with another number", least=0),
        ),
    ),
)
