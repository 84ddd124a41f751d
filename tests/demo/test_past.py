"""The earlier refreshes of a made-up firm: snapshots of the year until then, notes as far as it was."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from klantwaarde_xl.demo.past import REFRESHED, TAKEN_UP, with_past
from klantwaarde_xl.demo.words import NOTES
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.model.inputs import Inputs

LINES = [["Datum", "Klantnr", "Omzet", "Kostprijs"]] + [
    [dt.datetime(2024 + m // 12, m % 12 + 1, 1 + n % 28), f"{n:04d}", 100.0 * n + m, 60.0 * n]
    for n in range(1, 91)
    for m in range(n % 3, 24, 1 + n % 3)
]


@pytest.fixture(scope="module")
def past() -> Inputs:
    return with_past(of_tables._analysis((LINES,))[1].inputs)


def test_a_snapshot_has_the_margin_of_the_year_until_then_and_nothing_after_it(past: Inputs) -> None:
    assert past.history is not None
    for day, until in REFRESHED.items():
        first = until.replace(year=until.year - 1)
        sums: Counter[str] = Counter()
        for date, customer, revenue, cost in LINES[1:]:
            if first < date.date() <= until:
                sums[customer] += revenue - cost
        kept = past.history[past.history["date"].dt.date == day].set_index("customer_id")["gross_margin"]
        assert kept.to_dict() == pytest.approx(dict(sums)), day
    assert past.history["date"].nunique() == len(REFRESHED)


def test_notes_are_words_of_the_firm_and_half_of_what_is_done_was_going_on_before(past: Inputs) -> None:
    notes, history = past.action_notes, past.history
    assert notes is not None
    assert history is not None
    assert len(notes) == TAKEN_UP
    for status, note in zip(notes["status"], notes["note"], strict=True):
        assert note in NOTES[status][1]
    earlier = history[history["date"] == history["date"].max()].set_index("customer_id")["status"]
    done = notes.index[notes["status"] == "gedaan"]
    assert Counter(earlier[done]) == {"gedaan": -(-len(done) // 2), "bezig": len(done) // 2}
    first = history[history["date"] == history["date"].min()]
    assert set(first["status"].dropna()) <= {"", "open"}


def test_the_scale_of_the_score_is_that_of_the_first_refresh(past: Inputs) -> None:
    assert past.settings.turnover_middle is not None
    again = with_past(of_tables._analysis((LINES,))[1].inputs)
    assert again.settings == past.settings
