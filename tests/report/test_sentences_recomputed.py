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


def _said(document: Document) -> list[str]:
    """Return the headline and the sentences of the Dashboard, without blanks that do not break."""
    texts = [document.values["headline"], *(document.values[f"sentence_{n}"] for n in range(1, 9))]
    return [str(text) for text in texts if text]


def _one(pattern: str, texts: list[str]) -> re.Match[str] | None:
    found = [match for text in texts if (match := re.search(pattern, text))]
    assert len(found) <= 1, pattern
    return found[0] if found else None


def test_the_dashboard_gives_the_figures_of_who_it_is_about(firm: Analysis, firm_document: Document) -> None:
    customers, texts = firm_document.frames["customers"].set_index("name"), _said(firm_document)
    about = re.compile(
        rf"‘(?P<name>[^’]+)’.*: netto (?P<net>{EUROS}) op (?P<revenue>{EUROS}) omzet, "
        r"(?P<hours>[\d.]+ uur|uren onbekend), koopt (?P<groups>\d+) van (?P<sold>\d+) groepen"
    )
    found = [match for text in texts if (match := about.search(text))]
    assert found
    for match in found:
        row = customers.loc[match["name"]]
        _same(match["net"], row["contribution"])
        _same(match["revenue"], row["revenue"])
        assert match["hours"] == ("uren onbekend" if pd.isna(row["hours"]) else f"{row['hours']:.0f} uur")
        assert int(match["groups"]) == row["groups"]
        assert (
            int(match["sold"])
            == firm.lines[firm.period.contains(firm.lines["date"].to_numpy())]["product_group"].nunique()
        )


def test_the_other_80_percent_is_that_of_acties(firm: Analysis, firm_document: Document) -> None:
    actions, texts = firm_document.frames["actions"], _said(firm_document)
    count = len(firm_document.frames["customers"])
    others = actions[actions["rank_revenue"] > -(-count // 5)]
    sure = _one(
        rf"zeker (?P<sure>{EUROS}) .*groei (?P<growth>{EUROS}), besparing en prijs (?P<saving>{EUROS})", texts
    )
    if sure:
        _same(sure["sure"], others["potential"].sum())
        _same(sure["growth"], others["up_sell"].sum())
        _same(sure["saving"], others["margin"].sum() + others["serve"].sum())
    else:
        assert round(others["potential"].sum()) == 0
    if expected := _one(rf"verwacht uit zichzelf (?P<euros>{EUROS})", texts):
        _same(expected["euros"], others["cross_sell"].sum())


def test_who_costs_money_and_what_goes_with_them(firm: Analysis, firm_document: Document) -> None:
    customers, texts = firm_document.frames["customers"], _said(firm_document)
    losing = customers[customers["contribution"].round(2) < 0]
    found = _one(
        rf"Gaa[nt] de (?:(?P<many>\d+) klanten|klant).*(?:vervalt|scheelt dat) (?P<euros>{EUROS})", texts
    )
    assert bool(found) == bool(len(losing))
    if found:
        assert int(found["many"] or 1) == len(losing)
        _same(found["euros"], abs(losing["if_gone"].sum()))
        if hours := re.search(r"komen ([\d.]+) uren", found.string):
            assert int(hours[1].replace(".", "")) == round(losing["hours"].sum() / firm.period.years)
    if whale := _one(rf"klanten kosten samen (?P<loss>{EUROS})", texts):
        _same(whale["loss"], -losing["contribution"].sum())
    if not customers["time_cost"].notna().any():
        assert not _one("Geen enkele klant kost geld", texts)
