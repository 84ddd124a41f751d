"""Every header that was seen in an export is recognised or deliberately asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.imports.header_meanings import Use, match_export, meaning_of
from klantwaarde_xl.model.tables import InvoiceLine, Product

EXPECTED: dict[str, set[str]] = {
    "customer_id": {"customer_id"},
    "customer_name": {"name", "customer_name"},
    "invoice_no": {"invoice_id"},
    "invoice_date": {"date"},
    "due_date_(ignore)": {"due_date"},
    "period": {"period"},
    "item_code": {"product_id"},
    "item_desc": {"description"},
    "item_group": {"product_group"},
    "quantity": {"quantity"},
    "unit_price": {"unit_price"},
    "net_amount": {"revenue"},
    "gross_amount_(incl_vat)": {"gross_amount"},
    "amount_ambiguous": set(),
    "vat_amount": {"vat_amount"},
    "vat_rate": {"vat_rate"},
    "cost_amount": {"unit_cost"},
    "margin_amount": {"margin"},
    "prior_year_(ignore)": {"prior_year"},
    "discount": {"discount"},
    "debit_credit": {"side", "debit", "credit"},
    "account": {"account"},
    "journal": {"journal"},
    "currency": {"currency"},
    "cost_centre": {"cost_centre"},
    "project": {"project"},
    "doc_type": {"doc_type"},
}
NOT_A_HEADER = {
    "Debet + Credit columns": ("Debet", "Credit"),
    "fldDebet + fldCredit": ("fldDebet", "fldCredit"),
}


def seen(shared: Path) -> list[tuple[str, str]]:
    rows = []
    for line in (shared.parent / "headers_seen.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        canonical, headers, *_ = line.split("\t")
        for header in headers.split(" / "):
            plain = header.split(" (")[0] if header.endswith(("S/H)", "!!)", "closing)")) else header
            rows += [(canonical, part) for part in NOT_A_HEADER.get(plain.strip(), (plain.strip(),))]
    return rows


def test_every_header_that_was_seen_is_recognised_or_asked_for(shared_data) -> None:
    rows = seen(shared_data)
    assert len(rows) > 180
    wrong = []
    for canonical, header in rows:
        meaning = meaning_of(header)
        # Exact's AmountDC stands among the amounts of the list, with the note that it includes VAT.
        allowed = {"gross_amount"} if header == "AmountDC" else EXPECTED[canonical]
        fits = meaning.use is Use.ASK or meaning.name in allowed
        if not fits:
            wrong.append((canonical, header, meaning.use.name, meaning.name))
    assert wrong == []


def test_nothing_with_vat_is_ever_taken_for_an_amount_without(shared_data) -> None:
    for canonical, header in seen(shared_data):
        if canonical in {
            "gross_amount_(incl_vat)",
            "vat_amount",
            "vat_rate",
            "prior_year_(ignore)",
            "amount_ambiguous",
        }:
            assert meaning_of(header).name != "revenue", header
            assert "revenue" not in match_export([header], InvoiceLine).fields, header


@pytest.mark.parametrize("header", ["Bedrag exl. btw", "Omzett", "Debiteurnaan", "Factuurdatun"])
def test_what_only_looks_alike_is_not_recognised(header) -> None:
    assert meaning_of(header).use is Use.UNKNOWN


def test_a_cost_of_unknown_size_is_asked_for() -> None:
    assert meaning_of("Kostprijs").choices == ("cost", "unit_cost")
    assert match_export(["Kostprijs", "Kostprijs regel"], InvoiceLine).fields == {"cost": 1}
    assert match_export(["Artikelcode", "Omschrijving"], Product).fields == {
        "product_id": 0,
        "description": 1,
    }
