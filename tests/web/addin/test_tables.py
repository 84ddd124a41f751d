"""Ranges by the hash of their content: what is no range is refused, and memory stays within its limit."""

from __future__ import annotations

import hashlib
import json

import pytest

from klantwaarde_xl.web.addin.tables import NotOursError, Tables, read_json, rows_of


def kept(tables: Tables, rows: object) -> tuple[str, bool]:
    body = json.dumps(rows).encode()
    key = hashlib.sha256(body).hexdigest()
    return key, tables.put(key, body)


@pytest.mark.parametrize(
    "value", [None, 1.0, [], [[]], [1.0], [[1.0], [1.0, 2.0]], [[{"a": 1}]], [[[1.0]]], "x"]
)
def test_what_is_no_range_is_refused(value: object) -> None:
    with pytest.raises(NotOursError):
        rows_of(value)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"NaN", b"[[Infinity]]"])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotOursError):
        read_json(body)


def test_the_range_used_longest_ago_goes_first() -> None:
    tables = Tables(30)
    one, two = (kept(tables, [[name * 8]])[0] for name in "ab")
    assert tables.get(one) == [["a" * 8]]
    three, done = kept(tables, [["c" * 8]])
    assert done
    assert tables.get(two) is None
    assert (tables.get(one), tables.get(three)) == ([["a" * 8]], [["c" * 8]])
    assert len(tables) == 2


def test_the_same_range_twice_takes_its_room_once() -> None:
    tables = Tables(30)
    first = kept(tables, [["a" * 8]])[0]
    for _ in range(5):
        assert kept(tables, [["a" * 8]]) == (first, True)
    other = kept(tables, [["b" * 8]])[0]
    assert tables.get(first) is not None
    assert tables.get(other) is not None


def test_a_range_larger_than_all_room_is_refused() -> None:
    with pytest.raises(NotOursError):
        kept(Tables(5), [["a" * 8]])


def test_content_under_another_hash_is_not_kept() -> None:
    tables = Tables(100)
    assert not tables.put("0" * 64, b"[[1]]")
    assert tables.get("0" * 64) is None
