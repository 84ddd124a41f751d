"""No path, option or output of a user ends in a fault of the program: the mistake is named in Dutch."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from firm_workbook import fill
from quick import first_quick

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.use_cases.new_workbook import write_empty

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="paden en apparaten van POSIX")
READERS = ("controleer", "vernieuw", "kansen", "acties", "verschil", "deel")
LONG = "x" * 300 + ".xlsx"
PATHS = (
    *("", ".", "..", "/", "weg.xlsx", "map", "map.xlsx", "leeg.xlsx", "tekst.xlsx", "leeg.csv", "pijp.xlsx"),
    *("kring.xlsx", "los.xlsx", LONG, "/".join(["d" * 200] * 30) + "/a.xlsx", "a\nb.xlsx", "goed.xlsx/"),
    *("goed.xlsx/x.xlsx", "/dev/null", "/dev/full", "-", "*.xlsx", "http://a.b/c.xlsx", ".xlsx", "..xlsx"),
    *(
        "é" * 127 + ".xlsx",
        "😀" * 62 + ".xlsx",
        "x" * 250 + ".xlsx",
        b"a\xff.xlsx".decode("utf-8", "surrogateescape"),
    ),
)
VALUES = (
    "",
    "x",
    "-1",
    "0",
    "1e9",
    "9" * 25,
    "nan",
    "31-02-2025",
    "2025/13",
    "=",
    "USD=",
    "x=y=z",
    "rot13",
    "é😀",
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good workbook and export among everything that is none; it is the current folder."""
    write_empty(tmp_path / "goed.xlsx", dt.datetime(2026, 1, 5))
    fill(tmp_path / "goed.xlsx")
    (tmp_path / "goed.csv").write_text("Datum;Klantnr;Omzet\n01-02-2025;K1;5,00\n", encoding="utf-8")
    (tmp_path / "map").mkdir()
    (tmp_path / "map.xlsx").mkdir()
    for name in ("leeg.xlsx", "leeg.csv"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "tekst.xlsx").write_text("geen werkmap", encoding="utf-8")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pijp.xlsx")
        (tmp_path / "kring.xlsx").symlink_to("kring.xlsx")
        (tmp_path / "los.xlsx").symlink_to("weg/niet.xlsx")
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    shown = capsys.readouterr()
    text = shown.out + shown.err
    assert "KW-902" not in text, text
    assert ended.value.code in (0, 1, 2)
    for english in ("Error", "Input should", "not a valid", "Traceback", "expected"):
        assert english not in text, text
    assert text.strip()
    return int(ended.value.code), text


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: repr(path[:20]))
def test_a_path_that_cannot_be_read_is_said(
    path: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in READERS:
        # A slash behind the name of a file means nothing to pathlib: the file is read.
        assert (answer(capsys, command, path)[0] == 2) != (Path(path) == Path("goed.xlsx"))
    assert answer(capsys, "importeer", path, "--toon")[0] in (1, 2)  # 1 for a folder with invoices and more


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: repr(path[:20]))
def test_a_path_that_cannot_be_written_is_said(
    path: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in (
        ("nieuw", path),
        ("vernieuw", "goed.xlsx", "--uit", path),
        ("deel", "goed.xlsx", "--zonder-namen", "--uit", path),
        ("importeer", "goed.csv", "--naar", path),
    ):
        code, text = answer(capsys, *line)
        if code == 2:
            assert "KW-" in text or "--" in text, text
    assert not [item.name for item in place.rglob("*onvoltooid*")]


OF_IMPORT = ("--naar", "--soort", "--kolom", "--koers", "--omzetrekening", "--codering")
NONSENSE = {
    **dict.fromkeys(OF_IMPORT, ("importeer", "goed.csv", "--naar", "uit.xlsx")),
    **dict.fromkeys(("--van", "--tot"), ("vernieuw", "goed.xlsx", "--uit", "uit2.xlsx")),
    **dict.fromkeys(("--klant", "--aantal"), ("kansen", "goed.xlsx")),
}
"""The rest of the line by option."""


@pytest.mark.slow
def test_an_option_with_nonsense_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = dict.fromkeys(NONSENSE, 0)
    for value in VALUES:
        for option, line in NONSENSE.items():
            code, text = answer(capsys, *line, option, value)
            assert code in (0, 1, 2)
            refused[option] += code == 2
            if code == 2:
                assert "KW-" in text or option in text, (option, value, text)
    # Hardly any of these is a name, number or day to an option; a csv has no accounts to choose from.
    most = len(VALUES) - 1
    assert {option for option, count in refused.items() if count < most} == {"--omzetrekening"}


def test_a_source_without_one_good_row_stops_no_other(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "slecht.csv").write_text(
        "Datum;Klantnr;Omzet\n31-02-2024;1;5,00\n31-02-2024;2;6,00\n", encoding="utf-8"
    )
    code, text = answer(capsys, "importeer", "slecht.csv", "goed.csv", "--naar", "samen.xlsx")
    assert code == 1
    assert "Toegevoegd aan samen.xlsx: 1 in Transacties" in text
    assert "slecht.csv (tekstexport): 2 regels gelezen, 2 overgeslagen" in text
    assert text.strip().splitlines()[-1].startswith("Bevindingen: 2 fouten")
    code, text = answer(capsys, "importeer", "slecht.csv", "--naar", "alleen.xlsx")
    assert code == 1
    assert "geen nieuwe rijen" in text


@POSIX
@pytest.mark.parametrize(
    ("line", "written"),
    first_quick(
        1,
        [
            (("vernieuw", "goed.xlsx", "--uit", "uit.xlsx"), "uit.xlsx"),
            (("vernieuw", "goed.xlsx", "--uit", "uit.xlsx", "--json"), "uit.xlsx"),
            (("importeer", "goed.csv", "--naar", "nieuw.xlsx"), "nieuw.xlsx"),
            (("controleer", "goed.xlsx"), None),
            (("kansen", "goed.xlsx", "--json"), None),
            (("--help",), None),
        ],
    ),
)
def test_text_that_cannot_be_passed_on_is_said_and_the_result_stands(
    line: tuple[str, ...], written: str | None, place: Path
) -> None:
    run = [sys.executable, "-m", "klantwaarde_xl", *line]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(run, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("KW-018: ")
    assert "de schijf is vol" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    if written:
        assert (place / written).stat().st_size > 1_000


@pytest.mark.slow
@POSIX
def test_who_stops_reading_gets_no_message(place: Path) -> None:
    for line in ("kansen goed.xlsx", "controleer goed.xlsx", "--help"):
        script = f"{sys.executable} -m klantwaarde_xl {line} | head -0; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
        assert (done.returncode in (0, 2), done.stderr) == (True, "")


@POSIX
@pytest.mark.parametrize(
    "line",
    first_quick(
        1,
        [
            "controleer ../goed.xlsx",
            "nieuw x.xlsx",
            "vernieuw {}/goed.xlsx --uit x.xlsx",
            "importeer {}/goed.csv --naar x.xlsx",
        ],
    ),
)
def test_a_current_folder_that_is_gone_is_no_fault(line: str, place: Path) -> None:
    command = f"{sys.executable} -m klantwaarde_xl {line.format(place)}"
    script = f"mkdir weg && cd weg && rmdir ../weg && {command}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode in (0, 1, 2), done.stderr
    assert "KW-902" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@POSIX
@pytest.mark.parametrize(
    "setting",
    first_quick(
        2,
        [
            "HOME=/dev/null/x",
            "XDG_CONFIG_HOME=/dev/null",
            "TMPDIR=/weg",
            "COLUMNS=1",
            "COLUMNS=abc",
            "LC_ALL=POSIX",
            "TERM=dumb",
        ],
    ),
)
def test_an_odd_environment_is_no_fault(setting: str, place: Path) -> None:
    name, value = setting.split("=")
    line = ["importeer", "goed.csv", "--naar", "uit.xlsx", "--kolom", "Omzet=Omzet", "--onthoud"]
    done = subprocess.run(
        [sys.executable, "-m", "klantwaarde_xl", *line],
        capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, name: value},
    )  # fmt: skip
    assert done.returncode in (0, 2), done.stderr
    assert "KW-902" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
