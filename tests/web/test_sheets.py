"""A sheet as a page: what stands on it comes in reading order, with headings, rows and links."""

from __future__ import annotations

import lxml.html
import pandas as pd
import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import Block, ColumnSpec, GridSpec, SheetSpec, TextSpec
from klantwaarde_xl.web.sheets import Sheet, content

GRID = GridSpec(
    "best",
    (
        ColumnSpec("name", "Klantnaam", link="Klantkaart"),
        ColumnSpec("net", "Netto", f.EURO, conditional="negative"),
    ),
    "A3",
    5,
    "De beste",
    empty="Er zijn er geen.",
    total_row=True,
)
FRAME = pd.DataFrame({"name": ["Bos & <Zoon>", "Dal", None, "Totaal"], "net": [1500.0, -20.0, None, 1480.0]})


def page(*blocks: Block, first_row: int = 0, frame: pd.DataFrame = FRAME) -> lxml.html.HtmlElement:
    sheet = Sheet(SheetSpec("Proef", blocks=blocks), {"best": frame}, {"words": "Uit de cijfers"}, {})
    return lxml.html.fromstring(f"<div>{content(sheet, first_row)}</div>")


def texts(found: list[lxml.html.HtmlElement]) -> list[str]:
    return [element.text_content() for element in found]


def test_a_short_list_has_its_rows_without_the_blank_ones() -> None:
    shown = page(GRID)
    assert texts(shown.xpath("//h2")) == ["De beste"]
    assert texts(shown.xpath("//thead//th")) == ["Klantnaam", "Netto"]
    rows = [texts(list(row)) for row in shown.xpath("//tbody/tr")]
    assert rows == [["Bos & <Zoon>", "1.500"], ["Dal", "-20"], ["Totaal", "1.480"]]
    assert texts(shown.xpath("//tr[@class='total']/td[1]")) == ["Totaal"]
    assert texts(shown.xpath("//td[contains(@class, 'worse')]")) == ["-20"]


def test_a_name_links_to_the_card_with_its_characters_escaped() -> None:
    assert page(GRID).xpath("//tbody//a/@href")[0] == "Klantkaart?zoek=Bos%20%26%20%3CZoon%3E"


def test_an_empty_list_tells_so() -> None:
    shown = page(GRID, frame=FRAME.head(0))
    assert texts(shown.xpath("//p")) == ["Er zijn er geen."]
    assert not shown.xpath("//table")


def test_blocks_come_in_reading_order_from_the_first_row_on() -> None:
    blocks = (TextSpec("A9", "Onder"), GRID, TextSpec("A1", value="words"))
    names = [element.text_content() for element in page(*blocks).xpath("//p | //h2")]
    assert names == ["Uit de cijfers", "De beste", "Onder"]
    assert texts(page(*blocks, first_row=2).xpath("//p | //h2")) == ["De beste", "Onder"]


@pytest.mark.parametrize("look", [f.HEADER_LINE, f.HEADER_TEXT])
def test_cells_below_a_header_are_a_table_with_a_name_per_row(look: f.CellFormat) -> None:
    shown = page(
        TextSpec("A1", "Kop", format=f.HEADING),
        *(TextSpec(at, text, format=look) for at, text in (("A2", "Maat"), ("B2", "Nu"))),
        *(TextSpec(at, text, format=f.TEXT_PLAIN) for at, text in (("A3", "Omzet"), ("B3", "veel"))),
    )
    assert texts(shown.xpath("//h2")) == ["Kop"]
    assert texts(shown.xpath("//thead//th[@scope='col']")) == ["Maat", "Nu"]
    assert texts(shown.xpath("//tbody//th[@scope='row']")) == ["Omzet"]
    assert texts(shown.xpath("//tbody//td")) == ["veel"]
