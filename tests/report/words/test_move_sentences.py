"""Sentences on moves, against figures made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.moves import Moves
from klantwaarde_xl.report.words import move_sentences as words


def test_moves_in_words() -> None:
    row = {
        "from_manager": "",
        "to_manager": "Bram",
        "match_before": np.nan,
        "match_after": 0.7,
        "known_before": False,
        "known_after": True,
        "better": np.nan,
        "kind": "had_nobody",
        "alike": "none",
    }
    assert words.move_sentence("'t Hoekje", row) == (
        "‘'t Hoekje’ heeft geen accountmanager; Bram past voor 70 % en heeft de uren."
    )
    assert words.move_sentence("A", row | {"alike": "all", "first_step": "Up-sell", "busy": True}).endswith(
        " Eerst afmaken wat is begonnen, dan overdragen."
    )
    assert words.move_sentence("A", row | {"alike": "all", "first_step": "Up-sell"}) == (
        "‘A’ heeft geen accountmanager en past naar wat bekend is bij iedereen even goed; Bram heeft dan de "
        "meeste uren vrij. Eerst toewijzen, dan Up-sell."
    )
    unknown = {"alike": "all", "known_after": False}
    assert words.move_sentence("A", row | unknown) == (
        "‘A’ heeft geen accountmanager en van de klik is niets bekend; Bram heeft de meeste uren vrij."
    )
    some = words.move_sentence("A", row | {"alike": "some"})
    assert some.endswith("net als een ander, en heeft van hen de meeste uren vrij.")
    swap = row | {"from_manager": "Noor", "match_before": 0.8, "better": -50.0, "kind": "hours_first"}
    swap |= {"known_before": True}
    assert (
        words.move_sentence("A", swap)
        == "‘A’ van Noor naar Bram: past voor 70 % in plaats van 80 %; vooral voor de uren; passende "
        "marge € 50 per jaar lager."
    )
    half, neither = ({"known_before": False, "known_after": known} for known in (True, False))
    assert "in plaats van 80 % (geen klik bekend: het gemiddelde);" in words.move_sentence("A", swap | half)
    assert "80 % (geen van beide klikcijfers bekend);" in words.move_sentence("A", swap | neither)


def test_what_rests_on_the_mean_of_all_customers_is_told() -> None:
    both = {"gross_margin": [400.0, 1000.0], "match_before": [0.5, 0.6], "match_after": 1.0, "alike": "none"}
    people = {
        "from_manager": "Noor",
        "to_manager": "Bram",
        "known_before": [True, False],
        "known_after": True,
    }
    hours = pd.DataFrame({"hours_over": [0.0]})
    moves = Moves(pd.DataFrame({**both, **people}, index=["a", "b"]), hours, hours, "milp", "", 100.0)
    assert words.moves_message(moves) == (
        "Voorstel: 2 overdrachten omdat het beter past (passende marge € 600 per jaar hoger, € 400 geschat)."
    )
    sure = replace(moves, moves=moves.moves.assign(known_before=True))
    assert "geschat" not in words.moves_message(sure)
    neither = replace(moves, moves=moves.moves.assign(known_after=False))
    assert words.moves_message(neither).endswith("hoger, geschat).")
