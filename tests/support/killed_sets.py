"""What stands where a command that writes a set of files is killed, before it and afterwards."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import killing
import pandas as pd
from addin_client import free_port

from klantwaarde_xl import __version__
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST
from klantwaarde_xl.report.specs import TableSpec
from klantwaarde_xl.web.addin.certificate import is_usable
from klantwaarde_xl.web.addin.manifest import place_in
from klantwaarde_xl.web.addin.serving import Chosen, prepare
from klantwaarde_xl.writers.beside import tables_beside
from klantwaarde_xl.writers.parquet import write_parquet

SETTINGS = Path("instellingen")
"""The folder of settings of a user, below the folder that a command is killed in."""
OFFICE = SETTINGS / "klantwaarde_xl" / "office"
PORT = 18_743
"""The port in the manifest of before; nobody listens there."""


def addin_of_last_year(folder: Path) -> str:
    """Write the files of an add-in whose certificate ended; return the secret that its manifest tells."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=400)
    prepared = prepare(folder / OFFICE, Chosen(PORT, copy_to=folder), before)
    prepared.write(before)
    return prepared.access.secret


def tables_of_before(folder: Path) -> None:
    """Write tables beside a result, as an earlier refresh left them."""
    for path in tables_beside(folder / "uit.xlsx"):
        path.parent.mkdir(exist_ok=True)
        write_parquet(TableSpec("tblOud", "", ()), pd.DataFrame(), path)


def packed_name() -> str:
    """Return the name of the zip that ``pak --platform hier`` makes on this computer."""
    return f"klantwaarde_xl-{__version__}-{sys.platform}-py{sys.version_info[0]}{sys.version_info[1]}.zip"


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, as what stands there before a command."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def addin_parts(folder: Path) -> dict[str, object]:
    """Return what is there of the files of an add-in; a certificate and its key must belong together."""
    certificate, key = folder / OFFICE / CERTIFICATE, folder / OFFICE / KEY
    found: dict[str, object] = {}
    for path in (folder / OFFICE / MANIFEST, folder / MANIFEST):
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = place_in(path.read_text(encoding="utf-8"))
    pair = certificate.is_file(), key.is_file()
    assert pair != (True, True) or is_usable(certificate, key, dt.datetime.now(dt.UTC))
    for path, there in zip((certificate, key), pair, strict=True):
        if there:
            assert os.stat(key).st_mode & 0o077 == 0 if key.is_file() else True
            found[path.relative_to(folder).as_posix()] = "new"
    return found


