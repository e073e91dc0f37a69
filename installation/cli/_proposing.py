"""Runs ``kiss versions beats``: proposes a version's beats, asks, writes its manifest."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from installation.cli._confirm import agreed, choose, clock
from installation.cli._progress import Meter
from installation.errors import KissError, LibraryError, UsageError
from installation.library import FeatureReader, FilmFeatures, adopt, common_languages, small_stills
from installation.model import Version
from installation.proposal import Portrait, Proposal, fold_words, propose, scene_changes
from installation.store import ContentStore

THUMB = (320, 180)


def beats(options: argparse.Namespace) -> int:
    """Propose, show, ask, write; 1 when nothing was written.

    ``options`` has what :mod:`installation.cli._beats` adds, and ``versions`` and ``state``.
    """
    studio = FeatureReader(options.versions, ContentStore(options.state))
    film = _sit(studio, studio.version(options.id))
    model = _model(studio, film, options.model)
    languages = common_languages(model.cues, film.cues)
    portraits = model.portrait(languages[0]), film.portrait(languages[1])
    found = propose(*portraits)
    _say_what_with(model, film, languages)
    if not found:
        print(f"{film.version.id} has every beat that {model.version.id} has.")
        return 0
    picture = options.picture or options.state / "proposals" / f"{film.version.id}.png"
    _show(found, options.min_confidence)
    _draw(picture, model, film, portraits, found)
    length_ns = film.index.facts.duration_ns
    taken = choose(found, film.beats, length_ns, options.yes, options.min_confidence)
    if not taken:
        print("Nothing was written.")
        return 1
    return _write(film, taken, options.yes)


def _sit(studio: FeatureReader, version: Version) -> FilmFeatures:
    with Meter(f"looking at {version.id}") as meter:
        sitter = studio.sit(version, meter.say)
    for note in sitter.notes:
        print(f"  {note}", file=sys.stderr)
    return sitter


def _model(studio: FeatureReader, film: FilmFeatures, wanted: str | None) -> FilmFeatures:
    """The version whose beats are looked for: the one named, else the one most like the film."""
    if wanted is not None:
        if wanted == film.version.id:
            raise UsageError(f"{wanted} cannot lend beats to itself.", "Name another version.")
        model = _sit(studio, studio.version(wanted))
        if not model.beats:
            raise LibraryError(f"{wanted} has no beats.", "Name one that has, with --from ID.")
        return model
    others = [version for version in studio.versions if version.id != film.version.id]
    # chapters are beats too, but only a look into the film tells; who says beats goes first
    listed = [version for version in others if version.beats] or others
    listed.sort(key=lambda version: _unlike(version, film.version))
    for version in listed:
        try:
            model = _sit(studio, version)
        except KissError as fault:
            print(f"  {fault.message}", file=sys.stderr)
            continue
        if model.beats:
            return model
    raise LibraryError(
        "no other version has beats to propose by.",
        "Name the beats of one version in its version.yaml; versions/README.md shows how.",
    )


def _unlike(version: Version, film: Version) -> tuple[int, bool, float]:
    """Fewer beats, no common language, and many iterations between them make versions unlike."""
    common = {language for language, _ in version.subtitles} & {lang for lang, _ in film.subtitles}
    apart = abs((version.iteration or 0) - (film.iteration or 0))
    return -len(version.beats), not common, apart


def _say_what_with(
    model: FilmFeatures, film: FilmFeatures, languages: tuple[str | None, str | None]
) -> None:
    print(f"{film.version.id} by {model.version.id}", end=": ")
    if None in languages:
        without = [s.version.id for s in (model, film) if not s.cues]
        print(f"by pictures, cuts and sound; {' and '.join(without)} has no subtitles.")
        print("  With subtitles in both the places would be surer.")
    else:
        said = "/".join(dict.fromkeys(str(language) for language in languages))
        print(f"by subtitles ({said}), pictures, cuts and sound.")


def _show(found: Sequence[Proposal], least: float) -> None:
    wide = max(len(one.name) for one in found)
    print(f"\n  {'beat':<{wide}}  {'at':>8}   how sure          by")
    for one in found:
        sure = f"{one.verdict}, {one.confidence:.0%}"
        by = ", ".join(one.grounds) or "its neighbours only"
        print(f"  {one.name:<{wide}}  {clock(one.at_ns):>8}   {sure:<16}  {by}")
    unsure = [one.name for one in found if one.confidence < least]
    print(f"\n  Not sure of: {', '.join(unsure)}. Look at the picture.\n" if unsure else "")


def _draw(
    path: Path,
    model: FilmFeatures,
    film: FilmFeatures,
    portraits: tuple[Portrait, Portrait],
    found: Sequence[Proposal],
) -> None:
    from installation.files import write_whole
    from installation.panel import BeatCard, FilmRow, sheet, strip_moments

    longest = max(s.index.facts.duration_ns for s in (model, film))
    strips = []
    for sitter, portrait in zip((model, film), portraits, strict=True):
        facts = sitter.index.facts
        moments = strip_moments(facts.duration_ns, longest)
        strips.append(
            FilmRow(
                f"{sitter.version.title} ({sitter.version.id})",
                facts.duration_ns,
                small_stills(sitter.version.film, moments, *THUMB),
                portrait.loudness,
                [(cue.start_ns, cue.end_ns) for cue in portrait.cues],
                [cut.at_ns for cut in scene_changes(sitter.index)],
            )
        )
    had = {fold_words(name): at_ns for name, at_ns in film.beats}
    proposed = {one.name: one for one in found}
    rows = []
    for name, there_ns in model.beats:
        one = proposed.get(name)
        at_ns = one.at_ns if one else had[fold_words(name)]
        grounds = ", ".join(one.grounds) if one else ""
        rows.append((name, there_ns, at_ns, one.confidence if one else None, grounds))
    there = small_stills(model.version.film, [row[1] for row in rows], *THUMB)
    here = small_stills(film.version.film, [row[2] for row in rows], *THUMB)
    cards = [BeatCard(*row, one, other) for row, one, other in zip(rows, there, here, strict=True)]
    try:
        write_whole(path, sheet(strips[0], strips[1], cards), mode=0o644)
    except OSError as fault:
        raise LibraryError(
            f"{path}: the picture cannot be written ({fault.strerror})",
            "Name another place with --picture FILE.",
        ) from fault
    print(f"  A picture of it: {path}\n")


def _write(film: FilmFeatures, taken: dict[str, int], unasked: bool) -> int:
    version = film.version
    if adopt.is_bare(version):
        folder = adopt.folder_for(version)
        print(f"{version.film.name} is a film without a folder, so there is no manifest to write.")
        print(f"The film would move to {folder}/, beside a new version.yaml.")
        if not unasked and not agreed(f"Move {version.film.name} there? [y/N] "):
            print("Make that folder yourself, move the film into it, and ask again.")
            return 1
    path = adopt.write_beats(version, film.beats, taken)
    count = "1 beat" if len(taken) == 1 else f"{len(taken)} beats"
    print(f"{count} written to {path}")
    return 0
