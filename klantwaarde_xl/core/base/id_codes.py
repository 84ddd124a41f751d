"""Columns as arrays: ids as integer codes, factorised once, and figures as floats; then every sum is an array
operation."""

from __future__ import annotations

import numpy as np
import pandas as pd


def encode(ids: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Return ids as positions in an index of the distinct ids.

    ``ids`` categorical or text (n,). Returns codes intp (n,), -1 where an id is missing, and the ids as an
    index of str: the categories in their own order (also those without a row), or the distinct texts sorted.
    So the order of the index never depends on the order of the rows.

    >>> codes, known = encode(pd.Series(["b", "a", None, "b"]))
    >>> codes.tolist(), known.tolist()
    ([1, 0, -1, 1], ['a', 'b'])
    """
    if isinstance(ids.dtype, pd.CategoricalDtype):
        codes, known = ids.array.codes, ids.array.categories
    else:
        codes, known = pd.factorize(ids, sort=True)
    known = pd.Index(known)
    return codes.astype(np.intp), known if known.dtype == "str" else known.astype("str")


def encode_into(ids: pd.Series, known: pd.Index) -> tuple[np.ndarray, pd.Index]:
    """Return ids as positions in an index of known ids, lengthened with the ids that it lacks.

    ``ids`` categorical or text (n,); ``known`` distinct ids, as :func:`encode` returns them. Returns codes
    intp (n,), -1 where an id is missing, and the index: ``known`` first, in its own order.

    >>> codes, both = encode_into(pd.Series(["x", "a"]), pd.Index(["a", "b"]))
    >>> codes.tolist(), both.tolist()
    ([2, 0], ['a', 'b', 'x'])
    """
    codes, own = encode(ids)
    # tables that were checked together share their categories, and then nothing is looked up
    if own.equals(known):
        return codes, known
    place = known.get_indexer(own)
    lacking = np.flatnonzero(place < 0)
    place[lacking] = len(known) + np.arange(len(lacking))
    return np.append(place, -1)[codes], known.append(own[lacking]) if len(lacking) else known


def look_up(values: np.ndarray, owners: pd.Index, ids: pd.Index) -> np.ndarray:
    """Return the value of each id, NaN for an id that has none.

    ``values`` float (m,), one per id of ``owners`` (distinct); ``ids`` distinct (n,). Returns float64 (n,).

    >>> look_up(np.array([30.0, 14.0]), pd.Index(["a", "b"]), pd.Index(["b", "x"])).tolist()
    [14.0, nan]
    """
    if owners.equals(ids):
        return values
    found = np.full(len(ids), np.nan)
    # this way round the hash table of ids, which is kept with them, serves every table
    place = ids.get_indexer(owners)
    found[place[place >= 0]] = values[place >= 0]
    return found


def distinct(codes: np.ndarray) -> np.ndarray:
    """Return the distinct codes, ascending.

    ``codes`` int (n,). Returns int (m,). It sorts, since ``numpy.unique`` without an inverse goes through a
    hash table that takes ten times as long on a million codes (numpy 2.4).

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(codes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def figures(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Return a column of figures, NaN where blank, and all NaN when the frame lacks the column.

    ``frame`` (n,); ``name`` of a float or nullable column. Returns float64 (n,).

    >>> figures(pd.DataFrame({"hours": [1.5]}), "expense").tolist()
    [nan]
    """
    return frame[name].to_numpy(float, na_value=np.nan) if name in frame else np.full(len(frame), np.nan)
