"""Filters that the user set are off while a refresh writes, and on again after it, also after an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings
from office_client import Office
from small_workbook import small_document
from uno_engine import open_book

from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.writers import live_book as writer
from klantwaarde_xl.writers.live_filters import unfiltered
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture
def book(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[xlwings.Book]:
    # there is one window, and it is hidden
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    opened = open_book(office, write_xlsx(small_document(), tmp_path / "klein.xlsx"))
    yield opened
    opened.close()


def hidden(book: xlwings.Book, table: Any) -> list[int]:
    """Return which rows are hidden; the totals row, which LibreOffice hides and Excel does not, is left
    out."""
    found = book.impl.ask("hidden", sheet=table.range.sheet.name, area=table.range.impl.area)
    return [row for row in found if row < table.range.rows.count - 1]


def cells(table: Any) -> list[list[Any]]:
    return table.range.options(ndim=2, err_to_str=True).value


def filtered(book: xlwings.Book) -> Any:
    """Return the table of Klantwaarde with class A only."""
    table = book.sheets["Klantwaarde"].tables["tblKlantwaarde"]
    field = table.range.rows[0].value.index("Klasse") + 1
    table.api.Range.AutoFilter(Field=field, Criteria1="=A")
    return table


def test_a_filter_hides_the_same_rows_after_a_refresh_and_all_cells_are_written(book: xlwings.Book) -> None:
    table = book.sheets["Klantwaarde"].tables["tblKlantwaarde"]
    live.refresh_book(book)
    book.app.calculate()
    wanted = cells(table)
    table = filtered(book)
    before = hidden(book, table)
    classes = [row[wanted[0].index("Klasse")] for row in wanted]
    assert before == [n for n, found in enumerate(classes) if n and found in {"B", "C"}]
    assert before
    live.refresh_book(book)
    book.app.calculate()
    assert hidden(book, table) == before
    shown = cells(table)
    for row, (mine, theirs) in enumerate(zip(shown[:-1], wanted[:-1], strict=True)):
        assert mine == theirs, row


def test_nothing_is_written_into_a_filtered_table(
    book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = filtered(book)
    seen = []
    write = writer.fill_table

    def watched(*arguments: Any) -> Any:
        seen.append(hidden(book, table))
        return write(*arguments)

    monkeypatch.setattr(writer, "fill_table", watched)
    live.refresh_book(book)
    assert len(seen) > 5
    assert not any(seen)


def test_an_error_half_way_puts_the_filter_back(book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    table = filtered(book)
    before = hidden(book, table)

    def breaks(*_: object) -> None:
        raise OSError("de verbinding met Excel is weg")

    monkeypatch.setattr(writer, "fill_table", breaks)
    with live.answered(book) as say:
        say(live.refresh_book(book))
    assert book.app.impl.alerts
    assert hidden(book, table) == before


class Filter(SimpleNamespace):
    pass


class Untold(Filter):
    """A filter on months or years of a list:

    Excel answers with an error when it is asked for what it filters.
    """

    def __getattr__(self, name: str) -> Any:
        if name == "Criteria1":
            raise OSError("Application-defined or object-defined error")
        raise AttributeError(name)


def excel_table(filters: list[Filter], asked: list[dict[str, Any]]) -> Any:
    """Return a table as Excel's COM shows one with these filters, one per column; none on '=onmogelijk' can
    be set."""

    def set_filter(**how: Any) -> None:
        if how["Criteria1"] == "=onmogelijk":
            raise OSError("AutoFilter method of Range class failed")
        asked.append(how)

    auto = SimpleNamespace(
        FilterMode=any(one.On for one in filters),
        Filters=SimpleNamespace(Count=len(filters), Item=lambda field: filters[field - 1]),
        ShowAllData=lambda: asked.append({"all": True}),
    )
    api = SimpleNamespace(AutoFilter=auto, Range=SimpleNamespace(AutoFilter=set_filter))
    headers = SimpleNamespace(
        options=lambda **_: SimpleNamespace(value=["Datum", "Klantnr", "Omzet", "Klasse"])
    )
    return SimpleNamespace(api=api, range=SimpleNamespace(rows=[headers]))


def excel_book(*tables: Any, protected: bool = False) -> Any:
    return SimpleNamespace(
        sheets=[SimpleNamespace(tables=tables, api=SimpleNamespace(ProtectContents=protected))]
    )


def test_every_kind_of_filter_that_excel_can_tell_is_set_again() -> None:
    asked: list[dict[str, Any]] = []
    filters = [
        Filter(On=True, Operator=0, Criteria1="=A"),
        Filter(On=True, Operator=2, Criteria1=">10", Criteria2="<2"),
        Filter(On=False),
        Filter(On=True, Operator=7, Criteria1=("=Noor", "=Bram")),
        Filter(On=True, Operator=0, Criteria1="=weg"),
    ]
    coloured = [Filter(On=True, Operator=8, Criteria1=object()), Filter(On=False)]
    tables = [
        excel_table(filters, asked),
        excel_table(coloured, asked),
        excel_table([Filter(On=False)], asked),
    ]
    tables.append(SimpleNamespace(api=SimpleNamespace(AutoFilter=None)))
    tables.append(SimpleNamespace(api=None))
    with unfiltered(excel_book(*tables)) as lost:
        assert asked == [{"all": True}] * 2
    assert asked[2:] == [
        {"Field": 1, "Criteria1": "=A"},
        {"Field": 2, "Criteria1": ">10", "Operator": 2, "Criteria2": "<2"},
        {"Field": 4, "Criteria1": ("=Noor", "=Bram"), "Operator": 7},
    ], "not on the fifth column, which is gone"
    assert lost == ["Datum"], "the colour"


def test_a_filter_that_excel_does_not_tell_or_set_again_stops_nothing_and_is_named() -> None:
    asked: list[dict[str, Any]] = []
    months = [
        Untold(On=True, Operator=7),
        Filter(On=False),
        Filter(On=True, Operator=0, Criteria1="=onmogelijk"),
    ]
    plain = [
        Filter(On=False),
        Filter(On=False),
        Filter(On=False),
        Filter(On=True, Operator=0, Criteria1="=A"),
    ]
    with unfiltered(excel_book(excel_table(months, asked), excel_table(plain, asked))) as lost:
        assert lost == []
    assert asked == [{"all": True}, {"all": True}, {"Field": 4, "Criteria1": "=A"}]
    assert lost == ["Datum", "Omzet"]


def test_a_protected_sheet_keeps_its_filter() -> None:
    asked: list[dict[str, Any]] = []
    with unfiltered(
        excel_book(excel_table([Filter(On=True, Operator=0, Criteria1="=A")], asked), protected=True)
    ):
        pass
    assert asked == []
