from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.next_steps.actions import action_frame
from klantwaarde_xl.report.pages.next_steps.monday import MONDAY, PAGE, monday_frame, monday_rows
from klantwaarde_xl.report.pages.next_steps.moves import move_rows
from klantwaarde_xl.report.specs import split_address
from klantwaarde_xl.writers.xlsx import write_xlsx


def test_every_row_says_why_what_to_say_and_what_to_do(make_analysis: Any) -> None:
    frame = monday_frame(Source(make_analysis()))
    assert {column.field for column in MONDAY.columns} <= set(frame.columns)
    for field in ("why", "say_first", "step", "basis", "deadline", "kind"):
        assert (frame[field].astype(str).str.len() > 3).all(), field
    assert frame.groupby("account_manager").size().max() <= 10
    text = " ".join(frame[["why", "say_first", "step"]].to_numpy(str).ravel())
    assert not {"nan", "None"} & set(text.split())


def test_the_amounts_are_those_of_acties_and_klantwaarde(make_analysis: Any) -> None:
    source = Source(make_analysis())
    actions = source.once(action_frame).set_index("customer_id")
    customers = source.analysis.customers
    for row in monday_rows(source).to_dict("records"):
        who = row["customer_id"]
        expected = {
            "at_stake": customers["at_stake"].get(who),
            "if_gone": customers["if_gone"].get(who),
            "costs": -customers["contribution"].get(who),
        }
        found = expected.get(row["basis"], actions.loc[who].get(row["lever"]))
        assert row["amount"] == pytest.approx(found)


def test_the_list_says_how_many_it_leaves_out_and_what_leaving_saves(make_analysis: Any) -> None:
    source = Source(make_analysis(400))
    rows, customers = monday_rows(source), source.analysis.customers
    for _, own in rows.groupby("account_manager", sort=False):
        told = [re.search(r"nog (\d+) op Acties", text) for text in own["why"]]
        assert told[:-1] == [None] * (len(own) - 1)
        assert (0 if told[-1] is None else int(told[-1].group(1))) == own["left"].iloc[0]
        assert told[-1] is None or len(own) == 10
    assert rows["left"].max() > 0
    for row in rows[(rows["basis"] == "costs") & (rows["label"] == "reconsider")].to_dict("records"):
        gone = customers["if_gone"].get(row["customer_id"])
        saved = re.search(r"(scheelt dat|vervalt) € ([\d.]+)", row["why"])
        assert saved is not None
        assert saved.group(1) == ("vervalt" if gone > 0 else "scheelt dat")
        assert int(saved.group(2).replace(".", "")) == pytest.approx(abs(gone), abs=0.5)


def test_every_customer_of_overdrachten_is_named_so_and_what_is_begun_is_finished(firm: Analysis) -> None:
    source = Source(firm)
    rows = monday_rows(source).set_index("customer_id")
    moves = move_rows(firm).set_index("customer_id")["to_manager"]
    for who, step in rows["step"].items():
        hand = "verdragen" if rows.loc[who, "account_manager"] else "oewijzen"
        assert (f"{hand} aan {moves.get(who)}" in step) == (who in moves.index), step
        assert ("Afmaken" in step) == (rows.loc[who, "so_far"].startswith("bezig"))
        assert ("Afmaken: " in step) == ("Afmaken" in step)
        inside = "Eerst intern" in rows.loc[who, "say_first"]
        assert "Afmaken" in step or inside == step.endswith("Heroverwegen")


def test_whether_it_fits_in_the_hours_is_that_of_acties_and_no_matter_at_risk(make_analysis: Any) -> None:
    source = Source(make_analysis())
    fits = source.once(action_frame).set_index("customer_id")["fits"]
    rows = monday_rows(source).set_index("customer_id")
    risk = rows["kind"] == "risk"
    assert (fits[rows.index[risk]] != "").any()
    assert set(rows.loc[risk, "fits"]) == {"niet gerekend"}
    assert rows.loc[~risk, "fits"].tolist() == fits[rows.index[~risk]].tolist()


def test_who_is_answered_on_acties_is_left_out_and_a_remark_is_shown(
    make_analysis: Any, typed: Callable[..., Any]
) -> None:
    analysis = make_analysis(40)
    first, second = monday_rows(Source(analysis))["customer_id"][:2]
    answered = typed(
        analysis, {first: ("Noor", "niet doen", "niet eens"), second: ("", "bezig", "belt terug")}
    )
    rows = monday_rows(Source(answered)).set_index("customer_id")
    assert first not in rows.index
    assert rows.loc[second, "so_far"] == "bezig: belt terug"
    assert rows.loc[second, ["status", "note"]].tolist() == ["", ""]


@pytest.mark.slow
def test_each_account_manager_has_a_page_on_paper(make_analysis: Any, tmp_path: Path) -> None:
    document = build(make_analysis(400), created=dt.datetime(2026, 1, 5))
    document = replace(document, active="", sheets=tuple(s for s in document.sheets if not s.new_pages))
    write_xlsx(document, tmp_path / "uit.xlsx")
    frame = document.frames["monday"]
    starts = frame.index[frame["account_manager"] != frame["account_manager"].shift()]
    first = split_address(MONDAY.at)[1] + 1
    with zipfile.ZipFile(tmp_path / "uit.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    (breaks,) = (sheet.partition("<rowBreaks")[2] for sheet in sheets if "<rowBreaks" in sheet)
    assert len(starts) > 2
    # A break stands below the row that it names.
    assert [int(row) for row in re.findall(r'<brk id="(\d+)"', breaks)] == [
        first + place - 1 for place in starts[1:]
    ]


def test_who_has_no_account_manager_is_assigned_first(make_analysis: Any) -> None:
    analysis = make_analysis()
    owner = analysis.customers["account_manager"].astype(object)
    customers = analysis.customers.assign(account_manager=owner.where(np.arange(len(owner)) % 7 > 0))
    rows = monday_rows(Source(replace(analysis, customers=customers)))
    nobody = rows["account_manager"] == ""
    assert rows.loc[nobody, "step"].str.startswith("Eerst aan iemand toewijzen, dan ").all()
    assert not rows.loc[~nobody, "step"].str.contains("toewijzen").any()
    assert nobody.any()
    assert nobody.sort_values(ascending=False, kind="stable").index.tolist() == rows.index.tolist()


def test_a_customer_that_moves_and_grows_moves_first(make_analysis: Any) -> None:
    source = Source(make_analysis())
    rows = monday_rows(source).set_index("customer_id")
    moving = rows[rows["to_manager"].notna() & (rows["kind"] == "growth") & (rows["account_manager"] != "")]
    assert moving["step"].str.match(r"Eerst overdragen aan .+, dan (Up-sell|Cross-sell)$").all()


def test_without_customers_there_is_nothing_to_do(make_analysis: Any) -> None:
    source = Source(make_analysis(1))
    assert str(PAGE.values(source)["monday_message"]).startswith(("Maandag: 1 stap", "Er is niets"))


def test_an_amount_that_is_part_of_what_the_reason_tells_says_so(firm: Analysis) -> None:
    frame = monday_frame(Source(firm))
    part = frame[frame["basis"].astype(str).str.contains("deel van de")]
    for row in part.to_dict("records"):
        whole = row["basis"].partition("deel van de ")[2]
        assert whole.startswith("€\u00a0"), "an amount does not break"
        assert whole in row["why"]
        assert int(whole[2:].replace(".", "")) > row["amount"]
