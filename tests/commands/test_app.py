"""The command line says in Dutch what was typed wrongly, and ends with the exit codes that the manual
promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from at_the_door import run

from klantwaarde_xl.commands.app import COMMANDS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("vernieuw",), "BESTAND ontbreekt"),
        (("vernieuw", "a.xlsx", "--uitt", "b"), "De optie --uitt bestaat niet. Bedoelde u --uit?"),
        (("vernieuw", "a.xlsx", "--van"), "Bij de optie --van hoort een waarde"),
        (
            ("vernieuw", "a.xlsx", "--van", "31-02-2025"),
            "--van: '31-02-2025' is geen datum; schrijf dd-mm-jjjj",
        ),
        (("kansen", "a.xlsx", "--aantal", "veel"), "--aantal: schrijf een geheel getal van 1 of meer"),
        (("kansen", "a.xlsx", "--aantal", "0"), "--aantal: schrijf een geheel getal van 1 of meer"),
        (("kansen", "a.xlsx", "--json=ja"), "Bij de optie --json hoort geen waarde"),
        (("vernieuw", "mijn", "klanten.xlsx"), "tussen aanhalingstekens"),
        (("ververs", "a.xlsx"), "kies uit: demo, nieuw"),
    ],
)
def test_a_command_typed_wrongly_is_answered_in_dutch(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("arguments", [(), ("--help",), ("--hulp",), ("vernieuw", "--hulp"), ("--versie",)])
def test_asking_for_help_is_fine(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, err) == (0, "")
    assert "klantwaarde" in out


def test_a_new_workbook_is_made_and_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nieuw.xlsx"
    assert run(capsys, "nieuw", str(path))[0] == 0
    before = path.read_bytes()
    code, _, err = run(capsys, "nieuw", str(path))
    assert code == 2
    assert "KW-009" in err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [("nieuw", "a.csv"), ("nieuw", "klanten"), ("vernieuw", "in.xlsx", "--uit", "uit.pdf")]
)
def test_a_workbook_gets_a_name_that_excel_opens(
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert "KW-012" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_the_help_of_every_command_is_dutch(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, *command, "--hulp")
    assert "Gebruik: klantwaarde" in out
    assert "Toon deze uitleg en stop." in out
    for english in ("Usage", "OPTIONS", "COMMAND", "<bool>", "<path>", "Show this", "default"):
        assert english not in out


@pytest.mark.parametrize("arguments", [["--help"], ["controleer", "--help"], ["regels", "--help"]])
def test_help_waits_for_no_library_of_figures(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom klantwaarde_xl.commands.app import main\n"
        f"try:\n    main({arguments})\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('numpy', 'pandas', 'scipy', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_report_does_not_wait_for_what_only_large_firms_need() -> None:
    modules = ("analysis.analyse", "report.build", "use_cases.refreshing", "writers.xlsx")
    code = (
        f"import sys, {', '.join(f'klantwaarde_xl.{name}' for name in modules)}\n"
        "print([name for name in ('scipy.stats', 'scipy.optimize') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
