"""Dutch sentences on customers who could go to another account manager: each, and all together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.core.actions.moves import Moves, better_matched, move_kinds
from klantwaarde_xl.report.formats import number, percentage, plural, quoted
from klantwaarde_xl.report.words.names import MOVE_KINDS, reasons_text
from klantwaarde_xl.report.words.parts import amount, capital, joined, nearest, plain

Row = Mapping[Any, Any]
"""A move by column name, as ``to_dict("records")`` gives it."""
WHAT_FOR = {
    "fits_better": "omdat het beter past",
    "hours_first": "vooral voor de uren",
    "exchange": "als deel van een ruil",
}
"""What moves are for, by why each is proposed."""


def move_sentence(name: str, row: Row) -> str:
    """Return a proposed move of the customer with this name; ``row`` as of ``core.moves``.

    ``kind`` as of ``move_kinds``; ``better`` is margin weighed by match, and named so: no money in hand.

    >>> move = {"from_manager": "Noor", "to_manager": "Bram", "match_before": 0.5, "match_after": 1.0,
    ...         "known_before": True, "known_after": True}
    >>> move_sentence("De Leeuw", {**move, "better": 2100.0, "first_step": "Up-sell", "kind": "fits_better"})
    ... # doctest: +NORMALIZE_WHITESPACE
    '‘De Leeuw’ van Noor naar Bram: past voor 100 % in plaats van 50 %; passende marge € 2.100 per jaar hoger.
    Eerst overdragen, dan Up-sell.'
    """
    to, fits = plain(row["to_manager"]), percentage(row["match_after"])
    hand = "toewijzen" if row["kind"] == "had_nobody" else "overdragen"
    then = f" Eerst {hand}, dan {row['first_step']}." if row.get("first_step") else ""
    then = " Eerst afmaken wat is begonnen, dan overdragen." if row.get("busy") else then
    if row["kind"] == "had_nobody":
        return f"{quoted(name)} heeft geen accountmanager{_who_fits(row, to, fits)}.{then}"
    better = round(row["better"], 2)
    worth = f"passende marge {amount(abs(better))} per jaar {'hoger' if better > 0 else 'lager'}"
    why = "" if row["kind"] == "fits_better" else MOVE_KINDS[row["kind"]].lower()
    before = percentage(row["match_before"])
    fit = (
        f"past voor {fits} in plaats van {before}{_without_rating(row)}"
        if fits != before
        else f"past naar wat bekend is even goed ({fits})"
    )
    return (
        f"{quoted(name)} van {plain(row['from_manager'])} naar {to}: {fit}; "
        f"{joined(why, worth if better else '')}.{then}"
    )


def _without_rating(row: Row) -> str:
    """Return, after a blank, of whom no rating is known, so that the mean of all customers stands for it."""
    before, after = row["known_before"], row["known_after"]
    if before and after:
        return ""
    return (
        " (geen klik bekend: het gemiddelde)" if before or after else " (geen van beide klikcijfers bekend)"
    )


def _who_fits(row: Row, to: str, fits: str) -> str:
    """Return why a customer of nobody goes to this manager: only who fits best is called so."""
    fits = fits if row["known_after"] else f"{fits} (geen klik bekend)"
    match row["alike"]:
        case "all" if not row["known_after"]:
            return f" en van de klik is niets bekend; {to} heeft de meeste uren vrij"
        case "all":
            return f" en past naar wat bekend is bij iedereen even goed; {to} heeft dan de meeste uren vrij"
        case "some":
            return f"; {to} past voor {fits}, net als een ander, en heeft van hen de meeste uren vrij"
    return f"; {to} past voor {fits} en heeft de uren"


def _alike_part(given: pd.DataFrame) -> str:
    """Return, after a blank, how many customers of nobody match every manager as well; '' for none."""
    alike = int((given["alike"] == "all").sum())
    if not alike:
        return ""
    who = number(alike) if alike < len(given) else "die" if alike == 1 else "allemaal"
    return f" (bij {who} op vrije uren)"


def _guessed(moves: pd.DataFrame, better: pd.Series[float]) -> str:
    """Return, after a comma, how much of ``better`` (EUR a year) is a guess: no rating is known."""
    known = (moves["known_before"] & moves["known_after"]).to_numpy(bool)
    euros = float(better[~known].sum())
    if nearest(euros) <= 0:
        return ""
    return ", geschat" if not known.any() else f", {amount(euros)} geschat"


def moves_message(moves: Moves) -> str:
    """Return how many moves are proposed for what, and what they bring, or why there are none."""
    reasons = reasons_text(moves.reasons)
    if moves.moves.empty:
        text = reasons or "geen overdracht levert genoeg op"
        return f"{capital(text)}."
    better, kinds = better_matched(moves.moves), move_kinds(moves)
    parts = []
    for kind, reason in WHAT_FOR.items():
        if count := int((kinds == kind).sum()):
            sums = float(better[kinds == kind].sum())
            went = f"{amount(abs(sums))} per jaar {'hoger' if sums > 0 else 'lager'}"
            guessed = _guessed(moves.moves[kinds == kind], better[kinds == kind])
            worth = f" (passende marge {went}{guessed})" if round(sums, 2) else ""
            parts.append(f"{plural(count, 'overdracht', 'overdrachten')} {reason}{worth}")
    if count := int((kinds == "had_nobody").sum()):
        gets = "klant zonder accountmanager krijgt er een", "klanten zonder accountmanager krijgen er een"
        parts.append(f"{plural(count, *gets)}{_alike_part(moves.moves[kinds == 'had_nobody'])}")
    over = [frame["hours_over"].sum() for frame in (moves.before, moves.after)]
    hours = f"; overuren van {number(over[0])} naar {number(over[1])}" if any(over) else ""
    basis = f" ({reasons})" if reasons else ""
    return f"Voorstel: {', '.join(parts)}{hours}{basis}."