def slides_of(path: Path) -> dict[str, bytes]:
    """Return the slides of a presentation by part, after every part was read and its checksum compared."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        slides = [name for name in package.namelist() if name.startswith("ppt/slides/slide")]
        return {name: package.read(name) for name in slides}


def page_count(path: Path) -> int:
    """Return how many pages a PDF has, after its end was looked for."""
    content = path.read_bytes()
    assert content.startswith(b"%PDF-"), path.name
    assert content.rstrip().endswith(b"%%EOF"), path.name
    return len(re.findall(rb"/Type\s*/Page\b", content))


def totals_line(work: Path) -> list[str]:
    """Put totals of other lines in a folder; return the arguments that make those of one line more."""
    from klantwaarde_xl.use_cases.added_up import totals_of, write_totals

    work.mkdir(parents=True)
    lines = pd.DataFrame({"Datum": pd.to_datetime(["2025-01-31"] * 2), "Klantnr": "7", "Omzet": [5.0, 9.0]})
    source = work.parent / "bron.toml"
    source.write_text('[regels]\nsoort = "parquet"\npad = "regels.parquet"\n')
    for count in (1, 2):
        lines.head(count).to_parquet(work.parent / "regels.parquet")
        if count == 1:
            write_totals(totals_of(source), work)
    return ["regels", str(source), "--tel-op", str(work)]


def outside(work: Path) -> list[str]:
    """Put lines that are kept outside a workbook in a folder; return the arguments that replace them."""
    from klantwaarde_xl.lines.converting import convert
    from klantwaarde_xl.use_cases.new_workbook import write_empty

    work.mkdir(parents=True)
    write_empty(work / "uit.xlsx", dt.datetime(2026, 1, 2))
    export = work.parent / "groot.csv"
    for amount in ("10,00", "20,00"):
        if export.exists():
            convert(export, work, {"Omzet": "Omzet"})
        export.write_text(f"Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;1;F1;{amount}\n", encoding="utf-8")
    return ["importeer", str(export), "--naar", str(work / "uit.xlsx"), "--buiten"]


LOOKS: dict[str, Callable[[Path], object]] = {
    ".xlsx": killing.sheets_of,
    ".pptx": slides_of,
    ".pdf": page_count,
}
"""What is compared of an output by its kind; of others every byte."""


def parts(place: Path) -> dict[str, object]:
    """Return what is in every output in a folder that can be compared between runs, by name."""
    found: dict[str, object] = {}
    for name, content in files_below(place).items():
        if not Path(name).name.startswith("."):
            look = LOOKS.get(Path(name).suffix)
            found[name] = look(place / name) if look else content
    return found


def arguments_of(command: str, work: Path, source: Path) -> list[str]:
    """Put in a folder what stands there before one of these commands; return its arguments."""
    output = str(work / "uit.xlsx")
    if command == "web --manifest":
        addin_of_last_year(work)
        return ["web", str(work), "--manifest", "--poort", str(free_port())]
    if command == "pak":
        (work / packed_name()).write_bytes(killing.OLD)
        return ["pak", "--platform", "hier", "--uit", str(work)]
    (work / "uit.xlsx").write_bytes(killing.OLD)
    tables_of_before(work)
    return ["vernieuw", str(source), "--parquet", "--uit", output]


def jobs(source: Path, folder: Path) -> dict[str, Callable[[], killing.Job]]:
    """Return what makes the job of each command that writes more than one file of the user's, by name."""

    def made(name: str, line: list[str], fill: Callable[[Path], object], look: killing.Look) -> killing.Job:
        before = folder / f"{name.replace(' ', '')}-oud"
        before.mkdir()
        fill(before)
        parts: Callable[[Path], Mapping[str, object]] = look  # type: ignore[assignment]
        job = killing.Job(tuple(line), files_below(before), look, parts=parts)
        return killing.whole(job, folder / f"{name.replace(' ', '')}-eerst")

    def old(*names: str) -> Callable[[Path], None]:
        def fill(place: Path) -> None:
            for one in names:
                (place / one).write_bytes(killing.OLD)

        return fill

    def tables(place: Path) -> None:
        old("uit.xlsx")(place)
        tables_of_before(place)

    out = "{folder}/uit.xlsx"
    packing = killing.alone("pak", "--platform", "hier", "--uit", "{folder}")
    serving = killing.alone("web", "{folder}", "--manifest", "--poort", str(free_port()))
    refreshing = killing.command("vernieuw", str(source), "--parquet", "--uit", out)
    sharing = killing.command("deel", str(source), "--pptx", "--uit", out)
    printing = killing.command("deel", str(source), "--pdf", "--uit", out)

    def adding_up() -> killing.Job:
        before = folder / "optellen" / "werk"
        line = [*totals_line(before)[:-1], "{folder}"]
        job = killing.Job(tuple(killing.command(*line)), files_below(before), parts, parts=parts)
        return killing.whole(job, folder / "optellen-eerst")

    def keeping_outside() -> killing.Job:
        before = folder / "buiten" / "werk"
        given = [part.replace(str(before), "{folder}") for part in outside(before)]
        job = killing.Job(tuple(killing.command(*given)), files_below(before), parts, parts=parts)
        return killing.whole(job, folder / "buiten-eerst")

    return {
        "importeer --buiten": keeping_outside,
        "vernieuw --parquet": lambda: made("vernieuw --parquet", refreshing, tables, parts),
        "deel --pptx": lambda: made("deel --pptx", sharing, old("uit.xlsx", "uit.pptx"), parts),
        "deel --pdf": lambda: made("deel --pdf", printing, old("uit.xlsx", "uit.pdf"), parts),
        "regels --tel-op": adding_up,
        "pak": lambda: made("pak", packing, old(packed_name()), parts),
        "web --manifest": lambda: made("web --manifest", serving, addin_of_last_year, addin_parts),
    }
