"""What an IT department asks about the wheels in the zip: a lock for pip, a bill of materials, licences."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from klantwaarde_xl import __version__

_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel: file, package and version, SHA-256, licence in words, and the licence texts by file name."""

    file: str
    name: str
    version: str
    sha256: str
    licence: str
    texts: dict[str, bytes]


def read_wheels(folder: Path) -> list[Wheel]:
    """Return the wheels in a folder, by file name."""
    return [_read(path) for path in sorted(folder.glob("*.whl"))]


def _read(path: Path) -> Wheel:
    with zipfile.ZipFile(path) as wheel:
        inside = [name for name in sorted(wheel.namelist()) if ".dist-info/" in name]
        facts = HeaderParser().parsestr(
            wheel.read(next(name for name in inside if name.endswith("/METADATA"))).decode("utf-8")
        )
        texts = {
            name.partition(".dist-info/")[2].replace("licenses/", "", 1).replace("/", "-"): wheel.read(name)
            for name in inside
            if _LICENCE_FILE.fullmatch(PurePosixPath(name).name)
        }
    name = re.sub(r"[-_.]+", "-", str(facts["Name"])).lower()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel(path.name, name, str(facts["Version"]), digest, stated_licence(facts), texts)


def stated_licence(facts: Message) -> str:
    """Return the licence that a package states: as an expression, in its classifiers, or in one line."""
    if expression := facts["License-Expression"]:
        return str(expression)
    classifiers = [str(one) for one in facts.get_all("Classifier") or []]
    named = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License ::")]
    first = str(facts["License"] or "").strip().splitlines()
    return "; ".join(named) or (first[0] if first else "")


def lock_text(wheels: Sequence[Wheel]) -> str:
    """Return the requirements that pip installs with ``--require-hashes``: each wheel by version and hash.

    >>> print(lock_text([Wheel("a-1-py3-none-any.whl", "a", "1", "0f", "MIT", {})]), end="")
    a==1 --hash=sha256:0f
    """
    return "".join(f"{one.name}=={one.version} --hash=sha256:{one.sha256}\n" for one in wheels)


def sums_text(wheels: Sequence[Wheel]) -> str:
    """Return the hashes as ``sha256sum --check`` reads them."""
    return "".join(f"{one.sha256}  {one.file}\n" for one in wheels)


def materials_text(wheels: Sequence[Wheel]) -> str:
    """Return the bill of materials in CycloneDX 1.5 (ECMA-424), without a date, equal for equal wheels."""
    component = {"type": "application", "name": "klantwaarde_xl", "version": __version__}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"bom-ref": "klantwaarde_xl", **component}},
        "components": [_component(one) for one in wheels],
    }
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


def _component(one: Wheel) -> dict[str, object]:
    address = f"pkg:pypi/{one.name}@{one.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": one.name,
        "version": one.version,
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": one.sha256}],
        **({"licenses": [{"license": {"name": one.licence}}]} if one.licence else {}),
    }


def licence_files(wheels: Sequence[Wheel]) -> dict[str, bytes]:
    """Return the licence texts by their place in the zip, and a list of the licences of all packages."""
    lines = "".join(f"{one.name} {one.version}: {one.licence or 'onbekend'}\n" for one in wheels)
    found = {"licenties/OVERZICHT.txt": lines.encode()}
    for one in wheels:
        found |= {f"licenties/{one.name}/{name}": text for name, text in one.texts.items()}
    return found
