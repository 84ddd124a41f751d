"""The embeddable Python of python.org that a pack can bring along: checked, and told of in the zip."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.package_parts import DAMAGED
from klantwaarde_xl.files.regular_file import names_device, open_regular
from klantwaarde_xl.setup.wheel_lists import Wheel, sums_text

PLATFORM = "win_amd64"
"""The diagnosis asks for Python of 64 bits; Excel may be of 32, for which xlwings brings a DLL too."""
OLDEST = (3, 11)
MOST_BYTES, MOST_FILES = 100 << 20, 200
"""The zip of Python 3.13 is 11 MB, 23 MB unpacked, in 38 files."""
_MACHINES = {0x8664: "amd64", 0x14C: "win32", 0xAA64: "arm64"}
_FLAT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*[A-Za-z0-9_]")
_PATH_FILE = re.compile(r"python(3)(\d{1,2})\._pth")
_FILE_NAME = re.compile(r"python-(\d+\.\d+)(\.\d+)-embed-amd64\.zip")


@dataclass(frozen=True, slots=True)
class OwnPython:
    """An embeddable Python: its file, SHA-256, ``minor`` such as ``3.13``, full version, and its files."""

    file: str
    sha256: str
    minor: str
    version: str
    parts: dict[str, bytes]


def read_own_python(path: Path, sha256: str) -> OwnPython:
    """Read and check the embeddable zip at ``path``, of which the maker of the pack knows the hash.

    Raises KW-001 when there is no such file, KW-833 when the hash differs, KW-834 when it is not such a zip
    or an unsafe one, and KW-835 when it is for another kind of computer or too old.
    """
    try:
        with open_regular(path) as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as problem:
        raise errors.NO_SUCH_FILE.error(path=path.name) from problem
    if len(data) > MOST_BYTES:
        raise errors.NOT_EMBEDDABLE.error(path=path.name, reason="het bestand is te groot")
    digest = hashlib.sha256(data).hexdigest()
    if digest != sha256.strip().lower():
        raise errors.PYTHON_HASH.error(path=path.name, value=digest)
    try:
        parts = _parts(data)
        minor = _version(parts)
    except NotEmbeddableError as problem:
        raise errors.NOT_EMBEDDABLE.error(path=path.name, reason=str(problem)) from problem
    except DAMAGED as problem:
        reason = "het is geen heel zip-bestand"
        raise errors.NOT_EMBEDDABLE.error(path=path.name, reason=reason) from problem
    _check_fits(path.name, parts, minor)
    named = _FILE_NAME.fullmatch(path.name)
    version = named[1] + named[2] if named and named[1] == minor else minor
    return OwnPython(path.name, digest, minor, version, parts)


class NotEmbeddableError(ValueError):
    """The zip is not an embeddable Python; ``str()`` is the reason in Dutch."""


def _parts(data: bytes) -> dict[str, bytes]:
    """Return the files of the zip by name. The official one has no folders, so nothing may have one."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise NotEmbeddableError("het is uitgepakt te groot")
        seen: set[str] = set()
        for entry in entries:
            name = entry.orig_filename
            if not _FLAT.fullmatch(name) or names_device(name):
                raise NotEmbeddableError(f"de naam {name[:80]!a} hoort er niet in")
            if name.lower() in seen:
                raise NotEmbeddableError(f"{name} staat er twee keer in")
            seen.add(name.lower())
            found[name] = archive.read(entry)
    return found


def _version(parts: dict[str, bytes]) -> str:
    """Return the version as ``3.13``: of the one path file, with its library and its DLL beside it."""
    named = [match for name in parts if (match := _PATH_FILE.fullmatch(name))]
    if len(named) != 1:
        raise NotEmbeddableError("er is niet één bestand python3…._pth")
    stem = f"python3{named[0][2]}"
    for name in ("python.exe", "pythonw.exe", f"{stem}.dll", f"{stem}.zip"):
        if name not in parts:
            raise NotEmbeddableError(f"{name} ontbreekt")
    lines = [line.strip() for line in parts[f"{stem}._pth"].decode("utf-8", "replace").splitlines()]
    if [line for line in lines if line and not line.startswith("#")] != [f"{stem}.zip", "."]:
        raise NotEmbeddableError(f"{stem}._pth is veranderd")
    return f"3.{named[0][2]}"


