"""A csv as Parquet beside a workbook: the same lines, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.lines import text
from klantwaarde_xl.lines.converting import convert
from klantwaarde_xl.lines.description import LineSource, read_description
from klantwaarde_xl.lines.reading import read_lines

CSV = "Export\n\nDatum;Klantnr;Bedrag netto\n31-01-2024;00123;1.234,56\n;;\n29-02-2024;7;-1,00\n"
CHOSEN = {"Omzet": "Bedrag netto"}


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    (tmp_path / "groot.csv").write_text(CSV, encoding="utf-8")
    return tmp_path / "groot.csv"


@pytest.mark.parametrize("block", [1, 2, 65_536])
def test_the_lines_are_those_of_the_csv_row_by_row(
    block: int, csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "BLOCK", block)
    (tmp_path / "uit").mkdir()
    made = convert(csv, tmp_path / "uit", CHOSEN)
    assert (made.rows, made.parquet.name, made.description.name) == (3, "groot.parquet", "groot.toml")
    ours = read_lines(read_description(made.description)).table
    theirs = read_lines(LineSource("b.toml", tmp_path, "csv", "groot.csv", columns=CHOSEN)).table
    assert ours.rows.tolist() == theirs.rows.tolist() == [4, 6]
    assert ours.headers == theirs.headers
    for one, other in zip(ours.columns, theirs.columns, strict=True):
        assert [one.value(row) for row in range(2)] == [other.value(row) for row in range(2)]


def test_the_description_is_toml_whatever_the_headers_hold(tmp_path: Path) -> None:
    header = 'Be"drag \\ netto'
    (tmp_path / "g.csv").write_text('Datum;Klantnr;"Be""drag \\ netto"\n31-01-2024;1;2\n')
    made = convert(tmp_path / "g.csv", tmp_path, {"Omzet": header})
    assert tomllib.loads(made.description.read_text("utf-8"))["kolommen"] == {"Omzet": header}


def test_an_earlier_conversion_is_replaced_and_another_file_is_not(csv: Path, tmp_path: Path) -> None:
    convert(csv, tmp_path, CHOSEN)
    csv.write_text(CSV + "31-03-2024;8;1,00\n")
    assert convert(csv, tmp_path, CHOSEN).rows == 4
    for name in ("groot.parquet", "groot.toml"):
        (tmp_path / name).write_text("van een ander")
        with pytest.raises(KlantwaardeError) as told:
            convert(csv, tmp_path, CHOSEN)
        assert (told.value.code, name in told.value.message) == ("KW-009", True)
        assert (tmp_path / name).read_text() == "van een ander"
        (tmp_path / name).unlink()
        convert(csv, tmp_path, CHOSEN)


@pytest.mark.parametrize(("content", "code"), [("Datum;Klantnr\n1;2\n", "KW-103"), (CSV + '1;"', "KW-015")])
def test_what_cannot_be_converted_leaves_nothing(content: str, code: str, csv: Path, tmp_path: Path) -> None:
    csv.write_text(content)
    with pytest.raises(KlantwaardeError) as told:
        convert(csv, tmp_path, CHOSEN if code == "KW-015" else None)
    assert told.value.code == code
    assert [path.name for path in tmp_path.iterdir()] == ["groot.csv"]


FULL = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
from klantwaarde_xl.commands.app import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kent deze grens niet")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    lines = "".join(
        f"31-01-2024;{n * 7919 % 65_537:05d};{n * 104_729 % 99_991},{n % 97:02d}\n" for n in range(60_000)
    )
    (tmp_path / "groot.csv").write_text("Datum;Klantnr;Omzet\n" + lines)
    book = tmp_path / "w.xlsx"
    book.write_bytes(b"stond er al")
    command = [
        sys.executable,
        "-c",
        FULL,
        "importeer",
        str(tmp_path / "groot.csv"),
        "--naar",
        str(book),
        "--buiten",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "KW-005" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["groot.csv", "w.xlsx"]
    assert book.read_bytes() == b"stond er al"
