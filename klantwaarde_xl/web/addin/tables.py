"""The large ranges that the add-in sent, by the hash of their content, within a fixed amount of memory."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from klantwaarde_xl.functions.encoders.officejs import decode
from klantwaarde_xl.functions.known_rows import KnownRows

_SCALARS = (float, str, bool, type(None))


class NotOursError(Exception):
    """A request is not what the script of the add-in sends."""


def read_json(body: bytes) -> object:
    """Return the JSON of a request; raises NotOursError for what is none."""
    try:
        return decode(body)
    except (ValueError, RecursionError) as problem:
        raise NotOursError from problem


def rows_of(value: object) -> list[list[object]]:
    """Return a range as rows of cells; raises NotOursError for anything else.

    >>> rows_of([[1.0, "a"], [None, True]])
    [[1.0, 'a'], [None, True]]
    """
    if not isinstance(value, list) or not value or not isinstance(value[0], list) or not value[0]:
        raise NotOursError
    width = len(value[0])
    for row in value:
        if not isinstance(row, list) or len(row) != width or not all(isinstance(c, _SCALARS) for c in row):
            raise NotOursError
    return value


class Tables:
    """At most ``most`` bytes of ranges as they were sent; the least recently used one goes first.

    >>> tables = Tables(40)
    >>> body = b"[[1, 2]]"
    >>> tables.put(hashlib.sha256(body).hexdigest(), body), tables.put("0" * 64, body)
    (True, False)
    >>> tables.get(hashlib.sha256(body).hexdigest()), tables.get("0" * 64)
    ([[1.0, 2.0]], None)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, tuple[int, KnownRows]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, key: str, body: bytes) -> bool:
        """Keep a range under the SHA-256 of its JSON; False when the content has another hash.

        Raises NotOursError for what is no range, and for one that is larger than all room there is."""
        if hashlib.sha256(body).hexdigest() != key:
            return False
        if len(body) > self._most:
            raise NotOursError
        rows = KnownRows(rows_of(read_json(body)))
        with self._lock:
            if key not in self._kept:
                self._kept[key] = len(body), rows
                self._size += len(body)
            while self._size > self._most:
                self._size -= self._kept.popitem(last=False)[1][0]
        return True

    def get(self, key: str) -> list[list[object]] | None:
        """Return the range with this hash, None when it is not here (any more)."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][1]
