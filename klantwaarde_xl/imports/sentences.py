"""What was understood of sources, in Dutch: the same sentences for the command and for the button."""

from __future__ import annotations

from collections.abc import Mapping

from klantwaarde_xl.errors import Severity
from klantwaarde_xl.imports.adding import ImportResult
from klantwaarde_xl.imports.header_meanings import Use
from klantwaarde_xl.imports.mapped_table import ColumnUse
from klantwaarde_xl.imports.understanding import Understanding
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.report.formats import euro, number, plural
from klantwaarde_xl.sources.ubl import UblBatch
from klantwaarde_xl.sources.xaf import XafFile

MOST = 6
"""How many sources, accounts, columns or findings a message names; the rest is counted."""
REMEMBER = "Wilt u de gekozen kolommen onthouden voor volgende exports met dezelfde koppen?"
_USED = {Use.FIELD, Use.HELPER}


def source_line(one: Understanding) -> str:
    """Return which source it is, how many lines were read and left out, and their turnover."""
    read = f"{plural(one.read, 'regel', 'regels')} gelezen, {number(one.skipped)} overgeslagen"
    money = f", omzet {euro(one.revenue, 2)}" if "tblTransacties" in one.tables else ""
    return f"{one.name} ({one.kind.word}): {read}{money}"


def audit_file_line(found: XafFile) -> str:
    """Return version, company, year and package of an audit file, as far as it tells."""
    about = [found.company, f"boekjaar {found.fiscal_year}" if found.fiscal_year else "", found.software]
    return f"XAF {found.version}: {', '.join(filter(None, about))}".strip()


def ledger_line(found: XafFile) -> str:
    """Return how what is imported reconciles with the ledger of an audit file."""
    ledger, imported, left_out = (found.ledger[name].sum() for name in ("ledger", "imported", "left_out"))
    rest = f", niet overgenomen {euro(left_out, 2)}" if left_out else ""
    gap = euro(ledger - imported - left_out, 2)
    return f"Aansluiting: grootboek {euro(ledger, 2)}, overgenomen {euro(imported, 2)}{rest}; verschil {gap}."


def invoices_line(batch: UblBatch) -> str:
    """Return how many invoices and credit notes were read."""
    kinds = batch.invoices["kind"].value_counts()
    invoices, notes = (int(kinds.get(kind, 0)) for kind in ("factuur", "creditnota"))
    return f"{plural(invoices, 'factuur', 'facturen')}, {plural(notes, 'creditnota', 'creditnota’s')}"


def added_words(added: Mapping[str, int], filled: int = 0) -> str:
    """Return how many rows come into which sheet, and how many blank cells of existing rows are filled.

    >>> added_words({"tblTransacties": 1200, "tblKlanten": 0, "tblProducten": 3}), added_words({})
    ('1.200 in Transacties, 3 in Producten', 'geen nieuwe rijen')
    >>> added_words({}, 2)
    'geen nieuwe rijen, 2 lege cellen gevuld'
    """
    parts = [f"{number(count)} in {BY_TABLE[table].sheet}" for table, count in added.items() if count]
    cells = [f"{plural(filled, 'lege cel', 'lege cellen')} gevuld"] if filled else []
    return ", ".join([*(parts or ["geen nieuwe rijen"]), *cells])


def understood_text(result: ImportResult) -> str:
    """Return a message: what was understood, what would be added and what the user should know."""
    lines: list[str] = []
    for one in result.understood[:MOST]:
        lines += [*source_lines(one), ""]
    if (more := len(result.understood) - MOST) > 0:
        lines += [f"En nog {plural(more, 'bron', 'bronnen')}.", ""]
    messages = [finding.message for finding in result.findings if finding.severity is not Severity.INFO]
    if messages:
        lines += ["Let op:", *_some([f"- {message}" for message in messages]), ""]
    return "\n".join([*lines, f"Over te nemen: {added_words(result.added, result.filled)}."])


def source_lines(one: Understanding) -> list[str]:
    """Return all there is to tell of one source: what was read, and what each column or account is."""
    return [source_line(one), *_details(one)]


def _details(one: Understanding) -> list[str]:
    lines = []
    for table, columns in one.columns.items():
        if columns:
            lines += [f"{BY_TABLE[table].sheet}: {line}" for line in _column_lines(columns)]
    if isinstance(one.detail, XafFile):
        lines += [
            audit_file_line(one.detail),
            f"Omzetrekeningen: {', '.join(_some(_accounts(one.detail)))}",
            ledger_line(one.detail),
        ]
    if isinstance(one.detail, UblBatch):
        lines.append(invoices_line(one.detail))
    return lines


def _column_lines(columns: tuple[ColumnUse, ...]) -> list[str]:
    used = [f"'{one.header}' is {one.words}" for one in columns if one.use in _USED]
    rest = [f"'{one.header}'" for one in columns if one.header and one.use not in _USED]
    return [", ".join(used), *([f"niet gebruikt: {', '.join(_some(rest))}"] if rest else [])]


def _accounts(found: XafFile) -> list[str]:
    chosen = found.accounts[(found.accounts["reason"] != "") & (found.accounts["lines"] > 0)]
    return [f"{row.Index} {row.name} ({row.reason})" for row in chosen.itertuples()]


def _some(texts: list[str]) -> list[str]:
    rest = len(texts) - MOST
    return texts if rest <= 0 else [*texts[:MOST], f"en nog {number(rest)}"]
