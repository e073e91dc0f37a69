"""The X server's own reason, as it stands in a journal."""

import pytest

from installation.kiosk import last_reason

NO_SCREENS = """\
(EE)
Fatal server error:
(EE) no screens found(EE)
(EE)
Please consult the The X.Org Foundation support
"""
TAKEN = """\
Fatal server error:
(EE) Server is already active for display 0
\tIf this server is no longer running, remove /tmp/.X0-lock
"""


@pytest.mark.parametrize(
    ("journal", "reason"),
    [
        ("", ""),
        ("session: the show ended with 1\n", ""),
        (NO_SCREENS, "no screens found"),
        (TAKEN, "Server is already active for display 0"),
        (NO_SCREENS + TAKEN, "Server is already active for display 0"),
    ],
)
def test_the_last_reason_is_found(journal: str, reason: str) -> None:
    assert last_reason(journal) == reason
