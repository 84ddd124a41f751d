"""The built workbooks are valid packages: the Open XML SDK's validator finds nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from small_workbook import CREATED, small_document
from validating import errors

from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.template import build
from klantwaarde_xl.template.ribbon import PART
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.sharing import Way, share


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the template and the add-in as they are shipped, and workbooks with data, with results, and to
    share."""
    folder = tmp_path_factory.mktemp("gebouwd")
    paths = list(build.build_all(folder, lambda _step: None, demo=False))
    filled, empty, demo = (
        folder / "gevuld.xlsm",
        folder / "nieuw.xlsx",
        write_demo(folder, lambda _step: None)[0],
    )
    filled.write_bytes(build.macro_workbook(small_document()))
    write_empty(empty, CREATED)
    shared = share(demo, folder / "delen.xlsx", Way(nameless=True), created=CREATED)
    named = {path.name: path for path in (*paths, filled, empty, demo, shared.workbook)}
    return {**named, "delen-sleutel.xlsx": shared.key}


NAMES = (
    *("klantwaarde.xlsx", "klantwaarde.xlsm", "klantwaarde.xlam", "gevuld.xlsm"),
    *("nieuw.xlsx", "klantwaarde-demo.xlsx", "delen.xlsx", "delen-sleutel.xlsx"),
)


@pytest.mark.parametrize("version", ["Office2019", "Microsoft365"])
@pytest.mark.parametrize("name", NAMES)
def test_the_validator_finds_nothing(built: dict[str, Path], name: str, version: str) -> None:
    assert errors(built[name], version) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'size="large"', b'size="huge"'), (b"screentip=", b"screenTip="), (b"<ribbon>", b"<ribbon><x/>")],
)
def test_the_validator_reads_the_ribbon_too(
    built: dict[str, Path], tmp_path: Path, old: bytes, new: bytes
) -> None:
    """Its schema of customUI is that of the Open XML SDK."""
    path = tmp_path / "lint.xlsm"
    with zipfile.ZipFile(built["klantwaarde.xlsm"]) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new, 1) if name == PART else data)
    assert errors(path, "Microsoft365")
