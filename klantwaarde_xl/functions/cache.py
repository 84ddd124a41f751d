"""Remembers results by the content of what they were computed from, the most recently used ones only."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable

Result = TypeVar("Result")


class Recent(Generic[Result]):
    """At most ``size`` results by key; the least recently used one goes first.

    Callers in several threads who ask for one key at the same time compute it once: the others wait.

    >>> recent = Recent[int](1)
    >>> recent.get("a", lambda: 1), recent.get("a", lambda: 2), recent.get("b", lambda: 3), len(recent)
    (1, 1, 3, 1)
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._results: OrderedDict[Hashable, Result] = OrderedDict()
        self._lock = Lock()
        self._computing: dict[Hashable, Future[Result]] = {}

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return the remembered result of ``key``, or compute it now; a failure is not remembered.

        Who waits for the computation of another caller gets its failure too. ``compute`` must not ask for
        the same key again."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
            running = self._computing.get(key)
            if running is None:
                own = self._computing[key] = Future()
        if running is not None:
            try:
                return running.result()
            finally:
                del running  # a failure knows this frame: it would keep itself and its tables in memory
        try:
            result = compute()
        except BaseException as failure:
            with self._lock:
                del self._computing[key]
            own.set_exception(failure)
            del own
            raise
        with self._lock:
            self._results[key] = result
            while len(self._results) > self._size:
                self._results.popitem(last=False)
            del self._computing[key]
        own.set_result(result)
        return result


def content_key(table: RawTable | None) -> str:
    """Return a key that only tables with equal headers, cells and places share; '' for None."""
    if table is None:
        return ""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((table.sheet, table.headers, table.header_row, table.first_column)).encode())
    digest.update(np.ascontiguousarray(table.rows).data)
    digest.update(columns_key(table.columns).encode())
    return digest.hexdigest()


def columns_key(columns: Sequence[RawColumn]) -> str:
    """Return a key that only columns with equal cells share."""
    digest = hashlib.blake2b(digest_size=16)
    for column in columns:
        digest.update(len(column).to_bytes(8))
        for array in (column.kind, column.number, column.code):
            digest.update(np.ascontiguousarray(array).data)
        digest.update(repr(column.texts).encode())
    return digest.hexdigest()
