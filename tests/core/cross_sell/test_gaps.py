"""Cross-sell gaps: every figure recomputed in plain Python, the fall-backs, and what must hold whatever the
data."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from plain_adopters import plain_amounts

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.gaps import (
    GAP_COLUMNS,
    MOST_WITH_EUROS,
    CrossSell,
    GapLimits,
    cross_sell_gaps,
)
from klantwaarde_xl.core.peers.peers import peer_groups, peer_members

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def shop(months: int = 26, customers: int = 100, items: int = 40, seed: int = 1) -> pd.DataFrame:
    """Return the lines of a shop in which tastes are shared and spend per line differs; a third of the costs
    is unknown."""
    rng = np.random.default_rng(seed)
    rate = 1 / (1 + np.exp(4.2 - rng.normal(size=(customers, 3)) @ rng.normal(size=(3, items))))
    days = pd.date_range("2025-01-01", periods=months + 1, freq="-1MS")[1:][::-1]
    month, customer, item = np.nonzero(rng.random((months, customers, items)) < rate)
    revenue = np.round(np.exp(rng.normal(6, 1, len(month))), 2)
    return pd.DataFrame(
        {
            "date": days[month],
            "customer_id": [f"{n:04d}" for n in customer],
            "item": [f"i{n:02d}" for n in item],
            "revenue": revenue,
            "cost": np.where(
                (rng.random(len(month)) < 0.3) | (item == 11), np.nan, np.round(revenue * 0.6, 2)
            ),
            "one_off": np.where(rng.random(len(month)) < 0.02, 1.0, 0.0),
        }
    )


def people(lines: pd.DataFrame, *, segments: bool = True) -> pd.DataFrame:
    inside = lines[(lines["date"] >= "2024-01-01") & (lines["date"] <= "2024-12-31")]
    frame = pd.DataFrame({"revenue": inside.groupby("customer_id")["revenue"].sum()})
    if segments:
        frame["segment"] = [("Bouw", "Zorg", np.nan)[int(name) % 3] for name in frame.index]
    return frame


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return shop()


@pytest.fixture(scope="module")
def found(lines: pd.DataFrame) -> CrossSell:
    return cross_sell_gaps(lines, YEAR, customers=people(lines), limits=GapLimits(5.0, 4))


def small(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Return lines of 2024 from customer, item, revenue; cost is 60 %."""
    frame = pd.DataFrame(rows, columns=["customer_id", "item", "revenue"])
    return frame.assign(date=pd.Timestamp("2024-05-01"), cost=frame["revenue"] * 0.6, one_off=0.0)


def sizes(lines: pd.DataFrame) -> pd.DataFrame:
    """Return customers of one size, so that everyone is the peer of everyone."""
    return pd.DataFrame({"revenue": 100.0}, index=sorted(set(lines["customer_id"])))


def test_it_is_calibrated_and_has_rows(found: CrossSell) -> None:
    assert found.calibrated
    assert found.reason == ""
    assert found.hold_out_kind == "time"
    assert found.hold_out["chosen"].sum() == 1
    assert len(found.gaps) > 100
    assert tuple(found.gaps.columns) == GAP_COLUMNS


def test_nothing_bought_in_the_period_is_a_gap(lines: pd.DataFrame, found: CrossSell) -> None:
    inside = lines[(lines["date"] >= "2024-01-01") & (lines["one_off"] == 0)]
    bought = set(zip(inside["customer_id"], inside["item"], strict=True))
    assert not bought & set(zip(found.gaps["customer_id"], found.gaps["item"], strict=True))


