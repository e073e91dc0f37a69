"""Compares two lines of subtitles, whoever worded them. Pure."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_GRAM = 4
"""Letters of a piece of a word: "danced" and "dancing" share two of them."""

Features = dict[str, float]


def fold_words(text: str) -> str:
    """Without case and accents, as names and lines are compared."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def likeness(first: Sequence[str], second: Sequence[str]) -> NDArray[np.float64]:
    """(first, second) cosines 0..1 between lines, over their words and pieces of words.

    Each feature weighs by how rare it is among all lines (tf-idf, Spaerck Jones 1972), so that
    what every line says tells little.
    """
    bags = [_features(line) for line in (*first, *second)]
    spread = Counter(feature for bag in bags for feature in bag)
    rarity = {f: math.log((1 + len(bags)) / n) for f, n in spread.items()}
    columns = {feature: i for i, feature in enumerate(spread)}
    table = np.zeros((len(bags), max(len(columns), 1)))
    for row, bag in enumerate(bags):
        for feature, weight in bag.items():
            table[row, columns[feature]] = weight * rarity[feature]
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    found: NDArray[np.float64] = table[: len(first)] @ table[len(first) :].T
    return found


def _features(line: str) -> Features:
    bag: Features = {}
    for word in _WORD.findall(fold_words(line)):
        bag[word] = 1.0
        padded = f"<{word}"
        for i in range(max(len(padded) - _GRAM + 1, 0)):
            bag.setdefault("~" + padded[i : i + _GRAM], 0.5)
    return bag
