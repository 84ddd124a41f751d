"""What is reported of an audit file: the reconciliation with the ledger, and the findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_files import audit_file, journal, line

from klantwaarde_xl.sources.xaf import read_xaf


@pytest.mark.parametrize(("account", "shown"), [("8010", "8010"), ("", "zonder nummer")])
def test_postings_on_an_account_that_the_ledger_does_not_name_are_said(
    account: str, shown: str, tmp_path: Path
) -> None:
    lines = (
        line("8000", "100.00", "C")
        + line(account, "25.50", "C")
        + line(account, "5.00", "D")
        + line("1300", "120.50", "D")
    )
    found = read_xaf(audit_file(tmp_path / "a.xaf", journal(lines)))
    assert found.revenue == 100
    (said,) = [finding for finding in found.findings if finding.code == "KW-519"]
    assert said.message == (
        f"Boekingen op rekeningen die het grootboek van de auditfile niet noemt ({shown}): 2, samen € "
        f"20,50 credit."
    )
    # An account that the user chose needs no name to count.
    if account:
        assert "KW-519" not in {
            f.code for f in read_xaf(tmp_path / "a.xaf", revenue_accounts=["8000", account]).findings
        }


def test_payroll_stays_out_and_the_reconciliation_says_so(tmp_path) -> None:
    path = audit_file(
        tmp_path / "a.xaf", journal(line("8000", "5.00", "C")) + journal(line("8000", "100.00", "C"), "Y")
    )
    found = read_xaf(path)
    assert found.revenue == 5.0
    assert found.ledger.loc["8000", ["ledger", "imported", "left_out", "difference"]].tolist() == [
        105.0,
        5.0,
        100.0,
        0.0,
    ]
    assert "KW-514" in {finding.code for finding in found.findings}


def test_what_the_file_says_of_its_total_is_compared(tmp_path) -> None:
    totals = "<totalDebit>0.00</totalDebit><totalCredit>6.00</totalCredit>"
    found = read_xaf(audit_file(tmp_path / "a.xaf", totals + journal(line("8000", "5.00", "C"))))
    said = [finding for finding in found.findings if finding.code == "KW-510"]
    assert [(f.message.count("6,00"), f.message.count("5,00")) for f in said] == [(1, 1)]


def test_closing_periods_and_rounded_amounts_are_said(tmp_path) -> None:
    found = read_xaf(audit_file(tmp_path / "a.xaf", journal(line("8000", "5.005", "C"), period="13")))
    assert {"KW-512", "KW-517"} <= {finding.code for finding in found.findings}
    assert found.revenue == 5.01
