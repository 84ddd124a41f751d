"""What is still offered, how fresh a purchase is, and that nothing later is looked at."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.cross_sell.baskets import purchases
from klantwaarde_xl.core.cross_sell.window_state import WindowState, window_state

END = dt.date(2024, 8, 31)


def looked_at(
    *sales: tuple[str, str], end: dt.date = END, closed: bool = False
) -> tuple[WindowState, dict[str, bool]]:
    """Return the state after sales of (item, date) beside an item that sells every month, unless the firm
    is closed."""
    months = pd.date_range("2022-01-01", "2024-12-01", freq="MS")
    rows = [("c0", item, date) for item, date in sales] + (
        [] if closed else [("c1", "basis", date) for date in months]
    )
    frame = pd.DataFrame(rows, columns=["customer_id", "item", "date"])
    coded = purchases(
        frame.assign(date=pd.to_datetime(frame["date"]), revenue=10.0, cost=np.nan, one_off=0.0)
    )
    found = window_state(coded, end)
    return found, dict(zip(coded.item_labels[found.baskets.items], found.alive.tolist(), strict=True))


def test_what_nobody_bought_for_a_quarter_is_no_longer_offered() -> None:
    # The last sale of "basis" is of 1 August 2024; counted from there the 91 days begin on 3 May.
    _, alive = looked_at(("op tijd", "2024-05-03"), ("te laat", "2024-05-02"))
    assert alive == {"basis": True, "op tijd": True, "te laat": False}


def test_what_is_silent_in_this_season_every_year_is_still_offered() -> None:
    # Sold in December of two years, and not in summer: a season. Sold in December and in the summer before
    # it: discontinued. Sold for the first time last December: nobody can tell yet.
    _, alive = looked_at(
        ("kerst", "2022-12-10"),
        ("kerst", "2023-12-10"),
        ("gestopt", "2022-12-10"),
        ("gestopt", "2023-07-10"),
        ("gestopt", "2023-12-10"),
        ("eenmaal", "2023-12-10"),
    )
    assert (alive["kerst"], alive["gestopt"], alive["eenmaal"]) == (True, False, False)


def test_a_firm_that_is_closed_has_not_stopped_with_everything() -> None:
    _, alive = looked_at(("lijm", "2024-02-01"), ("tape", "2024-01-20"), closed=True)
    assert alive == {"lijm": True, "tape": True}


def test_a_purchase_of_half_a_year_ago_tells_half_as_much() -> None:
    found, _ = looked_at(("lijm", "2024-08-31"), ("lijm", "2024-03-04"), ("tape", "2024-03-04"))
    row = dict(zip(found.baskets.items, found.weights.toarray()[0], strict=True))
    assert row[1] == 1.0  # the newest sale of a pair counts
    assert row[2] == pytest.approx(0.5)  # 4 March is 180 days before 31 August


def test_later_lines_change_nothing() -> None:
    before, alive = looked_at(("lijm", "2024-06-01"))
    after, later = looked_at(("lijm", "2024-06-01"), ("lijm", "2024-09-01"), ("nieuw", "2024-09-02"))
    assert alive == later
    assert before.item_terms.tolist() == after.item_terms.tolist()
    assert before.first_sold.tolist() == after.first_sold.tolist()
    assert before.visits.age.tolist() == after.visits.age.tolist()


def test_visits_of_a_customer_that_returned_everything_count_for_nobody() -> None:
    rows = [("a", 9.0, "2024-05-01"), ("b", 9.0, "2024-05-01"), ("b", 9.0, "2024-06-01")]
    rows += [("terug", 9.0, "2024-07-01"), ("terug", -9.0, "2024-07-02")]
    frame = pd.DataFrame(rows, columns=["customer_id", "revenue", "date"])
    found = window_state(
        purchases(frame.assign(date=pd.to_datetime(frame["date"]), item="x", cost=np.nan, one_off=0.0)), END
    )
    assert np.diff(found.visits.ends).tolist() == [1, 2]
