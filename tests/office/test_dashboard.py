"""The Dashboard in a real spreadsheet program: every formula gives the analysis, and follows a corrected cell
in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from office_client import Office
from report_book import CREATED, Book, cell, like_an_audit_file, many, odd_company, same
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.value.concentration import share_for_80
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import short_name
from klantwaarde_xl.report.pages.dashboard.figures import FIGURE_BLOCKS
from klantwaarde_xl.report.pages.dashboard.lists import LIST_HEADER, LISTED
from klantwaarde_xl.report.pages.dashboard.sentences import SENTENCES, WARNINGS
from klantwaarde_xl.report.pages.settings_used import CHANGED_TEXT
from klantwaarde_xl.report.specs import CellSpec
from klantwaarde_xl.report.words import dashboard_sentences
from klantwaarde_xl.report.words.dashboard_phrases import (
    FOREIGN,
    LOSSES_UNKNOWN,
    NO_SCORES,
    NOT_YET,
    NOTHING_BEFORE_NO_RISK,
)
from klantwaarde_xl.report.words.formula_sentences import DECIMAL, THOUSANDS

AREAS = {"Dashboard": "R50", "Klantkaart": "M60", "Grafiekgegevens": "BC206"}
OF_THE_COMPUTER = {
    block.at for block in FIGURE_BLOCKS if isinstance(block, CellSpec) and block.name in {THOUSANDS, DECIMAL}
}
"""The cells that differ from computer to computer; everything made with them must not."""


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


@pytest.fixture(scope="module")
def dutch_office(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return a second LibreOffice, which writes figures as a Dutch computer does; ``office`` says whether
    there is any."""
    running = Office(tmp_path_factory.mktemp("nl"), "nl-NL")
    yield running
    running.stop()


def lists(values: list[list[Any]]) -> dict[str, pd.DataFrame]:
    """Return the three short lists as they stand on the Dashboard, without blank rows."""
    found = {}
    for name, first, width in (("best", "B", 5), ("losing", "H", 5), ("chances", "N", 4)):
        top, left = xl_cell_to_rowcol(f"{first}{LIST_HEADER}")
        rows = [row[left : left + width] for row in values[top + 1 : top + 1 + LISTED]]
        found[name] = pd.DataFrame(
            [row for row in rows if row[0] not in {None, ""}], columns=values[top][left : left + width]
        )
    return found


def lines(values: list[list[Any]]) -> list[str]:
    """Return the sentences and warnings on the Dashboard."""
    return [row[7] for row in values[5 : 5 + len(SENTENCES) + len(WARNINGS)] if row[7]]


@pytest.mark.parametrize("where", ["office", "dutch_office"])
def test_the_values_in_the_file_are_those_of_a_recalculation(
    where: str, request: pytest.FixtureRequest, document: Document, tmp_path: Path
) -> None:
    book = Book(request.getfixturevalue(where), document, tmp_path / "vers.xlsx")
    try:
        before = {sheet: book.read(sheet, last) for sheet, last in AREAS.items()}
        separators = set()
        for sheet, last in AREAS.items():
            for y, (old, new) in enumerate(zip(before[sheet], book.recalculated(sheet, last), strict=True)):
                for x, (was, now) in enumerate(zip(old, new, strict=True)):
                    if sheet == "Grafiekgegevens" and xl_rowcol_to_cell(y, x) in OF_THE_COMPUTER:
                        separators.add(now)
                    else:
                        same(now, was, f"{sheet} {xl_rowcol_to_cell(y, x)}")
        assert separators == {",", "."}
    finally:
        book.close()


def test_what_an_audit_file_gives_is_said_by_the_formulas_too(office: Office, tmp_path: Path) -> None:
    book = Book(office, build(like_an_audit_file(), created=CREATED), tmp_path / "auditfile.xlsx")
    try:
        before, after = book.read("Dashboard", "R50"), book.recalculated("Dashboard", "R50")
        for y, (old, new) in enumerate(zip(before, after, strict=True)):
            for x, (was, now) in enumerate(zip(old, new, strict=True)):
                same(now, was, xl_rowcol_to_cell(y, x))
        # 25 of 150 euros; a and b are no loss makers, because nobody knows what they cost.
        assert cell(after, "B4") == "Van € 25 ingelezen omzet (17 %) is de klant niet bekend."
        assert cell(after, f"I{LIST_HEADER + 1}") == LOSSES_UNKNOWN
        assert {NOTHING_BEFORE_NO_RISK, FOREIGN[1].format(lines=2)} <= set(lines(after))
    finally:
        book.close()


