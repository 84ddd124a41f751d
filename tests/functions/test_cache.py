"""Results are remembered by content, and no more of them than was agreed."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.functions.cache import Recent, content_key
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable


def table(*values: object, sheet: str = "Klanten", header: str = "Klantnr") -> RawTable:
    return RawTable(sheet, (header,), (RawColumn.from_values(list(values)),), np.arange(len(values)) + 2)


def test_equal_content_has_an_equal_key_and_nothing_else_has() -> None:
    key = content_key(table("a", 1.0, None))
    assert key == content_key(table("".join(["a"]), 1.0, None))
    others = [table("b", 1.0, None), table("a", 2.0, None), table("a", 1.0), table("a", 1.0, None, sheet="X")]
    others += [table("a", 1.0, None, header="Klant"), table(1.0, "a", None), table("a", True, None)]
    assert len({key, *map(content_key, others)}) == 1 + len(others)
    assert content_key(None) == ""


def test_the_least_recently_used_result_goes_first() -> None:
    recent, computed = Recent(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        recent.get(key, lambda key=key: computed.append(key))
    assert computed == ["a", "b", "c", "b"]
    assert len(recent) == 2


def test_a_failure_is_not_remembered() -> None:
    recent = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 / 0)
    assert recent.get("a", lambda: 5) == 5
