from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.pages.next_steps.up_sell import up_sell_rows


def test_every_row_has_a_name_and_a_sentence(make_analysis: Any) -> None:
    analysis = make_analysis(30)
    ids = analysis.customers.index[:3]
    rows = pd.DataFrame(
        {
            "customer_id": ids,
            "item": "Folie",
            "spend": 50.0,
            "target": 400.0,
            "peers": 5,
            "expected_revenue": 175.0,
        }
    )
    analysis = replace(analysis, chances=replace(analysis.chances, up_sell=rows))
    found = up_sell_rows(analysis)
    assert found["name"].tolist() == analysis.customers.loc[ids, "name"].tolist()
    assert all("€ 175 haalbaar" in sentence for sentence in found["sentence"])
    assert len(up_sell_rows(analysis, longest=2)) == 2
    assert up_sell_rows(analysis, customer=ids[1])["customer_id"].tolist() == [ids[1]]


def test_nothing_sure_is_of_a_group_just_begun_or_of_who_is_likely_to_leave(firm: Analysis) -> None:
    """What is 'te winnen' was bought before the year or from the customer's first quarter on."""
    first: dict[tuple[str, str], dt.date] = {}
    opened: dict[str, dt.date] = {}
    group = firm.inputs.products.set_index("product_id")["product_group"]
    rows = firm.inputs.transactions.sort_values("date").to_dict("records")
    for row in rows:
        who, item, day = str(row["customer_id"]), group.get(row["product_id"]), row["date"].date()
        if row["revenue"] > 0 and day <= firm.period.end and row["one_off"] != 1:
            first.setdefault((who, str(item)), day)
            if isinstance(item, str):
                opened.setdefault(who, day)
    chance = firm.customers["leave_chance"].set_axis(firm.customers.index.astype(str))
    for row in firm.chances.up_sell.to_dict("records"):
        who = str(row["customer_id"])
        began = first[who, row["item"]]
        assert began < firm.period.start or (began - opened[who]).days < 91
        assert not chance[who] > 0.5
    assert (firm.chances.actions["up_sell"] > 0).sum() == firm.chances.up_sell["customer_id"].nunique()