def _check_fits(file: str, parts: dict[str, bytes], minor: str) -> None:
    """Raise KW-835 for programs of another kind of computer, and for a Python that is too old."""
    stem = f"python{minor.replace('.', '')}"
    for name in ("python.exe", "pythonw.exe", f"{stem}.dll"):
        machine = machine_of(parts[name])
        if machine != "amd64":
            reason = f"{name} is voor {machine or 'een onbekende computer'}, en dit pakket is voor amd64"
            raise errors.PYTHON_DOES_NOT_FIT.error(path=file, reason=reason)
    if tuple(int(part) for part in minor.split(".")) < OLDEST:
        oldest = ".".join(str(part) for part in OLDEST)
        reason = f"het is Python {minor}, en het programma heeft minstens {oldest} nodig"
        raise errors.PYTHON_DOES_NOT_FIT.error(path=file, reason=reason)


def machine_of(program: bytes) -> str:
    """Return for which kind of computer a program of Windows is, '' when its header does not tell.

    Source: PE format, Microsoft: the offset of the signature is at 0x3C, the machine follows it.
    """
    if len(program) < 0x40 or program[:2] != b"MZ":
        return ""
    (start,) = struct.unpack_from("<I", program, 0x3C)
    header = program[start : start + 6]
    if len(header) < 6 or header[:4] != b"PE\0\0":
        return ""
    return _MACHINES.get(struct.unpack_from("<H", header, 4)[0], "")


def check_asked(own: OwnPython, platform: str | None, python: str | None) -> None:
    """Raise KW-835 when the maker asks a platform or version that this Python does not have."""
    for asked, is_ in ((platform, PLATFORM), (python, own.minor)):
        if asked not in {None, is_}:
            reason = f"het is {is_}, en u vroeg {asked}"
            raise errors.PYTHON_DOES_NOT_FIT.error(path=own.file, reason=reason)


def check_wheels(own: OwnPython, wheels: Sequence[Wheel]) -> None:
    """Raise KW-835 when a wheel is for another Python or another kind of computer."""
    for one in wheels:
        if not wheel_fits(one.file, own.minor):
            reason = f"{one.file} is niet voor Python {own.minor} op Windows van 64 bits"
            raise errors.PYTHON_DOES_NOT_FIT.error(path=own.file, reason=reason)


def wheel_fits(file: str, minor: str) -> bool:
    """Return whether a wheel, by the tags in its name, runs on CPython ``minor`` for Windows on amd64.

    >>> [wheel_fits(name, "3.13") for name in ("a-1-cp313-cp313-win_amd64.whl", "a-1-py3-none-any.whl")]
    [True, True]
    >>> [wheel_fits(f"a-1-{tag}-win_amd64.whl", "3.13") for tag in ("cp312-cp312", "cp311-abi3")]
    [False, True]
    """
    pythons, abis, platforms = (tag.split(".") for tag in file.removesuffix(".whl").split("-")[-3:])
    mine = int(minor.partition(".")[2])
    exact, major = f"cp3{mine}", {"py3", f"py3{mine}"}
    if not {"any", PLATFORM} & set(platforms):
        return False
    if "none" in abis:
        return bool((major | {exact}) & set(pythons))
    if "abi3" in abis:
        return any(tag[:3] == "cp3" and int(tag[3:] or 0) <= mine for tag in pythons)
    return exact in pythons and exact in abis


def parts_of_pack(own: OwnPython, bill: str) -> dict[str, bytes]:
    """Return what this Python adds to the pack, by place in the zip: its files, hashes and licence.

    ``bill`` is the bill of materials of the wheels, to which Python is added.
    """
    listed = [
        Wheel(name, "", "", hashlib.sha256(data).hexdigest(), "", {}) for name, data in own.parts.items()
    ]
    texts = {
        "python/SHA256SUMS.txt": sums_text(sorted(listed, key=lambda one: one.file)).encode(),
        "sbom.cdx.json": with_python(bill, own).encode(),
    }
    licence = {"licenties/python/LICENSE.txt": own.parts["LICENSE.txt"]} if "LICENSE.txt" in own.parts else {}
    return {f"python/{name}": own.parts[name] for name in sorted(own.parts)} | texts | licence


def with_python(bill: str, own: OwnPython) -> str:
    """Return a bill of materials in CycloneDX with this Python as one more component."""
    told = json.loads(bill)
    told["components"].append(
        {
            "type": "platform",
            "bom-ref": f"python-{own.version}-embed-amd64",
            "name": "python",
            "version": own.version,
            "cpe": f"cpe:2.3:a:python:python:{own.version}:*:*:*:*:*:*:*",
            "purl": f"pkg:generic/python@{own.version}?arch=amd64&distribution=embed",
            "hashes": [{"alg": "SHA-256", "content": own.sha256}],
            "licenses": [{"license": {"id": "PSF-2.0"}}],
        }
    )
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