def test_the_two_computers_write_figures_differently(
    office: Office, dutch_office: Office, tmp_path: Path
) -> None:
    (thousands,) = [
        block.at for block in FIGURE_BLOCKS if isinstance(block, CellSpec) and block.name == THOUSANDS
    ]
    found = []
    for n, running in enumerate((office, dutch_office)):
        book = Book(running, build(many(3), created=CREATED), tmp_path / f"teken{n}.xlsx")
        found.append(cell(book.recalculated("Grafiekgegevens", "BC206"), thousands))
        book.close()
    assert found == [",", "."]


def test_key_figures_lists_and_headline_are_the_analysis(book: Book, analysis: Analysis) -> None:
    shown, customers = book.recalculated("Dashboard", "R50"), analysis.customers
    totals = ("customers", "revenue", "gross_margin", "cost_to_serve", "hours", "contribution")
    for row, field in enumerate(totals, 7):
        now, before = analysis.totals[field], analysis.totals[f"previous_{field}"]
        same(cell(shown, f"D{row}"), now, field)
        same(cell(shown, f"E{row}"), before, field)
        same(cell(shown, f"F{row}"), now / before - 1, field)
    found = lists(shown)
    best = customers.sort_values("score", ascending=False, kind="stable").head(LISTED)
    losing = customers[customers["contribution"] < 0].sort_values("contribution").head(LISTED)
    for name, wanted, fields in (
        ("best", best, ("score", "contribution", "rank_revenue")),
        ("losing", losing, ("revenue", "contribution", "rank_revenue")),
    ):
        assert found[name]["Klantnaam"].tolist() == [short_name(text) for text in wanted["name"]]
        for n, field in enumerate(fields, 2):
            assert found[name].iloc[:, n].tolist() == pytest.approx(wanted[field].tolist(), rel=1e-12), field
    small = customers.index[customers["rank_revenue"] > np.ceil(0.2 * len(customers))]
    potential = analysis.chances.actions["potential"].loc[small].nlargest(LISTED)
    assert found["chances"]["EUR per jaar"].tolist() == pytest.approx(potential.tolist(), rel=1e-12)
    largest = customers.loc[customers["revenue"].idxmax()]
    assert short_name(best["name"].iloc[0]) in cell(shown, "B2")
    assert f"{int(best['rank_revenue'].iloc[0])}e op omzet" in cell(shown, "B2")
    assert short_name(largest["name"]) in cell(shown, "B2")


def test_a_corrected_cell_is_followed_in_figures_lists_and_sentences(book: Book, document: Document) -> None:
    table = document.frames["customers"].copy()
    headers = book.read("Klantwaarde", "BZ5")[4]
    changes = (
        *((100, "Score", "score", 99.5), (101, "Nettobijdrage", "contribution", -9_999_999.0)),
        *((102, "Nettobijdrage", "contribution", -9_999_999.0), (103, "Omzet", "revenue", 1_000_000.25)),
        *((104, "Klantnaam", "name", "Van Dam\n& Zn"), (104, "Nettobijdrage", "contribution", -8_888_888.0)),
    )
    for row, header, field, value in changes:
        book.put((5 + row, headers.index(header)), value, "Klantwaarde")
        table.loc[row, field] = value
    shown = book.recalculated("Dashboard", "R50")
    same(cell(shown, "D8"), table["revenue"].sum(), "omzet")
    same(cell(shown, "D12"), table["contribution"].sum(), "nettobijdrage")
    found = lists(shown)
    assert found["best"].iloc[0, 1:3].tolist() == [short_name(table["name"][100]), 99.5]
    worst = [*(short_name(table["name"][row]) for row in (101, 102)), "Van Dam & Zn"]
    assert found["losing"]["Klantnaam"].tolist()[:3] == worst
    losing = table[table["contribution"] < 0]
    total, loss = table["contribution"].sum(), losing["contribution"].sum()
    assert dashboard_sentences.whale(np.nan, np.nan, len(losing), loss, total) in lines(shown)
    before = document.values["previous_total_revenue"]
    assert dashboard_sentences.change(table["revenue"].sum(), float(before)) in lines(shown)
    assert f"‘{short_name(table['name'][100])}’ is {int(table['rank_revenue'][100])}e op omzet" in cell(
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
        for rows in (actions["rank_revenue"] > limit, actions["rank_revenue"] <= limit)
    )
    headers = book.read("Acties", "Z7")[6]
    for row, euros in ((outside, 123_456.0), (inside, 999_999.0)):
        book.put((7 + row, headers.index("Te winnen per jaar")), euros, "Acties")
    chances = lists(book.recalculated("Dashboard", "R50"))["chances"]
    assert chances.iloc[0, 1:3].tolist() == [short_name(actions["name"].iloc[outside]), 123_456.0]
    assert 999_999.0 not in chances["EUR per jaar"].tolist(), "the largest 20 % are not on this list"


