"""The page Controle: what is wrong with the input, and the reconciliation of every line that was read."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.errors import Severity
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.inputs.addresses import copied_addresses
from klantwaarde_xl.report.pages.inputs.sheets import sheet_name
from klantwaarde_xl.report.pages.ledger import LEDGER, ledger_frame
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import page_sentences

FINDINGS = TableSpec(
    "tblBevindingen",
    "findings",
    (
        ColumnSpec(
            "severity",
            "Ernst",
            f.TEXT,
            16,
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
    figures = {name: frame[name].to_numpy() for name in ("lines", "revenue")}
    return pd.DataFrame({"label": labels, "blank": "", **figures})


def _values(source: Source) -> dict[str, object]:
    counts = dict.fromkeys(Severity, 0)
    for finding in source.analysis.findings:
        counts[finding.severity] += finding.count
    return {
        "control_message": page_sentences.findings(
            counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]
        ),
        "reconciliation_message": "Elke gelezen factuurregel is verantwoord, tot op de cent.",
    }


PAGE = Page(
    SheetSpec(
        "Controle",
        title="Controle",
        about="wat er mis is met de invoer, met cel en advies, en de aansluiting tot op de cent",
        message="control_message",
        subtitle="reconciliation_message",
        tab_colour=f.GREY,
        freeze="A5",
        blocks=(
            GridSpec(
                "reconciliation",
                (
                    ColumnSpec("label", "Aansluiting", f.TEXT, 16),
                    ColumnSpec("blank", "", f.TEXT, 14),
                    ColumnSpec("lines", "Regels", f.INTEGER, 22),
                    ColumnSpec("revenue", "Omzet", f.EURO_CENTS, 22),
                ),
                "A6",
                10,
                "Van gelezen naar gebruikt",
                total_row=True,
            ),
            LEDGER,
            TextSpec("A30", "Bevindingen", format=f.HEADING),
            FINDINGS,
        ),
    ),
    frames=lambda source: {
        "findings": _findings(source),
        "reconciliation": _reconciliation(source),
        "ledger": ledger_frame(source),
    },
    values=_values,
)
