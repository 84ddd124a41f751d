"""What each option about invoice lines outside the workbook must change."""

from __future__ import annotations

import pytest
from desk import Checks, Desk

CHECKS = Checks()
LINES = "Datum;Klantnr;Omzet;Vreemd\n31-01-2025;00123;100,00;x\n28-02-2025;00123;1.250,50;y\n"
TURNOVER = 1350.50


def described(desk: Desk) -> object:
    desk.export(LINES, "regels.csv")
    return desk.export('[regels]\nsoort = "csv"\npad = "regels.csv"\n', "bron.toml")


@CHECKS.of("vernieuw", "--regels")
def _(desk: Desk) -> None:
    found = desk.json("vernieuw", desk.path, "--regels", described(desk), "--tot", "31-12-2025")
    assert found["revenue"] == TURNOVER
    assert {"KW-067", "KW-068"} <= {one["code"] for one in found["findings"]}


@CHECKS.of("controleer", "--regels")
def _(desk: Desk) -> None:
    found = desk.json("controleer", desk.path, "--regels", described(desk))
    assert {"KW-067", "KW-068"} <= {one["code"] for one in found["findings"]}


@CHECKS.of("regels", "--toon")
def _(desk: Desk) -> None:
    plain, full = (desk.run("regels", described(desk), *more) for more in ((), ("--toon",)))
    assert "Kolommen van regels.csv" in full
    assert "1.250,50" in full
    assert "Kolommen van" not in plain


@CHECKS.of("regels", "--json")
def _(desk: Desk) -> None:
    found = desk.json("regels", described(desk), "--toon")
    assert (found["lines"], found["revenue"], found["rejected"]) == (2, TURNOVER, 0)
    assert found["period"] == {"from": "2025-01-31", "to": "2025-02-28"}
    assert [one["field"] for one in found["columns"]] == ["Datum", "Klantnr", "Omzet", ""]
    assert "2 regels in regels.csv, € 1.350,50; 0 afgekeurd" in desk.run("regels", described(desk))


@CHECKS.of("importeer", "--buiten")
def _(desk: Desk) -> None:
    pytest.importorskip("pyarrow")
    source = desk.export(LINES, "groot.csv")
    desk.run("importeer", source, "--naar", desk.path, "--buiten")
    assert desk.beside("groot.parquet").is_file()
    found = desk.json("vernieuw", desk.path, "--regels", desk.beside("groot.toml"), "--tot", "31-12-2025")
    assert found["revenue"] == TURNOVER
