"""What the judge says of our workbooks, and of ones with the faults that the first edition had."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from klantwaarde_xl.template import vba_project
from klantwaarde_xl.template.vba import workbook_modules

pytest.importorskip("oletools.olevba")
SCRIPT = Path(__file__).with_name("judge_workbooks.py")
WORKBOOKS = sorted((SCRIPT.parents[2] / "workbook").glob("*.xl*"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judge_workbooks", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_nothing_is_wrong_with_our_workbooks(script: ModuleType, path: Path) -> None:
    assert script.judge(path) == []


def with_parts(source: Path, path: Path, changes: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return path


def test_the_faults_of_the_first_edition_are_named(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = next(path for path in WORKBOOKS if path.suffix == ".xlsm")
    with zipfile.ZipFile(source) as package:
        chart = next(name for name in package.namelist() if b"formatCode=" in package.read(name))
        text = package.read(chart)
        sheets = [n for n in package.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
    late = re.sub(rb'formatCode="[^"]*"', b'formatCode="[$-413][&lt;0.01]0.0%"', text, count=1)
    monkeypatch.setattr(vba_project, "_LCID", 0x0413)
    modules = [
        vba_project.Module(
            one.name, one.kind, re.sub(r".*(DisplayAlerts|EnableCalculation).*\n", "", one.code)
        )
        for one in workbook_modules([f"Blad{n + 1}" for n in range(len(sheets))])
    ]
    changes = {chart: late, "xl/vbaProject.bin": vba_project.write_vba_project(modules)}
    found = script.judge(with_parts(source, tmp_path / "oud.xlsm", changes))
    for part in (
        "format code [$-413][&lt;0.01]0.0%",
        "PROJECTLCID is not 0x0409",
        "PROJECTLCIDINVOKE is not 0x0409",
        "olevba: invalid value for PROJECTLCID_Lcid",
        "a click shows windows while Python works",
        "live functions are calculated at each line that is typed",
    ):
        assert any(part in fault for fault in found), part