def test_equal_customers_are_each_shown_once(office: Office, tmp_path: Path) -> None:
    document = build(many(30), created=CREATED)
    book = Book(office, document, tmp_path / "gelijk.xlsx")
    try:
        headers = book.read("Klantwaarde", "BZ5")[4]
        potential = book.read("Acties", "Z7")[6].index("Te winnen per jaar")
        for row in range(6, 36):
            # Twelve of one score, twelve of another that differs in its last bits, and everybody else under
            # them.
            score = 80.0 if row % 3 == 0 else 80.00000000000001 if row % 3 == 1 else 10.0
            book.put((row - 1, headers.index("Score")), score, "Klantwaarde")
            book.put((row - 1, headers.index("Nettobijdrage")), -500.0, "Klantwaarde")
            book.put((row + 1, potential), 70.0, "Acties")
        found = lists(book.recalculated("Dashboard", "R50"))
        names = set(document.frames["customers"]["name"])
        for name, frame in found.items():
            assert len(set(frame["Klantnaam"])) == LISTED, name
            assert set(frame["Klantnaam"]) <= names
        assert found["losing"]["Klantnaam"].tolist() == document.frames["customers"]["name"].tolist()[:LISTED]
    finally:
        book.close()


@pytest.mark.parametrize("count", [1, 2, 5_000])
def test_few_and_many_customers_give_no_error_and_the_same_values(
    office: Office, tmp_path: Path, count: int
) -> None:
    document = build(many(count), created=CREATED)
    book = Book(office, document, tmp_path / "klanten.xlsx")
    try:
        before = book.read("Dashboard", "R50")
        for sheet, last in AREAS.items():
            book.recalculated(sheet, last)
        after = book.read("Dashboard", "R50")
        for y, (old, new) in enumerate(zip(before, after, strict=True)):
            for x, (was, now) in enumerate(zip(old, new, strict=True)):
                same(now, was, xl_rowcol_to_cell(y, x))
        assert cell(after, "D7") == count
        assert len(lists(after)["best"]) == min(count, LISTED)
    finally:
        book.close()


def test_an_empty_template_says_so_and_gives_no_error(office: Office, tmp_path: Path) -> None:
    book = Book(office, empty_report(CREATED), tmp_path / "leeg.xlsx")
    try:
        for sheet, last in AREAS.items():
            book.recalculated(sheet, last)
        shown = book.read("Dashboard", "R50")
        assert cell(shown, "B2") == NOT_YET
        assert cell(book.read("Klantkaart", "M60"), "B2") == NOT_YET
        assert lines(shown) == []
        assert all(frame.empty for frame in lists(shown).values())
    finally:
        book.close()


def test_without_scores_the_largest_is_named(
    office: Office, analysis: Analysis, tmp_path: Path, document: Document
) -> None:
    book = Book(office, build(many(5), created=CREATED), tmp_path / "zonder.xlsx")
    try:
        headers = book.read("Klantwaarde", "BZ5")[4]
        for row in range(5, 10):
            book.put((row, headers.index("Score")), "", "Klantwaarde")
        pattern = re.escape(NO_SCORES).replace(re.escape("{largest}"), "‘K0000[0-4]’")
        assert re.fullmatch(pattern, cell(book.recalculated("Dashboard", "R50"), "B2"))
    finally:
        book.close()


def test_there_are_as_many_lines_as_sentences(book: Book, document: Document) -> None:
    said = [document.values[f"sentence_said_{n}"] for n in range(1, len(SENTENCES) + 1)]
    shown = lines(book.recalculated("Dashboard", "R50"))
    assert shown[: len([line for line in said if line])] == [line for line in said if line]


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
        assert lines(book.recalculated("Dashboard", "R50"))[0].startswith(wanted)
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
                ("Inst_Normalisatie", "percentiel", ""),
            ),
            *(("Inst_PerConcern", "ja", CHANGED_TEXT), ("Inst_PerConcern", "nee", "")),
        ):
            sheet, area = names[name]
            office.ask("write", document=book.key, sheet=sheet, area=area, values=[[value]])
            assert (cell(book.recalculated("Dashboard", "R50"), "B4") or "") == notice, name
    finally:
        book.close()
