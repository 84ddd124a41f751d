"""The Dashboard in a real spreadsheet program: every formula gives the analysis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dashboard_areas import AREAS, lines, lists
from office_client import Office
from report_book import CREATED, Book, cell, like_an_audit_file, many, odd_company, same
from xlsxwriter.utility import xl_rowcol_to_cell

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import ordinal, short_name
from klantwaarde_xl.report.pages.dashboard.figures import FIGURE_BLOCKS
from klantwaarde_xl.report.pages.dashboard.list_steps import LIST_HEADER, LISTED
from klantwaarde_xl.report.pages.dashboard.sentences import SENTENCES
from klantwaarde_xl.report.specs import CellSpec
from klantwaarde_xl.report.words.dashboard_phrases import (
    FOREIGN,
    LOSSES_UNKNOWN,
    NO_SCORES,
    NOT_YET,
    NOTHING_BEFORE_NO_RISK,
)
from klantwaarde_xl.report.words.formula_sentences import DECIMAL, THOUSANDS

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
        before, after = book.read("Dashboard", "R80"), book.recalculated("Dashboard", "R80")
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
    shown, customers = book.recalculated("Dashboard", "R80"), analysis.customers
    totals = {**analysis.totals, "at_stake": customers["at_stake"].sum(min_count=1)}
    fields = ("customers", "revenue", "gross_margin", "margin_pct", "cost_to_serve", "hours", "contribution")
    for row, field in enumerate((*fields, "at_stake"), 7):
        now, before = totals[field], totals.get(f"previous_{field}", np.nan)
        unknown = field == "at_stake" and np.isnan(now)
        same(cell(shown, f"D{row}"), "niet te zeggen" if unknown else now, field)
        same(cell(shown, f"E{row}"), before, field)
        change = now - before if field == "margin_pct" else now / before - 1
        # To what is shown: less than that is no change, and no minus zero.
        same(cell(shown, f"F{row}"), change if np.isnan(change) else round(change, 3), field)
    found = lists(shown)
    best = customers.sort_values("rank", kind="stable").head(LISTED)
    losing = customers[customers["if_gone"] < 0].sort_values("if_gone").head(LISTED)
    losing = losing.assign(saved=-losing["if_gone"])
    for name, wanted, fields in (
        ("best", best, ("score", "contribution", "rank_contribution", "completeness")),
        ("losing", losing, ("saved",)),
        ("dull", _not_interesting(customers).head(LISTED), ("revenue", "contribution")),
    ):
        assert found[name]["Klantnaam"].tolist() == [short_name(text) for text in wanted["name"]]
        for n, field in enumerate(fields, 2):
            assert found[name].iloc[:, n].tolist() == pytest.approx(wanted[field].tolist(), rel=1e-12), field
    small = customers.index[customers["rank_revenue"] > np.ceil(0.2 * len(customers))]
    actions = analysis.chances.actions.loc[small]
    actions = actions[actions["label"] != "reconsider"]
    growth = (actions["up_sell"] + actions["cross_sell"]).nlargest(LISTED)
    growth = growth[growth >= analysis.settings.minimum_gap]
    assert (found["growth"].iloc[:, 2] + found["growth"].iloc[:, 3]).tolist() == pytest.approx(
        growth[growth > 0].tolist(), rel=1e-12
    )
    assert short_name(best["name"].iloc[0]) in cell(shown, "B2")
    assert f"({ordinal(int(best['rank_revenue'].iloc[0]))} op omzet)" in cell(shown, "B2")
    largest = customers.loc[customers["revenue"].idxmax()]
    assert any(short_name(largest["name"]) in line for line in lines(shown))


def _not_interesting(customers: pd.DataFrame) -> pd.DataFrame:
    """Return those of the largest 20 % with less than half of what all contribute per euro, by turnover."""
    known = customers[customers["contribution"].notna() & customers["rank_revenue"].notna()]
    half = known["contribution"].sum() / known["revenue"].sum() / 2
    top = known[known["rank_revenue"] <= np.ceil(0.2 * customers["rank_revenue"].count())]
    dull = top[(top["contribution"] <= 0) | (top["contribution"] < half * top["revenue"])]
    return dull.sort_values("rank_revenue", kind="stable")


@pytest.mark.parametrize("count", [1, 2, 5_000])
def test_few_and_many_customers_give_no_error_and_the_same_values(
    office: Office, tmp_path: Path, count: int
) -> None:
    document = build(many(count), created=CREATED)
    book = Book(office, document, tmp_path / "klanten.xlsx")
    try:
        before = book.read("Dashboard", "R80")
        for sheet, last in AREAS.items():
            book.recalculated(sheet, last)
        after = book.read("Dashboard", "R80")
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
        shown = book.read("Dashboard", "R80")
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
            for header in ("Score", "Rang"):
                book.put((row, headers.index(header)), "", "Klantwaarde")
        pattern = re.escape(NO_SCORES).replace(re.escape("{largest}"), "‘K0000[0-4]’")
        assert re.fullmatch(pattern, cell(book.recalculated("Dashboard", "R80"), "B2"))
    finally:
        book.close()


def test_there_are_as_many_lines_as_sentences(book: Book, document: Document) -> None:
    said = [document.values[f"sentence_text_{n}"] for n in range(1, len(SENTENCES) + 1)]
    shown = lines(book.recalculated("Dashboard", "R80"))
    assert shown[: len([line for line in said if line])] == [line for line in said if line]
