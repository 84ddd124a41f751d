from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

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