def test_euros_and_peers_agree_with_a_plain_computation(lines: pd.DataFrame, found: CrossSell) -> None:
    customers = people(lines)
    inside = lines[(lines["date"] >= "2024-01-01") & (lines["one_off"] == 0)]
    spend = inside.groupby(["customer_id", "item"])["revenue"].sum().to_dict()
    amount = plain_amounts(lines, YEAR)
    known = inside[inside["cost"].notna()].groupby("item")[["revenue", "cost"]].sum()
    groups = peer_groups(customers["revenue"], customers["segment"])
    members = peer_members(groups).toarray() > 0
    for gap in found.gaps.itertuples():
        place = customers.index.get_loc(gap.customer_id)
        others = [
            name
            for name, inside_set in zip(customers.index, members[groups["group"].iloc[place]], strict=True)
            if inside_set and name != gap.customer_id
        ]
        spent = [spend[name, gap.item] for name in others if (name, gap.item) in spend]
        assert (gap.peers, gap.peer_buyers, gap.peer_level) == (
            len(others),
            len(spent),
            groups["level"].iloc[place],
        )
        expected = gap.probability * amount(gap.customer_id, gap.item)
        assert gap.expected_revenue == pytest.approx(expected, rel=1e-6)
        if gap.item in known.index:
            margin = 1 - known.loc[gap.item, "cost"] / known.loc[gap.item, "revenue"]
            assert gap.expected_margin == pytest.approx(expected * margin, rel=1e-6)


def test_the_margin_is_blank_with_a_reason_where_no_cost_is_known_and_no_chance_is_blank(
    found: CrossSell,
) -> None:
    assert found.items["margin_reason"].to_dict()["i11"] == "no_cost_known"
    assert np.isnan(found.items["margin_pct"]["i11"])
    assert found.items["covered"].drop("i11").between(0.3, 0.99).all()
    of_it = found.gaps["item"] == "i11"
    assert of_it.any()
    assert found.gaps.loc[of_it, "expected_margin"].isna().all()
    assert found.gaps.loc[~of_it, "expected_margin"].notna().all()
    assert found.gaps["probability"].between(0, 1).all()


def test_minimum_number_and_rank(lines: pd.DataFrame, found: CrossSell) -> None:
    assert (found.gaps["expected_revenue"] >= 4.995).all()
    assert found.gaps.groupby("customer_id").size().max() == 4
    ordered = found.gaps.sort_values(
        ["customer_id", "expected_revenue"], ascending=[True, False], ignore_index=True
    )
    pd.testing.assert_frame_equal(ordered, found.gaps)
    assert (found.gaps["rank"] == found.gaps.groupby("customer_id").cumcount() + 1).all()
    everything = cross_sell_gaps(lines, YEAR, customers=people(lines), limits=GapLimits(0.0, None))
    assert len(everything.gaps) > len(found.gaps)
    kept = everything.gaps[(everything.gaps["rank"] <= 4) & (everything.gaps["expected_revenue"] >= 4.995)]
    pd.testing.assert_frame_equal(kept.reset_index(drop=True), found.gaps)


def test_one_customer_gives_the_same_rows_as_all_together(lines: pd.DataFrame, found: CrossSell) -> None:
    name = found.gaps["customer_id"].iloc[20]
    alone = cross_sell_gaps(lines, YEAR, customers=people(lines), limits=GapLimits(5.0, 4), only=[name])
    pd.testing.assert_frame_equal(
        alone.gaps, found.gaps[found.gaps["customer_id"] == name].reset_index(drop=True)
    )
    nobody = cross_sell_gaps(lines, YEAR, customers=people(lines), only=["bestaat niet"])
    assert nobody.gaps.empty
    assert nobody.gaps.dtypes.equals(found.gaps.dtypes)


@pytest.mark.slow
def test_the_order_of_rows_and_customers_and_the_type_of_the_ids_change_nothing(
    lines: pd.DataFrame, found: CrossSell
) -> None:
    shuffled = lines.sample(frac=1, random_state=3).astype({"customer_id": "category", "item": "category"})
    again = cross_sell_gaps(shuffled, YEAR, customers=people(lines)[::-1], limits=GapLimits(5.0, 4))
    pd.testing.assert_frame_equal(again.gaps, found.gaps, rtol=1e-5)
    assert again.method == found.method


