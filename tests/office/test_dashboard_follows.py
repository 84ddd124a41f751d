"""The Dashboard in a real spreadsheet program follows a corrected cell, weight, measure or setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from dashboard_areas import lines, lists
from office_client import Office
from report_book import CREATED, Book, cell, many, odd_company, same

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.value.concentration import share_for_80, top_size
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import short_name
from klantwaarde_xl.report.pages.dashboard.list_steps import LISTED
from klantwaarde_xl.report.pages.next_steps.actions import by_state
from klantwaarde_xl.report.pages.settings_used import CHANGED_TEXT
from klantwaarde_xl.report.words import dashboard_sentences, others_sentences, state_sentences


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return odd_company()


@pytest.fixture(scope="module")
def document(analysis: Analysis) -> Document:
    return build(analysis, created=CREATED)


@pytest.fixture
def book(office: Office, document: Document, tmp_path: Path) -> Iterator[Book]:
    opened = Book(office, document, tmp_path / "dashboard.xlsx")
    yield opened
    opened.close()


def test_a_corrected_cell_is_followed_in_figures_lists_and_sentences(book: Book, document: Document) -> None:
    table = document.frames["customers"].copy()
    headers = book.read("Klantwaarde", "BZ5")[4]
    changes = (
        *(
            (100, "Score", "score", 99.5),
            (100, "Rang", "rank", 0.0),
            (101, "Nettobijdrage", "contribution", -9_999_999.0),
        ),
        *((102, "Nettobijdrage", "contribution", -9_999_999.0), (103, "Omzet", "revenue", 1_000_000.25)),
        *((104, "Klantnaam", "name", "Van Dam\n& Zn"), (104, "Nettobijdrage", "contribution", -8_888_888.0)),
        *((row, "Als hij gaat", "if_gone", -9_999_999.0) for row in (101, 102)),
        (104, "Als hij gaat", "if_gone", -8_888_888.0),
    )
    for row, header, field, value in changes:
        book.put((5 + row, headers.index(header)), value, "Klantwaarde")
        table.loc[row, field] = value
    shown = book.recalculated("Dashboard", "R80")
    same(cell(shown, "D8"), table["revenue"].sum(), "omzet")
    same(cell(shown, "D13"), table["contribution"].sum(), "nettobijdrage")
    found = lists(shown)
    first = [short_name(table["name"][100]), 99.5, table["contribution"][100]]
    assert found["best"].iloc[0, 1:4].tolist() == first
    worst = [*(short_name(table["name"][row]) for row in (101, 102)), "Van Dam & Zn"]
    assert found["losing"]["Klantnaam"].tolist()[:3] == worst
    losing = table[table["contribution"] < 0]
    total, loss = table["contribution"].sum(), losing["contribution"].sum()
    hours = losing["time_cost"].sum()
    assert dashboard_sentences.whale(np.nan, np.nan, len(losing), loss, total, hours) in lines(shown)
    before, net = float(document.values["previous_total_revenue"]), document.values["Brug_Zin"]
    assert dashboard_sentences.change(table["revenue"].sum(), before, str(net)) in lines(shown)
    assert f"‘{short_name(table['name'][100])}’ ({int(table['rank_revenue'][100])}e op omzet)" in cell(
        shown, "B2"
    )
    assert cell(book.read("Grafiekgegevens", "A111"), "A110") == dashboard_sentences.whale_title(
        np.nan, np.nan, len(losing), total
    )


def test_a_corrected_action_is_followed(book: Book, document: Document) -> None:
    actions = document.frames["actions"]
    limit = np.ceil(0.2 * len(document.frames["customers"]))
    outside, inside = (
        int(np.flatnonzero(rows)[-1])
        for rows in (
            (actions["rank_revenue"] > limit) & (actions["label"] != "Heroverwegen"),
            actions["rank_revenue"] <= limit,
        )
    )
    headers = book.read("Acties", "Z7")[6]
    for row, euros in ((outside, 123_456.0), (inside, 999_999.0)):
        book.put((7 + row, headers.index("Up-sell")), euros, "Acties")
    growth = lists(book.recalculated("Dashboard", "R80"))["growth"]
    assert growth.iloc[0, 1:3].tolist() == [short_name(actions["name"].iloc[outside]), 123_456.0]
    assert 999_999.0 not in growth.iloc[:, 2].tolist(), "the largest 20 % are not on this list"


def test_equal_customers_are_each_shown_once(office: Office, tmp_path: Path) -> None:
    document = build(many(30), created=CREATED)
    book = Book(office, document, tmp_path / "gelijk.xlsx")
    try:
        headers = book.read("Klantwaarde", "BZ5")[4]
        of_actions = book.read("Acties", "Z7")[6]
        for row in range(6, 36):
            # Twelve of one score, twelve of another that differs in its last bits, and everybody else under
            # them.
            score = 80.0 if row % 3 == 0 else 80.00000000000001 if row % 3 == 1 else 10.0
            book.put((row - 1, headers.index("Score")), score, "Klantwaarde")
            book.put((row - 1, headers.index("Nettobijdrage")), -500.0, "Klantwaarde")
            book.put((row - 1, headers.index("Als hij gaat")), -500.0, "Klantwaarde")
            for header, shown in (("Up-sell", 170.0), ("Cross-sell", 0.0), ("Wat te doen", "Ontwikkelen")):
                book.put((row + 1, of_actions.index(header)), shown, "Acties")
        found = lists(book.recalculated("Dashboard", "R80"))
        names = set(document.frames["customers"]["name"])
        for name, frame in found.items():
            # Six of thirty are the largest 20 %.
            assert len(set(frame["Klantnaam"])) == (6 if name == "dull" else LISTED), name
            assert set(frame["Klantnaam"]) <= names
        assert found["losing"]["Klantnaam"].tolist() == document.frames["customers"]["name"].tolist()[:LISTED]
    finally:
        book.close()


def test_weights_that_do_not_make_a_whole_are_said(
    office: Office, document: Document, tmp_path: Path
) -> None:
    book = Book(office, document, tmp_path / "gewicht.xlsx")
    names = office.ask("names", document=book.key)
    try:
        sheet, (row, *_) = names["Inst_SomGewichten"]
        for declared in (
            item for item in Settings.declared() if item.field in {"weight_turnover", "weight_margin"}
        ):
            shown = book.recalculated("Instellingen", f"C{row + 1}")[row]
            same(shown[1], 1.0, "som")
            assert shown[2] == "Samen 100 %."
            place, area = names[declared.cell_name]
            for weight, told in ((0.9, "Let op: samen geen 100 %."), (declared.default, "Samen 100 %.")):
                office.ask("write", document=book.key, sheet=place, area=area, values=[[weight]])
                assert book.recalculated(sheet, f"C{row + 1}")[row][2].startswith(told)
    finally:
        book.close()


def test_the_chosen_measure_is_what_the_sentence_is_about(
    office: Office, analysis: Analysis, tmp_path: Path
) -> None:
    chosen = replace(
        analysis.inputs, settings=analysis.settings.model_copy(update={"pareto_measure": "marge"})
    )
    found = analyse(chosen)
    share = share_for_80(found.customers["gross_margin"])
    assert share != found.concentration.share_for_80
    book = Book(office, build(found, created=CREATED), tmp_path / "marge.xlsx")
    try:
        wanted = f"80 % van de brutomarge komt van {100 * share:.0f} % van de klanten"
        assert any(line.startswith(wanted) for line in lines(book.recalculated("Dashboard", "R80")))
    finally:
        book.close()


def test_a_changed_setting_shows_on_the_dashboard_until_it_is_put_back(
    office: Office, document: Document, tmp_path: Path
) -> None:
    book = Book(office, document, tmp_path / "instelling.xlsx")
    names = office.ask("names", document=book.key)
    try:
        for name, value, notice in (
            *(
                ("Inst_GrensA", 0.7, CHANGED_TEXT),
                ("Inst_GrensA", "", ""),
                ("Inst_PeriodeVan", 45_000, CHANGED_TEXT),
            ),
            *(
                ("Inst_PeriodeVan", "", ""),
                ("Inst_Normalisatie", "z-score", CHANGED_TEXT),
                ("Inst_Normalisatie", "waarde", ""),
            ),
            *(("Inst_PerConcern", "ja", CHANGED_TEXT), ("Inst_PerConcern", "nee", "")),
        ):
            sheet, area = names[name]
            office.ask("write", document=book.key, sheet=sheet, area=area, values=[[value]])
            assert (cell(book.recalculated("Dashboard", "R80"), "B4") or "") == notice, name
    finally:
        book.close()


def test_a_status_that_is_typed_moves_its_amount_from_what_is_to_do(book: Book, document: Document) -> None:
    table = document.frames["actions"].copy()
    headers = book.read("Acties", "Z7")[6]
    for row, status in enumerate(("gedaan", "niet doen", "Niet eens", "bezig")):
        book.put((7 + row, headers.index("Status")), status, "Acties")
        table.loc[row, "status"] = status
    shown = book.recalculated("Acties", "A7")
    # What stands there as text is of the refresh, and is said to be so once a status is another.
    since = " Sinds het vernieuwen veranderde een status: de regels hierboven en Maandag zijn van toen."
    assert cell(shown, "A6") == state_sentences.by_state(by_state(table)) + since
    to_do = table[~table["status"].isin(["gedaan", "niet doen", "Niet eens"])]
    rank, count = (
        to_do["rank_revenue"].astype(float),
        int(document.frames["customers"]["rank_revenue"].count()),
    )
    outside = to_do[rank > top_size(count)]
    growth, saving, expected = (
        float(outside[list(fields)].astype(float).sum().sum())
        for fields in (("up_sell",), ("margin", "serve"), ("cross_sell",))
    )
    top = top_size(count)
    won = others_sentences.Won(int((outside["potential"].astype(float) > 0).sum()), growth, saving, expected)
    told = others_sentences.in_the_others(count - top, won)
    assert told in lines(book.recalculated("Dashboard", "R80"))
