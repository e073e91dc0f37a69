"""What a status says of a version that is odd in many ways."""

import pytest

from installation.said import verbatim
from installation.show._versions import in_short


@pytest.mark.parametrize(
    ("warnings", "said"),
    [
        (("it has no sound",), "it has no sound"),
        (("a", "b", "c"), "a (and 2 more: `./kiss versions check`)"),
    ],
)
def test_one_line_is_said_of_each_version(warnings: tuple[str, ...], said: str) -> None:
    assert in_short(tuple(map(verbatim, warnings))) == said
