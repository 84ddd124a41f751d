"""Every option of every command changes what it must, on the workbook of ``nieuw`` and on the demo."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import typer
from audit_files import audit_file, journal, line
from firm_workbook import fill, lines
from ubl_files import invoice, save

from klantwaarde_xl import __version__
from klantwaarde_xl.commands.app import app, main
from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.refreshing import load

SELLER = (
    "<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID>{}</cbc:EndpointID></cac:Party>"
    "</cac:AccountingSupplierParty>"
)


@dataclass
class Desk:
    """A workbook in a folder of its own, the way to give commands there, and what a test may replace."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def run(self, *arguments: object, code: Container[int] = (0, 1)) -> str:
        """Give a command and return what it shows; ``code`` holds the exit codes that are right."""
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = self.capsys.readouterr()
        assert ended.value.code in code, shown.err
        return shown.out if ended.value.code < 2 else shown.err + shown.out

    def json(self, *arguments: object) -> dict:
        return json.loads(self.run(*arguments, "--json"))

    def beside(self, name: str) -> Path:
        return self.path.parent / name

    def export(self, text: str, name: str = "bron.csv", encoding: str = "utf-8") -> Path:
        self.beside(name).write_text(text, encoding=encoding)
        return self.beside(name)

    def turnover(self, first: dt.date | None, last: dt.date | None) -> float:
        """The turnover of included customers between two days, added up here."""
        inputs = load(self.path)
        lines, customers = inputs.transactions, inputs.customers
        out = set(customers.loc[customers["include"] == 0, "customer_id"].astype(str))
        days = lines["date"].dt.date
        kept = ~lines["customer_id"].astype(str).isin(out)
        kept &= (days >= (first or dt.date.min)) & (days <= (last or dt.date.max))
        return round(float(lines.loc[kept, "revenue"].sum()), 2)


Check = Callable[[Desk], None]
ON_WORKBOOKS: dict[tuple[str, str], Check] = {}
ALONE: dict[tuple[str, str], Check] = {}


def of(command: str, option: str, *, alone: bool = False) -> Callable[[Check], Check]:
    """Register a check of an option; ``alone`` when the command reads and writes no workbook of a user."""
    return lambda check: (ALONE if alone else ON_WORKBOOKS).setdefault((command, option), check)


@of("vernieuw", "--uit")
def _(desk: Desk) -> None:
    desk.run("vernieuw", desk.path, "--uit", desk.beside("elders.xlsx"))
    assert desk.beside("elders.xlsx").is_file()
    assert not desk.beside("firma-resultaat.xlsx").exists()
    desk.run("vernieuw", desk.path)
    assert desk.beside("firma-resultaat.xlsx").is_file()


@of("vernieuw", "--van")
def _(desk: Desk) -> None:
    for typed in ("01-07-2025", "2025-07-01"):
        found = desk.json("vernieuw", desk.path, "--van", typed)
        assert found["period"] == {"from": "2025-07-01", "to": "2025-12-31"}
        assert found["revenue"] == pytest.approx(desk.turnover(dt.date(2025, 7, 1), dt.date(2025, 12, 31)))


@of("vernieuw", "--tot")
def _(desk: Desk) -> None:
    found = desk.json("vernieuw", desk.path, "--tot", "30-06-2025")
    assert found["period"] == {"from": "2024-07-01", "to": "2025-06-30"}
    assert found["revenue"] == pytest.approx(desk.turnover(dt.date(2024, 7, 1), dt.date(2025, 6, 30)))
    text = desk.run("vernieuw", desk.path, "--tot", "30-06-2025")
    assert "Periode 01-07-2024 t/m 30-06-2025" in text


@of("vernieuw", "--met-invoer")
def _(desk: Desk) -> None:
    desk.patch.setattr("klantwaarde_xl.use_cases.refreshing.MOST_INPUT_LINES", 10)
    sheets = []
    for more in ((), ("--met-invoer",)):
        desk.run("vernieuw", desk.path, *more)
        sheets.append(openpyxl.load_workbook(desk.beside("firma-resultaat.xlsx"), read_only=True).sheetnames)
    assert "Transacties" not in sheets[0]
    assert "Transacties" in sheets[1]


@of("vernieuw", "--json")
def _(desk: Desk) -> None:
    text, found = desk.run("vernieuw", desk.path), desk.json("vernieuw", desk.path)
    euros = f"{round(found['revenue']):,}".replace(",", ".")
    assert f"omzet € {euros}" in text
    assert text.splitlines()[-1].startswith("Bevindingen: ")


