"""What is told of the wheels in the zip: each by its hash, with its licence, the same at every making."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from made_wheels import wheel
from quick import first_quick

from klantwaarde_xl.setup.packing import LOCK, write_pack
from klantwaarde_xl.setup.wheel_lists import licence_files, lock_text, materials_text, read_wheels


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    wheel(folder, "alpha_one")
    wheel(folder, "beta", "Classifier: License :: OSI Approved :: BSD License\nLicense: zie LICENSE")
    wheel(folder, "gamma", "License: Apache 2.0")
    return folder


def test_each_wheel_is_in_the_bill_of_materials_with_hash_and_licence(wheels: Path) -> None:
    bill = json.loads(materials_text(read_wheels(wheels)))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    found = {one["name"]: one for one in bill["components"]}
    for name, file, licence in (
        ("alpha-one", "alpha_one", "MIT"),
        ("beta", "beta", "BSD License"),
        ("gamma", "gamma", "Apache 2.0"),
    ):
        data = (wheels / f"{file}-1.0-py3-none-any.whl").read_bytes()
        assert found[name]["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}]
        assert found[name]["licenses"] == [{"license": {"name": licence}}]
        assert found[name]["purl"] == f"pkg:pypi/{name}@1.0"


def test_the_licences_go_along(wheels: Path) -> None:
    files = licence_files(read_wheels(wheels))
    assert files["licenties/beta/LICENSE.txt"] == b"Permission is granted\n"
    assert b"gamma 1.0: Apache 2.0" in files["licenties/OVERZICHT.txt"]


def test_equal_wheels_give_an_equal_zip(wheels: Path) -> None:
    made = []
    for _ in range(2):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as out:
            write_pack(out, wheels, "win_amd64", "3.12")
        made.append(stream.getvalue())
    assert made[0] == made[1]
    names = zipfile.ZipFile(io.BytesIO(made[0])).namelist()
    assert {f"wheels/{LOCK}", "sbom.cdx.json", "licenties/OVERZICHT.txt", "installeer.cmd"} <= set(names)


@pytest.mark.parametrize("changed", first_quick(1, [True, False]))
def test_pip_refuses_a_wheel_with_another_hash(wheels: Path, tmp_path: Path, *, changed: bool) -> None:
    lock = wheels / LOCK
    lock.write_text(lock_text(read_wheels(wheels)))
    if changed:
        wheel(wheels, "beta", "License: Apache 2.0\nSummary: of somebody else")
    command = [
        sys.executable,
        "-I",
        "-m",
        "pip",
        "install",
        "--isolated",
        "--disable-pip-version-check",
        "-q",
    ]
    command += ["--no-index", "--find-links", str(wheels), "--require-hashes", "-r", str(lock)]
    done = subprocess.run(
        [*command, "--target", str(tmp_path / "doel")], capture_output=True, text=True, check=False
    )
    assert (done.returncode != 0) is changed, done.stderr
    assert ("DO NOT MATCH THE HASHES" in done.stderr) is changed
    assert (tmp_path / "doel" / "beta.py").exists() is not changed
