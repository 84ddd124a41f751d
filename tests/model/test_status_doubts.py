"""What a status tells of lines that count; the amounts are counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import RawColumn, RawTable
from klantwaarde_xl.model.tables import InvoiceLine


def checked(header: str, usual: object, special: object, *, credit: float | None = None):
    """Return three lines, of which the second of € 30 is special, and a credit line of that customer."""
    rows: list[tuple[object, ...]] = [("K1", 100.0, usual), ("K2", 30.0, special), ("K1", 7.0, usual)]
    rows += [("K2", credit, usual)] if credit is not None else []
    customers, amounts, told = zip(*rows, strict=True)
    columns = [["2024-02-01"] * len(rows), customers, amounts, told]
    raw = RawTable(
        "Transacties",
        ("Datum", "Klantnr", "Omzet", header),
        tuple(RawColumn.from_values(list(column)) for column in columns),
        pd.RangeIndex(2, 2 + len(rows)).to_numpy(),
    )
    return check_table(raw, InvoiceLine)


def found(code: str, *arguments: object, **more: float) -> list[Finding]:
    return [one for one in checked(*arguments, **more).findings if one.code == code]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "usual", "special"),
    [
        ("Status", "Betaald", "Gecrediteerd"),
        ("Factuurstatus", "Verzonden", "Gedeeltelijk gecrediteerd"),
        ("Financial Status", "paid", "partially_refunded"),
        ("Financial Status", "paid", "refunded"),
        ("Status", "Afgerond", "Teruggestort"),
        ("Betaalstatus", "Betaald", "Gestorneerd"),
        ("Gecrediteerd", "nee", "ja"),
        ("Gecrediteerd op", None, "09-02-2024"),
        ("Refunded at", None, "2024-02-09 10:00:00 +0100"),
        ("Creditfactuurnummer", None, "C2024-1"),
        ("Fase", "Klaar", "Teruggedraaid"),
    ],
)
def test_a_line_that_was_taken_back_afterwards_is_an_error_with_its_amount(
    header: str, usual: object, special: object
) -> None:
    (doubt,) = found("KW-165", header, usual, special)
    assert (doubt.severity.value, doubt.count, doubt.value) == ("fout", 1, "€ 30,00")
    # With the credit note among the lines the two add up to nothing, and there is nothing to say.
    assert found("KW-165", header, usual, special, credit=-30.0) == []
    assert found("KW-138", header, usual, special, credit=-30.0) == []
    assert len(found("KW-165", header, usual, special, credit=-29.0)) == 1


def test_a_return_beside_other_words_of_a_status_is_an_error_too() -> None:
    raw = checked("Status", "Verzonden", "Geretourneerd").raw
    mixed = list(raw.columns)
    mixed[3] = RawColumn.from_values(["Geannuleerd", "Geretourneerd", "Verzonden"])
    table = RawTable(raw.sheet, raw.headers, tuple(mixed), raw.rows)
    told = {one.code: one.value for one in check_table(table, InvoiceLine).findings}
    assert (told["KW-135"], told["KW-165"]) == ("€ 100,00", "€ 30,00")


@pytest.mark.parametrize("header", ["Refunded Amount", "Terugbetaald bedrag", "Bedrag gecrediteerd"])
def test_an_amount_that_was_given_back_is_an_error_with_that_amount(header: str) -> None:
    (doubt,) = found("KW-168", header, 0.0, 12.5)
    assert (doubt.severity.value, doubt.value) == ("fout", "€ 12,50")
    assert found("KW-168", header, 0.0, 12.5, credit=-12.5) == []


@pytest.mark.parametrize(
    ("header", "special"),
    [("Status", "In behandeling"), ("Orderstatus", "On hold"), ("Betaalstatus", "Betwist")],
)
def test_what_is_not_certain_yet_is_a_warning_and_counts(header: str, special: str) -> None:
    (doubt,) = found("KW-166", header, "Afgerond", special)
    assert (doubt.severity.value, doubt.value) == ("waarschuwing", "€ 30,00")
    assert not checked(header, "Afgerond", special).rejected.any()


@pytest.mark.parametrize("header", ["Gefactureerd", "Definitief", "Invoiced"])
def test_a_line_that_says_it_is_not_invoiced_is_an_error(header: str) -> None:
    (doubt,) = found("KW-167", header, "ja", "nee")
    assert (doubt.severity.value, doubt.value) == ("fout", "€ 30,00")
    # Never yes: then the column is not kept up.
    assert found("KW-167", header, "nee", "nee") == []


@pytest.mark.parametrize(
    ("header", "special"),
    [
        ("Geannuleerd", "ja"),
        ("Concept", 1),
        ("Verwijderd", "x"),
        ("Cancelled at", "2024-02-09 10:00:00 +0100"),
        ("Annuleringsdatum", "09-02-2024"),
        ("Status", "Nog te factureren"),
        ("Type", "Inkoopfactuur"),
    ],
)
def test_a_cancelled_line_does_not_count(header: str, special: object) -> None:
    usual = None if special in {"x", 1} or "20" in str(special) else "nee" if special == "ja" else "Factuur"
    table = checked(header, usual, special)
    assert table.rejected.tolist() == [False, True, False]
    assert [one.value for one in table.findings if one.code == "KW-135"] == ["€ 30,00"]


@pytest.mark.parametrize(
    ("header", "usual", "special", "counts"),
    [
        ("Scenario", "Werkelijk", "Budget", False),
        ("Type", "Verkoop", "Inkoop", False),
        ("Type", "Luxe", "Budget", True),
        ("Afdeling", "Logistiek", "Inkoop", True),
    ],
)
def test_a_plan_is_one_only_beside_what_took_place(
    header: str, usual: str, special: str, *, counts: bool
) -> None:
    table = checked(header, usual, special)
    assert table.rejected.tolist() == [False, not counts, False]
    assert "KW-163" not in {one.code for one in table.findings}


@pytest.mark.parametrize(("header", "special"), [("Vervallen", "ja"), ("Betaalstatus", "Geannuleerd")])
def test_what_may_be_cancelled_is_an_error_and_counts(header: str, special: str) -> None:
    (doubt,) = found("KW-163", header, "nee" if special == "ja" else "Betaald", special)
    assert doubt.value == "€ 30,00"


@pytest.mark.parametrize(
    ("header", "special"),
    [
        ("Betaalstatus", "Vervallen"),
        ("Artikelstatus", "Vervallen"),
        ("Klantstatus", "Geannuleerd"),
        ("Vervaldatum", "9-3-2024"),
    ],
)
def test_what_is_told_of_paying_customers_or_goods_is_nothing_of_the_line(header: str, special: str) -> None:
    table = checked(header, "Open", special)
    assert not table.rejected.any()
    assert not {"KW-163", "KW-165", "KW-166"} & {one.code for one in table.findings}
