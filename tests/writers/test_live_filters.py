from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from klantwaarde_xl.writers.live_filters import is_protected, unfiltered


class Filters:
    """The filters of one table, as Excel has them."""

    def __init__(self, *filters: Any, refuses: bool = False) -> None:
        self.filters, self.refuses = filters, refuses
        self.done: list[object] = []
        self.FilterMode = bool(filters)
        self.Filters = SimpleNamespace(Count=len(filters), Item=lambda n: filters[n - 1])

    def ShowAllData(self) -> None:  # noqa: N802 - the name in Excel
        self.done.append("all")

    def again(self, **how: object) -> None:
        if self.refuses:
            raise OSError
        self.done.append(how)


def book_of(filters: Filters) -> Any:
    headers = SimpleNamespace(options=lambda **_: SimpleNamespace(value=["Naam", "Omzet"]))
    api = SimpleNamespace(AutoFilter=filters, Range=SimpleNamespace(AutoFilter=filters.again))
    table = SimpleNamespace(api=api, range=SimpleNamespace(rows=[headers]))
    sheet = SimpleNamespace(api=SimpleNamespace(ProtectContents=False), tables=[table])
    return SimpleNamespace(sheets=[sheet])


ONE = SimpleNamespace(On=True, Operator=1, Criteria1=">5", Criteria2="<9")
COLOUR = SimpleNamespace(On=True, Operator=8, Criteria1=255)
OFF = SimpleNamespace(On=False)


def test_filters_are_off_meanwhile_and_on_again_after() -> None:
    filters = Filters(OFF, ONE)
    with unfiltered(book_of(filters)) as lost:
        assert filters.done == ["all"]
    assert filters.done[1:] == [{"Field": 2, "Criteria1": ">5", "Operator": 1, "Criteria2": "<9"}]
    assert lost == []


@pytest.mark.parametrize("filters", [Filters(COLOUR), Filters(ONE, refuses=True)])
def test_a_filter_that_cannot_be_set_again_is_named(filters: Filters) -> None:
    with unfiltered(book_of(filters)) as lost:
        pass
    assert lost == ["Naam"]


def test_filters_come_back_also_after_a_failure() -> None:
    filters = Filters(ONE)
    with pytest.raises(ValueError, match="stuk"), unfiltered(book_of(filters)):
        raise ValueError("stuk")
    assert len(filters.done) == 2


def test_a_protected_sheet_is_known() -> None:
    assert is_protected(SimpleNamespace(api=SimpleNamespace(ProtectContents=True)))
    assert not is_protected(SimpleNamespace(api=SimpleNamespace()))
