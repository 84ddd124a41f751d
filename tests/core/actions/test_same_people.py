"""The list that fits in the free hours, ticked as a person would."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.actions.same_people import SamePeople, with_the_same_people


def one_by_one(hours: list[float], free: float) -> list[bool]:
    """Return the ticks as a person would set them, down the list."""
    ticks = []
    for need in hours:
        ticks.append(need <= free + 1e-9)
        free -= need if ticks[-1] else 0
    return ticks


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 68), st.integers(0, 40), st.sampled_from(["Bram", "Noor", ""])), max_size=40
    ),
    st.integers(0, 400),
)
def test_the_list_is_ticked_as_a_person_would_and_never_exceeds_the_hours(
    rows: list[tuple[int, int, str]], quarters: int
) -> None:
    hours = np.array([quarter / 4 for quarter, _, _ in rows])
    rate = np.array([float(euros) for _, euros, _ in rows])
    actions = pd.DataFrame(
        {
            "label": "develop",
            "best_lever": "serve",
            "cross_sell": 0.0,
            "potential": rate * hours,
            "hours": hours,
            "freed_hours": 0.0,
            "euros_per_hour": rate,
        },
        index=pd.Index([f"k{i:02d}" for i in range(len(rows))], name="customer_id"),
    )
    owner = pd.Series([name for _, _, name in rows], index=actions.index, dtype=object)
    free = pd.Series({"Bram": quarters / 4, "Noor": 10.0})
    plan = with_the_same_people(actions, owner, free)
    for name in ("Bram", "Noor"):
        mine = plan.rows[plan.rows.account_manager == name]
        expected = sorted(owner.index[owner == name], key=lambda k: (-actions.euros_per_hour[k], k))
        assert mine.index.tolist() == expected
        assert mine.position.tolist() == list(range(1, len(mine) + 1))
        assert mine.ticked.tolist() == one_by_one(mine.hours.tolist(), free[name])
        assert mine.hours[mine.ticked].sum() <= free[name] + 1e-9
        assert mine.cumulative_hours.tolist() == pytest.approx((mine.hours * mine.ticked).cumsum().tolist())
        summary = plan.managers.loc[name]
        assert summary.euros_inside + summary.euros_outside == pytest.approx(mine.potential.sum())
    assert not plan.rows.ticked[plan.rows.account_manager == ""].any()


def test_euros_in_cents_change_no_tick() -> None:
    rng = np.random.default_rng(2)
    actions = pd.DataFrame(
        {"label": "basic", "best_lever": "serve", "potential": rng.integers(1, 9, 30) / 3},
        index=pd.Index([f"k{i:02d}" for i in range(30)], name="customer_id"),
    )
    actions = actions.assign(
        hours=4.0, freed_hours=0.0, cross_sell=0.0, euros_per_hour=actions.potential / 4.0
    )
    large = actions.assign(potential=actions.potential * 100, euros_per_hour=actions.euros_per_hour * 100)
    owner = pd.Series(np.where(np.arange(30) % 2, "Noor", "Bram"), index=actions.index)
    free = pd.Series({"Noor": 20.0, "Bram": 7.5})
    here = with_the_same_people(actions, owner, free).rows
    there = with_the_same_people(large[::-1], owner, free).rows
    assert there.index.tolist() == here.index.tolist()
    assert there.ticked.tolist() == here.ticked.tolist()
    assert here.ticked.sum() == 5 + 1


def test_unknown_capacity_and_no_manager_are_said() -> None:
    actions = pd.DataFrame(
        {
            "label": "basic",
            "best_lever": "serve",
            "cross_sell": 0.0,
            "potential": [10.0, 5.0],
            "hours": 4.0,
            "freed_hours": [9.0, 0.0],
            "euros_per_hour": 2.5,
        },
        index=pd.Index(["k0", "k1"], name="customer_id"),
    )
    owner = pd.Series({"k0": "Noor", "k1": None}).astype("category")
    plan = with_the_same_people(actions, owner, pd.Series({"Bram": -5.0, "Noor": np.nan}))
    assert plan.managers.reason.to_dict() == {"Bram": "", "Noor": "capacity_unknown", "": "no_manager"}
    assert not plan.rows.ticked.any()
    assert plan.managers.euros_outside.to_dict() == {"Bram": 0.0, "Noor": 10.0, "": 5.0}


def test_a_manager_without_any_action_is_shown() -> None:
    columns = ["label", "best_lever", "potential", "cross_sell", "hours", "freed_hours", "euros_per_hour"]
    none = pd.DataFrame(columns=columns, dtype=float)
    plan = with_the_same_people(none, pd.Series(dtype=object), pd.Series({"Noor": 8.0}))
    assert plan.managers.loc["Noor", ["free_hours", "actions"]].tolist() == [8.0, 0]
    assert plan.rows.empty


def test_of_what_is_not_sure_the_most_expected_comes_first() -> None:
    actions = pd.DataFrame(
        {"label": "expand", "best_lever": "cross_sell", "potential": 0.0, "cross_sell": [5.0, 50.0]},
        index=pd.Index(["k0", "k1"], name="customer_id"),
    ).assign(hours=4.0, freed_hours=0.0, euros_per_hour=0.0)
    plan = with_the_same_people(actions, pd.Series("Noor", index=actions.index), pd.Series({"Noor": 4.0}))
    assert plan.rows["ticked"].to_dict() == {"k1": True, "k0": False}
    assert plan.managers.loc["Noor", ["euros_inside", "euros_outside"]].tolist() == [0.0, 0.0]


def _freeing(hours: list[float], freed: list[float]) -> pd.DataFrame:
    ids = pd.Index([f"k{n}" for n in range(len(hours))], name="customer_id")
    figures = {"hours": hours, "freed_hours": freed, "potential": 100.0, "cross_sell": 0.0}
    rates = np.arange(len(hours), 0, -1.0)
    return pd.DataFrame(figures | {"euros_per_hour": rates, "best_lever": "", "label": ""}, index=ids)


def test_hours_that_serving_frees_are_there_for_growth() -> None:
    # 10 free hours: k0 (8) fits, k1 (6) does not; k2 asks 6 and frees 14, and then k1 fits as well.
    actions = _freeing([8.0, 6.0, 6.0], [0.0, 0.0, 14.0])
    plan = with_the_same_people(actions, pd.Series("Noor", index=actions.index), pd.Series({"Noor": 10.0}))
    assert plan.rows["ticked"].all()
    assert plan.managers.loc["Noor", ["hours_inside", "freed_inside"]].tolist() == [20.0, 14.0]
    none = with_the_same_people(
        actions.assign(freed_hours=0.0), pd.Series("Noor", index=actions.index), pd.Series({"Noor": 10.0})
    )
    assert none.rows["ticked"].tolist() == [True, False, False]


def test_a_shortage_is_filled_first() -> None:
    # 20 hours short: k1 frees 8 net, so that 12 stay short; it eases that and nothing fits.
    actions = _freeing([4.0, 6.0], [0.0, 14.0])
    owner = pd.Series("Noor", index=actions.index)
    plan = with_the_same_people(actions, owner, pd.Series({"Noor": -20.0}))
    assert plan.rows["ticked"].to_dict() == {"k0": False, "k1": False}
    assert plan.rows["eases"].to_dict() == {"k0": False, "k1": True}
    names = ["ticked", "eases", "hours_inside", "hours_easing", "freed_easing", "euros_inside"]
    assert plan.managers.loc["Noor", names].tolist() == [0, 1, 0.0, 6.0, 14.0, 0.0]
    assert plan.managers.loc["Noor", ["euros_easing", "euros_outside"]].tolist() == [100.0, 100.0]
    just = with_the_same_people(actions, owner, pd.Series({"Noor": -8.0}))
    assert just.rows["ticked"].to_dict() == {"k0": False, "k1": True}
    assert with_the_same_people(actions, owner, pd.Series({"Noor": -4.0})).rows["ticked"].all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 60)), min_size=1, max_size=25),
    st.integers(-60, 120),
)
def test_with_freed_hours_nothing_is_exceeded_and_nothing_more_fits(
    rows: list[tuple[int, int]], free: int
) -> None:
    actions = _freeing([float(need) for need, _ in rows], [float(back) for _, back in rows])
    owner = pd.Series("Noor", index=actions.index)
    plan = with_the_same_people(actions, owner, pd.Series({"Noor": float(free)}))
    found, summary = plan.rows, plan.managers.loc["Noor"]
    ticked, eases = found["ticked"].to_numpy(), found["eases"].to_numpy()
    gain = (found["freed_hours"] - found["hours"]).to_numpy()
    # Nothing is called to fit while its manager is short, also after all that is freed.
    left = free + gain[ticked].sum()
    short = free + gain[gain >= 0].sum() < 0
    assert left >= 0 or not ticked.any()
    assert ((gain >= 0) == (eases if short else ticked & (gain >= 0))).all()
    assert not (ticked & eases).any()
    assert (found["hours"][~ticked & ~eases] > max(left, 0)).all()
    parts = summary[["euros_inside", "euros_easing", "euros_outside"]].tolist()
    assert parts == [100.0 * of.sum() for of in (ticked, eases, ~ticked & ~eases)]


def of_noor(free: float, **columns: list[float]) -> SamePeople:
    """Return what fits in Noor's free hours of actions with these figures, customers a, b, c ..."""
    same = {"label": "develop", "best_lever": "serve", "cross_sell": 0.0, "freed_hours": 0.0}
    ids = list("abcdef")[: len(columns["hours"])]
    actions = pd.DataFrame({**same, **columns}, index=ids)
    return with_the_same_people(actions, pd.Series("Noor", index=ids), pd.Series({"Noor": free}))


def test_what_has_begun_takes_its_hours_before_what_brings_more() -> None:
    figures = {
        "potential": [80.0, 40.0, 10.0, 9.0],
        "hours": [4.0, 4.0, 4.0, 9.0],
        "euros_per_hour": [20.0, 10.0, 2.5, 1.0],
        "begun": [False, False, True, True],
    }
    plan = of_noor(8.0, **figures)
    # 4 of the 8 hours are of what was begun; nine more do not fit and are told apart.
    assert plan.rows["ticked"].to_dict() == {"a": True, "b": False, "c": True, "d": False}
    told = plan.managers.loc["Noor", ["euros_inside", "euros_outside", "begun_outside"]]
    assert told.tolist() == [90.0, 49.0, 9.0]
    assert of_noor(-1.0, **figures).managers.loc["Noor", "begun_outside"] == 19.0


def test_what_has_begun_and_frees_hours_gives_them_to_the_others() -> None:
    plan = of_noor(
        8.0,
        potential=[80.0, 40.0],
        hours=[6.0, 4.0],
        freed_hours=[0.0, 2.0],
        euros_per_hour=[13.3, 10.0],
        begun=[False, True],
    )
    assert plan.rows["ticked"].all()
