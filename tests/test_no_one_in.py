"""Nothing that runs text or reaches out, nothing of customers where it should not be."""

from __future__ import annotations

import ast
import datetime as dt
import os
import subprocess
from pathlib import Path

import killing
import openpyxl
import pytest

from klantwaarde_xl.commands.app import main

PACKAGE = Path(__file__).resolve().parents[1] / "klantwaarde_xl"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
NAMES = [str(path.relative_to(PACKAGE)) for path in MODULES]

NO_MODULES = {
    *(
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "urllib.error",
        "ftplib",
        "smtplib",
        "poplib",
        "imaplib",
        "xmlrpc",
        "telnetlib",
    ),
    *("requests", "httpx", "aiohttp", "asyncio", "socketserver", "webbrowser", "urllib3"),
    *("pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "code", "codeop", "ctypes", "pty"),
}
NO_CALLS = {"eval", "exec", "compile", "__import__", "execfile", "input", "breakpoint"}
NO_METHODS = {
    "system",
    "popen",
    "startfile",
    "execv",
    "execve",
    "execl",
    "execlp",
    "spawnl",
    "spawnv",
    "read_pickle",
}
MAY_START: dict[str, set[str]] = {
    # LibreOffice for a PDF; Python itself, to time an import; pip, for whoever packs or installs the program.
    "subprocess": {
        "writers/pdf.py",
        "setup/diagnosis.py",
        "setup/packing.py",
        "setup/pack_parts/inrichten.py",
    },
    "multiprocessing": set(),
}
"""Who may start another program, by the module that does it."""
MAY_SHOW = {
    "webbrowser": {"excel/buttons.py", "web/server.py"},
    "socket": {"web/server.py"},
    "asyncio": {"web/addin/app.py", "web/addin/serving.py", "web/guarded.py", "web/server.py"},
    "ssl": {"web/addin/certificate.py"},
    "marshal": {"excel/taking.py"},
    "ctypes": {"setup/pack_parts/inrichten.py", "setup/installing.py"},
}
"""Who may hand a page to the browser: the button Handleiding and the local page; who may listen, on this
computer alone (tests/web): the local page and the add-in, by https; who may ask Windows for the
short name of a folder and for the place of Documents: what installs the program; and who may write
cells as bytes to compare them, never reading them back."""


@pytest.mark.parametrize("name", sorted(MAY_START["subprocess"]))
def test_what_is_started_gets_a_time_limit(name: str) -> None:
    # It may wait without end, as for a pipe among the files of the user.
    calls = [node for node in ast.walk(TREES[PACKAGE / name]) if isinstance(node, ast.Call)]
    starts = [call for call in calls if ast.unparse(call.func).startswith("subprocess.")]
    assert starts
    for call in starts:
        assert ast.unparse(call.func) == "subprocess.run", f"{name}:{call.lineno}"
        assert any(given.arg == "timeout" for given in call.keywords), f"{name}:{call.lineno}"


def test_bytes_of_cells_are_compared_and_never_loaded() -> None:
    calls = [node for node in ast.walk(TREES[PACKAGE / "excel/taking.py"]) if isinstance(node, ast.Attribute)]
    used = {node.attr for node in calls if isinstance(node.value, ast.Name) and node.value.id == "marshal"}
    assert used == {"dumps"}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_text_or_reaches_out(name: str) -> None:
    for node in ast.walk(TREES[PACKAGE / name]):
        found: list[str] = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for module in found:
            shown = name in MAY_SHOW.get(module, set())
            assert shown or not {module, module.split(".")[0]} & NO_MODULES, (
                f"{name}:{node.lineno} imports {module}"
            )
            for starter, allowed in MAY_START.items():
                assert module.split(".")[0] != starter or name in allowed, (
                    f"{name}:{node.lineno} imports {module}"
                )
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                assert called.id not in NO_CALLS, f"{name}:{node.lineno} calls {called.id}"
            if isinstance(called, ast.Attribute):
                asks = isinstance(called.value, ast.Name) and called.value.id == "platform"
                assert asks or called.attr not in NO_METHODS, f"{name}:{node.lineno} calls {called.attr}"
                # pandas runs the text that query and eval are given.
                assert called.attr not in {"query", "eval"}, f"{name}:{node.lineno} calls {called.attr}"
                assert called.attr != "mktemp", (
                    f"{name}:{node.lineno} makes a temporary name that another can take"
                )
            for keyword in node.keywords:
                assert keyword.arg != "shell", f"{name}:{node.lineno} passes shell="
                allows = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
                assert not (keyword.arg == "allow_pickle" and allows), f"{name}:{node.lineno} allows pickle"


WRITES = {"write_text", "write_bytes", "touch", "symlink_to"}
MAY_WRITE = {
    "files/safe_file.py": "the one that everybody else writes through",
    "files/package_parts.py": "writes parts of a package that its caller writes through the safe one",
    "web/dropped.py": "writes below the folder of a drop, which its caller made with scratch_folder",
    "setup/pack_parts/eigen_python.py": "runs before the program is there, and puts back what stood there",
    "template/ribbon.py": "packs in memory what its caller has read; the caller writes",
}


@pytest.mark.parametrize("name", NAMES)
def test_nobody_writes_a_file_but_through_the_safe_one(name: str) -> None:
    source = (PACKAGE / name).read_text(encoding="utf-8")
    for node in ast.walk(TREES[PACKAGE / name]):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        kind = (
            called.attr
            if isinstance(called, ast.Attribute)
            else called.id
            if isinstance(called, ast.Name)
            else ""
        )
        modes = [
            part.value
            for part in (*node.args, *(k.value for k in node.keywords))
            if isinstance(part, ast.Constant)
        ]
        opened = kind in {"open", "ZipFile"} and any(
            mode in {"w", "wb", "a", "ab", "x", "xb", "r+b", "w+b"} for mode in modes
        )
        if (opened or kind in WRITES) and name not in MAY_WRITE:
            through = ("replace_safely(", "replace_together(", "write_together(", "scratch_folder(")
            assert any(call in source for call in through), f"{name}:{node.lineno} writes with {kind}"


SECRET = "GEHEIMXYZ"


def book(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook whose customers all bear the secret name."""
    good: dict[str, list[list[object]]] = {
        "Klanten": [["Klantnr", "Klantnaam", "Accountmanager"], ["1", f"{SECRET} BV", f"{SECRET} Verkoper"]],
        "Transacties": [["Datum", "Klantnr", "Omzet", "Kostprijs"], [dt.date(2025, 3, 1), "1", 100.0, 60.0]],
    }
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in (good | sheets).items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


UNUSABLE = {
    "missing column": {"Transacties": [["Datum", "Klantnr"], [dt.date(2025, 3, 1), SECRET]]},
    "missing sheet": {"Transacties": [["Iets", "Anders"], [SECRET, SECRET]]},
    "duplicate header": {
        "Transacties": [["Datum", "Datum", "Klantnr", "Omzet"], [dt.date(2025, 3, 1), SECRET, "1", 5.0]]
    },
    "empty table": {"Transacties": [["Datum", "Klantnr", "Omzet"]]},
    "no usable line": {"Transacties": [["Datum", "Klantnr", "Omzet"], [SECRET, SECRET, SECRET]]},
    "no line in the period": {
        "Transacties": [["Datum", "Klantnr", "Omzet"], [dt.date(1990, 3, 1), SECRET, 5.0]]
    },
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_errors_name_places_and_headers_but_no_customers(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # An error line is what people paste into a mail. What a cell holds is shown by `controleer` and on
    # Controle, not here.
    path = book(tmp_path / "in.xlsx", **UNUSABLE[case])
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(path), "--van", "2025-01-01", "--tot", "2025-12-31"])
    shown = capsys.readouterr()
    assert ended.value.code == 2, shown
    assert "KW-" in shown.err
    assert SECRET not in shown.err
    assert str(tmp_path) not in shown.err


@pytest.mark.parametrize("damage", ["truncated", "flipped", "text"])
def test_errors_about_damaged_files_quote_nothing_of_them(
    damage: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "in.xlsx")
    content = bytearray(path.read_bytes())
    if damage == "truncated":
        del content[len(content) // 2 :]
    elif damage == "flipped":
        content[200:260] = bytes(255 - byte for byte in content[200:260])
    else:
        content = bytearray(f"Klantnr;Klantnaam\r\n1;{SECRET}".encode())
    path.write_bytes(bytes(content))
    with pytest.raises(SystemExit) as ended:
        main(["controleer", str(path)])
    shown = capsys.readouterr()
    assert ended.value.code == 2, shown
    assert SECRET not in shown.err + shown.out


def test_controleer_shows_the_cell_of_a_finding_and_nothing_of_its_neighbours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[object]] = [
        ["Datum", "Klantnr", "Omzet", "Bron"],
        [dt.date(2025, 3, 1), "1", "op aanvraag", SECRET],
    ]
    path = book(tmp_path / "in.xlsx", Transacties=[*rows, [dt.date(2025, 3, 1), "1", 10.0, SECRET]])
    with pytest.raises(SystemExit) as ended:
        main(["controleer", str(path), "--json"])
    shown = capsys.readouterr()
    assert ended.value.code == 1
    assert "op aanvraag" in shown.out
    assert SECRET not in shown.out.replace(f"{SECRET} Verkoper", "")
    assert SECRET not in shown.err


def test_runs_leave_nothing_behind_but_the_output(tmp_path: Path) -> None:
    home, scratch, work = (tmp_path / name for name in ("thuis", "tijdelijk", "werk"))
    for folder in (home, scratch, work):
        folder.mkdir()
    path = book(work / "in.xlsx")
    environment = killing.environment(scratch) | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_STATE_HOME": str(home),
    }
    done = subprocess.run(
        killing.command("vernieuw", str(path)),
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    assert sorted(entry.name for entry in work.iterdir()) == ["in-resultaat.xlsx", "in.xlsx"]
    assert os.listdir(scratch) == []
    assert os.listdir(home) == []