@of("controleer", "--json")
def _(desk: Desk) -> None:
    found, text = desk.json("controleer", desk.path), desk.run("controleer", desk.path)
    assert found["rejected"] >= 1
    assert all(finding["code"] in text for finding in found["findings"])


@of("kansen", "--aantal")
def _(desk: Desk) -> None:
    few, more = (desk.json("kansen", desk.path, "--aantal", count) for count in (1, 3))
    assert [len(found["cross_sell"]) for found in (few, more)] == [1, 3]
    assert few["total"] == more["total"]


@of("kansen", "--klant")
def _(desk: Desk) -> None:
    every = desk.json("kansen", desk.path, "--aantal", 10_000)["cross_sell"]
    number = every[-1]["customer_id"]
    found = desk.json("kansen", desk.path, "--klant", number)["cross_sell"]
    assert {row["customer_id"] for row in found} == {number}
    assert len(found) == sum(row["customer_id"] == number for row in every)


@of("kansen", "--json")
def _(desk: Desk) -> None:
    found, text = desk.json("kansen", desk.path, "--aantal", 2), desk.run("kansen", desk.path, "--aantal", 2)
    assert all(f"({row['customer_id']}): " in text for row in found["cross_sell"])


@of("acties", "--aantal")
def _(desk: Desk) -> None:
    one, three = (desk.run("acties", desk.path, "--aantal", count) for count in (1, 3))
    rows = [sum(bool(re.match(r" +€ [\d.]+  ", row)) for row in text.splitlines()) for text in (one, three)]
    assert rows[0] == 1 < rows[1] <= 3


@of("acties", "--json")
def _(desk: Desk) -> None:
    found = desk.json("acties", desk.path)["actions"]
    assert len(found) == desk.json("vernieuw", desk.path)["customers"]
    assert f"({found[0]['customer_id']}): " in desk.run("acties", desk.path, "--aantal", 1)


@of("deel", "--uit")
def _(desk: Desk) -> None:
    desk.run("deel", desk.path, "--uit", desk.beside("kopie.xlsx"))
    assert desk.beside("kopie.xlsx").is_file()
    assert not desk.beside("firma-delen.xlsx").exists()


@of("deel", "--zonder-namen")
def _(desk: Desk) -> None:
    name = str(load(desk.path).customers["name"].iloc[0])
    for more, expected in (((), True), (("--zonder-namen",), False)):
        target = desk.beside(f"kopie{expected}.xlsx")
        desk.run("deel", desk.path, "--uit", target, *more)
        with zipfile.ZipFile(target) as archive:
            texts = archive.read("xl/sharedStrings.xml").decode("utf-8")
        assert (name in texts) is expected
    assert desk.beside("kopieFalse-sleutel.xlsx").is_file()


@of("deel", "--pdf")
def _(desk: Desk) -> None:
    desk.patch.setattr("klantwaarde_xl.use_cases.sharing.find_office", lambda: None)
    desk.patch.setattr(
        "klantwaarde_xl.use_cases.sharing.pdf_bytes", lambda _book, sheets: " ".join(sheets).encode()
    )
    desk.run("deel", desk.path)
    assert not desk.beside("firma-delen.pdf").exists()
    desk.run("deel", desk.path, "--pdf")
    assert desk.beside("firma-delen.pdf").read_text().startswith("Dashboard")


def added(desk: Desk, *arguments: object) -> dict[str, int]:
    return desk.json("importeer", *arguments, "--naar", desk.path)["added"]


