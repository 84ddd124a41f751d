"""Revenue that belongs to no customer is said on top, stands on Controle, and is never part of a customer's
value."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.commands.summary import headline, summary
from klantwaarde_xl.imports.adding import import_into
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import UNASSIGNED, Customer, InvoiceLine
from klantwaarde_xl.report.words import dashboard_phrases
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.refreshing import refresh

CREATED = dt.datetime(2026, 1, 15, 9, 30)


def inputs(*rows: tuple[str, str, float]) -> Inputs:
    lines = pd.DataFrame(rows, columns=["date", "customer_id", "revenue"])
    lines["date"] = pd.to_datetime(lines["date"])
    lines["customer_id"] = pd.Categorical(lines["customer_id"])
    customers = pd.DataFrame({"customer_id": pd.Categorical(["a", UNASSIGNED]), "include": [True, False]})
    return Inputs(
        lines.reindex(columns=list(InvoiceLine.model_fields)),
        customers=customers.reindex(columns=list(Customer.model_fields)),
        read_lines=len(rows),
        read_revenue=float(lines["revenue"].sum()),
    )


def test_all_that_was_read_counts_whatever_its_date() -> None:
    # What belongs to nobody is often a posting at the end of the year, outside the period of the customers'
    # own lines.
    found = analyse(
        inputs(("2025-03-01", "a", 75.0), ("2025-04-01", UNASSIGNED, 20.0), ("2025-12-31", UNASSIGNED, 5.0))
    )
    assert found.totals["revenue"] == 75.0
    finding = next(one for one in found.findings if one.code == "KW-410")
    # 20 + 5 of 75 + 20 + 5
    assert (finding.value, finding.count, "(25 %)" in finding.message) == ("€ 25,00", 2, True)
    assert headline(found)[0].endswith("Van € 25 ingelezen omzet (25 %) is de klant niet bekend.")
    table = found.reconciliation.set_index("reason")
    assert table.loc["unassigned", ["lines", "revenue"]].tolist() == [2, 25.0]
    assert table.loc["not_included", "lines"] == 0


def test_where_every_line_has_a_customer_nothing_is_said() -> None:
    found = analyse(inputs(("2025-03-01", "a", 75.0)))
    assert found.totals["unassigned"] == 0
    assert "KW-410" not in {one.code for one in found.findings}
    assert "niet bekend" not in headline(found)[0]


@pytest.mark.parametrize(
    "chosen", [Settings(), Settings(period_from=dt.date(2025, 1, 1), period_to=dt.date(2025, 12, 31))]
)
def test_where_nobody_is_known_that_is_the_message(chosen: Settings) -> None:
    # As in the audit file of Banana, in which no line has a customer.
    found = replace(
        inputs(("2025-03-01", UNASSIGNED, 75.5), ("2025-04-01", UNASSIGNED, 20.0)), settings=chosen
    )
    with pytest.raises(
        errors.UnusableInputError, match="KW-411: Van geen enkele factuurregel is de klant bekend"
    ):
        analyse(found)


def test_a_negative_amount_has_no_share() -> None:
    found = analyse(inputs(("2025-03-01", "a", 75.0), ("2025-03-01", UNASSIGNED, -5.0)))
    finding = next(one for one in found.findings if one.code == "KW-410")
    assert "%" not in finding.message
    assert "€ -5,00" in finding.message


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize(
    # Revenue without a customer and the customers' own revenue, counted per file with a script of lxml alone.
    ("name", "unassigned", "assigned", "largest"),
    [
        ("rxaf_ExactOnline.xaf", 127073.46, 86106.78, "Fittsport BV"),
        ("rxaf_Twinfield.xaf", 21000.0, 27612.0, "De Wit"),
    ],
)
def test_from_audit_file_to_dashboard(
    shared_data: Path, tmp_path: Path, name: str, unassigned: float, assigned: float, largest: str
) -> None:
    book, result = tmp_path / "werkmap.xlsx", tmp_path / "resultaat.xlsx"
    write_empty(book, CREATED)
    import_into(book, [shared_data / "xaf" / name])
    analysis = refresh(book, result, created=CREATED)
    shown = summary(analysis)
    assert (shown["unassigned"], shown["revenue"]) == (unassigned, assigned)
    sheets = openpyxl.load_workbook(result, read_only=True, data_only=True)
    values = {
        name: list(sheets[name].iter_rows(values_only=True))
        for name in ("Dashboard", "Controle", "Klantwaarde")
    }
    sheets.close()
    dashboard, control = values["Dashboard"], values["Controle"]
    # Directly below the answer, and nowhere a second time.
    said = [
        (y, x)
        for y, row in enumerate(dashboard)
        for x, text in enumerate(row)
        if "ingelezen omzet" in str(text)
    ]
    assert said == [(3, 1)]
    assert str(dashboard[3][1]).endswith("is de klant niet bekend.")
    assert largest in str(dashboard[1][1])
    rows = {row[0]: row[3] for row in control[6:] if row and row[0]}
    assert rows["Transacties: klant niet toegewezen"] == unassigned
    assert rows["Transacties: gebruikt"] == assigned
    assert rows["Transacties: gelezen"] == round(unassigned + assigned, 2)
    assert "KW-410" in [row[1] for row in control]
    # A total of which nothing is known is blank, and no zero.
    headers, *_, totals = values["Klantwaarde"][4:]
    shown = dict(zip(headers, totals, strict=True))
    assert (round(shown["Omzet"], 2), shown["Brutomarge"], shown["Bedienkosten"], shown["Uren"]) == (
        assigned,
        None,
        None,
        None,
    )
    # Without costs nobody is said to cost nothing, and without an earlier year nobody to be safe.
    texts = {str(text) for row in dashboard for text in row if text}
    assert {dashboard_phrases.LOSSES_UNKNOWN, dashboard_phrases.NOTHING_BEFORE_NO_RISK} <= texts
    assert dashboard_phrases.NOBODY_LOSES not in texts
