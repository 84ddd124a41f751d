"""What each option of importeer must change."""

from __future__ import annotations

from audit_files import audit_file, journal, line
from desk import Checks, Desk
from ubl_files import invoice, save

from klantwaarde_xl.use_cases.refreshing import load

CHECKS = Checks()
SELLER = (
    "<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID>{}</cbc:EndpointID></cac:Party>"
    "</cac:AccountingSupplierParty>"
)


def added(desk: Desk, *arguments: object) -> dict[str, int]:
    return desk.json("importeer", *arguments, "--naar", desk.path)["added"]


@CHECKS.of("importeer", "--naar")
def _(desk: Desk) -> None:
    before = load(desk.path).read_lines
    assert added(desk, desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n"))["tblTransacties"] == 1
    assert load(desk.path).read_lines == before + 1


@CHECKS.of("importeer", "--soort")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n", "bron.dat")
    assert "KW-501" in desk.run("importeer", source, "--naar", desk.path, code={2})
    assert added(desk, source, "--soort", "csv") == {"tblTransacties": 1, "tblKlanten": 1}


@CHECKS.of("importeer", "--tabel")
def _(desk: Desk) -> None:
    source = desk.export("Klantnr;Klantnaam;Datum;Omzet\nN1;Nieuw BV;01-12-2025;5,00\n")
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert "tblTransacties" in desk.json(*look)["added"]
    assert desk.json(*look, "--tabel", "klanten")["added"] == {"tblKlanten": 1}


@CHECKS.of("importeer", "--kolom")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Iets\n01-12-2025;N1;5,00\n")
    desk.run("importeer", source, "--naar", desk.path, code={2})
    assert added(desk, source, "--kolom", "Omzet=Iets")["tblTransacties"] == 1


@CHECKS.of("importeer", "--koers")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Omzet;Munt\n01-12-2025;N1;100,00;USD\n")
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert desk.json(*look)["sources"][0]["revenue"] == 0.0
    assert desk.json(*look, "--koers", "USD=0,92")["sources"][0]["revenue"] == 92.0


@CHECKS.of("importeer", "--omzetrekening")
def _(desk: Desk) -> None:
    postings = line("8000", "100.00", "C", "<custSupID>K1</custSupID>") + line("8100", "40.00", "C")
    source = audit_file(desk.beside("boek.xaf"), journal(postings))
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert desk.json(*look)["sources"][0]["revenue"] != 40.0
    assert desk.json(*look, "--omzetrekening", "8100")["sources"][0]["revenue"] == 40.0


@CHECKS.of("importeer", "--codering")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Klantnaam;Omzet\n01-12-2025;N1;Café;5,00\n", encoding="cp850")
    added(desk, source, "--codering", "cp850")
    assert "Café" in set(load(desk.path).customers["name"].astype(str))


@CHECKS.of("importeer", "--verkoop")
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


@CHECKS.of("importeer", "--onthoud")
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


@CHECKS.of("importeer", "--toon")
def _(desk: Desk) -> None:
    before = desk.path.read_bytes()
    source = desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n")
    text = desk.run("importeer", source, "--naar", desk.path, "--toon")
    assert "Er is niets geschreven (--toon). Over te nemen: " in text
    assert "1 in Transacties" in text
    assert desk.path.read_bytes() == before


@CHECKS.of("importeer", "--json")
def _(desk: Desk) -> None:
    source = desk.export("Datum;Klantnr;Omzet\n01-12-2025;N1;5,00\n")
    look = ("importeer", source, "--naar", desk.path, "--toon")
    assert desk.json(*look)["sources"][0]["revenue"] == 5.0
    assert "omzet € 5,00" in desk.run(*look)
