"""The fuzzer of options: some seeds, and that it sees what is wrong; by hand with a larger --count."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

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
    def faulty(_line: list[str], _surroundings: object, _folder: Path) -> tuple[object, str]:
        return "KeyError: 'x'", ""

    def told_one_thing_and_did_another(
        line: list[str], _surroundings: object, _folder: Path
    ) -> tuple[object, str]:
        Path(line[-1]).write_bytes(b"x")
        return 2, ""

    monkeypatch.setattr(fuzz, "drawn", lambda _chance, paths: ["controleer", paths[0] + ".onvoltooid.x"])
    for run, expected in ((faulty, "ended with KeyError"), (told_one_thing_and_did_another, "changed [")):
        monkeypatch.setattr(fuzz, "run", run)
        assert expected in fuzz.wrong(1)[1]
    monkeypatch.setattr(fuzz, "run", lambda *given: (0, told_one_thing_and_did_another(*given)[1]))
    assert "left something unfinished" in fuzz.wrong(1)[1]
