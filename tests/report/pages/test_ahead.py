"""Vooruit, as `vernieuw` writes it, beside sums and a forecast in plain Python."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from leaving_company import LINES as LEAVERS
from plain_book import write_book
from plain_next_year import History, at_origins, dot, next_year, three_years, weights
from result_cells import cells

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.ahead import FIRM, GROWTH, LISTED, LOSS, PAGE, firm_rows, growers

DAYS, MARGIN, HORIZON = 5 * 365 + 1, 0.25, 365
PERIOD = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def with_a_trend(customer: int) -> list[list[object]]:
    """Return the lines of a customer, every other week; two in three grow, the third shrinks."""
    base, pace = 100.0 + 3 * customer, (0.3, 0.1, -0.3)[customer % 3] / 365
    amounts = {day: base * math.exp(pace * day) for day in range(customer % 14, DAYS, 14)}
    return [
        [dt.datetime(2022, 1, 1) + dt.timedelta(days=day), f"{customer:04d}", each, (1 - MARGIN) * each]
        for day, each in amounts.items()
    ]


GROWERS = [LEAVERS[0], *[line for customer in range(1, 111) for line in with_a_trend(customer)]]


def page(
    lines: list[list[object]],
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, str], dict[str, float]]:
    """Return the rows of each grid, the sentences, and the totals of the analysis."""
    analysis = of_tables._analysis((lines,))[1]
    source = Source(analysis)
    frames = {key: frame.to_dict("records") for key, frame in PAGE.frames(source).items()}
    told = {key: str(text).replace("\u00a0", " ") for key, text in PAGE.values(source).items()}
    return frames, told, analysis.ahead.totals


def of_year(lines: list[list[object]], year: int) -> dict[str, float]:
    sums: dict[str, float] = {}
    for day, customer, revenue, cost in lines[1:]:
        if day.year == year:
            sums[customer] = sums.get(customer, 0.0) + revenue - cost
    return sums


def euros(amount: float) -> str:
    return "€ " + f"{amount:,.0f}".replace(",", ".")


def test_the_thirty_with_most_at_stake_come_first() -> None:
    frames, told, totals = page(LEAVERS)
    found, margin = frames[LOSS.frame], of_year(LEAVERS, 2024)
    chances = of_tables._analysis((LEAVERS,))[1].customers["leave_chance"]
    stake = {str(name): chance * margin[str(name)] for name, chance in chances.items()}
    assert [row["at_stake"] for row in found] == pytest.approx(sorted(stake.values(), reverse=True)[:LISTED])
    last = {row[1]: row[0] for row in sorted(LEAVERS[1:], key=lambda row: row[0])}
    assert all(row["last_purchase"] == last[row["customer_id"]] for row in found)
    assert all(row["if_gone"] == pytest.approx(margin[row["customer_id"]]) for row in found)
    assert all(row["at_stake"] == pytest.approx(row["leave_chance"] * row["if_gone"]) for row in found)
    assert euros(totals["at_stake"]) in told["ahead_stake"]
    assert told["ahead_loss_heading"] == "Bij wie het meest op het spel staat"
    assert frames[GROWTH.frame] == []
    assert "duidelijk beter" in told["ahead_growth"]


def test_the_growers_and_the_firm_are_those_of_a_forecast_in_plain_python() -> None:
    frames, told, totals = page(GROWERS)
    plain = [
        {"date": day.date(), "customer_id": customer, "revenue": revenue, "one_off": None}
        for day, customer, revenue, _ in GROWERS[1:]
    ]
    history = History(plain, sorted({row["customer_id"] for row in plain}), PERIOD)
    reason, model, ahead = next_year(history, HORIZON)
    assert (reason, model) == ("", "with_half")
    growth = {name: row["revenue"] - row["last"] for name, row in ahead.items()}
    largest = sorted((each for each in growth.values() if each > 0.005), reverse=True)
    found = frames[GROWTH.frame]
    assert [row["growth"] for row in found] == pytest.approx(largest[:LISTED], abs=0.01)
    assert all(row["growth"] == pytest.approx(growth[row["customer_id"]], abs=0.01) for row in found)
    assert told["ahead_growth"].startswith(f"{len(largest)} klanten kopen naar verwachting meer, uit ")
    assert "€" not in told["ahead_growth"], "what growers bring together is no claim"
    revenue = sum(row["revenue"] for row in ahead.values())
    past = at_origins(history, HORIZON, 1.0)
    fit = weights([row[0][:2] for row in past], [row[1] for row in past])
    days = len(history.origins(HORIZON, 1.0))
    came, fitted = (
        np.reshape(each, (days, len(ahead))).sum(axis=1)
        for each in ([row[1] for row in past], [dot(fit, row[0][:2]) for row in past])
    )
    low, high = (came / fitted - 1).min(), (came / fitted - 1).max()
    firm = {row["label"]: row for row in frames[FIRM.frame]}
    for label, whole in (("Omzet", revenue), ("Nettobijdrage", revenue * MARGIN)):
        assert firm[label]["next"] == pytest.approx(whole)
        assert firm[label]["low"] == pytest.approx(whole * (1 + low))
        assert firm[label]["high"] == pytest.approx(whole * (1 + high))
    assert f"tussen {euros(totals['low'])} en {euros(totals['high'])}." in told["ahead_message"]
    assert f"{days} eerdere dagen" in told["ahead_basis"]


def test_who_grows_but_costs_money_is_not_looked_forward_to() -> None:
    """Customer 0003, who grows fastest and is sold below cost, is left out and counted apart."""
    below = [GROWERS[0], *[[*row[:3], 1.2 * row[2]] if row[1] == "0003" else row for row in GROWERS[1:]]]
    grown, told, _ = page(GROWERS)
    before = {row["customer_id"] for row in page_growers(GROWERS)}
    after = {row["customer_id"] for row in page_growers(below)}
    assert "0003" in before
    assert after == before - {"0003"}
    assert "Zonder" not in told["ahead_growth"]
    frames, told, _ = page(below)
    assert all(row["value_next"] > 0 for row in frames[GROWTH.frame])
    assert "Zonder 1 klant die ook meer koopt, maar met een waarde van nul of minder." in told["ahead_growth"]
    assert told["ahead_growth"].startswith(f"{len(before) - 1} klanten kopen")
    assert len(grown[GROWTH.frame]) == len(frames[GROWTH.frame]) == LISTED


def page_growers(lines: list[list[object]]) -> list[dict[str, Any]]:
    return growers(Source(of_tables._analysis((lines,))[1])).to_dict("records")


def test_the_value_of_three_years_is_that_of_the_first_times_what_the_past_shows() -> None:
    """Five years of lines: days with a year before and three after, by a count of our own."""
    _, told, totals = page(GROWERS)
    plain = [
        {"date": day.date(), "customer_id": customer, "revenue": revenue, "one_off": None}
        for day, customer, revenue, _ in GROWERS[1:]
    ]
    multiple = three_years(History(plain, sorted({row["customer_id"] for row in plain}), PERIOD), HORIZON)
    assert multiple is not None
    assert 3.0 < multiple < 4.0
    assert totals["three_years"] == pytest.approx(totals["contribution"] * multiple)
    assert euros(totals["three_years"]) in told["ahead_three"]
    customers = of_tables._analysis((GROWERS,))[1].customers
    assert customers["value_three"].tolist() == pytest.approx((customers["value_next"] * multiple).tolist())


def test_without_four_years_nothing_is_told_of_three() -> None:
    _, told, totals = page([GROWERS[0], *[row for row in GROWERS[1:] if row[0].year >= 2023]])
    assert (
        told["ahead_three"] == "Waarde over drie jaar is leeg: daarvoor zijn ruim vier jaar aan regels nodig."
    )
    assert math.isnan(totals["three_years"])


def test_this_period_stands_beside_the_year_ahead_as_a_year(make_analysis: Any) -> None:
    analysis = replace(make_analysis(20), period=Period(dt.date(2023, 1, 1), dt.date(2024, 12, 30)))
    firm = firm_rows(Source(analysis)).set_index("label")["now"]
    assert firm["Omzet"] == pytest.approx(analysis.customers["revenue"].sum() / 2)
    assert firm["Nettobijdrage"] == pytest.approx(analysis.customers["contribution"].sum() / 2)


@pytest.mark.parametrize(
    ("first", "why"), [(2026, "Minder dan twee jaar aan regels"), (2024, "minder dan 50 klanten bleven weg")]
)
def test_too_little_history_is_told_and_nothing_is_expected(first: int, why: str) -> None:
    few = [GROWERS[0], *[row for row in GROWERS[1:] if row[0].year >= first and row[1] < "0090"]]
    frames, told, totals = page(few)
    assert why in " ".join(told.values())
    assert "zonder interval" in told["ahead_basis"]
    assert frames[GROWTH.frame] == []
    assert len(frames[LOSS.frame]) == LISTED
    # Without a chance the list goes by what is gone with the customer.
    gone = [row["if_gone"] for row in frames[LOSS.frame]]
    assert gone == sorted(gone, reverse=True)
    empty = ("at_stake", "leave_chance")
    assert all(math.isnan(row[field]) for row in frames[LOSS.frame] for field in empty)
    assert told["ahead_loss_heading"] == "Wat weggaat als hij gaat, zonder verwachting"
    assert math.isnan(totals["low"])


def test_without_costs_nobody_can_be_named() -> None:
    frames, told, _ = page([row[:3] for row in LEAVERS])
    assert "nettobijdrage onbekend" in told["ahead_message"]
    assert frames[LOSS.frame] == []


@pytest.mark.slow
def test_the_sheet_that_vernieuw_writes_holds_them(door: Any) -> None:
    buyers = sorted({str(row[1]) for row in LEAVERS[1:]})
    customers = [["Klantnr", "Klantnaam"], *[[each, f"Klant {each}"] for each in buyers]]
    path = write_book(door.folder / "in.xlsx", {"Klanten": customers, "Transacties": LEAVERS})
    answer = door.refreshes(path)
    sheet, margin = cells(door.folder / "resultaat.xlsx", "Vooruit"), of_year(LEAVERS, 2024)
    headers = sheet[LOSS.row - 1]
    column = headers.index("Als hij gaat")
    listed = {row[0]: row[column] for row in sheet[LOSS.row : LOSS.row + LISTED]}
    stake = [row[headers.index("Op het spel")] for row in sheet[LOSS.row : LOSS.row + LISTED]]
    assert stake == sorted(stake, reverse=True)
    assert all(amount == pytest.approx(margin[customer]) for customer, amount in listed.items())
    assert euros(answer.json["at_stake"]) in sheet[LOSS.row - 2][0].replace("\u00a0", " ")
    assert euros(answer.json["next_year"]["revenue"]) in sheet[1][0].replace("\u00a0", " ")


def test_one_off_turnover_is_told_where_a_scenario_leaves_it_out() -> None:
    header, *lines = GROWERS
    plain = [[*header, "Eenmalig"], *([*line, None] for line in lines)]
    assert page(plain)[1]["ahead_one_off"] == ""
    # Of a customer that counts, within the period, beside one line of the year before.
    odd = [[dt.datetime(year, 5, 4), "0001", 1200.0, 900.0, "ja"] for year in (2026, 2025)]
    told = page([*plain, *odd])[1]["ahead_one_off"]
    assert told == "Van de omzet van deze periode is € 1.200 eenmalig; komend jaar telt die niet mee."
