"""Makes inputs that are large where nobody expects it; by hand: ``python tests/fuzz/make_hostile.py FOLDER``.

Each must be answered within seconds, with advice that can be followed. The outputs take up to 70 MB, so they
are made on demand and never committed."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

_HEADS = ("Datum", "Klantnr", "Omzet")


def wide(path: Path, columns: int = 16_384) -> None:
    """Write a workbook whose only table has this many columns; the last three are date, customer, amount."""
    heads = [f"Kolom {n}" for n in range(columns - len(_HEADS))] + list(_HEADS)
    body = [["x"] * (columns - 3) + [f"0{n % 9 + 1}-01-2025", f"K{n}", 10 + n] for n in range(20)]
    write_sheets(path, {"Transacties": [heads, *body], "Klanten": [["Klantnr"], ["K1"]]})


def wrong_rows(path: Path, rows: int = 100_000) -> None:
    """Write a workbook in which every row is wrong: a date that is none, a key given twice."""
    lines = [[f"{n % 28 + 1}-13-2025", f"K{n}", f"bedrag {n}"] for n in range(rows)]
    customers = [[f"K{n // 2}", f"Naam {n}"] for n in range(1_000)]
    write_sheets(
        path, {"Transacties": [list(_HEADS), *lines], "Klanten": [["Klantnr", "Klantnaam"], *customers]}
    )


def wrong_texts(path: Path, rows: int = 100_000) -> None:
    """Write a text export in which no row is right."""
    with path.open("w", encoding="utf-8") as out:
        out.write(";".join(_HEADS) + "\n")
        out.writelines(f"{n % 28 + 1}-13-2025;K{n};bedrag {n}\n" for n in range(rows))


def sheets(path: Path, count: int = 1_000) -> None:
    """Write a workbook with invoice lines on this many sheets."""
    one = {f"Blad{n}": [list(_HEADS), ["05-01-2025", f"K{n}", 10 + n]] for n in range(count)}
    write_sheets(path, {**one, "Klanten": [["Klantnr"], *[[f"K{n}"] for n in range(count)]]})


def long_export(path: Path, lines: int = 3_000_000) -> None:
    """Write a text export of more lines than a sheet of Excel can hold."""
    one = (f"{n % 28 + 1:02d}-01-2025;K{n % 5_000};{n / 100:.2f}\n" for n in range(10_000))
    block = "".join(one)
    with path.open("w", encoding="utf-8") as out:
        out.write(";".join(_HEADS) + "\n")
        for _ in range(lines // 10_000):
            out.write(block)


MAKERS: dict[str, Callable[..., None]] = {
    "16384_kolommen.xlsx": wide,
    "100000_fouten.xlsx": wrong_rows,
    "100000_fouten.csv": wrong_texts,
    "1000_bladen.xlsx": sheets,
    "3000000_regels.csv": long_export,
}
"""What is made, by file name."""
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "application/vnd.openxmlformats-package.relationships+xml"
_ALWAYS = (
    f'<Default Extension="rels" ContentType="{_PACKAGE}"/>',
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>',
)
_BOOK = f'<Relationship Id="r1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/>'


def write_sheets(path: Path, tables: dict[str, list[list[object]]]) -> None:
    """Write a workbook part by part: a writer of workbooks would take minutes for some of these."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        kinds, named, relations = [], [], []
        for number, (name, rows) in enumerate(tables.items(), 1):
            kinds.append(
                f'<Override PartName="/xl/worksheets/s{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
            )
            named.append(f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>')
            target = f'Type="{_RELS}/worksheet" Target="worksheets/s{number}.xml"'
            relations.append(f'<Relationship Id="r{number}" {target}/>')
            with package.open(f"xl/worksheets/s{number}.xml", "w") as part:
                part.writelines(text.encode() for text in _sheet(rows))
        package.writestr("[Content_Types].xml", _wrap("Types", "content-types", [*_ALWAYS, *kinds]))
        package.writestr("_rels/.rels", _wrap("Relationships", "relationships", [_BOOK]))
        package.writestr("xl/_rels/workbook.xml.rels", _wrap("Relationships", "relationships", relations))
        package.writestr(
            "xl/workbook.xml",
            f'<workbook {_MAIN} xmlns:r="{_RELS}"><sheets>{"".join(named)}</sheets></workbook>',
        )


def _wrap(root: str, space: str, parts: list[str]) -> str:
    return f'<{root} xmlns="http://schemas.openxmlformats.org/package/2006/{space}">{"".join(parts)}</{root}>'


def _sheet(rows: list[list[object]]) -> Iterator[str]:
    yield f"<worksheet {_MAIN}><sheetData>"
    letters = [_letters(n) for n in range(1, max(map(len, rows)) + 1)]
    for number, row in enumerate(rows, 1):
        cells = (
            f'<c r="{letter}{number}"><v>{value}</v></c>'
            if isinstance(value, int)
            else f'<c r="{letter}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
            for letter, value in zip(letters, row, strict=False)
        )
        yield f'<row r="{number}">{"".join(cells)}</row>'
    yield "</sheetData></worksheet>"


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def main() -> None:
    """Make every input in the folder of the first argument."""
    folder = Path(sys.argv[1])
    for name, make in MAKERS.items():
        make(folder / name)
        print(f"{name}: {(folder / name).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
