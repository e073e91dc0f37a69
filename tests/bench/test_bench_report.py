"""Figures as benches tell them."""

import math

from hypothesis import given
from hypothesis import strategies as st

from installation.bench._report import quantile


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_so_large_a_share_does_not_exceed_a_quantile(values: list[float], share: float) -> None:
    found = quantile(values, share)
    assert found in values
    assert sum(each <= found for each in values) >= math.ceil(share * len(values))
    assert sum(each < found for each in values) < math.ceil(share * len(values))


def test_a_quantile_of_nothing_holds_no_bar() -> None:
    assert math.isnan(quantile([], 0.95))
