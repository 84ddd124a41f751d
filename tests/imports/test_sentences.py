"""Sentences about sources: they count right, and cut a long list with a count of the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ubl_files import invoice, save

from klantwaarde_xl.errors import Severity
from klantwaarde_xl.imports import sentences
from klantwaarde_xl.imports.adding import ImportResult
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.sources.ubl import read_ubl

ROWS = "01-03-2026;001;F1;1.200,50;rood\n02-03-2026;002;F2;-0,50;groen\n;;;;\n"


def understood(folder, *names: str) -> ImportResult:
    """Return what is understood of an export under each of these names; nothing is added yet."""
    for name in names:
        (folder / name).write_text(f"Datum;Klantnr;Factuurnr;Omzet;Kleur\n{ROWS}", encoding="utf-8")
    found, failed = understand_all([folder / name for name in names], Choices())
    assert not failed
    return ImportResult(tuple(found), {"tblTransacties": 2 * len(names)}, {}, (), (), ())


def test_a_source_is_named_with_its_lines_and_turnover(tmp_path) -> None:
    (one,) = understood(tmp_path, "omzet.csv").understood
    assert sentences.source_line(one).startswith("omzet.csv (")
    assert sentences.source_line(one).endswith("overgeslagen, omzet € 1.200,00")


def test_the_message_names_columns_used_and_not_used_and_what_comes_in(tmp_path) -> None:
    text = sentences.understood_text(understood(tmp_path, "omzet.csv"))
    assert "'Klantnr' is " in text
    assert "niet gebruikt: 'Kleur'" in text
    assert text.endswith("Over te nemen: 2 in Transacties.")


@pytest.mark.parametrize(("count", "rest"), [(6, ""), (7, "En nog 1 bron."), (9, "En nog 3 bronnen.")])
def test_more_sources_than_fit_are_counted(count: int, rest: str, tmp_path) -> None:
    result = understood(tmp_path, *(f"{n}.csv" for n in range(count)))
    text = sentences.understood_text(result)
    assert text.count(".csv (") == sentences.MOST
    assert ("En nog" in text) == bool(rest)
    assert rest in text


def test_remarks_are_said_and_mere_information_is_not(tmp_path) -> None:
    findings = tuple(
        Finding(f"KW-50{n}", severity, "", "", f"zin {n}", "")
        for n, severity in enumerate((Severity.INFO, Severity.WARNING, Severity.ERROR))
    )
    text = sentences.understood_text(replace(understood(tmp_path, "a.csv"), findings=findings))
    assert "Let op:\n- zin 1\n- zin 2\n" in text
    assert "zin 0" not in text


def test_invoices_and_credit_notes_are_counted_apart(tmp_path) -> None:
    save(tmp_path / "1.xml", invoice("10.00", total="10.00"))
    assert sentences.invoices_line(read_ubl(tmp_path)) == "1 factuur, geen creditnota’s"
    save(tmp_path / "2.xml", invoice("4.00", root="CreditNote", total="4.00").replace("F1", "F2"))
    save(tmp_path / "3.xml", invoice("5.00", total="5.00").replace("F1", "F3"))
    assert sentences.invoices_line(read_ubl(tmp_path)) == "2 facturen, 1 creditnota"


def test_nothing_new_is_said_in_words() -> None:
    assert sentences.added_words({"tblTransacties": 0, "tblKlanten": 0}) == "geen nieuwe rijen"
    assert sentences.added_words({"tblKlanten": 1, "tblProducten": 0}) == "1 in Klanten"
