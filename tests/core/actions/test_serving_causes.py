"""What makes serving dear: each cause by hand, and a made-up firm against a second computation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from plain_causes import causes as plain_causes

from klantwaarde_xl.core.actions.serving_causes import CAUSES, serving_causes
from klantwaarde_xl.core.measures.cost_to_serve import Rates

IDS = pd.Index([f"k{n}" for n in range(9)], name="customer_id")
RATES = pd.DataFrame(
    {
        "activity": ["Bezoek", "Order", "Retour"],
        "hourly_cost": [60.0, 48.0, 46.0],
        "driver": [None, "factuur", "creditregel"],
        "minutes_per_unit": [np.nan, 12.5, 25.0],
    }
)


def alike(**first: float) -> pd.DataFrame:
    """Return nine customers who buy alike, but for what the first one has instead."""
    frame = pd.DataFrame(
        {
            "revenue": 12_000.0,
            "financing": 60.0,
            "segment": "Bouw",
            "payment_days": 30.0,
            "invoices": 24.0,
            "lines": 48.0,
            "credit_lines": 2.0,
            "logged_hours": 12.0,
            "expense": 0.0,
        },
        index=IDS,
    )
    for name, value in first.items():
        frame.loc["k0", name] = value
    return frame


def visits(first: int, others: int = 12) -> pd.DataFrame:
    """Return so many hours of visits, a row each."""
    who = ["k0"] * first + [name for name in IDS[1:] for _ in range(others)]
    return pd.DataFrame({"customer_id": who, "activity": "Bezoek", "hours": 1.0, "expense": 0.0})


def first(customers: pd.DataFrame, effort: pd.DataFrame | None, saved: float = 0.0) -> list[object]:
    lever = pd.Series(0.0, customers.index)
    lever["k0"] = saved
    found = serving_causes(customers, effort, lever, years=1, rates=Rates(RATES))
    assert (found["cause"][1:] == "").all()
    return found.loc["k0"].tolist()


def test_many_small_orders_by_hand() -> None:
    # 96 invoices of 125 EUR beside 24 of 500: 96 x 10 = 960 EUR beside 240, more than twice 960 / sqrt(96).
    assert first(alike(invoices=96.0), visits(12)) == ["orders", "", 125.0, 500.0, 96.0, 720.0]


def test_the_largest_in_euros_is_named_and_not_the_most_striking() -> None:
    # Four times as many invoices cost 720 EUR more; 60 hours of visits beside 12 cost 2,880 more.
    found = first(alike(invoices=96.0), visits(60))
    assert (found[0], found[5]) == ("activity", pytest.approx(2880.0))
    # 25 hours cost 780 EUR more, above twice 60 x sqrt(25) = 600; of 22 hours the 600 are less than 720.
    assert first(alike(invoices=96.0), visits(25))[0] == "activity"
    assert first(alike(invoices=96.0), visits(22))[0] == "orders"


def test_a_lever_that_allows_for_invoices_is_not_explained_by_them() -> None:
    customers = alike(invoices=960.0, credit_lines=400.0, payment_days=90.0, financing=180.0)
    # Nothing logged explains the amount: no cause, though invoices cost 9,360 EUR more.
    assert first(customers, visits(12), saved=500.0)[0] == ""
    assert first(customers, visits(40), saved=500.0)[0] == "activity"


@pytest.mark.parametrize(("saved", "cause"), [(3360.0, "activity"), (3370.0, "")])
def test_a_cause_explains_at_least_half_of_the_amount(saved: float, cause: str) -> None:
    # 40 hours beside 12 cost 28 x 60 = 1,680 EUR more.
    assert first(alike(), visits(40), saved=saved)[0] == cause


def test_nothing_is_named_when_no_cause_explains_half() -> None:
    # Orders cost 240 EUR more, credit lines 230, payment 200, visits 200: each less than half of 870.
    customers = alike(invoices=48.0, credit_lines=14.0, payment_days=120.0, financing=260.0)
    assert first(customers, visits(15))[0] == ""


def test_visits_by_hand() -> None:
    # 40 hours at 60 EUR beside 12; 40 rows of 60 EUR have a standard deviation of 60 x sqrt(40) = 379.
    found = first(alike(), visits(40))
    assert found[:4] == ["activity", "Bezoek", 2400.0, pytest.approx(720.0)]
    assert np.isnan(found[4])
    assert found[5] == pytest.approx(1680.0)


def test_credit_lines_by_hand() -> None:
    found = first(alike(credit_lines=40.0), visits(12))
    assert found[:4] == ["credits", "", 40.0, pytest.approx(2.0)]


def test_late_payment_by_hand() -> None:
    found = first(alike(payment_days=90.0, financing=180.0), visits(12))
    assert found[:4] == ["payment", "", 90.0, pytest.approx(30.0)]


def test_a_difference_that_chance_makes_is_no_cause() -> None:
    # 16 hours beside 12: 240 EUR more, and twice the standard deviation of 16 rows is 480.
    assert first(alike(), visits(16))[0] == ""


def test_one_dear_part_of_a_cheap_customer_is_no_cause() -> None:
    assert first(alike(payment_days=90.0, financing=180.0, invoices=4.0), visits(2))[0] == ""


def test_peers_whose_effort_is_unknown_do_not_count() -> None:
    customers = alike()
    customers.loc["k1":"k8", ["logged_hours", "expense"]] = np.nan
    customers.loc["k1", "logged_hours"] = 40.0
    effort = pd.DataFrame({"customer_id": ["k0", "k1"] * 40, "activity": "Bezoek", "hours": 1.0})
    assert (serving_causes(customers, effort, None, years=1)["cause"] == "").all()


def test_nobody_and_no_effort_have_no_cause() -> None:
    assert (serving_causes(alike(), None, None, years=1)["cause"] == "").all()
    assert serving_causes(alike().iloc[:0], None, None, years=1).empty


def _drawn(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    draw = np.random.default_rng(seed)
    ids = pd.Index([f"c{n:02}" for n in range(60)], name="customer_id")
    n = len(ids)
    customers = pd.DataFrame(
        {
            "revenue": np.round(np.exp(draw.normal(9, 1, n)), 2),
            "segment": draw.choice(["Bouw", "Zorg"], n),
            "payment_days": draw.choice([14.0, 30.0, 60.0, 90.0], n),
            "invoices": np.rint(np.exp(draw.normal(3, 1.2, n))) + 1.0,
            "credit_lines": draw.integers(0, 20, n).astype(float),
            "logged_hours": 1.0,
            "expense": 0.0,
        },
        index=ids,
    )
    customers["financing"] = customers["revenue"] * customers["payment_days"] / 365 * 0.06
    rows = 300
    effort = pd.DataFrame(
        {
            "customer_id": draw.choice(ids, rows, p=draw.dirichlet(np.full(n, 0.15))),
            "activity": draw.choice(["Bezoek", "bezoek ", "Klacht", None], rows),
            "hours": draw.choice([0.5, 1.0, 4.0], rows),
            "expense": draw.choice([0.0, 25.0], rows),
        }
    )
    return customers, effort, pd.Series(draw.choice([0.0, 0.0, 300.0, 1500.0], n), ids)


@pytest.mark.parametrize("seed", range(4))
def test_a_second_computation_finds_the_same_causes(seed: int) -> None:
    customers, effort, lever = _drawn(seed)
    found = serving_causes(customers, effort, lever, years=1, rates=Rates(RATES))
    rates = RATES.astype(object).where(RATES.notna(), None).to_dict("records")
    plain = plain_causes(
        customers.to_dict("index"),
        customers["segment"].to_dict(),
        effort.astype(object).where(effort.notna(), None).to_dict("records"),
        rates,
        lever.to_dict(),
    )
    names = found["cause_name"].str.strip().str.lower()
    assert {who: (cause, names[who]) for who, cause in found["cause"].items()} == {
        who: row[:2] for who, row in plain.items()
    }
    np.testing.assert_allclose(found["cause_euros"], [plain[who][2] for who in found.index])
    assert set(found["cause"]) >= {"", "orders", "activity"}
    assert set(found["cause"]) <= {"", *CAUSES}
