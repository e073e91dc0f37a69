"""Says how the machines of a layout for several are: briefly for a list, or all of it. Pure."""

from collections.abc import Sequence

from installation.panel._page import Row, Sign
from installation.panel._tongue import tr
from installation.show import MachineSeen, ShowStatus


def gone(status: ShowStatus) -> tuple[MachineSeen, ...]:
    """Return the machines that are not there."""
    return tuple(one for one in status.machines if not one.there)


def gone_names(machines: Sequence[MachineSeen]) -> str:
    """Return the names of machines in a row."""
    return ", ".join(one.name for one in machines)


def machine_rows(status: ShowStatus) -> tuple[Row, ...]:
    """Return a row for each machine, in the layout's order; none where there is only one."""
    return tuple(_row(one) for one in status.machines)


def _row(one: MachineSeen) -> Row:
    if not one.there:
        return Row("", one.name, Sign.CARE, tr("not there"), _unheard(one))
    details: list[str] = []
    if one.bound_ms is None:
        details.append(tr("nobody keeps its clock"))
    elif not one.trusted:
        details.append(tr("its clock is not to be trusted"))
    details.append(_lack(one))
    ill = one.lacks or not one.trusted
    sign = Sign.NOTE if ill else Sign.WELL
    return Row(
        ", ".join(one.screens), _name(one), sign, _part(one), ", ".join(filter(None, details))
    )


def _name(one: MachineSeen) -> str:
    return tr("{machine}, this machine", machine=one.name) if one.here else one.name


def _lack(one: MachineSeen) -> str:
    return tr("lacks films that others have: {count}", count=one.lacks) if one.lacks else ""


def _part(one: MachineSeen) -> str:
    if one.leads:
        return tr("leads")
    return tr("follows") if one.follows else tr("plays its own until the seam")


def _unheard(one: MachineSeen) -> str:
    if one.away_s is None:
        return tr("not heard since the show began")
    return tr("not heard for {time}", time=_for(one.away_s))


def _for(seconds: float) -> str:
    if seconds < 90:
        return tr("{number} s", number=f"{seconds:.0f}")
    if seconds < 90 * 60:
        return tr("{number} min", number=f"{seconds / 60:.0f}")
    return tr("{number} h", number=f"{seconds / 3600:.0f}")


def machine_lines(status: ShowStatus) -> list[str]:
    """Return all that is known of each machine, a line each."""
    return [_line(one) for one in status.machines]


def _line(one: MachineSeen) -> str:
    screens = f" ({', '.join(one.screens)})" if one.screens else ""
    return f"{_name(one)}{screens}: {'; '.join(filter(None, _told(one)))}"


def _told(one: MachineSeen) -> tuple[str, ...]:
    if not one.there:
        return tr("not there"), _unheard(one)
    clock = tr("nobody keeps its clock")
    if one.bound_ms is not None:
        clock = tr("clock within {ms} ms", ms=f"{one.bound_ms:.1f}")
        if not one.trusted:
            clock = tr("{clock}, not to be trusted", clock=clock)
    found = ""
    if one.offset_ms is not None:
        found = tr("found {ms} ms off this one's", ms=f"{one.offset_ms:+.1f}")
    films = tr("films: {count}", count=one.films)
    heard = "" if one.here else tr("heard just now")
    return _part(one), ", ".join(filter(None, (clock, found))), films, _lack(one), heard
