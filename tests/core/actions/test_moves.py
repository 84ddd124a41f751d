"""The proposal: six customers and two managers worked by hand, and the reasons it gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.assignment import MoveLimits
from klantwaarde_xl.core.actions.moves import (
    MOVE_COLUMNS,
    MOVE_KINDS,
    Moves,
    better_matched,
    move_kinds,
    propose_moves,
)
from klantwaarde_xl.errors import InvalidFigureError

# Everyone takes 10 hours; Noor and Bram have 30 each. Noor has a b c d (40 hours, 10 over: 600 at 60 EUR),
# Bram has e f.
#                a     b     c     d     e     f
#   margin    4000  3000  2000  1000  4000  2000
#   Noor         1    .5    .5   .75   .25    .5   -> 4000  1500  1000   750  1000  1000
#   Bram        .5     1   .75    .5   .75   .25   -> 2000  3000  1500   500  3000   500
#   Bram - Noor                                      -2000 +1500  +500  -250 +2000  -500
# Three each fit; Bram's best three are e b c. So b and c go to Bram and f goes to Noor.
# Together 4000 + 750 + 1000 + 3000 + 1500 + 3000 = 13,250; now 7,250 + 3,500 - 600 = 10,150.
# Without b's move Noor is 10 hours over: 1,500 + 600; without c's 500 + 600; without f's Bram is: 500 + 600.
IDS = list("abcdef")
CUSTOMERS = pd.DataFrame(
    {
        "account_manager": ["Noor"] * 4 + ["Bram"] * 2,
        "segment": "Horeca",
        "energy": np.nan,
        "culture": np.nan,
        "gross_margin": [4000.0, 3000.0, 2000.0, 1000.0, 4000.0, 2000.0],
        "hours": 10.0,
    },
    index=pd.Index(IDS, name="customer_id"),
)
TEAM = pd.DataFrame({"name": ["Noor", "Bram"], "capacity_hours": 30.0})
KLIK = pd.DataFrame(
    {
        "customer_id": IDS * 2,
        "account_manager": ["Noor"] * 6 + ["Bram"] * 6,
        "chemistry": [5.0, 3, 3, 4, 2, 3, 3, 5, 4, 3, 4, 2],
    }
)


def test_a_customer_with_a_loss_moves_for_no_match() -> None:
    # A worse match with a loss would look like a gain; there is nothing to win on such a customer.
    losing = CUSTOMERS.assign(gross_margin=-4000.0, hours=1.0)
    found = propose_moves(losing, TEAM, KLIK, years=1, limits=MoveLimits(penalty=60, threshold=400))
    assert found.moves.empty
    assert found.before.matched_margin.sum() == 0


def test_why_each_move_is_proposed_is_a_plain_code() -> None:
    found = propose_moves(CUSTOMERS, TEAM, KLIK, years=1, limits=MoveLimits(penalty=60, threshold=400))
    # b and c fit Bram better; f fits Noor better too (margin 2,000 x .5 against .25).
    assert move_kinds(found).to_dict() == {"b": "fits_better", "c": "fits_better", "f": "fits_better"}
    nobody = CUSTOMERS.assign(account_manager=["Noor"] * 4 + ["", "Bram"], hours=1.0)
    kinds = move_kinds(propose_moves(nobody, TEAM, KLIK, years=1))
    assert kinds["e"] == "had_nobody"
    assert set(kinds) <= set(MOVE_KINDS)
    # What a better match adds is less than a move must bring: the hours decided.
    small = Moves(found.moves, found.before, found.after, "milp", "", threshold=500.0)
    assert move_kinds(small)["f"] == "hours_first"
    # Without hours managers exchange customers: a loses 2,000 so that Bram keeps two.
    swap = propose_moves(CUSTOMERS.assign(hours=np.nan), TEAM, KLIK, years=1)
    worse = better_matched(swap.moves) <= 0
    assert set(move_kinds(swap)[worse]) <= {"exchange"}
    assert set(move_kinds(swap)[~worse]) == {"fits_better"}


def test_six_customers_and_two_managers_by_hand() -> None:
    found = propose_moves(CUSTOMERS, TEAM, KLIK, years=1, limits=MoveLimits(penalty=60, threshold=400))
    assert found.method == "milp"
    assert found.reasons == ""
    assert tuple(found.moves.columns) == MOVE_COLUMNS
    assert found.moves.index.tolist() == ["b", "c", "f"]
    assert found.moves.gain.tolist() == pytest.approx([2100.0, 1100.0, 1100.0])
    assert found.moves.loc["f", ["from_manager", "to_manager", "match_before", "match_after"]].tolist() == [
        "Bram",
        "Noor",
        0.25,
        0.5,
    ]
    assert found.before.loc["Noor", ["customers", "hours_over", "matched_margin"]].tolist() == [
        4,
        10.0,
        7250.0,
    ]
    assert found.after.loc["Noor", ["customers", "hours_over", "matched_margin"]].tolist() == [3, 0.0, 5750.0]
    assert found.after.matched_margin.sum() - 60 * found.after.hours_over.sum() == pytest.approx(13_250)


def test_a_higher_threshold_leaves_only_the_move_that_is_worth_it() -> None:
    # Three moves bring 3,100 - 3 x 600 = 1,300; b alone 2,100 - 600 = 1,500.
    found = propose_moves(CUSTOMERS, TEAM, KLIK, years=1, limits=MoveLimits(penalty=60, threshold=600))
    assert found.moves.gain.to_dict() == pytest.approx({"b": 2100.0})
    none = propose_moves(CUSTOMERS, TEAM, KLIK, years=1, limits=MoveLimits(penalty=60, threshold=2100))
    assert none.moves.empty
    assert none.reasons == "no_move_gains_enough"


@pytest.mark.parametrize(("most", "moved"), [(0, []), (1, ["b"]), (2, ["b"]), (3, ["b", "c", "f"])])
def test_at_most_the_set_number_of_moves(most: int, moved: list[str]) -> None:
    # With two moves nothing beats b alone: b and c put Bram 10 hours over, b and f Noor.
    found = propose_moves(
        CUSTOMERS, TEAM, KLIK, years=1, limits=MoveLimits(penalty=60, threshold=400, most=most)
    )
    assert found.moves.index.tolist() == moved


def test_when_everyone_is_over_capacity_there_is_still_a_proposal() -> None:
    found = propose_moves(
        CUSTOMERS,
        TEAM.assign(capacity_hours=0.0),
        KLIK,
        years=1,
        limits=MoveLimits(penalty=60, threshold=400),
    )
    # Every hour costs the same wherever it is, so only the match counts: b, c and f gain 1,500, 500 and 500.
    assert found.moves.gain.to_dict() == pytest.approx({"b": 1500.0, "c": 500.0, "f": 500.0})
    assert found.after.hours_over.sum() == 60


def test_two_years_halve_margins_and_hours() -> None:
    found = propose_moves(
        CUSTOMERS,
        TEAM.assign(capacity_hours=15.0),
        KLIK,
        years=2,
        limits=MoveLimits(penalty=60, threshold=200),
    )
    assert found.moves.gain.to_dict() == pytest.approx({"b": 1050.0, "c": 550.0, "f": 550.0})
    assert found.moves.hours.tolist() == [5.0] * 3


def test_unknown_hours_make_every_customer_weigh_the_same() -> None:
    # Noor keeps four and Bram two: the best exchange is b (+1,500) for f (+500); e stays, being worth 2,000
    # more with Bram.
    found = propose_moves(
        CUSTOMERS.assign(hours=np.nan), TEAM, KLIK, years=1, limits=MoveLimits(threshold=400)
    )
    assert found.method == "assignment"
    assert found.reasons == "hours_unknown"
    assert found.moves.gain.to_dict() == pytest.approx({"b": 1500.0, "f": 500.0})
    assert found.after.customers.to_dict() == found.before.customers.to_dict() == {"Bram": 2, "Noor": 4}
    assert found.after.hours.isna().all()
    alone = propose_moves(
        CUSTOMERS.assign(hours=np.nan), TEAM, KLIK, years=1, limits=MoveLimits(threshold=400, most=1)
    )
    assert alone.moves.empty


def test_a_customer_of_nobody_goes_first_to_who_fits_and_has_the_hours() -> None:
    # Noor's three take all of her 30 hours; Bram has 10 left, just enough for b, and then none for c.
    customers = CUSTOMERS.assign(account_manager=["Noor", None, "Noor", "Noor", "Bram", "Bram"])
    limits = MoveLimits(threshold=400.0)
    found = propose_moves(customers, TEAM, KLIK, years=1, limits=limits)
    b = found.moves.loc["b"]
    assert (b["from_manager"], b["to_manager"], b["match_after"]) == ("", "Bram", 1.0)
    assert np.isnan(b["gain"])
    assert np.isnan(b["match_before"])
    assert found.after.loc["Bram", "hours_over"] == 0
    assert found.before.loc["", "customers"] == 1
    assert "" not in found.after.index
    # What is better is that of the others only: with nobody b was worth nothing.
    better = better_matched(found.moves).sum()
    assert found.after.matched_margin.sum() - found.before.matched_margin.sum() == pytest.approx(better)
    stays = propose_moves(customers.assign(stays=customers.index == "b"), TEAM, KLIK, years=1, limits=limits)
    assert "b" not in stays.moves.index
    full = propose_moves(customers, TEAM.assign(capacity_hours=5.0), KLIK, years=1, limits=limits)
    assert "b" not in full.moves.index
    unknown = propose_moves(customers.assign(hours=np.nan), TEAM, KLIK, years=1, limits=limits)
    assert "b" not in unknown.moves.index


def test_who_matches_every_manager_as_well_is_told_apart() -> None:
    # Without a rating of their own a and b match Noor and Bram by the mean of all; of c only Bram's is known.
    customers = CUSTOMERS.assign(account_manager=[None, None, None, "Noor", "Bram", "Bram"])
    klik = KLIK[KLIK["customer_id"].isin(["d", "e", "f"])]
    one = pd.DataFrame({"customer_id": ["c"], "account_manager": ["Bram"], "chemistry": [5.0]})
    team = pd.DataFrame({"name": ["Noor", "Bram", "Sam"], "capacity_hours": [30.0, 40.0, 0.0]})
    found = propose_moves(customers, team, pd.concat([klik, one]), years=1).moves
    assert found.loc[["a", "b", "c"], "alike"].tolist() == ["all", "all", "none"]
    # Sam knows c as well as Bram does, and has no hours.
    both = pd.concat([klik, one, one.assign(account_manager="Sam")])
    assert propose_moves(customers, team, both, years=1).moves.loc["c", "alike"] == "some"


def test_differences_that_may_be_chance_move_nobody_and_leave_chemistry_alone() -> None:
    rated = CUSTOMERS.assign(energy=[1.0, 5.0, 5.0, 1.0, 5.0, 1.0])
    unsure = propose_moves(rated, TEAM, None, years=1, limits=MoveLimits(threshold=0.0), sure=False)
    assert unsure.moves.empty
    assert unsure.reasons == "not_sure"
    by_chemistry, without_ratings = (
        propose_moves(customers, TEAM, KLIK, years=1, sure=sure)
        for customers, sure in ((rated, False), (CUSTOMERS, True))
    )
    pd.testing.assert_frame_equal(by_chemistry.moves, without_ratings.moves)
    assert len(by_chemistry.moves)


def test_what_is_missing_is_said() -> None:
    nothing = propose_moves(CUSTOMERS, TEAM, None, years=1)
    assert (nothing.method, nothing.reasons) == ("none", "no_ratings")
    assert nothing.before.customers.sum() == 6
    alone = propose_moves(CUSTOMERS.assign(account_manager="Noor"), TEAM[:1], KLIK, years=1)
    assert alone.reasons == "one_manager"
    partly = CUSTOMERS.assign(hours=[10.0] * 5 + [np.nan])
    found = propose_moves(
        partly, TEAM.assign(capacity_hours=[30.0, np.nan]), KLIK, years=1, limits=MoveLimits(threshold=400)
    )
    assert found.reasons.split() == ["hours_partly_known", "capacity_unknown"]
    empty = propose_moves(CUSTOMERS.iloc[:0], TEAM, KLIK, years=1)
    assert empty.moves.empty
    with pytest.raises(InvalidFigureError, match="KW-441"):
        propose_moves(CUSTOMERS, TEAM, KLIK, years=0)


def test_without_any_manager_nothing_moves_though_customers_are_rated() -> None:
    nobodys = CUSTOMERS.assign(account_manager="", energy=4.0, culture=3.0)
    found = propose_moves(nobodys, None, None, years=1)
    assert found.method == "none"
    assert found.moves.empty
    assert found.reasons == "one_manager"
    assert found.before.index.tolist() == [""]
    assert found.before.loc["", ["customers", "matched_margin"]].tolist() == [6, 0.0]


def test_order_of_rows_and_euros_in_cents_change_no_move() -> None:
    plain = propose_moves(CUSTOMERS, TEAM, KLIK, years=1, limits=MoveLimits(penalty=60, threshold=400))
    mixed = propose_moves(
        CUSTOMERS[::-1], TEAM[::-1], KLIK[::-1], years=1, limits=MoveLimits(penalty=60, threshold=400)
    )
    pd.testing.assert_frame_equal(mixed.moves, plain.moves)
    cents = CUSTOMERS.assign(gross_margin=CUSTOMERS.gross_margin * 100)
    large = propose_moves(cents, TEAM, KLIK, years=1, limits=MoveLimits(penalty=6000, threshold=40_000))
    assert large.moves.to_manager.to_dict() == plain.moves.to_manager.to_dict()
    assert large.moves.gain.tolist() == pytest.approx((plain.moves.gain * 100).tolist())


def test_several_ratings_of_one_pair_count_by_their_mean_in_any_order() -> None:
    twice = pd.concat([KLIK, KLIK.assign(chemistry=KLIK["chemistry"].to_numpy()[::-1])])
    mean = KLIK.assign(chemistry=(KLIK["chemistry"].to_numpy() + KLIK["chemistry"].to_numpy()[::-1]) / 2)
    for rows in (twice, twice.iloc[::-1]):
        pd.testing.assert_frame_equal(
            propose_moves(CUSTOMERS, TEAM, rows, years=1).moves,
            propose_moves(CUSTOMERS, TEAM, mean, years=1).moves,
        )
