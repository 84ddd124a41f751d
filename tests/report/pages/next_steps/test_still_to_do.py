from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.next_steps.still_to_do import by_state, everyone

LEVERS = {"up-sell": "up_sell", "betere marge": "margin", "goedkoper bedienen": "serve"}


@pytest.fixture
def typed_document(make_analysis: Any, typed: Any) -> tuple[Analysis, Document]:
    """Return an analysis of which six actions have a status, and its workbook."""
    analysis = make_analysis(60)
    actions = analysis.chances.actions
    ids = actions.index[actions["potential"] > 0].astype(str)[:6]
    states = ("gedaan", "Niet doen", "niet eens", "bezig", "open", "GEDAAN")
    analysis = typed(analysis, {who: ("", status, "") for who, status in zip(ids, states, strict=True)})
    return analysis, build(analysis, created=dt.datetime(2025, 1, 1))


def _euros(text: str) -> int:
    return int(text.replace(".", ""))


def test_the_headline_counts_what_is_open_by_the_rows_of_acties(
    typed_document: tuple[Analysis, Document],
) -> None:
    _, document = typed_document
    rows = document.frames["actions"]
    to_do = rows[~rows["status"].str.lower().isin(["gedaan", "niet doen", "niet eens"])]
    assert len(rows) - len(to_do) == 4
    text = str(document.values["actions_message"])
    found = re.fullmatch(r"Bij (\d+) klanten is nog € ([\d.]+) marge per jaar te winnen: (.+)\.", text)
    assert found, text
    assert int(found[1]) == (to_do["potential"] > 0).sum()
    assert _euros(found[2]) == round(to_do["potential"].sum())
    told = dict(part.rsplit(" € ", 1) for part in found[3].split(", "))
    assert {name: _euros(won) for name, won in told.items()} == {
        name: round(to_do[field].sum()) for name, field in LEVERS.items() if round(to_do[field].sum())
    }


def test_the_part_that_is_hours_is_of_what_is_open(typed_document: tuple[Analysis, Document]) -> None:
    analysis, document = typed_document
    saved = analysis.chances.actions.assign(freed_cost=40.0)
    whole = replace(analysis, chances=replace(analysis.chances, actions=saved))
    told = str(build(whole, created=dt.datetime(2025, 1, 1)).values["actions_cause"])
    assert f"is € {40 * (len(document.frames['actions']) - 4):,} uren".replace(",", ".") in told


def test_who_is_beyond_the_list_is_still_to_do(typed_document: tuple[Analysis, Document]) -> None:
    whole, _ = typed_document
    short = replace(whole, settings=whole.settings.model_copy(update={"longest_list": 10}))
    document = build(short, created=dt.datetime(2025, 1, 1))
    rows, actions = document.frames["actions"], whole.chances.actions
    assert len(rows) < (actions["potential"] > 0).sum()
    states = by_state(everyone(short, rows))
    assert sum(euros for _, euros in states.values()) == pytest.approx(actions["potential"].sum())
    assert sum(count for count, _ in states.values()) == (actions["potential"] > 0).sum()
    assert f"Bij {states['to_do'][0]} klanten" in str(document.values["actions_message"])


@pytest.mark.slow
def test_with_everything_done_there_is_nothing_to_do(make_analysis: Any, typed: Any) -> None:
    analysis = make_analysis(60)
    actions = analysis.chances.actions
    ids = actions.index[actions["potential"] > 0].astype(str)
    document = build(typed(analysis, dict.fromkeys(ids, ("", "gedaan", ""))), created=dt.datetime(2025, 1, 1))
    assert (
        document.values["actions_message"]
        == "Er is niets meer te doen: wat te winnen was, is gedaan of gaat niet door."
    )
    none = analysis.chances.actions.assign(potential=0.0, up_sell=0.0, margin=0.0, serve=0.0)
    nothing = replace(analysis, chances=replace(analysis.chances, actions=none))
    message = build(nothing, created=dt.datetime(2025, 1, 1)).values["actions_message"]
    assert message == "Bij geen enkele klant is iets te winnen dat aannemelijk is."


def test_a_row_without_a_status_is_to_do() -> None:
    frame = pd.DataFrame({"potential": [5.0, None], "status": [None, "gedaan"]})
    assert by_state(frame) == {"done": (0, 0.0), "refused": (0, 0.0), "to_do": (1, 5.0)}


def test_who_the_trial_leaves_alone_is_told_apart(make_analysis: Any) -> None:
    """Also who is beyond the list."""
    whole = make_analysis(60)
    actions = whole.chances.actions
    actions = actions.assign(alone=[n % 3 == 0 for n in range(len(actions))])
    drawn = replace(whole, chances=replace(whole.chances, actions=actions))
    for longest in (10, 1000):
        settings = whole.settings.model_copy(update={"longest_list": longest})
        values = build(replace(drawn, settings=settings), created=dt.datetime(2025, 1, 1)).values
        left = actions["potential"].where(actions["alone"], 0.0).astype(float)
        euros = f"{left.sum():,.0f}".replace(",", ".")
        told = f" (daarvan in de proef niet te benaderen: {(left > 0).sum()}, € {euros})"
        assert f"te winnen{told}: " in str(values["actions_message"])
        assert f"per jaar{told}. Waar" in str(values["actions_states"])
