from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import light
import numpy as np
import pandas as pd
import pytest
from quick import first_quick

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.pages.next_steps.actions import GONE, action_rows
from klantwaarde_xl.report.words.names import LEVERS
from klantwaarde_xl.writers.xlsx import xlsx_bytes


@pytest.mark.slow
def test_a_long_list_shows_the_largest_and_what_was_typed(
    make_analysis: Any, chance_frames: Any, typed: Any
) -> None:
    analysis = typed(
        replace(make_analysis(), settings=Settings(longest_list=10)), {"00005": ("Noor", "bezig", "")}
    )
    frames = chance_frames(analysis)
    assert len(frames["cross_sell"]) == 10
    assert frames["cross_sell"]["expected_revenue"].min() == 1000.0
    # The fifth customer has nothing to win, so it is far down the list; what was typed keeps it.
    assert len(frames["actions"]) == 11
    assert frames["actions"].iloc[-1][["customer_id", "owner", "potential"]].tolist() == [
        "00005",
        "Noor",
        0.0,
    ]
    values = build(analysis, created=dt.datetime(2025, 1, 1)).values
    assert "Getoond: de 10 grootste van 600 kansen." in str(values["cross_sell_subtitle"])
    # The message counts all 600 gaps, not the ten shown.
    total = analysis.chances.cross_sell.gaps["expected_revenue"].sum()
    assert f"€ {total:,.0f}".replace(",", ".") in str(values["cross_sell_message"])


def test_levers_add_up_to_the_total_of_every_customer(frames: dict[str, pd.DataFrame]) -> None:
    np.testing.assert_allclose(frames["actions"][list(LEVERS)].sum(axis=1), frames["actions"]["potential"])
    assert frames["actions"]["potential"].is_monotonic_decreasing
    assert len(frames["actions"]) == 400


def test_an_action_fits_or_not_or_nobody_knows(frames: dict[str, pd.DataFrame]) -> None:
    actions = frames["actions"]
    with_hours = actions[actions["hours"] > 0]
    # Anna has hours for all; Bram's 10 hours are long gone; of the others no capacity is known.
    by_manager = (
        with_hours.groupby("account_manager")["fits"]
        .agg(lambda found: "/".join(sorted(set(found))))
        .to_dict()
    )
    assert by_manager == {
        "Anna de Wit": "ja",
        "Bram Koster": "nee",
        **dict.fromkeys(("Carla Post", "Daan Prins", "Els Vink"), "onbekend"),
    }
    without = actions[actions["hours"] == 0]
    assert set(without["fits"]) == {""}
    assert without["euros_per_hour"].isna().all()


def test_what_was_typed_stays_with_its_customer_also_when_that_is_gone(
    make_analysis: Any, typed: Any
) -> None:
    notes = {
        "00007": ("Noor", "bezig", "bel maandag"),
        "90003": ("", "open", "komt terug?"),
        "weg": ("Bram", "", ""),
    }
    rows = action_rows(typed(make_analysis(), notes)).set_index("customer_id")
    assert rows.loc["00007", ["owner", "status", "note"]].tolist() == ["Noor", "bezig", "bel maandag"]
    assert rows.loc["00008", ["owner", "status", "note"]].tolist() == ["", "", ""]
    assert rows.index[-2:].tolist() == ["90003", "weg"]
    assert rows.loc["90003", ["name", "label", "note"]].tolist() == ["Verdwenen 3", GONE, "komt terug?"]
    assert rows.loc["weg", ["name", "owner"]].tolist() == ["weg", "Bram"]
    assert rows.loc["weg", "sentence"] == "Niet meer in de lijst van deze periode; wat u typte is bewaard."


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize("count", first_quick(1, [1, 10, 60]))
def test_no_blank_of_a_program_reaches_a_sheet(make_analysis: Any, typed: Any, count: int) -> None:
    analysis = typed(make_analysis(count), {"00001": ("", "open", ""), "x": ("Bram", "", "")})
    book = light.load(xlsx_bytes(build(analysis, created=dt.datetime(2025, 1, 1))))
    wrong = {"nan", "none", "nat", "<na>", "inf", "-inf", "true", "false"}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert str(cell.value).lower() not in wrong or cell.value is None, (
                    f"{sheet.title}!{cell.coordinate}"
                )
                assert not isinstance(cell.value, str) or not {"nan", "None"} & set(cell.value.split()), (
                    cell.value
                )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_cells_for_the_user_look_like_input_also_when_blank(make_analysis: Any) -> None:
    book = light.load(xlsx_bytes(build(make_analysis(12), created=dt.datetime(2025, 1, 1))))
    sheet = book["Acties"]
    headers = {cell.value: cell.column for cell in sheet[7]}
    assert sheet.tables["tblActies"].ref.startswith("A7:")
    for header in ("Eigenaar", "Status", "Opmerking"):
        cell = sheet.cell(8, headers[header])
        assert cell.value is None
        assert cell.fill.fgColor.rgb == "FFFFF8DC"
    assert [check.sqref for check in sheet.data_validations.dataValidation if "open" in str(check.formula1)]


