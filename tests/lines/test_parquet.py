"""Parquet: which files a path means, and what is told of files that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from outside import described

pytest.importorskip("pyarrow")

from klantwaarde_xl.errors import NOT_A_FILE, KlantwaardeError
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.parquet import files_of, parquet_parts
from klantwaarde_xl.lines.reading import read_lines

LINES = pd.DataFrame(
    {"Datum": pd.to_datetime(["2024-01-31"] * 3), "Klantnr": ["a", "b", "c"], "Omzet": [1.0, 2, 3]}
)


def source(folder: Path, path: str) -> LineSource:
    return LineSource("bron.toml", folder, "parquet", path)


def test_a_file_a_folder_and_a_pattern(tmp_path: Path) -> None:
    for name in ("b.parquet", "a.parquet", "sub/c.parquet", "_notes.parquet", ".crc.parquet", "d[1].parquet"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = {
        "b.parquet": ["b.parquet"],
        "d[1].parquet": ["d[1].parquet"],
        ".": ["a.parquet", "b.parquet", "d[1].parquet", "sub/c.parquet"],
        "[ab].parquet": ["a.parquet", "b.parquet"],
        "**/c.parquet": ["sub/c.parquet"],
    }
    for path, names in found.items():
        assert [one.relative_to(tmp_path).as_posix() for one in files_of(source(tmp_path, path))] == names


def test_a_pattern_in_a_folder_with_signs_of_a_pattern_and_an_absolute_one(tmp_path: Path) -> None:
    folder = tmp_path / "export[1]"
    folder.mkdir()
    for name in ("a.parquet", ".b.parquet"):
        (folder / name).touch()
    (folder / "c.parquet").mkdir()
    assert [one.name for one in files_of(source(folder, "*.parquet"))] == ["a.parquet"]
    assert [one.name for one in files_of(source(folder, ".*.parquet"))] == [".b.parquet"]
    assert [one.name for one in files_of(source(folder, "."))] == ["a.parquet"]
    assert [one.name for one in files_of(source(folder, f"{tmp_path}/exp*/*.parquet"))] == ["a.parquet"]
    assert [one.name for one in files_of(source(tmp_path, "exp*/../exp*/a.*"))] == ["a.parquet"]


@pytest.mark.skipif(os.name == "nt", reason="koppelingen vragen daar rechten")
def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    # Two such links make 2 to the power of 40 paths when they are followed.
    for name in ("x", "y"):
        (tmp_path / name).symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a.parquet").touch()
    assert [one.name for one in files_of(source(tmp_path, "**/*.parquet"))] == ["a.parquet"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows kent geen pijpen met een naam")
@pytest.mark.parametrize("kind", ["parquet", "csv", "duckdb"])
def test_a_pipe_is_refused_and_not_waited_for(kind: str, tmp_path: Path) -> None:
    if kind == "duckdb":
        pytest.importorskip("duckdb")
    os.mkfifo(tmp_path / "regels")
    asked = LineSource("bron.toml", tmp_path, kind, "regels", table="r" if kind == "duckdb" else "")
    with pytest.raises(KlantwaardeError) as told:
        read_lines(asked)
    assert told.value.code == NOT_A_FILE.code


@pytest.mark.parametrize(
    ("path", "code"),
    [("a**.parquet", "KW-062"), ("*.parquet", "KW-062"), ("leeg", "KW-062"), ("weg.parquet", "KW-001")],
)
def test_no_file_at_all_is_told(path: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(KlantwaardeError) as told:
        read_lines(source(tmp_path, path))
    assert told.value.code == code


@pytest.mark.parametrize("content", [b"", b"PAR1 kapot PAR1", b"Datum;Klantnr;Omzet\n"])
def test_what_is_no_parquet_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "regels.parquet").write_bytes(content)
    with pytest.raises(KlantwaardeError) as told:
        read_lines(source(tmp_path, "regels.parquet"))
    assert (told.value.code, "'regels.parquet'" in told.value.message) == ("KW-063", True)


def test_a_file_cut_off_in_its_pages_is_told(tmp_path: Path) -> None:
    LINES.to_parquet(tmp_path / "regels.parquet")
    whole = (tmp_path / "regels.parquet").read_bytes()
    (tmp_path / "regels.parquet").write_bytes(whole[:4] + bytes(60) + whole[64:])
    with pytest.raises(KlantwaardeError) as told:
        read_lines(source(tmp_path, "regels.parquet"))
    assert told.value.code == "KW-063"


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    LINES.to_parquet(tmp_path / "regels.parquet")
    part = next(parquet_parts(source(tmp_path, "regels.parquet")))
    os.utime(tmp_path / "regels.parquet", (0, 0))
    with pytest.raises(KlantwaardeError) as told:
        list(part.blocks)
    assert told.value.code == "KW-017"


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (LINES.drop(columns="Omzet"), "'Omzet' ontbreekt"),
        (LINES.rename(columns={"Omzet": "Bedrag"}), "'Omzet' ontbreekt, 'Bedrag' is erbij"),
        (LINES.assign(Korting=1.0), "'Korting' is erbij"),
    ],
)
def test_a_column_that_disappears_is_told(second: pd.DataFrame, words: str, tmp_path: Path) -> None:
    LINES.to_parquet(tmp_path / "a.parquet")
    second.to_parquet(tmp_path / "b.parquet")
    with pytest.raises(KlantwaardeError) as told:
        read_lines(source(tmp_path, "*.parquet"))
    assert told.value.code == "KW-064"
    assert told.value.message == f"'b.parquet' heeft andere kolommen dan 'a.parquet': {words}."


def test_columns_in_another_order_are_the_same_columns(tmp_path: Path) -> None:
    LINES.to_parquet(tmp_path / "a.parquet", index=False)
    LINES[["Omzet", "Datum", "Klantnr"]].to_parquet(tmp_path / "b.parquet", index=False)
    table = read_lines(source(tmp_path, "*.parquet")).table
    assert [table.columns[2].value(row) for row in range(6)] == [1.0, 2.0, 3.0] * 2
    assert (table.address(0, 2), table.address(5, 1)) == ("'a.parquet'!C2", "'b.parquet'!B4")


def test_a_column_of_lists_is_left_out_and_told(tmp_path: Path) -> None:
    LINES.assign(Extra=[[1], [2], [3]]).to_parquet(tmp_path / "a.parquet", index=False)
    read = read_lines(source(tmp_path, "a.parquet"))
    assert [(found.code, found.value) for found in read.findings] == [("KW-070", "Extra")]


def test_a_description_beside_the_files(tmp_path: Path) -> None:
    from klantwaarde_xl.lines.description import read_description

    LINES.to_parquet(tmp_path / "a.parquet", index=False)
    path = described(tmp_path, '[regels]\nsoort = "parquet"\npad = "a.parquet"\n')
    assert len(read_lines(read_description(path)).table) == 3
