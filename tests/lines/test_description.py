"""The toml that says where lines are: what it may hold, and what is told of what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from outside import described

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.lines.description import read_description


def test_everything_it_may_hold(tmp_path: Path) -> None:
    text = """[regels]
soort = "CSV"
pad = "regels.csv"
scheidingsteken = "|"
codering = "cp1252"
hoogstens = 25000000
[kolommen]
Omzet = "net_amount"
"""
    found = read_description(described(tmp_path, text))
    assert (found.kind, found.path, found.delimiter, found.encoding) == ("csv", "regels.csv", "|", "cp1252")
    assert found.most == 25_000_000
    assert (found.columns, found.folder, found.name) == ({"Omzet": "net_amount"}, tmp_path, "bron.toml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "er staat geen [regels] in"),
        ("regels = 1", "er staat geen [regels] in"),
        ("[regels]\nsoort = parquet", "de indeling (toml) klopt niet op regel 2"),
        ('[regels]\nsoort = "access"', "soort is geen van parquet, csv, duckdb, postgres"),
        ('[regels]\nsoort = "parquet"', "pad ontbreekt"),
        ('[regels]\nsoort = "parquet"\npad = 3', "bij pad staat geen tekst tussen aanhalingstekens"),
        ('[regels]\nsoort = "csv"\npad = "a"\ntabel = "b"', "tabel en vraag horen niet bij soort csv"),
        *(
            (
                f'[regels]\nsoort = "csv"\npad = "a"\nhoogstens = {most}',
                "bij hoogstens staat geen aantal regels",
            )
            for most in ("0", "-5", "1.5", '"veel"', "true", "[1]")
        ),
        ('[regels]\nsoort = "csv"\npad = "a"\nscheidingsteken = ";;"', "langer dan één teken"),
        ('[regels]\nsoort = "csv"\npad = "a"\nscheidingsteken = "\\""', "kan dat teken niet zijn"),
        ('[regels]\nsoort = "csv"\npad = "a\\u0000"', "een teken dat in geen naam kan"),
        *(
            (f'[regels]\nsoort = "csv"\npad = "a"\ncodering = "{name}"', "codering is geen tekencodering")
            for name in ("zlib", "rot13", "undefined", "utf-99", "a\\u0000b")
        ),
        ('[regels]\nsoort = "duckdb"\npad = "a"', "tabel of vraag ontbreekt"),
        ('[regels]\nsoort = "duckdb"\npad = "a"\ntabel = "b"\nvraag = "c"', "kunnen niet samen"),
        ('[regels]\nsoort = "duckdb"\npad = "a"\ntabel = "b"\ncodering = "c"', "horen niet bij soort duckdb"),
        ('[regels]\nsoort = "postgres"\ntabel = "b"', "verbinding ontbreekt"),
        ('[regels]\nsoort = "csv"\npad = "a"\nverbinding = "env:A"', "verbinding hoort niet bij soort csv"),
        ('[regels]\nsoort = "csv"\npad = "a"\nwachtwoord = "b"', "'wachtwoord' is geen bekend woord"),
        ('[regels]\nsoort = "csv"\npad = "a"\n[kolom]\nOmzet = "b"', "'kolom' is geen bekend woord"),
        ('[regels]\nsoort = "csv"\npad = "a"\n[kolommen]\nOmzet = 1', "onder [kolommen]"),
    ],
)
def test_what_is_wrong_is_told(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(KlantwaardeError) as told:
        read_description(described(tmp_path, text))
    assert told.value.code == "KW-060"
    assert reason in told.value.message


@pytest.mark.parametrize(
    "value", ["postgresql://jan:geheim@server/db", "env:", "ENV:geheim", "env:a b", "$geheim"]
)
def test_a_password_is_refused_and_never_shown(value: str, tmp_path: Path) -> None:
    text = f'[regels]\nsoort = "postgres"\ntabel = "r"\nverbinding = "{value}"\n'
    with pytest.raises(KlantwaardeError) as told:
        read_description(described(tmp_path, text))
    assert told.value.code == "KW-060"
    assert "omgevingsvariabele" in str(told.value)
    assert "geheim" not in str(told.value)


def test_a_line_that_is_no_toml_is_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(KlantwaardeError) as told:
        read_description(described(tmp_path, '[regels]\nverbinding = geheim"\n'))
    assert "geheim" not in str(told.value)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "weg.toml", "KW-001"), (tmp_path, "KW-006")):
        with pytest.raises(KlantwaardeError) as told:
            read_description(path)
        assert told.value.code == code
