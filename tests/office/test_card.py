"""Klantkaart in a real spreadsheet program: choose, recalculate everything, and compare every cell with the
analysis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from office_client import Office
from report_book import CHOICE, CREATED, ODD_NAMES, SEARCH, Book, cell, many, odd_company, same

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.data import GROUPS
from klantwaarde_xl.report.pages.customer_card.sheet import CARD_SHEET
from klantwaarde_xl.report.pages.customer_card.steps import LISTED
from klantwaarde_xl.report.pages.customer_card.values import card_values
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.specs import CellSpec, split_address
from klantwaarde_xl.report.words.point_sentences import meaning

FORMULAS = [block for block in CARD_SHEET.blocks if isinstance(block, CellSpec) and block.formula]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return odd_company()


@pytest.fixture(scope="module")
def document(analysis: Analysis) -> Document:
    return build(analysis, created=CREATED)


@pytest.fixture(scope="module")
def book(office: Office, document: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    opened = Book(office, document, tmp_path_factory.mktemp("card") / "kaart.xlsx")
    yield opened
    opened.close()


def expected_values(document: Document, position: int) -> dict[str, object]:
    """Return what each cell must show when the customer at this position of the list is chosen."""
    card = document.frames["card"]
    order = [position, *(n for n in range(len(card)) if n != position)]
    return card_values(document.frames["customers"], {**document.frames, "card": card.iloc[order]})


def chosen_positions(document: Document) -> list[int]:
    """Return the odd ones (names, no ratings, loss, numbers that differ in case), who buys most groups, and
    some others."""
    card = document.frames["card"]
    odd = [n for n, label in enumerate(card["label"]) if label.rsplit(" (", 1)[0] in ODD_NAMES]
    drawn = np.random.default_rng(5).choice(len(card), 5, replace=False).tolist()
    most = int(card[[f"group_{n}" for n in range(1, GROUPS + 2)]].notna().sum(axis=1).argmax())
    return [*odd, most, 0, len(card) - 1, *drawn]


def test_every_cell_shows_the_figure_of_the_analysis(
    book: Book, document: Document, analysis: Analysis
) -> None:
    positions = chosen_positions(document)
    assert len(positions) >= 10
    book.put(SEARCH, "")
    for position in positions:
        chosen = document.frames["card"].iloc[position]
        book.put(CHOICE, chosen["label"])
        shown, expected = book.recalculated("Klantkaart", "M43"), expected_values(document, position)
        for block in FORMULAS:
            if block.value != "card_note":
                same(cell(shown, block.at), expected[block.value], f"{chosen['label']}, {block.at}")
        same(cell(shown, "B2"), expected["card_message"], chosen["label"])
        row = analysis.customers.loc[chosen["customer_id"]]
        helpers = book.recalculated("Grafiekgegevens", "AH20")
        for place, (at, field) in enumerate(
            (("C10", "revenue"), ("C12", "contribution"), ("H10", "rank"), ("C22", "cost_to_serve"))
        ):
            same(cell(shown, at), row[field], f"{chosen['label']}, {field} ({place})")
        for n, field in enumerate(reversed(DIMENSION_NAMES)):
            score = row[f"normalised_{field}"]
            same(cell(helpers, f"AA{7 + n}"), score, f"{chosen['label']}, {field}")
            told = meaning(field, analysis.customers.loc[chosen["customer_id"]].to_dict())
            assert cell(helpers, f"Z{7 + n}") == f"{DIMENSION_NAMES[field]}: {told}"
            same(cell(helpers, f"AB{7 + n}"), analysis.customers[f"normalised_{field}"].median(), field)
        for n, revenue in enumerate(analysis.monthly.loc[chosen["customer_id"]]):
            same(cell(helpers, f"AE{7 + n}"), revenue, f"{chosen['label']}, maand {n}")


def test_the_card_follows_what_is_typed_on_acties(book: Book, document: Document) -> None:
    card, actions = document.frames["card"], document.frames["actions"]
    place = int((actions["customer_id"] == "A10003").argmax())
    chosen = card[card["customer_id"] == "A10003"].iloc[0]
    cells = [block.at for block in CARD_SHEET.blocks if getattr(block, "value", "") == "card_typed"]
    row = split_address(ACTIONS.at)[1] + place
    book.put(SEARCH, "")
    book.put(CHOICE, chosen["label"])
    assert cell(book.recalculated("Klantkaart", "M43"), cells[0]) in {None, ""}
    for field, typed, told in (
        ("status", "gedaan", "Op Acties: gedaan"),
        ("note", "belt terug", "Op Acties: gedaan: belt terug"),
        ("status", "", "Op Acties: belt terug"),
        ("note", "", ""),
    ):
        book.put((row, ACTIONS.position(field) - 1), typed, "Acties")
        shown = book.recalculated("Klantkaart", "M43")
        assert (cell(shown, cells[0]) or "") == told


def test_the_odd_ones_are_there(document: Document, analysis: Analysis) -> None:
    card = document.frames["card"].set_index("label")
    assert {"a10003", "A10003"} <= set(analysis.customers.index)
    unrated = next(label for label in card.index if label.startswith(ODD_NAMES[0]))
    assert card.loc[unrated, "meaning_energy"] == "niet beoordeeld, midden"
    assert card[[f"group_{n}" for n in range(1, GROUPS + 2)]].notna().sum(axis=1).max() > GROUPS
    assert document.frames["card_groups"]["name"].iloc[-1] == "Overige groepen (2)"
    loss = next(label for label in card.index if label.startswith(ODD_NAMES[1]))
    assert analysis.customers.loc[card.loc[loss, "customer_id"], "gross_margin"] < 0


@pytest.mark.parametrize(
    "search", ["zorg", "ZORG", "100", "*", "?", "~", "'t hoekje\" &", "(10", "bestaat niet"]
)
def test_searching_filters_the_list(book: Book, document: Document, search: str) -> None:
    labels = document.frames["card"]["label"]
    hits = [label for label in labels if search.lower() in label.lower()]
    book.put(CHOICE, labels.iloc[0])
    book.put(SEARCH, search)
    shown, helpers = book.recalculated("Klantkaart", "M43"), book.recalculated("Grafiekgegevens", "X206")
    listed = [row[23] for row in helpers[6:206] if row[23]]
    assert listed == hits[:LISTED]
    title = cell(shown, "B2")
    if not hits:
        assert title == "Geen klant gevonden."
        assert cell(shown, "C10") in {None, ""}
    elif labels.iloc[0] in hits:
        assert title.startswith(f"{labels.iloc[0]}:")
    else:
        assert title.startswith(f"{hits[0]}:")
    book.put(SEARCH, "")


def test_one_customer_without_groups_or_ratings_gives_no_error(office: Office, tmp_path: Path) -> None:
    document = build(many(1), created=CREATED)
    book = Book(office, document, tmp_path / "een.xlsx")
    try:
        shown = book.recalculated("Klantkaart", "M43")
        assert cell(shown, "B2") == "K00000 (K00000): 1e op score, 1e op omzet, van 1 klant."
        book.recalculated("Grafiekgegevens", "AH206")
    finally:
        book.close()


def test_among_five_thousand_customers_the_chosen_one_is_shown(office: Office, tmp_path: Path) -> None:
    document = build(many(5_000), created=CREATED)
    book = Book(office, document, tmp_path / "veel.xlsx")
    try:
        position = 4_321
        book.put(CHOICE, document.frames["card"]["label"].iloc[position])
        shown = book.recalculated("Klantkaart", "M43")
        same(cell(shown, "C10"), document.frames["customers"]["revenue"].iloc[position], "omzet")
        book.put(SEARCH, "K049")
        assert cell(book.recalculated("Klantkaart", "M43"), "B7").startswith(
            "Getoond: de eerste van 100 gevonden"
        )
    finally:
        book.close()
