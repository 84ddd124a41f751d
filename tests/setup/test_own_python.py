"""The embeddable Python of a pack is the one that its maker named, whole, safe, and of the right kind."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pip
import pytest
from embeddable import AMD64, ARM64, X86, program, wheel, windows_parts, written, zipped

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.setup.own_python import (
    OwnPython,
    check_asked,
    machine_of,
    read_own_python,
    wheel_fits,
)
from klantwaarde_xl.setup.packing import WINDOWS_ONLY, scripts, write_pack


def refused(path: Path, digest: str) -> tuple[str, str]:
    """The code and sentence with which a file is refused."""
    with pytest.raises(KlantwaardeError) as caught:
        read_own_python(path, digest)
    return caught.value.code, str(caught.value)


def test_the_official_layout_is_read(tmp_path: Path) -> None:
    path, digest = written(tmp_path, windows_parts())
    own = read_own_python(path, f" {digest.upper()}\n")
    assert (own.file, own.sha256, own.minor, own.version) == (path.name, digest, "3.13", "3.13.5")
    assert own.parts == windows_parts()
    other, digest = written(tmp_path, windows_parts("3.12"), "python-3.13.5-embed-amd64.zip")
    assert read_own_python(other, digest).version == "3.12", "the name of the file is no proof"


def test_another_hash_is_refused_before_the_file_is_read_as_a_zip(tmp_path: Path) -> None:
    path, digest = written(tmp_path, windows_parts())
    for wrong in ("", "0" * 64, digest[:-1], f"{digest}0", "md5"):
        code, text = refused(path, wrong)
        assert code == "KW-833"
        assert digest in text


@pytest.mark.parametrize(
    "name",
    [
        "../python.exe",
        "..\\python.exe",
        "/etc/passwd",
        "C:python.exe",
        "C:\\Windows\\python.exe",
        "Lib/site.py",
        "Lib/",
        "nul",
        "NUL.txt",
        "com1.pyd",
        "PYTHON.EXE",
        "python.exe.",
        "python.exe ",
        "pytho\u202en.exe",
        "a\x00b",
        "-x",
        "",
    ],
)
def test_a_hostile_name_is_refused(name: str, tmp_path: Path) -> None:
    path, digest = written(tmp_path, {**windows_parts(), name or ".": b"x"})
    code, text = refused(path, digest)
    assert code == "KW-834"
    assert "\u202e" not in text


def test_what_is_no_whole_embeddable_zip_is_refused(tmp_path: Path) -> None:
    parts = windows_parts()
    whole = zipped(parts)
    crc = bytearray(whole)
    crc[whole.index(parts["LICENSE.txt"][:4]) if parts["LICENSE.txt"][:4] in whole else 60] ^= 0xFF
    locked = bytearray(whole)
    at = whole.rindex(b"PK\x01\x02")
    locked[at + 8] |= 1
    files = {
        "leeg": b"",
        "tekst": b"python",
        "half": whole[: len(whole) // 2],
        "kapot": bytes(crc),
        "wachtwoord": bytes(locked),
        "veel": zipped({**parts, **{f"a{n}.txt": b"" for n in range(300)}}),
        "twee": zipped({**parts, "python312._pth": b""}),
        "oud": zipped({name.replace("_pth", "pth"): data for name, data in parts.items()}),
        "pad": zipped({**parts, "python313._pth": b"python313.zip\n.\n\\\\server\\share\n"}),
        "site": zipped({**parts, "python313._pth": b"python313.zip\n.\nimport site\n"}),
        **{
            f"zonder {name}": zipped({k: v for k, v in parts.items() if k != name})
            for name in list(parts)[:2]
        },
        "zonder dll": zipped({k: v for k, v in parts.items() if k != "python313.dll"}),
        "zonder zip": zipped({k: v for k, v in parts.items() if k != "python313.zip"}),
    }
    for name, data in files.items():
        path = tmp_path / f"{name}.zip"
        path.write_bytes(data)
        assert refused(path, hashlib.sha256(data).hexdigest())[0] == "KW-834", name


def test_a_zip_that_grows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klantwaarde_xl.setup.own_python.MOST_BYTES", 1 << 20)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(11):
            archive.writestr(f"b{n}.dll", bytes(100 << 10))
    path = tmp_path / "bom.zip"
    path.write_bytes(made.getvalue())
    code, text = refused(path, hashlib.sha256(made.getvalue()).hexdigest())
    assert (code, "te groot" in text) == ("KW-834", True)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (windows_parts(machine=X86), "win32"),
        (windows_parts(machine=ARM64), "arm64"),
        ({**windows_parts(), "pythonw.exe": program(X86)}, "pythonw.exe"),
        ({**windows_parts(), "python313.dll": program(ARM64)}, "python313.dll"),
        ({**windows_parts(), "python.exe": b"#!/bin/sh\n"}, "onbekende"),
        ({**windows_parts(), "python.exe": program()[:70]}, "onbekende"),
        (windows_parts("3.10"), "3.11"),
        (windows_parts("3.9"), "3.11"),
    ],
)
def test_another_kind_of_computer_or_an_old_version_is_refused(
    changed: dict[str, bytes], why: str, tmp_path: Path
) -> None:
    code, text = refused(*written(tmp_path, changed))
    assert (code, why in text) == ("KW-835", True), text


def test_the_kind_of_computer_of_real_programs_is_told() -> None:
    # The launchers that pip carries: made by others, for three kinds of Windows.
    folder = Path(pip.__file__).parent / "_vendor" / "distlib"
    if not (folder / "t64.exe").is_file():
        pytest.skip("deze pip heeft geen programma's voor Windows")
    found = {name: machine_of((folder / name).read_bytes()) for name in ("t32.exe", "w64.exe", "t64-arm.exe")}
    assert found == {"t32.exe": "win32", "w64.exe": "amd64", "t64-arm.exe": "arm64"}


def own_python(folder: Path) -> OwnPython:
    return read_own_python(*written(folder, windows_parts()))


def test_what_the_maker_asks_must_be_what_it_is(tmp_path: Path) -> None:
    own = own_python(tmp_path)
    for fine in ((None, None), ("win_amd64", None), (None, "3.13"), ("win_amd64", "3.13")):
        check_asked(own, *fine)
    for wrong in (("win32", None), (None, "3.12"), ("hier", "3.13"), (None, "3.13.5")):
        with pytest.raises(KlantwaardeError, match="vroeg"):
            check_asked(own, *wrong)


@pytest.mark.parametrize(
    ("tags", "fits"),
    [
        ("py3-none-any", True),
        ("py2.py3-none-any", True),
        ("py313-none-any", True),
        ("py3-none-win_amd64", True),
        ("cp313-cp313-win_amd64", True),
        ("cp313-none-win_amd64", True),
        ("cp38-abi3-win_amd64", True),
        ("cp313-abi3-win_amd64", True),
        ("cp314-abi3-win_amd64", False),
        ("cp312-cp312-win_amd64", False),
        ("cp313-cp313t-win_amd64", False),
        ("cp313-cp313-win32", False),
        ("cp313-cp313-win_arm64", False),
        ("cp313-cp313-manylinux_2_28_x86_64", False),
        ("py2-none-any", False),
        ("pp310-pypy310_pp73-win_amd64", False),
    ],
)
def test_a_wheel_is_for_this_python_or_not(tags: str, fits: bool) -> None:
    assert wheel_fits(f"naam-1.0-{tags}.whl", "3.13") is fits
    assert wheel_fits(f"naam-1.0-2-{tags}.whl", "3.13") is fits, "with a build number"


def test_the_zip_holds_python_its_hashes_and_a_bill_of_materials(tmp_path: Path) -> None:
    own, wheels = own_python(tmp_path), tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "klantwaarde_xl", {"klantwaarde_xl/__init__.py": b""})
    wheel(wheels, "pandas", {"pandas/__init__.py": b""}, "cp313-cp313-win_amd64")
    made = []
    for _ in range(2):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as out:
            write_pack(out, wheels, "win_amd64", "3.13", own)
        made.append(stream.getvalue())
    assert made[0] == made[1], "equal parts give an equal zip"
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert {*scripts("win_amd64"), "eigen_python.py", "licenties/python/LICENSE.txt"} <= set(names)
        for name, data in windows_parts().items():
            assert archive.read(f"python/{name}") == data, "as python.org signed it"
        told = dict(
            reversed(line.split()) for line in archive.read("python/SHA256SUMS.txt").decode().splitlines()
        )
        assert told == {name: hashlib.sha256(data).hexdigest() for name, data in windows_parts().items()}
        parts = {one["name"]: one for one in json.loads(archive.read("sbom.cdx.json"))["components"]}
        assert set(parts) == {"klantwaarde-xl", "pandas", "python"}
        assert parts["python"]["version"] == "3.13.5"
        assert parts["python"]["hashes"] == [{"alg": "SHA-256", "content": own.sha256}]
        for name in scripts("win_amd64"):
            text = archive.read(name).decode("ascii")
            assert "@" not in text.replace("@echo", "")
            if not name.endswith(".py"):
                assert text.count("\r\n") == text.count("\n")
        start, leaflet = archive.read("installeer.cmd").decode(), archive.read("LEESMIJ.txt").decode()
    assert r'"%HIER%python\python.exe" -I' in start
    assert "py -3" not in start
    assert "Python 3.13 zit erin" in leaflet
    assert "certutil" in leaflet
    assert r"python\python.exe -I inrichten.py" in leaflet


def test_a_wheel_for_another_python_is_never_packed(tmp_path: Path) -> None:
    own, wheels = own_python(tmp_path), tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "pandas", {"pandas/__init__.py": b""}, "cp312-cp312-win_amd64")
    with zipfile.ZipFile(io.BytesIO(), "w") as out, pytest.raises(KlantwaardeError) as caught:
        write_pack(out, wheels, "win_amd64", "3.13", own)
    assert caught.value.code == "KW-835"
    assert "cp312" in str(caught.value)


def test_the_constants_are_those_of_windows() -> None:
    # PE format, Microsoft: IMAGE_FILE_MACHINE_AMD64, _I386, _ARM64.
    assert [machine_of(program(kind)) for kind in (AMD64, X86, ARM64)] == ["amd64", "win32", "arm64"]
    assert "pywin32" in WINDOWS_ONLY, "whose DLLs the opened path file must find"
