"""Every form in which exports write numbers and dates: what is written reads back equal, or a finding says
that it does not."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantwaarde_xl.errors import Severity
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all


def dutch(cents: int, form: str) -> str:
    """Write whole cents in one of the accepted forms."""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", ".")
    sign = "-" if cents < 0 else ""
    return {
        "plain": f"{sign}{whole},{rest:02d}",
        "grouped": f"{sign}{grouped},{rest:02d}",
        "euro": f"€ {sign}{grouped},{rest:02d}",
        "trailing": f"{grouped},{rest:02d}{sign}",
        "brackets": f"({grouped},{rest:02d})" if sign else f"{grouped},{rest:02d}",
        "no-break": f"{sign}{grouped},{rest:02d}".replace(".", "\u00a0"),
        "narrow": f"{sign}{grouped},{rest:02d}".replace(".", "\u202f"),
        "minus": f"{sign}{grouped},{rest:02d}".replace("-", "\u2212"),
        "dash": f"{sign}{grouped},-" if not rest else f"{sign}{grouped},{rest:02d}",
        # As lists of debtors write it: a credit lowers what somebody owes.
        "suffix": f"{grouped},{rest:02d} {'CR' if sign else 'DR'}",
    }[form]


MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def written(day: dt.date, form: str) -> str:
    """Write a date in one of the accepted forms."""
    if form == "short":
        return f"{day.day}-{day.month}-{day.year % 100:02d}"
    if form == "named":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return day.strftime(form)


CENTS = st.integers(-(10**9), 10**9)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.tuples(DAYS, CENTS), min_size=1, max_size=12),
    form=st.sampled_from(["plain", "grouped", "euro", "trailing", "brackets"]),
    date_form=st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d"]),
    written=st.tuples(
        st.sampled_from([";", "\t", "|"]),
        st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
        st.sampled_from(["", "Overzicht omzet\n\n"]),
    ),
)
def test_what_is_written_reads_back_equal_or_is_said(
    tmp_path: Path,
    lines: list[tuple[dt.date, int]],
    form: str,
    date_form: str,
    written: tuple[str, str, str],
) -> None:
    delimiter, encoding, preamble = written
    rows = [
        delimiter.join([day.strftime(date_form), f"{number:05d}", "Café", dutch(cents, form)])
        for number, (day, cents) in enumerate(lines)
    ]
    head = delimiter.join(["Factuurdatum", "Debiteurnummer", "Artikelcode", "Bedrag excl. btw"])
    path = tmp_path / "a.csv"
    path.write_bytes((preamble + "\n".join([head, *rows]) + "\n").encode(encoding))
    found, failed = understand_all([path], Choices())
    assert not failed
    frame = found[0].tables["tblTransacties"]
    read = {
        str(row.customer_id): (row.date.date(), str(row.product_id), round(row.revenue * 100))
        for row in frame.itertuples()
    }
    told = any(finding.severity is Severity.ERROR for finding in found[0].findings)
    for number, (day, cents) in enumerate(lines):
        got = read.get(f"{number:05d}")
        assert got == (day, "Café", cents) or (got is None and told)


ENGLISH = {
    "plain": "{sign}{whole}.{rest:02d}",
    "grouped": "{sign}{whole:,}.{rest:02d}",
    "euro": "€ {sign}{whole:,}.{rest:02d}",
}


def english(cents: int, form: str) -> str:
    whole, rest = divmod(abs(cents), 100)
    return ENGLISH[form].format(sign="-" if cents < 0 else "", whole=whole, rest=rest)


NOT_IN_WINDOWS = {"narrow", "minus"}
"""Forms with signs that cp1252 does not have."""
DUTCH_FORMS = st.sampled_from(
    [
        "plain",
        "grouped",
        "euro",
        "trailing",
        "brackets",
        "no-break",
        "dash",
        "suffix",
        *sorted(NOT_IN_WINDOWS),
    ]
)
DATE_FORMS = st.sampled_from(
    [
        "%d-%m-%Y",
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%Y%m%d",
        "%d.%m.%Y",
        "%Y/%m/%d",
        "%Y-%m-%dT00:00:00",
        "short",
        "named",
    ]
)
ROW = st.tuples(
    DAYS,
    st.integers(-(10**9), 10**9),
    DUTCH_FORMS,
    st.sampled_from(sorted(ENGLISH)),
    DATE_FORMS,
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(ROW, min_size=1, max_size=10),
    language=st.sampled_from(["dutch", "english", "mixed"]),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_mixture_of_forms_reads_back_equal_or_is_said(
    tmp_path, rows, language, delimiter, encoding, end
) -> None:
    lines = [["Factuurdatum", "Debiteurnummer", "Bedrag excl. btw"]]
    for number, (day, cents, dutch_form, english_form, date_form, turn) in enumerate(rows):
        is_dutch = language == "dutch" or (language == "mixed" and turn)
        if encoding == "cp1252" and dutch_form in NOT_IN_WINDOWS:
            dutch_form = "grouped"  # noqa: PLW2901 - the form that this file can hold
        amount = dutch(cents, dutch_form) if is_dutch else english(cents, english_form)
        lines.append([written(day, date_form), f"{number:05d}", amount])
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(lines)
    found, failed = understand_all([path], Choices())
    assert not failed
    frame = found[0].tables["tblTransacties"]
    read = {str(row.customer_id): (row.date.date(), round(row.revenue * 100)) for row in frame.itertuples()}
    told = sum(finding.count for finding in found[0].findings if finding.severity is Severity.ERROR)
    for number, (day, cents, *_) in enumerate(rows):
        assert read.get(f"{number:05d}", (day, cents)) == (day, cents)
    assert len(rows) - len(read) <= told


def test_every_form_reads_back_equal_where_the_column_tells_what_it_is(tmp_path) -> None:
    # One unmistakable amount and date beside it: then nothing may be refused, whatever the form.
    amounts, days = (
        (123456, -123456, 100000, -500),
        (dt.date(2025, 2, 1), dt.date(2025, 12, 31), dt.date(2024, 2, 29), dt.date(2025, 3, 3)),
    )
    forms = [
        "plain",
        "grouped",
        "euro",
        "trailing",
        "brackets",
        "no-break",
        "narrow",
        "minus",
        "dash",
        "suffix",
    ]
    dates = [
        "%d-%m-%Y",
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%Y%m%d",
        "%d.%m.%Y",
        "%Y/%m/%d",
        "%Y-%m-%dT00:00:00",
        "short",
        "named",
    ]
    for form in forms:
        for date_form in dates:
            rows = [
                f"{written(day, date_form)};{number:05d};{dutch(cents, form)}"
                for number, (day, cents) in enumerate(zip(days, amounts, strict=True))
            ]
            head = "Factuurdatum;Debiteurnummer;Bedrag excl. btw"
            path = tmp_path / "a.csv"
            path.write_text("\n".join([head, *rows, "13-12-2024;99999;0,01\n"]), encoding="utf-8")
            found, _ = understand_all([path], Choices())
            frame = found[0].tables["tblTransacties"].iloc[: len(days)]
            assert (frame["revenue"] * 100).round().tolist() == list(amounts), form
            assert [day.date() for day in frame["date"]] == list(days), date_form