def test_what_is_done_or_refused_is_told_apart_and_asks_and_frees_no_hours(
    make_analysis: Any, typed: Any
) -> None:
    analysis = make_analysis(60)
    actions = analysis.chances.actions
    ids = actions.index[actions["potential"] > 0].astype(str)[:6]
    states = dict(zip(ids, ("gedaan", "Niet doen", "niet eens", "bezig", "open", "GEDAAN"), strict=True))
    analysis = typed(analysis, {who: ("", status, "") for who, status in states.items()})
    document = build(analysis, created=dt.datetime(2025, 1, 1))
    euros = actions["potential"].set_axis(actions.index.astype(str))
    done, refused = (euros[[ids[n] for n in rows]].sum() for rows in ((0, 5), (1, 2)))
    count = int((euros > 0).sum())

    def amount(value: float) -> str:
        return f"€ {value:,.0f}".replace(",", ".")

    assert document.values["actions_states"] == (
        f"Nog te doen: {count - 4} klanten, {amount(euros.sum() - done - refused)} per jaar. "
        f"Waar iets te winnen was: gedaan 2, berekend op {amount(done)} (wat het gaf: Opvolging); "
        f"niet doen of niet eens 2, {amount(refused)}."
    )


def test_the_plan_holds_only_what_is_to_do(firm: Analysis) -> None:
    """Of the first action of a manager that frees hours nothing is credited once it is done."""
    plan = firm.chances.same_people
    if not (plan.rows["ticked"]).any():
        return
    first = plan.rows.index[plan.rows["ticked"]][0]
    notes = pd.DataFrame(
        {"owner": "", "status": "gedaan", "note": ""}, index=pd.Index([first], name="customer_id")
    )
    known = firm.inputs.action_notes
    both = notes if known is None else pd.concat([known.drop(first, errors="ignore"), notes])
    later = analyse(replace(firm.inputs, action_notes=both)).chances.same_people
    row, who = plan.rows.loc[first], plan.rows.loc[first, "account_manager"]
    assert first not in later.rows.index
    assert later.managers.loc[who, "actions"] == plan.managers.loc[who, "actions"] - 1
    both_sides = ["euros_inside", "euros_outside"]
    gone = plan.managers.loc[who, both_sides].sum() - later.managers.loc[who, both_sides].sum()
    assert gone == pytest.approx(row["potential"])
    ticked = later.rows[later.rows["ticked"] & (later.rows["account_manager"] == who)]
    assert later.managers.loc[who, "freed_inside"] == pytest.approx(ticked["freed_hours"].sum(), abs=0.01)


_CAUSE = re.compile(r"het meest door (.+?) \((.*?)\): ")


def test_the_cause_is_the_dearest_by_effort_and_rates_of_the_workbook(firm: Analysis) -> None:
    """What 'Waarom' names costs, by Inspanning x Tarieven, more above the firm than any other activity; and
    fewer invoices would not save more than that."""
    period, rates, effort = firm.period, firm.inputs.rates, firm.inputs.effort
    price = (
        {} if rates is None else dict(zip(rates["activity"].str.lower(), rates["hourly_cost"], strict=True))
    )
    spent: Counter[tuple[str, str]] = Counter()
    for row in effort[period.contains(effort["date"].to_numpy())].to_dict("records"):
        hourly = price.get(str(row["activity"]).strip().lower(), firm.settings.hourly_cost)
        spent[str(row["customer_id"]), str(row["activity"]).strip()] += np.nan_to_num(
            row["hours"]
        ) * hourly + np.nan_to_num(row.get("expense", np.nan))
    shown = action_rows(firm, longest=10_000).set_index("customer_id")
    savings = shown["serve"]
    told = 0
    for who, sentence in shown["sentence"].items():
        found = _CAUSE.search(str(sentence))
        if found is None:
            continue
        told += 1
        if savings[who] > 0:
            name, figures = found.groups()
            own, theirs = (int(text.replace(".", "")) for text in re.findall(r"€ ([\d.]+)", figures))
            assert own == pytest.approx(spent[who, name], abs=0.51)
            assert own - theirs >= savings[who] / 2 - 1
            assert own >= max(cost for (customer, _), cost in spent.items() if customer == who) - (
                own - theirs
            )
    if any(shown["best_lever"] == LEVERS["serve"]):
        assert told
