"""Knows the public holidays of countries and their parts. The only file that imports holidays.

The library is loaded when a layout names a country: it takes a third of a second.
"""

from datetime import date

from installation.model._naming import did_you_mean


def region_of(text: str) -> tuple[str, str | None]:
    """Return country and part of ``DE-BE``. Raises ValueError, with what could be meant."""
    import holidays

    country, _, part = text.partition("-")
    known = holidays.list_supported_countries()
    if country not in known:
        hint = did_you_mean(country, known) or "; one is two letters, as DE, FR or DE-BE"
        raise ValueError(f"no country {country!r} is known for its holidays{hint}")
    if part and part not in known[country]:
        there = ", ".join(known[country])
        parts = f"there are {there}" if there else f"{country} has the same everywhere"
        raise ValueError(f"{country} has no part {part!r}; {parts}")
    return country, part or None


def holidays_of(region: str, year: int) -> tuple[date, ...]:
    """Return the public holidays around a year: its own, and those before and after."""
    import holidays

    country, part = region_of(region)
    years = range(year - 1, year + 3)
    return tuple(sorted(holidays.country_holidays(country, subdiv=part, years=years)))
