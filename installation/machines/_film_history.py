"""Decides which films a machine fetches from the others, and what it says about them. Pure.

Every version has a history on each machine: what it is, what it took the place of, what was deleted
here. A film that took the place of another one does so everywhere. Nothing is deleted anywhere
because it was deleted elsewhere; what was deleted does not come back as long as somebody has it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from installation.machines._film_values import FilmCatalogue, FilmOffer, FolderStand
from installation.said import Said

REMEMBERED = 50
"""Films that a version remembers to have been before."""


class FilmHistory(Struct, frozen=True):
    """One version's history on one machine. All but its name are digests.

    ``holds`` is what lies there, empty when nothing does; ``gone`` what was deleted there.
    """

    name: str = ""
    holds: str = ""
    depth: int = 0
    before: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


Histories = Mapping[str, FilmHistory]
"""By the version's id."""


@dataclass(frozen=True)
class WantedFilm:
    """A version to be fetched, from one of some machines; it may take the place of another one."""

    offer: FilmOffer
    sources: tuple[str, ...]
    replaces: bool


def kept(history: FilmHistory, name: str, digest: str) -> FilmHistory:
    """Return the history when this lies there now, laid by a person."""
    if digest == history.holds:
        return history if name == history.name else replace(history, name=name)
    before = _some((history.holds, *history.before, *history.gone), digest)
    depth = history.depth + 1 if before else history.depth
    gone = tuple(one for one in history.gone if one != digest)
    return FilmHistory(name, digest, depth, before, gone)


def came(history: FilmHistory, offer: FilmOffer) -> FilmHistory:
    """Return the history when another machine's film has been laid there, or lies there as well."""
    before = _some((history.holds, *offer.before, *history.before), offer.digest)
    gone = tuple(one for one in history.gone if one != offer.digest)
    return FilmHistory(offer.name, offer.digest, max(history.depth, offer.depth), before, gone)


def deleted(history: FilmHistory) -> FilmHistory:
    """Return the history when nothing lies there any more."""
    gone = _some((history.holds, *history.gone), "")
    return replace(history, holds="", gone=gone)


def follows(offer: FilmOffer, history: FilmHistory) -> bool:
    """Tell whether an offer is what has taken the place of what a machine holds."""
    if history.holds not in offer.before:
        return False
    return offer.digest not in history.before or offer.depth > history.depth


def joined_histories(
    histories: Histories, others: Mapping[str, FilmCatalogue], everybody: bool
) -> Histories:
    """Return the histories with what the others know of the same films.

    With ``everybody`` there, what was deleted and nobody has any more is forgotten: laid somewhere
    once more, it is a new film.
    """
    found = dict(histories)
    for catalogue in others.values():
        for offer in catalogue.offers:
            mine = found.get(offer.id)
            if mine and mine.holds == offer.digest:
                found[offer.id] = replace(came(mine, offer), name=mine.name)
    if everybody:
        there = {one for catalogue in others.values() for one in catalogue.lying}
        found = {
            version: replace(mine, gone=()) if mine.gone and version not in there else mine
            for version, mine in found.items()
        }
    return {version: one for version, one in found.items() if one.holds or one.gone}


def wanted(
    histories: Histories, stand: FolderStand, others: Mapping[str, FilmCatalogue]
) -> tuple[WantedFilm, ...]:
    """Return what is to be fetched, small versions first."""
    lying = {film.id: film for film in stand.lying}
    names = {film.name for film in stand.lying}
    gone = {one for catalogue in others.values() for one in catalogue.gone}
    found = []
    for version, offers in _offers(others).items():
        mine = histories.get(version, FilmHistory())
        film = lying.get(version)
        if version in stand.retired:
            continue
        if mine.holds:
            if film is None or not film.still or film.name != mine.name:
                continue
            fit = [one for one in offers.values() if follows(one, mine)]
        elif film or mine.name in names:
            continue
        else:
            fit = [
                one
                for one in offers.values()
                if one.digest not in mine.gone and (version, one.digest) not in gone
            ]
            fit = [one for one in fit if one.name not in names]
        latest = _latest(fit)
        if latest is not None:
            sources = tuple(m for m, one in offers.items() if one.digest == latest.digest)
            found.append(WantedFilm(latest, sources, bool(mine.holds)))
    return tuple(sorted(found, key=lambda one: (one.offer.size, one.offer.id)))


def quarrels(
    histories: Histories, stand: FolderStand, others: Mapping[str, FilmCatalogue]
) -> Iterator[Said]:
    """Return what keeps machines from having the same films, and what a person can do."""
    lying = {film.id: film for film in stand.lying}
    for machine, catalogue in sorted(others.items()):
        gone = set(catalogue.gone)
        for version, mine in sorted(histories.items()):
            if mine.holds and (version, mine.holds) in gone and version not in stand.retired:
                yield Said(
                    "{film} was deleted on {machine}, and plays nowhere while it is lacking there."
                    " Delete it here, too, or put it there once more.",
                    film=version,
                    machine=machine,
                )
        for offer in sorted(catalogue.offers, key=lambda one: one.id):
            theirs = FilmHistory(offer.name, offer.digest, offer.depth, offer.before)
            own = histories.get(offer.id, FilmHistory())
            if offer.id in stand.retired:
                continue
            if not own.holds and offer.digest in own.gone:
                yield Said(
                    "{film} was deleted here, and is not fetched from {machine}."
                    " Delete it there, too, or put it here once more.",
                    film=offer.id,
                    machine=machine,
                )
            elif own.holds and offer.id in lying and own.holds != offer.digest:
                back = FilmOffer(offer.id, own.name, own.holds, 0, own.depth, own.before)
                if not follows(offer, own) and not follows(back, theirs):
                    yield Said(
                        "{film} on {machine} is another film than here."
                        " Give one of them another name.",
                        film=offer.id,
                        machine=machine,
                    )


def catalogue_of(
    histories: Histories, stand: FolderStand, offers: Iterable[FilmOffer]
) -> FilmCatalogue:
    """Return what a machine tells the others."""
    lying = {film.id for film in stand.lying if film.id}
    lying |= {version for version, mine in histories.items() if mine.holds}
    gone = ((v, one) for v, mine in histories.items() if not mine.holds for one in mine.gone)
    return FilmCatalogue(tuple(offers), tuple(sorted(lying)), tuple(gone))


def _offers(others: Mapping[str, FilmCatalogue]) -> dict[str, dict[str, FilmOffer]]:
    """Return the offers of each version, by machine."""
    found: dict[str, dict[str, FilmOffer]] = {}
    for machine, catalogue in sorted(others.items()):
        for offer in catalogue.offers:
            found.setdefault(offer.id, {})[machine] = offer
    return found


def _latest(offers: Collection[FilmOffer]) -> FilmOffer | None:
    """Return the one that took the place of the others; the same one on every machine."""
    return max(offers, key=lambda one: (one.depth, one.digest), default=None)


def _some(digests: Iterable[str], but: str) -> tuple[str, ...]:
    """Return each of some digests once, without an empty one and one more, the first ones."""
    return tuple(one for one in dict.fromkeys(digests) if one and one != but)[:REMEMBERED]
