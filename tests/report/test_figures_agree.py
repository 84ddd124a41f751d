"""Headline, rows, totals rows and the command line give one figure where they speak of one thing."""

from __future__ import annotations

import re

import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.commands.summary import headline, summary
from klantwaarde_xl.core.actions.moves import Moves
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.words.move_sentences import WHAT_FOR, moves_message
from klantwaarde_xl.report.words.names import MOVE_KINDS
from klantwaarde_xl.report.words.parts import amount


def _euros(text: object) -> list[int]:
    """Return the whole euros in a text, in order."""
    return [int(found.replace(".", "")) for found in re.findall(r"€ (-?[\d.]*\d)", str(text))]


def test_the_rows_of_overdrachten_add_up_to_its_message(firm: Analysis, firm_document: Document) -> None:
    moves: Moves = firm.chances.moves
    rows, message = firm_document.frames["moves"]["better"].sum(), firm_document.values["moves_message"]
    of_managers = firm_document.frames["managers"][["matched_before", "matched_after"]].sum()
    assert message == moves_message(moves)
    if len(moves.moves):
        assert rows == pytest.approx(of_managers["matched_after"] - of_managers["matched_before"])
        frame = firm_document.frames["moves"]
        kinds = frame.groupby("kind", sort=False)["better"].agg(["size", "sum"])
        for kind, words in WHAT_FOR.items():
            found = re.search(rf"(\d+) overdrach\w+ {words}", str(message))
            assert int(found[1] if found else 0) == kinds["size"].get(MOVE_KINDS[kind], 0)
        moved = kinds[kinds.index != "Had niemand"]["sum"]
        # The line of Accountmanagers ends on the paper.
        assert len(str(message)) <= 302
        guessed = re.findall(r"hoger, (€ [\d.]+) geschat", str(message))
        plain = re.sub(r"hoger, € [\d.]+ geschat", "hoger", str(message))
        assert _euros(plain) == [round(abs(euros)) for euros in moved if round(euros, 2)]
        rated = moves.moves[["known_before", "known_after"]].all(axis=1)
        rest = frame.assign(guess=~rated.loc[frame["customer_id"]].to_numpy(bool))
        rest = rest[rest["kind"] != "Had niemand"].groupby("kind", sort=False)
        sums = rest.apply(lambda of: round(of["better"][of["guess"]].sum()), include_groups=False)
        whole = rest["guess"].all()
        assert _euros(guessed) == [euros for kind, euros in sums.items() if euros > 0 and not whole[kind]]
        assert str(message).count("hoger, geschat)") == int((whole & (sums > 0)).sum())
        known = firm.customers["hours"].notna().any()
        assert (frame[frame["kind"] == "Past beter"]["better"] > known * firm.settings.move_threshold).all()
        least = firm.settings.move_threshold
        assert (frame[frame["kind"] == "Vooral voor de uren"]["better"].round(2) <= least).all()


def test_who_may_go_is_not_handed_to_somebody_else(firm: Analysis) -> None:
    goes = firm.customers["if_gone"].set_axis(firm.customers.index.astype(str)) < -0.005
    assert not goes.reindex(firm.chances.moves.moves.index.astype(str)).any()


def test_what_fits_and_what_does_not_add_up_to_what_can_be_won(
    firm: Analysis, firm_document: Document
) -> None:
    total = firm_document.frames["actions"]["potential"].sum()
    managers = firm.chances.same_people.managers
    assert managers[["euros_inside", "euros_easing", "euros_outside"]].to_numpy().sum() == pytest.approx(
        total
    )
    lines = f"{firm_document.values['monday_hours']} {firm_document.values['monday_more_hours']}"
    lapses = re.search(r"[Vv]an die (€ [\d.]+) is (€ [\d.]+) van wie weg mag; ", lines)
    rows = firm.chances.same_people.rows
    goes = firm.customers["if_gone"].reindex(rows.index).to_numpy(float) < -0.005
    inside = rows["potential"][rows["ticked"] & goes].sum()
    assert bool(lapses) == (bool(_euros(lines)) and inside >= 0.5)
    if lapses:
        assert _euros(lapses[2])[0] == pytest.approx(inside, abs=0.51)
        assert _euros(lapses[1])[0] == pytest.approx(managers["euros_inside"].sum(), abs=0.51)
    parts = _euros(lines.replace(lapses[0], "") if lapses else lines)
    if parts:
        assert sum(parts) == pytest.approx(total, abs=2)
    if total > 0:
        # Nothing was done yet.
        assert f"is nog {amount(total)} marge" in str(firm_document.values["actions_message"])


def test_the_previous_turnover_of_klantwaarde_and_of_the_lost_is_that_of_dashboard(
    firm: Analysis, firm_document: Document
) -> None:
    here = firm_document.frames["customers"]["previous_revenue"].sum()
    lost = (
        firm_document.frames["changes"].query("status == 'verloren'")["previous_revenue"].astype(float).sum()
    )
    everyone = firm_document.values["previous_total_revenue"]
    assert here + lost == pytest.approx(everyone)
    if len(firm.lost):
        told = _euros(firm_document.values["value_subtitle"])
        assert told == [round(here), round(lost), round(float(str(everyone)))]


def test_the_command_line_goes_by_the_measure_of_the_sheets(firm: Analysis, firm_document: Document) -> None:
    lines, found = headline(firm), summary(firm)
    assert firm_document.values["concentration_sentence"] in lines
    assert firm_document.values["whale_sentence"] in lines
    assert found["pareto_measure"] == firm.settings.pareto_measure
    assert found["concentration"]["share_for_80"] == pytest.approx(firm_document.values["Dash_Deel80"])


def test_the_hours_in_what_serving_saves_are_those_of_effort(firm: Analysis, firm_document: Document) -> None:
    serve = firm.chances.actions["serve"]
    of = firm.customers.reindex(serve.index)[["logged_cost", "expense"]].astype(float).fillna(0.0)
    hours = (serve * of["logged_cost"] / of.sum(axis=1))[serve > 0].sum()
    told = re.search(r"Van goedkoper bedienen is (€ [\d.]+) uren", str(firm_document.values["actions_cause"]))
    assert (told[1] if told else "") == (amount(hours) if hours >= 1 else "")
    assert hours <= firm_document.frames["actions"]["serve"].sum() + 0.01


def test_what_lapses_when_they_go_is_that_of_whose_leaving_saves(firm_document: Document) -> None:
    rows = firm_document.frames["actions"]
    lapsing = rows["potential"][
        (rows["if_gone"].astype(float).round(2) < 0)
        & ~rows["status"].isin(("gedaan", "niet doen", "niet eens"))
    ].sum()
    told = re.search(r"Daarvan zit (€ [\d.]+) bij", str(firm_document.values["actions_subtitle"]))
    assert (told[1] if told else "") == (amount(lapsing) if lapsing >= 1 else "")


def test_controle_counts_the_lines_that_equal_an_earlier_one(firm: Analysis, firm_document: Document) -> None:
    seen: set[tuple[object, ...]] = set()
    many, euros = 0, 0.0
    for row in firm.inputs.transactions.astype(object).itertuples(index=False):
        line = (row.customer_id, row.date, str(row.invoice_id), str(row.product_id), row.revenue)
        if line in seen and row.revenue:
            many, euros = many + 1, euros + row.revenue
        seen.add(line)
    table = firm_document.frames["reconciliation"].set_index("label")
    found = table.loc["Transacties: waarvan gelijk aan eerdere"]
    assert (found["lines"], found["revenue"]) == (many, pytest.approx(euros))
