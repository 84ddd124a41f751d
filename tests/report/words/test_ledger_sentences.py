"""The sentence about the ledger says only what is true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.measures.ledger import LedgerCheck
from klantwaarde_xl.report.words.ledger_sentences import explanation, ledger_sentence, serving_rows

CLOSES = "De omzet sluit op de cent aan op de boekhouding."


def check(*rows: tuple[float, str], complete: bool = True) -> LedgerCheck:
    frame: Any = pd.DataFrame(rows, columns=["difference", "reason"])
    return LedgerCheck(frame, complete, float("nan"))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, ""),
        (check((0.0, ""), (0.0, "")), CLOSES),
        (check((0.0, ""), complete=False), "De omzet sluit aan op de boekhouding waar die bekend is,"),
        (check((0.0, ""), (np.nan, "not_in_ledger")), "De omzet sluit aan op de boekhouding waar die"),
        (check((5.0, "cut_off")), "De omzet verschilt € 5,00 van de boekhouding. De regels op Controle"),
        # Two differences that cancel out are two differences.
        (check((5.0, "cut_off"), (-5.0, "unexplained")), "De omzet verschilt € 10,00 van de boekhouding."),
    ],
)
def test_the_sentence(found: LedgerCheck | None, said: str) -> None:
    sentence = ledger_sentence(found)
    assert sentence.startswith(said)
    assert ("op de cent" in sentence) is (said == CLOSES)
    assert ("verklaren" in sentence) is ("Controle" in said)


def test_an_invoice_without_number_or_day_is_named_as_such() -> None:
    said = explanation("rejected", [("", np.datetime64("NaT"), 7.5)], 0.0)
    assert said == "Precies de afgekeurde regels: zonder nummer (€ 7,50)."


def test_no_cost_of_serving_gives_no_row() -> None:
    assert serving_rows(float("nan"), 1.0, 1.0) == []
    assert serving_rows(10.0, float("nan"), 0.0) == [("Kosten bediening", 10.0, 0.0, 10.0)]
