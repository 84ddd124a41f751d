"""What is reported of an audit file: the reconciliation with the ledger, and the findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_files import audit_file, journal, line

from klantwaarde_xl.errors import Severity
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.sources import xaf_report
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


def test_a_transaction_whose_sides_differ_is_an_error_that_names_it(tmp_path: Path) -> None:
    whole = line("8000", "100.00", "C") + line("1300", "100.00", "D")
    assert "KW-580" not in {f.code for f in read_xaf(audit_file(tmp_path / "a.xaf", journal(whole))).findings}
    broken = line("8000", "10.00", "C") + line("1300", "100.00", "D")
    (said,) = [
        f for f in read_xaf(audit_file(tmp_path / "b.xaf", journal(broken))).findings if f.code == "KW-580"
    ]
    assert "VRK/7" in said.message
    assert "€ 90,00" in said.message


def test_two_amounts_exchanged_between_transactions_are_seen(tmp_path: Path) -> None:
    one = journal(line("8000", "100.00", "C") + line("1300", "10.00", "D"))
    other = journal(line("8000", "10.00", "C") + line("1300", "100.00", "D")).replace(
        "<nr>7</nr>", "<nr>8</nr>", 1
    )
    found = read_xaf(audit_file(tmp_path / "a.xaf", one + other))
    assert found.revenue == 110
    (said,) = [finding for finding in found.findings if finding.code == "KW-580"]
    assert said.count == 2


def test_a_journal_that_names_the_other_side_itself_is_balanced_as_a_whole(tmp_path: Path) -> None:
    one_sided = journal(line("8000", "100.00", "C")).replace(
        "<jrnTp>S</jrnTp>", "<jrnTp>S</jrnTp><offsetAccID>1300</offsetAccID>"
    )
    assert "KW-580" not in {f.code for f in read_xaf(audit_file(tmp_path / "a.xaf", one_sided)).findings}


def in_year(path: Path, year: str = "<startDate>2025-01-01</startDate><endDate>2025-12-31</endDate>") -> Path:
    """State the days of the fiscal year in the header of an audit file."""
    path.write_text(path.read_text("utf-8").replace("<curCode>", f"{year}<curCode>"), "utf-8")
    return path


def year_doubts(path: Path) -> list[Finding]:
    return [f for f in read_xaf(path).findings if f.code in {"KW-588", "KW-589"}]


def test_revenue_booked_outside_the_fiscal_year_is_an_error_with_its_amount(tmp_path: Path) -> None:
    inside, outside = (journal(line("8000", amount, "C")) for amount in ("100.00", "40.00"))
    # Both days of the booking, and its own day alone.
    for old, day in (("2025-03-0", "04-03-2042"), ("<trDt>2025", "01-03-2042")):
        wrong = outside.replace(old, old.replace("2025", "2042"))
        (said,) = year_doubts(in_year(audit_file(tmp_path / "a.xaf", inside + wrong)))
        assert (said.code, said.severity, said.count) == ("KW-588", Severity.ERROR, 1)
        assert all(part in said.message for part in ("€ 40,00", "01-01-2025 t/m 31-12-2025", f"D op {day}"))


def test_of_many_invoices_outside_the_year_the_first_three_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, made = journal(line("8000", "40.00", "C")).replace("2025-03-0", "2042-03-0"), []
    many = "".join(one.replace("<docRef>D<", f"<docRef>D{n}<") for n in range(50))
    assert many.count("<docRef>D49<")
    text = xaf_report._day_text
    monkeypatch.setattr(xaf_report, "_day_text", lambda day: made.append(day) or text(day))
    (said,) = year_doubts(in_year(audit_file(tmp_path / "a.xaf", many)))
    assert said.count == 50
    assert "D0 op 04-03-2042, D1 op 04-03-2042, D2 op 04-03-2042, …" in said.message
    # Four invoices and the two days of the year: the days of the other rows are not written out.
    assert len(made) == 6


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2025-01-01", []),
        ("2025-12-31", []),
        ("2024-12-31", ["KW-589"]),  # invoiced on the last day of the year before, booked in this one
        ("2026-01-12", ["KW-589"]),
        ("2026-04-02", ["KW-589"]),
        ("2026-04-03", ["KW-588"]),
        ("2024-03-04", ["KW-588"]),  # the same day of the year before
    ],
)
def test_a_day_around_the_end_of_the_year_is_a_warning(tmp_path: Path, day: str, codes: list[str]) -> None:
    one = journal(line("8000", "40.00", "C")).replace("2025-03-04", day)
    assert [f.code for f in year_doubts(in_year(audit_file(tmp_path / "a.xaf", one)))] == codes


@pytest.mark.parametrize(
    ("year", "codes"),
    [
        # A year from July to June, one without its days, and days that contradict each other.
        ("<startDate>2025-07-01</startDate><endDate>2026-06-30</endDate>", ["KW-588"]),
        ("", []),
        ("<startDate>2025-12-31</startDate><endDate>2025-01-01</endDate>", []),
    ],
)
def test_the_fiscal_year_is_the_one_that_the_header_states(
    tmp_path: Path, year: str, codes: list[str]
) -> None:
    path = in_year(audit_file(tmp_path / "a.xaf", journal(line("8000", "40.00", "C"))), year)
    assert [f.code for f in year_doubts(path)] == codes


def test_a_year_without_its_days_still_excludes_what_lies_years_away(tmp_path: Path) -> None:
    one = journal(line("8000", "40.00", "C")).replace("2025-03-0", "2042-03-0")
    assert [f.code for f in year_doubts(audit_file(tmp_path / "a.xaf", one))] == ["KW-588"]


def test_of_the_real_samples_only_twinfield_holds_revenue_of_another_year(shared_data) -> None:
    # Counted in the file: 1,000.00 on 8010, booked on 12-01-2017 in 2016; its bookings of 2015 are costs.
    doubts = {
        name: [(f.code, "€ 1.000,00" in f.message) for f in year_doubts(shared_data / "xaf" / name)]
        for name in ("rxaf_ExactOnline.xaf", "rxaf_Twinfield.xaf", "banana_3.2_2018.xaf")
    }
    assert [*doubts.values()] == [[], [("KW-589", True)], []]
