"""Asks the parts of a controller for what the status is made from: the show at a glance."""

import os

from installation import director
from installation.said import NOTHING, Said, joined
from installation.show import status_facts
from installation.show._parts import Parts
from installation.show._status import ProjectorStatus, ShowStatus
from installation.show._versions import KnownVersions
from installation.timeline import moment_at


def show_status(parts: Parts, began_ns: int, now_ns: int, versions: bool = True) -> ShowStatus:
    """Return the snapshot of a show whose controller began at ``began_ns``.

    Without the ``versions`` it is quick, however many files lie in their folder.
    """
    known = parts.versions.known() if versions else KnownVersions()
    return status_facts.status(
        status_facts.Facts(
            pid=os.getpid(),
            title=parts.layout.title,
            programme=parts.publisher.programme,
            now_ns=now_ns,
            began_ns=began_ns,
            placement=parts.displays.placement,
            players=parts.connections.players,
            stage=parts.connections.stage,
            workers=parts.processes.workers,
            versions=known.listed,
            standings=known.standings,
            pinned=known.pinned,
            folder=str(parts.folders.versions),
            broken=known.broken,
            arrivals=known.arrivals,
            beats=parts.publisher.beats(now_ns),
            notes=_notes(parts, now_ns),
            remote=parts.processes.remote,
            door=parts.processes.door,
            layout=str(parts.folders.layout or ""),
            calibration=str(parts.folders.calibration),
            aligning=parts.aligning.lasts(now_ns),
            master=parts.publisher.state.master.in_words(),
            slow=parts.health.troubles,
            house=parts.doors.told(),
            projectors=tuple(
                ProjectorStatus(one.name, one.answer, one.hours, one.trouble)
                for one in parts.projectors.reports()
            ),
            languages=parts.publisher.state.languages,
            order=parts.layout.names,
            coming=director.coming(parts.publisher.state, now_ns),
            swap_at=parts.layout.swap.at,
            machines=parts.peers.seen(now_ns) if parts.peers else (),
        )
    )


def _notes(parts: Parts, now_ns: int) -> tuple[Said, ...]:
    """Return what a person should know, the most lasting first."""
    state = parts.publisher.state
    moment = moment_at(state.programme, now_ns)
    troubles = (
        *(parts.versions.trouble(), parts.publisher.fault),
        *(parts.diary.trouble(), parts.disk.trouble),
        parts.metrics.trouble if parts.metrics else NOTHING,
        parts.doors.trouble,
        parts.display_power.trouble,
        *(
            joined(" ", (one.name, one.trouble))
            for one in parts.projectors.reports()
            if one.trouble
        ),
    )
    remote, door = parts.processes.remote, parts.processes.door
    return (
        *(parts.peers.notes(now_ns) if parts.peers else ()),
        *(parts.carrying.notes() if parts.carrying else ()),
        *parts.displays.placement.notes,
        *parts.displays.notes,
        *state.shelf.notes(moment.cycle if moment else 1),
        *(Said("{what} (the values before hold)", what=what) for what in parts.displays.troubles),
        *(Said("{what} (what was said before holds)", what=what) for what in parts.doors.troubles),
        *filter(None, troubles),
        *parts.software.notes(),
        *parts.versions.notes(),
        *(remote.missing if remote else ()),
        *(Said("door: {what}", what=what) for what in (door.missing if door else ())),
        *status_facts.waits(state.swapping.unready, parts.connections.players),
        *(parts.probation.notes() if parts.layout.swap.probation else ()),
        *parts.versions.warnings(),
    )
