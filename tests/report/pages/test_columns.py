from __future__ import annotations

import pandas as pd

from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.pages.columns import CARD_SEARCH, NAME, amount, named


def test_names_of_customers_lead_to_the_card_on_every_page() -> None:
    columns = [column for page in REPORT for table in page.spec.tables for column in table.columns]
    names = [column for column in columns if column.header == NAME.header]
    assert len(names) >= 6
    assert {column.link.place for column in names if column.link} == {CARD_SEARCH}


def test_a_blank_name_is_the_number() -> None:
    found = named(pd.Series(["Jansen", "", None]), pd.Series(["1", "2", "3"]))
    assert found.tolist() == ["Jansen", "2", "3"]


def test_an_amount_has_a_total() -> None:
    assert amount("x", "X").total == "sum"
