"""Makes small audit files for the tests."""

from __future__ import annotations

from pathlib import Path

HEAD = (
    "<header><fiscalYear>2025</fiscalYear><curCode>{cur}</curCode><softwareDesc>Test</softwareDesc></header>"
    "<company><companyName>Proef BV</companyName>"
)
LEDGER = (
    "<customersSuppliers>"
    "<customerSupplier><custSupID>K1</custSupID><custSupName>Eén &amp; Zn</custSupName></customerSupplier>"
    "<customerSupplier><custSupID>K2</custSupID><custSupName>=1+1</custSupName></customerSupplier>"
    "</customersSuppliers><generalLedger>"
    "<ledgerAccount><accID>1300</accID><accDesc>Debiteuren</accDesc><accTp>B</accTp></ledgerAccount>"
    "<ledgerAccount><accID>8000</accID><accDesc>Omzet hoog</accDesc><accTp>P</accTp>{rgs}</ledgerAccount>"
    "<ledgerAccount><accID>8100</accID><accDesc>Kostprijs omzet</accDesc><accTp>P</accTp></ledgerAccount>"
    "</generalLedger>"
)


def line(account: str, amount: str, side: str, extra: str = "") -> str:
    """Return one posting."""
    return (
        f"<trLine><nr>1</nr><accID>{account}</accID><docRef>D</docRef><effDate>2025-03-04</effDate>"
        f"<amnt>{amount}</amnt><amntTp>{side}</amntTp>{extra}</trLine>"
    )


def journal(lines: str, kind: str = "S", period: str = "3") -> str:
    """Return a journal with one transaction of these postings."""
    return (
        f"<journal><jrnID>VRK</jrnID><desc>Verkoop</desc><jrnTp>{kind}</jrnTp><bankAccNr>NL01BANK0123456789</bankAccNr>"
        f"<transaction><nr>7</nr><periodNumber>{period}</periodNumber><trDt>2025-03-01</trDt>{lines}</transaction></journal>"
    )


def audit_file(
    path: Path, journals: str, *, rgs: str = "", cur: str = "EUR", ledger: str | None = None, top: str = ""
) -> Path:
    """Write an audit file with these journals and return its path."""
    body = (
        HEAD.format(cur=cur)
        + (LEDGER.format(rgs=rgs) if ledger is None else ledger)
        + f"<transactions>{journals}</transactions></company>"
    )
    path.write_text(
        f'{top}<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2">{body}</auditfile>', encoding="utf-8"
    )
    return path
