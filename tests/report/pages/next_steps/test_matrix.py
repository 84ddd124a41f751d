from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.report.pages.next_steps.matrix import BOUGHT, matrix_frame
from klantwaarde_xl.report.specs import SPREAD


def test_the_matrix_marks_what_is_bought_and_gives_the_chance_of_the_rest(make_analysis: Any) -> None:
    analysis = make_analysis()
    ids = analysis.customers.index
    lines = pd.DataFrame(
        {
            "date": pd.Timestamp("2024-05-01"),
            "customer_id": pd.Categorical(ids),
            "product_group": pd.Categorical(["Verpakking"] * len(ids)),
            "revenue": np.where(np.arange(len(ids)) % 3, 50.0, -50.0),
            "one_off": np.nan,
        }
    )
    # Neither a purchase outside the window nor a one-off is buying.
    other = lines.assign(product_group="Etiketten", revenue=9.0)
    lines = pd.concat(
        [lines, other.assign(date=pd.Timestamp("2023-12-31")), other.assign(one_off=1.0)], ignore_index=True
    )
    analysis = replace(analysis, lines=lines)
    found = matrix_frame(analysis).set_index("customer_id")
    assert len(found) == 40
    assert [name for name in found if name.startswith(SPREAD)] == [
        f"{SPREAD}{name}" for name in ("Etiketten", "Folie", "Verpakking")
    ]
    assert found["revenue"].tolist() == sorted(analysis.customers["revenue"], reverse=True)[:40]
    number = found.index.astype(int) - 1
    assert set(found[f"{SPREAD}Etiketten"]) == {0.25}
    assert [value == 0.1 for value in found[f"{SPREAD}Folie"]] == (number % 2 == 0).tolist()
    # Every third customer only returned goods: that is not buying.
    assert [value == BOUGHT for value in found[f"{SPREAD}Verpakking"]] == (number % 3 != 0).tolist()
