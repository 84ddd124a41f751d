"""What each option about invoice lines outside the workbook must change."""

from __future__ import annotations

import pandas as pd
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


@CHECKS.of("regels", "--tel-op")
def _(desk: Desk) -> None:
    totals = added_up(desk)
    assert (totals["revenue"], totals["lines"]) == (75.0, 3)
    frame = pd.read_parquet(desk.beside("totalen") / "Klanten.parquet")
    assert frame.set_index("Klantnr")["Omzet"].to_dict() == {"00123": 60.0, "7": 15.0}
    assert "€ 75,00 omzet van 2 klanten" in desk.run(*desk.given[:4])


@CHECKS.of("regels", "--van")
def _(desk: Desk) -> None:
    assert added_up(desk, "--van", "01-02-2025")["revenue"] == 25.0
    assert "horen bij --tel-op" in desk.run("regels", described(desk), "--van", "01-02-2025", code={2})


@CHECKS.of("regels", "--tot")
def _(desk: Desk) -> None:
    assert added_up(desk, "--tot", "31-01-2025")["revenue"] == 50.0
    assert "horen bij --tel-op" in desk.run("regels", described(desk), "--tot", "01-02-2025", code={2})


def added_up(desk: Desk, *more: str) -> dict:
    """Add up three lines of Parquet: 50 euros in January, 10 and 15 in February."""
    for module in ("narwhals", "duckdb", "pyarrow"):
        pytest.importorskip(module)
    days = pd.to_datetime(["2025-01-31", "2025-02-01", "2025-02-28"])
    lines = pd.DataFrame({"Datum": days, "Klantnr": ["00123", "00123", "7"], "Omzet": [50.0, 10.0, 15.0]})
    lines.to_parquet(desk.beside("regels.parquet"))
    source = desk.export('[regels]\nsoort = "parquet"\npad = "regels.parquet"\n', "bron.toml")
    return desk.json("regels", source, "--tel-op", desk.beside("totalen"), *more)