@of("importeer", "--naar")
def _(desk: Desk) -> None:
    before = load(desk.path).read_lines
    assert added(desk, desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n"))["tblTransacties"] == 1
    assert load(desk.path).read_lines == before + 1


@of("importeer", "--soort")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n", "bron.dat")
    assert "KW-501" in desk.run("importeer", source, "--naar", desk.path, code={2})
    assert added(desk, source, "--soort", "csv") == {"tblTransacties": 1, "tblKlanten": 1}


@of("importeer", "--tabel")
def _(desk: Desk) -> None:
    source = desk.export("Klantnr;Klantnaam;Datum;Omzet\nN1;Nieuw BV;01-12-2025;5,00\n")
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert "tblTransacties" in desk.json(*look)["added"]
    assert desk.json(*look, "--tabel", "klanten")["added"] == {"tblKlanten": 1}


@of("importeer", "--kolom")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Iets\n01-12-2025;N1;5,00\n")
    desk.run("importeer", source, "--naar", desk.path, code={2})
    assert added(desk, source, "--kolom", "Omzet=Iets")["tblTransacties"] == 1


@of("importeer", "--koers")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Omzet;Munt\n01-12-2025;N1;100,00;USD\n")
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert desk.json(*look)["sources"][0]["revenue"] == 0.0
    assert desk.json(*look, "--koers", "USD=0,92")["sources"][0]["revenue"] == 92.0


@of("importeer", "--omzetrekening")
def _(desk: Desk) -> None:
    postings = line("8000", "100.00", "C", "<custSupID>K1</custSupID>") + line("8100", "40.00", "C")
    source = audit_file(desk.beside("boek.xaf"), journal(postings))
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert desk.json(*look)["sources"][0]["revenue"] != 40.0
    assert desk.json(*look, "--omzetrekening", "8100")["sources"][0]["revenue"] == 40.0


@of("importeer", "--codering")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Klantnaam;Omzet\n01-12-2025;N1;Café;5,00\n", encoding="cp850")
    added(desk, source, "--codering", "cp850")
    assert "Café" in set(load(desk.path).customers["name"].astype(str))


@of("importeer", "--verkoop")
def _(desk: Desk) -> None:
    for name in ("11", "22", "33"):
        save(
            desk.beside(f"{name}.xml"), invoice("7.00", total="7.00", extra=SELLER.format(name), number=name)
        )
    sources = [desk.beside(f"{name}.xml") for name in ("11", "22", "33")]
    folder = desk.beside("facturen")
    folder.mkdir()
    for source in sources:
        source.rename(folder / source.name)
    assert "inkoopfacturen" in desk.run("importeer", folder, "--naar", desk.path, code={1, 2})
    assert added(desk, folder, "--verkoop")["tblTransacties"] == 3


@of("importeer", "--onthoud")
def _(desk: Desk) -> None:
    chosen = ("--kolom", "Omzet=Iets")
    desk.run(
        "importeer", desk.export("Datum;Klantnr;Iets\n01-12-2025;N1;5,00\n"), "--naar", desk.path, *chosen
    )
    again = desk.export("Datum;Klantnr;Iets\n02-12-2025;N1;6,00\n", "later.csv")
    desk.run("importeer", again, "--naar", desk.path, code={2})
    desk.run("importeer", again, "--naar", desk.path, *chosen, "--onthoud")
    last = desk.export("Datum;Klantnr;Iets\n03-12-2025;N1;7,00\n", "laatst.csv")
    assert added(desk, last)["tblTransacties"] == 1


@of("importeer", "--toon")
def _(desk: Desk) -> None:
    before = desk.path.read_bytes()
    source = desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n")
    text = desk.run("importeer", source, "--naar", desk.path, "--toon")
    assert "Er is niets geschreven (--toon). Over te nemen: " in text
    assert "1 in Transacties" in text
    assert desk.path.read_bytes() == before


@of("importeer", "--json")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n")
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert desk.json(*look)["sources"][0]["revenue"] == 5.0
    assert "omzet € 5,00" in desk.run(*look)


@of("demo", "--uit", alone=True)
def _(desk: Desk) -> None:
    desk.patch.setattr("klantwaarde_xl.demo.tables.check_inputs", lambda _tables: load(desk.path))
    write_empty(desk.path, dt.datetime(2026, 1, 5))
    fill(desk.path)
    desk.run("demo", "--uit", desk.beside("proef"))
    assert desk.beside("proef").joinpath("klantwaarde-demo.xlsx").is_file()


@of("bouw", "--uit", alone=True)
def _(desk: Desk) -> None:
    from klantwaarde_xl.template import build

    desk.patch.setattr(build, "build_all", functools.partial(build.build_all, demo=False))
    desk.run("bouw", "--uit", desk.beside("gebouwd"))
    assert desk.beside("gebouwd").joinpath("klantwaarde.xlsm").is_file()


@of("diagnose", "--json", alone=True)
def _(desk: Desk) -> None:
    found, text = desk.json("diagnose")["checks"], desk.run("diagnose")
    assert found
    assert all(check["name"] in text for check in found)


@of("installeer", "--verwijder", alone=True)
def _(desk: Desk) -> None:
    asked: list[str] = []
    desk.patch.setattr(
        "klantwaarde_xl.setup.installing.uninstall", lambda: asked.append("weg") or ["Weggehaald."]
    )
    desk.patch.setattr("klantwaarde_xl.setup.installing.install", lambda _plan: ["Ingesteld."])
    assert "Weggehaald." not in desk.run("installeer")
    assert not asked
    assert desk.run("installeer", "--verwijder") == "Weggehaald.\n"
    assert asked == ["weg"]


def packed(desk: Desk, *arguments: object) -> tuple[Path, list[str]]:
    """The zip that ``pak`` makes without a network, and the words that it gave pip."""
    words: list[str] = []
    desk.patch.setattr("klantwaarde_xl.setup.packing._pip", words.extend)
    desk.patch.chdir(Path(__file__).parents[2])  # it packs the source that it stands in
    if "--uit" not in arguments:
        arguments = (*arguments, "--uit", desk.path.parent)
    text = desk.run("pak", *arguments)
    return Path(re.search(r"Gemaakt: (.*\.zip)", text)[1]), words


@of("pak", "--platform", alone=True)
def _(desk: Desk) -> None:
    path, words = packed(desk, "--platform", "win32")
    assert "win32" in path.name
    assert "win32" in words
    assert "win_amd64" in packed(desk)[1]


@of("pak", "--python", alone=True)
def _(desk: Desk) -> None:
    path, words = packed(desk, "--python", "3.13")
    assert "py313" in path.name
    assert "3.13" in words


@of("pak", "--uit", alone=True)
def _(desk: Desk) -> None:
    assert packed(desk, "--uit", desk.beside("zips"))[0].parent == desk.beside("zips")


@of("", "--versie", alone=True)
def _(desk: Desk) -> None:
    assert desk.run("--versie") == f"klantwaarde_xl {__version__}\n"


def test_every_option_has_a_check() -> None:
    group = typer.main.get_command(app)
    found = {
        (name, max(param.opts, key=len))
        for name, command in {"": group, **group.commands}.items()
        for param in command.params
        if param.opts[0].startswith("-")
    }
    assert found - {("", "--help")} == ON_WORKBOOKS.keys() | ALONE.keys()


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The filled workbook of ``nieuw``, and the demo; each is made once, when it is first asked for."""
    folder = tmp_path_factory.mktemp("werkmappen")

    @functools.cache
    def made(name: str) -> Path:
        if name == "demo":
            return write_demo(folder, lambda _step: None)[0]
        write_empty(folder / "nieuw.xlsx", dt.datetime(2026, 1, 5))
        fill(folder / "nieuw.xlsx")
        return folder / "nieuw.xlsx"

    return made


def at(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> Desk:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        patch.setenv(name, str(tmp_path / "thuis"))
    patch.setenv("COLUMNS", "200")
    patch.chdir(tmp_path)
    return Desk(path, capsys, patch)


@pytest.mark.parametrize("book", ["nieuw", pytest.param("demo", marks=pytest.mark.slow)])
@pytest.mark.parametrize("option", ON_WORKBOOKS, ids=" ".join)
def test_an_option_changes_what_it_must(
    option: tuple[str, str],
    book: str,
    books: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = shutil.copy(books(book), tmp_path / "firma.xlsx")
    ON_WORKBOOKS[option](at(Path(path), tmp_path, capsys, monkeypatch))


@pytest.mark.parametrize("option", ALONE, ids=" ".join)
def test_an_option_without_a_workbook_changes_what_it_must(
    option: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ALONE[option](at(tmp_path / "geen.xlsx", tmp_path, capsys, monkeypatch))


def test_days_of_the_command_win_from_those_of_the_settings(
    books: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = openpyxl.load_workbook(books("nieuw"))
    for name, day in (("Inst_PeriodeVan", dt.datetime(2024, 1, 1)), ("Inst_PeriodeTot", "rommel")):
        sheet, cell = book.defined_names[name].attr_text.replace("$", "").split("!")
        book[sheet.strip("'")][cell] = day
    path = tmp_path / "firma.xlsx"
    book.save(path)
    desk = at(path, tmp_path, capsys, monkeypatch)
    assert "Periode tot" in desk.run("vernieuw", path, code={2})
    found = desk.json("vernieuw", path, "--tot", "30-09-2025")
    assert found["period"] == {"from": "2024-01-01", "to": "2025-09-30"}
    found = desk.json("vernieuw", path, "--van", "01-02-2025", "--tot", "30-09-2025")
    assert found["period"] == {"from": "2025-02-01", "to": "2025-09-30"}
    days = (dt.date(2025, 2, 1), dt.date(2025, 9, 30))
    rows = [row for row in lines() if row[0] is not None and days[0] <= row[0] <= days[1]]
    assert found["revenue"] == pytest.approx(sum(row[3] for row in rows))
    assert "KW-322" in desk.run("vernieuw", path, "--van", "01-10-2025", "--tot", "30-09-2025", code={2})
