"""The fuzzer of options: some seeds, and that it sees what is wrong; by hand with a larger --count."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from patience import Waits, ended_after

SCRIPT = Path(__file__).with_name("fuzz_options.py")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows kent geen pijpen met een naam"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_options", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_option_that_names_a_file_is_given_paths(fuzz: ModuleType) -> None:
    # Read in the help of the commands; a name that is no option, or one that is missed, is never tried.
    named = {"--uit", "--naar", "--controle", "--regels", "--vorige", "--certificaat", "--sleutel"}
    assert {*named, "--met-python", "--tel-op"} <= fuzz.PATHS
    assert {name for command in fuzz.COMMANDS for name in fuzz.options(command)} >= fuzz.PATHS


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 21))
def test_odd_options_and_paths_end_in_an_answer_or_one_error(fuzz: ModuleType, seed: int) -> None:
    code, problem = fuzz.wrong(seed)
    assert problem == ""
    assert code in {0, 1, 2}


def test_it_sees_faults_changed_inputs_and_what_is_left(
    fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(
        _line: list[str], _surroundings: object, _folder: Path, *, homeless: bool
    ) -> tuple[object, str]:
        return "KeyError: 'x'", ""

    def told_one_thing_and_did_another(
        line: list[str], _surroundings: object, _folder: Path, *, homeless: bool
    ) -> tuple[object, str]:
        Path(line[-1]).write_bytes(b"x")
        return 2, ""

    def drawn(_chance: object, paths: list[str], _only: str, _always: str) -> list[str]:
        return ["controleer", paths[0] + ".onvoltooid.x"]

    monkeypatch.setattr(fuzz, "drawn", drawn)
    for run, expected in ((faulty, "ended with KeyError"), (told_one_thing_and_did_another, "changed [")):
        monkeypatch.setattr(fuzz, "run", run)
        assert expected in fuzz.wrong(1)[1]
    monkeypatch.setattr(
        fuzz, "run", lambda *given, **more: (0, told_one_thing_and_did_another(*given, **more)[1])
    )
    assert "left something unfinished" in fuzz.wrong(1)[1]


def test_it_sees_what_changes_in_the_home_folder_and_advice_that_cannot_be_followed(
    fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(
        _line: list[str], surroundings: dict[str, str], _folder: Path, *, homeless: bool
    ) -> tuple[object, str]:
        Path(surroundings["TMPDIR"], "manifest.xml").write_bytes(b"x")
        return 2, "KW-005: x"

    monkeypatch.setattr(fuzz, "run", half)
    assert "changed ['manifest.xml']" in fuzz.wrong(1)[1]
    monkeypatch.setattr(fuzz, "run", lambda *_given, **_more: (2, "KW-005: kies met --uit een andere map"))
    assert "advises ['--uit']" in fuzz.wrong(1, "web", "--manifest")[1]
    monkeypatch.setattr(fuzz, "run", lambda *_given, **_more: (2, "KW-844: kies een andere met --poort"))
    assert fuzz.wrong(1, "web", "--manifest")[1] == ""


def test_what_waits_is_ended_and_wrong(fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits(
        _line: list[str], _surroundings: object, _folder: Path, *, homeless: bool
    ) -> tuple[object, str]:
        time.sleep(30)
        return 0, ""

    monkeypatch.setattr(fuzz, "run", waits)
    monkeypatch.setattr(fuzz, "WAIT", 1)
    with pytest.raises(Waits):
        fuzz.wrong(1)


def test_one_command_is_drawn_with_the_option_that_is_asked_for(fuzz: ModuleType, tmp_path: Path) -> None:
    for seed in range(30):
        line = fuzz.drawn(random.Random(seed), [str(tmp_path)], "web", "--manifest")
        assert "web" in line[:2]
        assert "--manifest" in line


def test_home_folders_are_damaged_and_devices_are_given(fuzz: ModuleType, tmp_path: Path) -> None:
    kinds = set()
    for seed in range(60):
        home = tmp_path / str(seed)
        home.mkdir()
        fuzz.damaged_home(random.Random(seed), home)
        kinds |= {path.name for path in home.rglob("*")}
    assert {"kolomkeuzes.json", "sleutel.pem", "xlwings.conf", "klantwaarde-manifest.xml"} <= kinds
    (tmp_path / "werk").mkdir()
    assert {"/dev/zero", "/dev/full", "/dev/null"} <= set(fuzz.places(tmp_path / "werk"))


@pytest.mark.parametrize("opens", [lambda path: path.read_text(), lambda path: path.write_text("x")])
def test_a_pipe_that_is_waited_for_is_no_error_of_the_system(
    opens: Callable[[Path], object], tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pijp")
    with pytest.raises(Waits), contextlib.suppress(OSError), ended_after(1):
        opens(tmp_path / "pijp")
