from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.list_notes import LIST_NOTES, note_values
from klantwaarde_xl.report.pages.dashboard.lists import LISTS
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.writers.xlsx_tables import is_folded

ByHand = Callable[..., Source]


def test_the_lines_stand_below_their_lists() -> None:
    below = {f"{min(grid.letters.values())}{grid.row + grid.rows + 1}" for grid in LISTS}
    assert {note.at for note in LIST_NOTES} <= below


def test_all_who_may_go_are_counted_and_who_is_settled_is_told_apart(by_hand: ByHand) -> None:
    source = by_hand(if_gone=[-75.0, 200.0, -25.0, -100.0, -0.004])
    ids = source.analysis.customers.index.astype(str)
    typed = pd.DataFrame(
        {"owner": "", "status": ["gedaan", "niet doen", "bezig"], "note": ""}, ids[[0, 1, 2]]
    )
    typed.index.name = "customer_id"
    noted = replace(source.analysis, inputs=replace(source.analysis.inputs, action_notes=typed))
    # Of the three whose leaving saves, the first is done; what is refused is about one that earns.
    assert note_values(Source(noted))["all_leaving"] == (
        "Alle 3 samen: € 200, waarvan 1 met status gedaan of niet doen: € 75 "
        "(blad Klantwaarde, klik op + en filter Als hij gaat op kleiner dan 0)."
    )


def test_of_nobody_nothing_is_said(by_hand: ByHand) -> None:
    source = by_hand(contribution=[500.0, 120.0, 30.0, 20.0, 10.0])
    top = SimpleNamespace(not_interesting=0, not_interesting_revenue=0.0)
    said = note_values(Source(replace(source.analysis, top20=top)))
    assert said == {"all_leaving": "", "all_dull": ""}


def test_what_the_dull_ones_bring_together_is_told(by_hand: ByHand) -> None:
    # Aalders is the one of the largest 20 %, buys for 500 and costs 50.
    source = by_hand()
    top = SimpleNamespace(not_interesting=1, not_interesting_revenue=500.0)
    assert note_values(Source(replace(source.analysis, top20=top)))["all_dull"] == (
        "Die ene: omzet € 500, nettobijdrage € -50 (blad Klantwaarde, filter Interessant op nee)."
    )


@pytest.mark.parametrize(("words", "field"), [(w.ALL_LEAVING, "if_gone"), (w.ALL_DULL, "interesting")])
def test_a_column_that_is_folded_away_is_opened_before_it_is_filtered(
    words: tuple[str, str], field: str
) -> None:
    at = CUSTOMER_VALUE.position(field) - 1
    for one in words:
        assert f"filter {CUSTOMER_VALUE.columns[at].header} op" in one
        assert ("klik op +" in one) is is_folded(CUSTOMER_VALUE, at)
