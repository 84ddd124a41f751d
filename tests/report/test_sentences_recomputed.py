"""Every amount in a sentence computed anew from the tables of the same workbook, also what it claims to be
about: of one item its own row, of several their sum."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd
import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.next_steps.up_sell import up_sell_rows
from klantwaarde_xl.report.words.parts import amount, item_text

EUROS = r"(?:minder dan )?€ -?\d{1,3}(?:\.\d{3})*"
ONE_MORE = re.compile(rf"meer (?P<item>.+) verkopen: (?P<sum>{EUROS})")
SEVERAL_MORE = re.compile(
    rf"(?P<count>\d+) kansen om meer te verkopen, samen (?P<sum>{EUROS}); "
    rf"de grootste is (?P<item>.+) met (?P<own>{EUROS})"
)
ONE_NEW = re.compile(rf"(?P<item>[^;]+) koopt de klant nog niet: (?P<sum>{EUROS}) marge per jaar")
SEVERAL_NEW = re.compile(
    rf"(?P<count>\d+) kansen op iets nieuws, uit zichzelf wordt samen (?P<sum>{EUROS}) marge per jaar "
    rf"verwacht; de grootste is (?P<item>.+) met (?P<own>{EUROS})"
)
OWN_YEAR = re.compile(rf"(?:[Kk]ost(?: nu)?|[Ll]evert) (?P<sum>{EUROS}) per jaar(?! kost)")
LEVERS = {
    "potential": re.compile(rf"(?:te winnen \(|maar er is )(?P<sum>{EUROS})"),
    "margin": re.compile(rf"producten .+: na aftrek van toeval (?P<sum>{EUROS}) te winnen"),
    "serve": re.compile(rf"na aftrek van toeval (?P<sum>{EUROS}) te besparen"),
}


def _same(said: str, euros: float) -> None:
    assert said == amount(euros), (said, euros)


def _of_items(found: re.Match[str], rows: pd.DataFrame) -> None:
    """Compare a sentence on items with the rows of those items: the sum, how many, and the largest."""
    rows = rows[rows["expected_margin"].astype(float) > 0]
    _same(found["sum"], rows["expected_margin"].sum())
    parts = found.groupdict()
    own = rows[[item_text(item) == found["item"].strip() for item in rows["item"]]]["expected_margin"]
    assert len(own) == 1, found["item"]
    assert len(rows) == int(parts.get("count") or 1)
    _same(parts.get("own") or found["sum"], own.iloc[0])
    assert own.iloc[0] == pytest.approx(rows["expected_margin"].max())


def test_the_sentences_of_acties_give_the_figures_of_the_tables(
    firm: Analysis, firm_document: Document
) -> None:
    more, new = up_sell_rows(firm, longest=100_000), firm_document.frames["cross_sell"]
    customers = firm_document.frames["customers"].set_index("customer_id")
    years, kinds = firm.period.years, Counter[str]()
    for row in firm_document.frames["actions"].to_dict("records"):
        text, who = re.sub("[\u00a0\u202f]", " ", row["sentence"]), row["customer_id"]
        for kind, patterns, rows in (
            ("more", (SEVERAL_MORE, ONE_MORE), more),
            ("new", (SEVERAL_NEW, ONE_NEW), new),
        ):
            if found := next(filter(None, (pattern.search(text) for pattern in patterns)), None):
                _of_items(found, rows[rows["customer_id"].astype(str) == who])
                kinds[kind, "own" in found.groupdict()] += 1
        if found := OWN_YEAR.search(text):
            _same(found["sum"], abs(customers.loc[who, "contribution"]) / years)
            kinds["own year"] += 1
        for field, pattern in LEVERS.items():
            if found := pattern.search(text):
                _same(found["sum"], row[field])
                kinds[field] += 1
    assert kinds["own year"] >= 20


PARTS = re.compile(
    rf"het meest door (?:kleine bestellingen "
    rf"\((?P<count>\d+) factu\w+ per jaar van gemiddeld (?P<size>{EUROS}), "
    rf"bij hen (?P<theirs>{EUROS})\)|(?P<name>.+) \((?P<own>{EUROS}) per jaar, bij hen naar omzet {EUROS}\))"
)


def test_what_makes_serving_dear_is_what_the_rows_of_inspanning_and_invoices_hold(
    firm: Analysis, firm_document: Document
) -> None:
    customers = firm_document.frames["customers"].set_index("customer_id")
    rates = firm.inputs.rates
    hourly = {} if rates is None else dict(zip(rates["activity"], rates["hourly_cost"], strict=True))
    for row in firm_document.frames["actions"].to_dict("records"):
        found = PARTS.search(re.sub("[\u00a0\u202f]", " ", row["sentence"]))
        if not found:
            continue
        who = row["customer_id"]
        if found["size"]:
            invoices = customers.loc[who, "invoices"]
            assert int(found["count"]) == round(invoices / firm.period.years)
            _same(found["size"], customers.loc[who, "revenue"] / invoices)
            continue
        effort = firm.inputs.effort
        inside = effort[firm.period.contains(effort["date"].to_numpy())]
        inside = inside[inside["customer_id"].astype(str) == who]
        cost = sum(
            (0 if pd.isna(one["hours"]) else one["hours"])
            * hourly.get(one["activity"], firm.settings.hourly_cost)
            + (0 if pd.isna(one["expense"]) else one["expense"])
            for one in inside.to_dict("records")
            if one["activity"] == found["name"]
        )
        _same(found["own"], cost / firm.period.years)


def test_what_most_of_the_saving_is_for_is_what_the_rows_say(firm: Analysis, firm_document: Document) -> None:
    rows = firm_document.frames["actions"]
    saving = rows[rows["serve"] > 0]
    kinds: dict[str, list[float]] = {}
    for row in saving.to_dict("records"):
        found = re.search(r"het meest door ([^(]+?) \(", row["sentence"].replace("\u00a0", " "))
        if found and row["best_lever"] == "Goedkoper bedienen":
            kinds.setdefault(found[1], []).append(row["serve"])
    most = max(kinds, key=lambda kind: sum(kinds[kind]), default="")
    of_hours = rf" ?Van goedkoper bedienen is {EUROS} uren: geld als die elders iets opleveren\."
    said = re.sub(of_hours, "", str(firm_document.values["actions_cause"]))
    if most and len(kinds[most]) > 1 and sum(kinds[most]) > saving["serve"].sum() / 2:
        figures = re.fullmatch(
            rf"Van ({EUROS}) goedkoper bedienen is ({EUROS}), bij (\d+) klanten, het meest door {most}\.",
            said,
        )
        assert figures, said
        _same(figures[1], saving["serve"].sum())
        _same(figures[2], sum(kinds[most]))
        assert int(figures[3]) == len(kinds[most])
    else:
        assert said == ""


def test_the_two_capacities_are_those_of_team_and_of_tarieven(
    firm: Analysis, firm_document: Document
) -> None:
    team, rates = firm.inputs.account_managers, firm.inputs.rates
    hours = 0.0 if team is None else float(team["capacity_hours"].sum()) * firm.period.years
    known = rates is not None and "capacity_hours" in rates and rates["capacity_hours"].notna().any()
    said = str(firm_document.values["two_capacities"])
    assert bool(said) == bool(known and hours)
    if said:
        activities = float(rates["capacity_hours"].sum()) * firm.period.years
        figures = [int(number.replace(".", "")) for number in re.findall(r"(\d[\d.]*)(?= uren| van)", said)]
        assert figures == [round(hours), round(activities)]
