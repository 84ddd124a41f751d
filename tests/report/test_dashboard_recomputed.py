"""Every figure in the sentences of the Dashboard computed anew from the tables of the same workbook."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from dashboard_said import EUROS, one, said, same

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import SENTENCE
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.lines import line_values
from klantwaarde_xl.report.pages.dashboard.sentences import WARNINGS
from klantwaarde_xl.writers.text_width import text_widths

ON_PAPER = 137
"""So many digits of a sentence that begins in H stand on the paper: tried in LibreOffice."""


def test_the_dashboard_gives_the_figures_of_who_it_is_about(firm: Analysis, firm_document: Document) -> None:
    customers, texts = firm_document.frames["customers"].set_index("name"), said(firm_document)
    about = re.compile(
        rf"‘(?P<name>[^’]+)’.*: netto (?P<net>{EUROS}) op (?P<revenue>{EUROS}) omzet, "
        r"(?P<hours>[\d.]+ uur|uren onbekend), koopt (?P<groups>\d+) van (?P<sold>\d+) groepen"
    )
    found = [match for text in texts if (match := about.search(text))]
    assert found
    for match in found:
        row = customers.loc[match["name"]]
        same(match["net"], row["contribution"])
        same(match["revenue"], row["revenue"])
        assert match["hours"] == ("uren onbekend" if pd.isna(row["hours"]) else f"{row['hours']:.0f} uur")
        assert int(match["groups"]) == row["groups"]
        assert (
            int(match["sold"])
            == firm.lines[firm.period.contains(firm.lines["date"].to_numpy())]["product_group"].nunique()
        )


def test_the_points_of_the_best_are_those_of_its_row_and_add_up_to_its_score(
    firm: Analysis, firm_document: Document
) -> None:
    customers, settings = firm_document.frames["customers"].set_index("name"), firm.settings.weights()
    told = one(r"De beste heeft (?P<points>\d+) van 100 punten: (?P<parts>.*)\.$", said(firm_document))
    assert told
    best = customers[customers["rank"] == 1].iloc[0]
    assert int(told["points"]) == round(best["score"])
    got = {
        name: (int(a), int(b))
        for name, a, b in re.findall(r"(\w+(?: als bedrag)?) (\d+)/(\d+)", told["parts"])
    }
    known = {
        field: weight for field, weight in settings.items() if firm.customers[f"points_{field}"].sum() > 0
    }
    names = [DIMENSION_NAMES[field].lower() for field in known]
    assert list(got) == ["marge als bedrag" if name == "marge" else name for name in names]
    for field, (points, most) in zip(known, got.values(), strict=True):
        assert abs(points - best[f"points_{field}"]) <= 0.5
        assert abs(most - 100 * settings[field] / sum(known.values())) <= 0.5
        assert points <= most
    assert abs(sum(points for points, _ in got.values()) - best["score"]) <= len(got) / 2


def test_what_the_largest_earn_is_the_sum_of_their_rows(firm_document: Document) -> None:
    customers, texts = firm_document.frames["customers"], said(firm_document)
    told = one(
        rf"Uw (?P<top>\d+) grootste klanten verdienen netto (?P<net>{EUROS}) \((?P<share>-?\d+) %\)", texts
    )
    large = customers[customers["rank_revenue"] <= -(-len(customers) // 5)]
    total = customers["contribution"].sum()
    assert bool(told) == (total > 0 and large["contribution"].notna().all())
    if told:
        assert int(told["top"]) == len(large)
        same(told["net"], large["contribution"].sum())
        assert abs(int(told["share"]) - 100 * large["contribution"].sum() / total) <= 0.5


def test_sentences_end_on_the_paper(firm_document: Document) -> None:
    warnings = [str(firm_document.values[f"warning_{n}"]) for n in range(1, len(WARNINGS) + 1)]
    texts = [*said(firm_document)[1:], *warnings]
    assert max(text_widths(texts, size=SENTENCE.size)) <= ON_PAPER


def test_sentences_with_names_of_45_letters_end_on_the_paper(firm: Analysis) -> None:
    names = [f"{n:03d} Internationale Groothandel en Distributie" for n in range(len(firm.customers))]
    assert {len(name) for name in names} == {45}
    values = line_values(Source(replace(firm, customers=firm.customers.assign(name=names))))
    texts = [str(text) for key, text in values.items() if re.match(r"(sentence|warning)_text_", key)]
    # In the firm by law nobody is named: its best is its largest and earns most.
    assert len(list(filter(None, texts))) >= 8
    assert max(text_widths(texts, size=SENTENCE.size)) <= ON_PAPER


def test_the_other_80_percent_is_that_of_acties(firm: Analysis, firm_document: Document) -> None:
    actions, texts = firm_document.frames["actions"], said(firm_document)
    count = len(firm_document.frames["customers"])
    others = actions[actions["rank_revenue"] > -(-count // 5)]
    sure = one(
        rf"aannemelijk (?P<sure>{EUROS}) per jaar te winnen "
        rf"\(groei (?P<growth>{EUROS}), besparing en prijs (?P<saving>{EUROS})",
        texts,
    )
    if sure:
        same(sure["sure"], others["potential"].sum())
        same(sure["growth"], others["up_sell"].sum())
        same(sure["saving"], others["margin"].sum() + others["serve"].sum())
    else:
        assert round(others["potential"].sum()) == 0
    if expected := one(rf"los daarvan verwacht: (?P<euros>{EUROS})", texts):
        same(expected["euros"], others["cross_sell"].sum())


def test_who_costs_money_and_what_goes_with_them(firm: Analysis, firm_document: Document) -> None:
    customers, texts = firm_document.frames["customers"], said(firm_document)
    losing = customers[customers["contribution"].round(2) < 0]
    saving = losing[losing["if_gone"].round(2) < 0]
    found = one(
        rf"(?:Gaa[nt]|Van) de (?:(?P<many>\d+) (?:klanten|die)|klant)"
        rf".*(?:vervalt|scheelt) (?P<euros>{EUROS})",
        texts,
    )
    assert bool(found) == bool(len(losing))
    if found:
        assert int(found["many"] or 1) == len(losing)
        of = saving if len(saving) else losing
        same(found["euros"], abs(of["if_gone"].sum()))
        if number := re.search(r"mogen er (\d+) weg", found.string):
            assert int(number[1]) == len(saving)
        if hours := re.search(r"komen ([\d.]+) uren", found.string):
            assert int(hours[1].replace(".", "")) == round(of["hours"].sum() / firm.period.years)
        if parts := re.search(r"\((\d+) %, voor (\d+) % van de omzet\)", found.string):
            for part, field in zip(parts.groups(), ("hours", "revenue"), strict=True):
                assert int(part) == round(100 * of[field].sum() / customers[field].sum())
    listed = firm_document.frames["losing"]
    assert (listed["saved"].dropna().astype(float) > 0).all()
    assert listed["position"].notna().sum() == min(10, len(saving))
    if whale := one(rf"klanten kosten samen (?P<loss>{EUROS})", texts):
        same(whale["loss"], -losing["contribution"].sum())
    without = one(rf"zonder (?:hun|zijn) uren (?P<earns>levert hij |leveren zij )?(?P<euros>{EUROS})", texts)
    if without:
        rest = losing["contribution"].sum() + losing["time_cost"].sum()
        same(without["euros"], rest if without["earns"] else -rest)
    if not customers["time_cost"].notna().any():
        assert not one("Geen enkele klant kost geld", texts)


def test_what_can_be_won_is_what_acties_has_to_do(firm: Analysis, firm_document: Document) -> None:
    listed, texts = firm_document.frames["actions"], [str(firm_document.values["actions_message"])]
    closed = listed["status"].isin(["gedaan", "niet doen", "niet eens"])
    every = firm.chances.actions["potential"].astype(float).sum()
    told = float(str(firm_document.values["total_to_win"]))
    assert told == pytest.approx(every - listed.loc[closed, "potential"].astype(float).sum(), abs=0.005)
    if found := one(rf"is nog (?P<euros>{EUROS}) marge per jaar te winnen", texts):
        same(found["euros"], told)


def test_what_lapses_with_whose_leaving_saves_is_said(firm: Analysis, firm_document: Document) -> None:
    actions, texts = firm_document.frames["actions"], said(firm_document)
    count = len(firm_document.frames["customers"])
    others = actions[actions["rank_revenue"] > -(-count // 5)]
    if found := one(r"Bij (?P<some>[\d.]+) van (?P<all>[\d.]+) andere klanten", texts):
        assert int(found["some"]) == (others["potential"] > 0).sum()
        assert int(found["all"]) == len(others)
    lapses = others.loc[others["if_gone"].astype(float).round(2) < 0, "potential"].sum()
    found = one(
        rf"Van die (?P<all>{EUROS}) zit (?P<euros>{EUROS}) bij .* vervalt als zij gaan, "
        rf"en (?P<left>{EUROS}) blijft",
        texts,
    )
    assert bool(found) == (lapses >= 0.5)
    if found:
        same(found["euros"], lapses)
        same(found["all"], others["potential"].sum())
        same(found["left"], others["potential"].sum() - lapses)


def test_who_could_be_higher_than_the_best_is_counted_on_klantwaarde(firm_document: Document) -> None:
    customers = firm_document.frames["customers"]
    best = customers[customers["rank"] == 1].iloc[0]
    others = customers[customers["customer_id"] != best["customer_id"]]
    shown = others["score_high"].map(lambda points: int(points + 0.5) if points > 0 else 0)
    higher = shown[shown > int(best["score"] + 0.5)]
    found = one(
        r"(?:kan|kunnen) (?P<count>\d+) anderen? hoger scoren \(tot (?P<most>\d+)\)",
        said(firm_document),
    )
    assert bool(found) == bool(len(higher))
    if found:
        assert (int(found["count"]), int(found["most"])) == (len(higher), higher.max())


def test_who_is_counted_and_not_listed_can_be_found_on_klantwaarde(
    firm: Analysis, firm_document: Document
) -> None:
    customers, values = firm_document.frames["customers"], firm_document.values
    saving = customers[customers["if_gone"].round(2) < 0]
    told = re.match(
        rf"(?:Alle (?P<count>[\d.]+) samen|Die ene): (?P<euros>{EUROS})"
        rf"(?:, waarvan (?P<settled>\d+) met status gedaan of niet doen: (?P<part>{EUROS}))? \(",
        str(values["all_leaving"]),
    )
    assert bool(told) == bool(len(saving))
    if told:
        assert int(told["count"] or 1) == len(saving)
        same(told["euros"], -saving["if_gone"].sum())
        actions = firm_document.frames["actions"]
        closed = actions[actions["status"].isin(["gedaan", "niet doen", "niet eens"])]["customer_id"]
        settled = saving[saving["customer_id"].isin(closed)]
        assert int(told["settled"] or 0) == len(settled)
        if told["settled"]:
            same(told["part"], -settled["if_gone"].sum())
    known = customers[customers["contribution"].notna() & (customers["rank_revenue"] > 0)]
    half = known["contribution"].sum() / known["revenue"].sum() / 2
    top = known[known["rank_revenue"] <= -(-len(customers) // 5)]
    dull = top[(top["contribution"] <= 0) | (top["contribution"] / top["revenue"] < half)]
    assert set(customers[customers["interesting"] == "nee"]["name"]) == set(dull["name"])
    told = re.match(
        rf"(?:Alle (?P<count>\d+) samen|Die ene): omzet (?P<revenue>{EUROS}), "
        rf"nettobijdrage (?P<net>{EUROS}) \(",
        str(values["all_dull"]),
    )
    assert bool(told) == bool(len(dull))
    if told:
        assert int(told["count"] or 1) == len(dull)
        same(told["revenue"], dull["revenue"].sum())
        same(told["net"], dull["contribution"].sum())
    listed = firm_document.frames["dull"].dropna(subset="position")
    first = dull.sort_values("rank_revenue", kind="stable").head(10)
    assert listed["revenue"].tolist() == first["revenue"].tolist()
    assert listed["contribution"].tolist() == first["contribution"].tolist()


def test_who_may_go_has_the_status_of_acties(firm: Analysis, firm_document: Document) -> None:
    status = firm_document.frames["actions"].set_index("name")["status"]
    listed = firm_document.frames["losing"].dropna(subset="position")
    names = [name for name in listed["name"] if "…" not in name]
    assert listed.set_index("name")["status"][names].tolist() == status[names].tolist()


def test_an_amount_of_rejected_lines_is_at_least_that_where_one_cannot_be_read(
    firm: Analysis, firm_document: Document
) -> None:
    texts = [str(firm_document.values.get(f"warning_{n}", "")) for n in range(1, 5)]
    unread = firm.inputs.unreadable_lines
    told = one(r"afgekeurd \((?P<amount>[^)]+)\)", texts)
    assert bool(told) == bool(firm.inputs.rejected_lines - firm.inputs.foreign_lines)
    if told:
        least = "minstens " if unread and firm.inputs.rejected_revenue >= 0.5 else ""
        assert told["amount"].startswith(least or ("bedrag" if unread else "€"))
