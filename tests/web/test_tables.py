"""Sorting, filtering and paging of a table."""

from __future__ import annotations

import datetime as dt
import math

import lxml.html
import pandas as pd
import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.web.tables import ROWS, View, chosen_rows, table, view_of

SPEC = TableSpec(
    "tblProef",
    "proef",
    (
        ColumnSpec("customer_id", "Klantnr"),
        ColumnSpec("name", "Naam"),
        ColumnSpec("class", "Klasse", f.CENTRED),
        ColumnSpec("revenue", "Omzet", f.EURO, total="sum", conditional="negative"),
        ColumnSpec("day", "Dag", f.DATE),
    ),
    totals=True,
)
COUNT = 250
FRAME = pd.DataFrame(
    {
        "customer_id": [f"{n:05d}" for n in range(COUNT)],
        "name": ["Élan", "appel", "Zaag", None, "Banaan"] * (COUNT // 5),
        "class": pd.Categorical(["A", "B"] * (COUNT // 2)),
        "revenue": [math.nan if n == 7 else float(n * 37 % COUNT - 3) for n in range(COUNT)],
        "day": [pd.NaT if n == 3 else pd.Timestamp(2025, 1, 1) + dt.timedelta(n) for n in range(COUNT)],
    }
)


def rows(**asked: object) -> pd.DataFrame:
    return chosen_rows(FRAME, SPEC.columns, View(**asked))


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("field", ["revenue", "day"])
def test_sorting_puts_what_is_not_known_last(field: str, down: bool) -> None:
    found = rows(sort=field, down=down)[field].tolist()
    known = sorted(value for value in FRAME[field] if not pd.isna(value))
    assert found[:-1] == (known[::-1] if down else known)
    assert pd.isna(found[-1])


def test_texts_are_sorted_without_capitals() -> None:
    assert list(dict.fromkeys(rows(sort="name")["name"].dropna())) == ["appel", "Banaan", "Zaag", "Élan"]


def test_equal_values_stay_in_their_order() -> None:
    found = rows(sort="class")["customer_id"].tolist()
    assert found == [*FRAME["customer_id"][::2], *FRAME["customer_id"][1::2]]


def test_searching_and_choosing_go_together() -> None:
    found = rows(search="ÉLAN", only={"class": "B"})
    assert found["customer_id"].tolist() == [f"{n:05d}" for n in range(COUNT) if n % 5 == 0 and n % 2 == 1]
    assert rows(search="00249")["customer_id"].tolist() == ["00249"]
    assert len(rows(only={"class": "C"})) == 0


def shown(view: View) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(f"<div>{table(SPEC, FRAME, view, 'Klantkaart')}</div>")


def test_the_total_is_of_the_rows_that_the_filter_leaves() -> None:
    total = shown(View(only={"class": "A"})).xpath("//tfoot//td[4]")[0].text_content()
    assert total == f.number(sum(FRAME["revenue"][::2].dropna()))


def test_every_row_is_on_one_page_of_the_table() -> None:
    seen: list[str] = []
    view = View(sort="revenue", down=True)
    while True:
        page = shown(view)
        seen += page.xpath("//tbody/tr/td[1]/text()")
        following = page.xpath("//a[@rel='next']/@href")
        if not following:
            break
        query = dict(part.split("=") for part in following[0][1:].split("&"))
        view = view_of(query, SPEC)
        assert view.sort == "revenue"
    assert sorted(seen) == FRAME["customer_id"].tolist()
    assert len(seen) > 2 * ROWS


def test_a_header_tells_how_it_is_sorted_and_turns_it_around() -> None:
    page = shown(View(sort="revenue", down=True))
    (header,) = page.xpath("//th[@aria-sort]")
    assert header.get("aria-sort") == "descending"
    assert "af=1" not in header.xpath("a/@href")[0]
    assert "af=1" in shown(View()).xpath("//th[4]/a/@href")[0]  # figures: the largest first
    assert "af=1" not in shown(View()).xpath("//th[2]/a/@href")[0]


def test_a_list_to_choose_from_is_there_for_few_different_texts_only() -> None:
    page = shown(View(only={"class": "B"}))
    assert page.xpath("//select/@name") == ["alleen.name", "alleen.class"]
    assert page.xpath("//select[@name='alleen.class']/option[@selected]/text()") == ["B"]


def test_many_lists_are_folded_away_unless_one_of_them_is_chosen() -> None:
    names = [f"list{n}" for n in range(8)]
    spec = TableSpec("tblLijsten", "lijsten", tuple(ColumnSpec(name, name, f.CENTRED) for name in names))
    frame = pd.DataFrame({name: ["ja", "nee"] * 20 for name in names})
    for chosen, is_open in (("", False), ("list0", False), ("list7", True)):
        view = View(only={chosen: "ja"} if chosen else {})
        page = lxml.html.fromstring(str(table(spec, frame, view, "kaart")))
        (folded,) = page.xpath("//details")
        assert page.xpath("//form//select/@name") == [f"alleen.{name}" for name in names]
        assert folded.xpath(".//select/@name") == [f"alleen.{name}" for name in names[5:]]
        assert ("open" in folded.attrib) == is_open
    assert shown(View()).xpath("//details") == []


def test_what_costs_money_is_marked() -> None:
    page = shown(View(sort="revenue"))
    assert [cell.text_content() for cell in page.xpath("//td[@class='figure worse']")] == ["-3", "-2", "-1"]


@pytest.mark.parametrize(
    "query", [{"vanaf": "x"}, {"vanaf": "1" * 30}, {"sorteer": "__class__"}, {"alleen.x": "1"}]
)
def test_a_made_up_address_shows_the_table_as_it_is(query: dict[str, str]) -> None:
    assert view_of(query, SPEC) == View()


def test_a_page_past_the_end_has_no_rows_and_a_way_back() -> None:
    page = shown(View(start=100_000))
    assert page.xpath("//tbody/tr") == []
    assert page.xpath("//a[@rel='prev']")