def test_all_euros_times_hundred_scale_euros_and_change_no_chance_and_no_order(
    lines: pd.DataFrame, found: CrossSell
) -> None:
    big = lines.assign(revenue=lines["revenue"] * 100, cost=lines["cost"] * 100)
    again = cross_sell_gaps(big, YEAR, customers=people(big), limits=GapLimits(500.0, 4))
    euros = ["expected_revenue", "expected_margin"]
    pd.testing.assert_frame_equal(again.gaps.drop(columns=euros), found.gaps.drop(columns=euros), rtol=1e-6)
    pd.testing.assert_frame_equal(again.gaps[euros] / 100, found.gaps[euros], rtol=1e-5)


def test_a_customer_without_segment_gets_peers_and_gaps(lines: pd.DataFrame, found: CrossSell) -> None:
    customers = people(lines)
    without = set(customers.index[customers["segment"].isna()])
    of_them = found.gaps[found.gaps["customer_id"].isin(without)]
    assert len(of_them) > 10
    assert set(of_them["peer_level"]) == {"quartile"}
    assert (of_them["peers"] >= 5).all()
    nobody_has_one = cross_sell_gaps(
        lines, YEAR, customers=people(lines, segments=False), limits=GapLimits(5.0, 4)
    )
    assert set(nobody_has_one.gaps["peer_level"]) == {"quartile"}


def test_too_little_history_shows_the_share_of_the_peers_and_no_euros(lines: pd.DataFrame) -> None:
    short = lines[lines["date"] >= "2023-09-01"]
    found = cross_sell_gaps(short, YEAR, customers=people(short))
    assert (found.calibrated, found.reason, found.hold_out_kind) == (False, "short_history", "hidden")
    assert found.gaps["expected_revenue"].isna().all()
    assert found.gaps["expected_margin"].isna().all()
    assert (found.gaps["probability"] == found.gaps["peer_buyers"] / found.gaps["peers"]).all()
    assert found.reliability.empty


@pytest.mark.parametrize("items", [MOST_WITH_EUROS, MOST_WITH_EUROS + 1])
def test_above_fifty_items_there_are_chances_and_no_euros(items: int) -> None:
    lines = shop(items=items)
    found = cross_sell_gaps(lines, YEAR, customers=people(lines), limits=GapLimits(100.0, 3))
    assert len(found.items) == items
    assert (found.calibrated, found.priced) == (True, items == MOST_WITH_EUROS)
    euros, chance = found.gaps[["expected_revenue", "expected_margin"]], found.gaps["probability"]
    if found.priced:
        assert euros["expected_revenue"].ge(100.0).all()
        return
    assert euros.isna().all(axis=None)
    assert 0 < chance.min() < chance.max() < 1
    assert chance.groupby(found.gaps["customer_id"]).agg(lambda own: own.is_monotonic_decreasing).all()
    assert found.gaps["customer_id"].nunique() + found.complete + found.without_purchases == len(
        people(lines)
    )


def test_few_customers_fall_back_on_popularity_among_peers() -> None:
    frame = small(
        *[(f"c{c:02d}", item, 100.0) for c in range(19) for item in ("lijm", "tape", "folie")[: 1 + c % 3]]
    )
    found = cross_sell_gaps(frame, YEAR, customers=sizes(frame))
    assert (found.method, found.reason) == ("peer_popularity", "few_customers")
    first = found.gaps[found.gaps["customer_id"] == "c00"]
    assert first["item"].iloc[0] == "tape"
    assert first["probability"].is_monotonic_decreasing
    # c02, c05 .. c17: six customers have all three.
    assert found.complete == 6
    assert "c02" not in set(found.gaps["customer_id"])


def test_one_item_falls_back_and_leaves_nothing_to_recommend() -> None:
    frame = small(*[(f"c{c:02d}", "lijm", 100.0) for c in range(25)])
    found = cross_sell_gaps(frame, YEAR, customers=sizes(frame))
    assert (found.reason, found.complete, len(found.gaps)) == ("few_items", 25, 0)


