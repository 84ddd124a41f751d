"""The page Controle: what is wrong with the input, and the reconciliation of every line that was read."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.errors import Severity
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.inputs.addresses import copied_addresses
from klantwaarde_xl.report.pages.inputs.sheets import sheet_name
from klantwaarde_xl.report.pages.ledger import CAPACITY, LEDGER, capacity_frame, ledger_frame
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import ledger_sentences, page_sentences

FINDINGS = TableSpec(
    "tblBevindingen",
    "findings",
    (
        ColumnSpec(
            "severity",
            "Ernst",
            f.TEXT,
            18,
            "fout: de rij telt niet mee; waarschuwing: kijk ernaar; info: goed om te weten.",
        ),
        ColumnSpec("code", "Code", f.TEXT, 14),
        ColumnSpec("cell", "Cel", f.TEXT, 20, "Blad en cel in het gelezen bestand."),
        ColumnSpec(
            "target",
            "In deze werkmap",
            f.TEXT_PLAIN,
            20,
            "Klik om naar de cel te gaan; leeg als de invoer niet in deze werkmap zit.",
            address=True,
        ),
        ColumnSpec("value", "Gevonden", f.TEXT, 20),
        ColumnSpec("message", "Wat er is", f.WRAPPED, 54),
        ColumnSpec("hint", "Wat u kunt doen", f.WRAPPED, 52),
        ColumnSpec("count", "Aantal", f.INTEGER, f.WIDTH_SMALL, "Hoeveel cellen het betreft."),
    ),
    at="A31",
    description="Bevindingen bij de invoer.",
)


_SHEETS = 22
"""So many sheets are named, down to the findings; of more the last row holds the sum of the rest."""
SHEETS = GridSpec(
    "cells_per_sheet",
    (
        ColumnSpec("sheet", "Blad", f.TEXT, 22),
        ColumnSpec("filled", "Cellen gevuld", f.INTEGER, 12),
        ColumnSpec("used", "In tabellen", f.INTEGER, 12),
        ColumnSpec("totals", "In totaalrijen", f.INTEGER, 12),
        ColumnSpec("totals_amount", "Bedrag totaalrijen", f.EURO_CENTS, 16),
        ColumnSpec("unread", "Niet gelezen", f.INTEGER, 12),
        ColumnSpec("unread_amount", "Bedrag niet gelezen", f.EURO_CENTS, 16),
        ColumnSpec("around", "Tekst eromheen", f.INTEGER, 12),
    ),
    "J6",
    _SHEETS,
    "Per blad: wat er staat en wat is gelezen",
)


def _per_sheet(source: Source) -> pd.DataFrame:
    """Return what became of the cells of each sheet, those with unread data first."""
    fields = [column.field for column in SHEETS.columns if column.field != "around"]
    sheets = sorted(source.analysis.inputs.sheets, key=lambda one: -one.unread)
    frame = pd.DataFrame({name: [getattr(one, name) for one in sheets] for name in fields})
    if len(frame) > _SHEETS:
        rest = frame.iloc[_SHEETS - 1 :]
        more = {**rest.drop(columns="sheet").sum().to_dict(), "sheet": f"nog {len(rest)} bladen"}
        frame = pd.concat([frame.iloc[: _SHEETS - 1], pd.DataFrame([more])], ignore_index=True)
    return frame.assign(around=frame["filled"] - frame["used"] - frame["totals"] - frame["unread"])


def _findings(source: Source) -> pd.DataFrame:
    """Return the findings, errors first, with the cell of the workbook at hand to which each leads."""
    order = [Severity.ERROR, Severity.WARNING, Severity.INFO]
    rows = sorted(source.analysis.findings, key=lambda finding: order.index(finding.severity))
    fields = [column.field for column in FINDINGS.columns if column.field != "target"]
    frame = pd.DataFrame(
        {name: pd.Series([getattr(row, name) for row in rows], dtype=object) for name in fields}
    )
    cells = frame["cell"]
    if source.in_place:
        return frame.assign(target=cells.where(cells.str.contains("!", na=False), ""))
    return frame.assign(target=copied_addresses(cells, source.analysis.inputs.raw if source.copied else {}))


def _reconciliation(source: Source) -> pd.DataFrame:
    frame = source.analysis.reconciliation
    merged = page_sentences.merged_label(len(source.analysis.inputs.merged))
    labels = [
        f"{sheet_name(table)}: {merged if code == 'merged' else page_sentences.reason(code)}"
        for table, code in zip(frame["table"], frame["reason"], strict=True)
    ]
    figures = {name: frame[name].tolist() for name in ("lines", "revenue")}
    # Rows that add up others are no lines that were read; they stand apart, above what was read.
    sheets = source.analysis.inputs.sheets
    left_out = (sum(one.total_rows for one in sheets), sum(one.totals_amount for one in sheets))
    for values, value in zip(
        (labels, *figures.values()), (page_sentences.TOTAL_ROWS, *left_out), strict=True
    ):
        values.insert(-1, value)
    return pd.DataFrame({"label": labels, "blank": "", **figures})


def _values(source: Source) -> dict[str, object]:
    counts = dict.fromkeys(Severity, 0)
    for finding in source.analysis.findings:
        counts[finding.severity] += finding.count
    return {
        "control_message": page_sentences.findings(
            counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]
        ),
        "reconciliation_message": page_sentences.accounted_for(len(source.analysis.inputs.sheets)),
        "two_capacities": _two_capacities(source.analysis),
    }


def _two_capacities(analysis: Analysis) -> str:
    team = analysis.chances.portfolio["capacity_hours"].sum(min_count=1) * analysis.period.years
    return ledger_sentences.two_capacities(float(team), float(analysis.capacity["capacity_hours"].sum()))


PAGE = Page(
    SheetSpec(
        "Controle",
        title="Controle",
        about="wat er mis is met de invoer, met cel en advies, en de aansluiting daarop, tot op de cent",
        message="control_message",
        subtitle="reconciliation_message",
        tab_colour=f.GREY,
        freeze="A5",
        widths=(("S:S", 24), ("T:Y", 14)),
        blocks=(
            GridSpec(
                "reconciliation",
                (
                    ColumnSpec("label", "Aansluiting", f.TEXT, 16),
                    ColumnSpec("blank", "", f.TEXT, 22),
                    ColumnSpec("lines", "Regels", f.INTEGER, 22),
                    ColumnSpec("revenue", "Omzet", f.EURO_CENTS, 22),
                ),
                "A6",
                12,
                "Van gelezen naar gebruikt",
                total_row=True,
            ),
            LEDGER,
            TextSpec("A30", "Bevindingen", format=f.HEADING),
            FINDINGS,
            SHEETS,
            CAPACITY,
            TextSpec("S4", value="two_capacities", format=f.SUBTITLE),
        ),
    ),
    frames=lambda source: {
        "findings": _findings(source),
        "reconciliation": _reconciliation(source),
        "cells_per_sheet": _per_sheet(source),
        "ledger": ledger_frame(source),
        "capacity": capacity_frame(source),
    },
    values=_values,
)
