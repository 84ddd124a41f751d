from __future__ import annotations

import re

from klantwaarde_xl.report.pages.customer_card.data import CARD_TABLE
from klantwaarde_xl.report.pages.customer_card.steps import (
    CARD_STEPS,
    LIST_SOURCE,
    escaped_search,
    nth,
    picked,
)
from klantwaarde_xl.report.specs import CellSpec, GridSpec


def test_a_step_uses_only_steps_above_it() -> None:
    known = {"Kaart_Zoek", "Kaart_Keuze"}
    for block in CARD_STEPS:
        if isinstance(block, CellSpec):
            assert set(re.findall(r"\bKaart_\w+", block.formula)) <= known, block.name
            known.add(block.name)


def test_the_drop_down_is_the_list_of_hits() -> None:
    (hits,) = (block for block in CARD_STEPS if isinstance(block, GridSpec) and block.frame == "card_hits")
    assert LIST_SOURCE.startswith(hits.cell("label", 1))
    assert hits.area("label") in LIST_SOURCE


def test_wildcards_in_a_search_are_plain_characters() -> None:
    assert escaped_search("A1").count("SUBSTITUTE") == 3
    assert picked("t[x]", "Rij", "niets").endswith('="","niets",INDEX(t[x],Rij)))')
    assert f"{CARD_TABLE.name}[],Kaart_Lijst,4+{{n}}" in nth("4+")
