"""Many numbers in one plain notation, read without a Python step per text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

_OTHER = {",": ".", ".": ","}
_LONGEST = 64
_NUMBERS = {
    mark: re.compile(
        rf"(?:-?(?:[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+[{mark}][0-9]+|[0-9]+(?:[{mark}](?:[0-9]{{1,2}}|[0-9]{{4,}}))?)\n)*"
    )
    for mark, group in _OTHER.items()
}
"""Lines that can be read in one way only, by their decimal mark: grouped with a fraction, or not grouped with
a fraction that is no group of three digits, or whole without any mark."""


def plain_numbers(texts: Sequence[str]) -> tuple[np.ndarray, str] | None:
    """Return the numbers of m texts, float64 (m,), and the decimal mark that they prove ('' for none).

    None where one of them is written in another way; then each is to be looked at.

    >>> values, mark = plain_numbers(["1.234,50", "-7", "0,5"])
    >>> values.tolist(), mark
    ([1234.5, -7.0, 0.5], ',')
    >>> plain_numbers(["1.234"]) is None, plain_numbers(["1,50", "1.50"]) is None
    (True, True)
    """
    if not texts or max(map(len, texts)) > _LONGEST:
        return None
    joined = "\n".join((*texts, ""))
    for mark, form in _NUMBERS.items():
        if form.fullmatch(joined):
            read = joined.replace(_OTHER[mark], "").replace(mark, ".").split()
            proof = mark if mark in joined else ""
            return (np.array(read, float), proof) if len(read) == len(texts) else None
    return None