def test_what_one_customer_buys_is_never_recommended_however_large_its_lift() -> None:
    # Gold is bought once, by a customer that also buys the rare glue: lift of glue -> gold is 30 / 2 = 15.
    rows = [(f"c{c:02d}", item, 100.0) for c in range(30) for item in ("tape", "folie", "doos")[: 1 + c % 3]]
    frame = small(*rows, ("c00", "lijm", 100.0), ("c00", "goud", 900.0), ("c01", "lijm", 100.0))
    found = cross_sell_gaps(frame, YEAR, customers=sizes(frame), limits=GapLimits(most=None))
    assert "goud" not in set(found.gaps["item"])
    assert found.items.loc["goud", "left_out"] == "single_buyer"
    assert found.items.loc["lijm", "left_out"] == ""
    # Two buyers of glue are too few for a companion: no lift is shown for it.
    assert found.gaps.loc[found.gaps["item"] == "lijm", "lift"].isna().all()


def test_what_is_sold_at_a_loss_is_not_recommended() -> None:
    frame = small(
        *[(f"c{c:02d}", item, 100.0) for c in range(30) for item in ("tape", "folie", "doos")[: 1 + c % 3]]
    )
    frame.loc[frame["item"] == "doos", "cost"] = 101.0
    found = cross_sell_gaps(frame, YEAR, customers=sizes(frame))
    assert found.items.loc["doos", "left_out"] == "sold_at_a_loss"
    assert set(found.gaps["item"]) == {"folie"}


def test_customers_without_purchases_and_strangers_get_no_rows() -> None:
    frame = small(
        *[(f"c{c:02d}", item, 100.0) for c in range(30) for item in ("tape", "folie", "doos")[: 1 + c % 3]]
    )
    customers = sizes(frame).drop(index="c00")
    customers.loc["leeg"] = 0.0
    found = cross_sell_gaps(frame, YEAR, customers=customers)
    assert found.without_purchases == 1
    assert not {"c00", "leeg"} & set(found.gaps["customer_id"])


def test_a_longer_period_counts_as_bought_what_was_bought_before_the_last_year(lines: pd.DataFrame) -> None:
    two_years = Period(dt.date(2023, 1, 1), dt.date(2024, 12, 31))
    found = cross_sell_gaps(lines, two_years, customers=people(lines), limits=GapLimits(0.0, None))
    assert (found.window.start, found.window.end) == (dt.date(2024, 1, 2), dt.date(2024, 12, 31))
    regular = lines[(lines["date"] >= "2023-01-01") & (lines["one_off"] == 0)]
    bought = set(zip(regular["customer_id"], regular["item"], strict=True))
    assert not bought & set(zip(found.gaps["customer_id"], found.gaps["item"], strict=True))


def test_no_lines_in_the_year_give_an_empty_result() -> None:
    frame = small(("a", "tape", 100.0)).assign(date=pd.Timestamp("2020-01-01"))
    found = cross_sell_gaps(frame, YEAR, customers=pd.DataFrame({"revenue": [0.0]}, index=["a"]))
    assert found.gaps.empty
    assert (found.complete, found.without_purchases) == (0, 1)


def test_what_nobody_bought_in_the_last_quarter_is_recommended_to_nobody(lines: pd.DataFrame) -> None:
    # i03 is sold all year, and is taken off the list from October on.
    kept = lines[(lines["item"] != "i03") | (lines["date"] < "2024-10-01")]
    assert (kept["item"] == "i03").sum() > 20
    for frame, left_out in ((lines, ""), (kept, "not_sold_lately")):
        found = cross_sell_gaps(frame, YEAR, customers=people(frame), limits=GapLimits(0.0, None))
        assert found.items.loc["i03", "left_out"] == left_out
        assert ("i03" in set(found.gaps["item"])) == (not left_out)
