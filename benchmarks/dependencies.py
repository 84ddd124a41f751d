"""Licences and known vulnerabilities of what gets installed: ``python -m benchmarks.dependencies``.

The packages are those that pyproject.toml names, with the extras for users, and what those ask for, here.
Vulnerabilities come from OSV (https://osv.dev), which holds the advisories of the Python index: over the
network, or with ``--data all.zip`` from its export (https://osv-vulnerabilities.storage.googleapis.com/PyPI/
all.zip), for a computer without one. Exit code 1: a vulnerability or a licence that is not accepted; 2:
nothing was found, but vulnerabilities could not be looked up."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from benchmarks.measuring import table
from klantwaarde_xl.setup.wheel_lists import stated_licence

ROOT = Path(__file__).resolve().parents[1]
OURS = "klantwaarde-xl"
EXTRAS = ("dia", "web", "office", "groot", "postgres")
"""What users may install beside the program itself."""
ADDRESS = "https://api.osv.dev/v1/querybatch"
ACCEPTED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|HPND|Unlicense|Zlib|0BSD|CC0|"
    r"LGPL|Lesser General Public)\b",
    re.IGNORECASE,
)
"""Licences under which a package may be installed beside a program with the MIT licence. LGPL, of psycopg:
the user can replace that package."""
REFUSED = re.compile(r"\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)
"""Licences that ask the same licence of the whole, wherever else a package may be had under."""
_SECONDS = 20
Ask = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """One installed package: its normalised name, version and the licence it states."""

    name: str
    version: str
    licence: str = ""


def normal(name: str) -> str:
    """Return the name of a package as indexes compare it (PEP 503).

    >>> normal("Typing_Extensions")
    'typing-extensions'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(extras: Iterable[str] = EXTRAS) -> list[Requirement]:
    """Return what the sources say that users install: the program's own requirements and those of extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = [*project["dependencies"]]
    for extra in extras:
        texts += project["optional-dependencies"][extra]
    # One extra may name another one of our own, which is in the list too.
    return [one for one in map(Requirement, texts) if normal(one.name) != OURS]


def installed(wanted: Iterable[Requirement]) -> tuple[list[Package], list[str]]:
    """Return what is installed here of these requirements and of theirs, and the names of what is not."""
    found: dict[str, Package] = {}
    absent: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(normal(one.name), frozenset(one.extras)) for one in wanted]
    while waiting:
        asked = waiting.pop()
        if asked in seen:
            continue
        seen.add(asked)
        try:
            known = distribution(asked[0])
        except PackageNotFoundError:
            absent.add(asked[0])
            continue
        found[asked[0]] = Package(asked[0], known.version, stated_licence(known.metadata))
        waiting += [(normal(one.name), frozenset(one.extras)) for one in _asked_for(known, asked[1])]
    return sorted(found.values()), sorted(absent)


def _asked_for(known: Distribution, extras: frozenset[str]) -> list[Requirement]:
    asked = [Requirement(text) for text in known.requires or ()]
    return [
        one
        for one in asked
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in (*extras, ""))
    ]


def over_the_network(question: bytes) -> bytes:
    """Return the answer of OSV; raises OSError when it cannot be reached."""
    request = urllib.request.Request(ADDRESS, question, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        return bytes(answer.read())


def asked(packages: Sequence[Package], ask: Ask) -> dict[str, list[str]]:
    """Return the numbers of known vulnerabilities by package, of those that have one."""
    queries = [
        {"package": {"name": one.name, "ecosystem": "PyPI"}, "version": one.version} for one in packages
    ]
    results = json.loads(ask(json.dumps({"queries": queries}).encode()))["results"]
    return {
        one.name: [known["id"] for known in result["vulns"]]
        for one, result in zip(packages, results, strict=True)
        if result.get("vulns")
    }


def in_export(packages: Sequence[Package], path: Path) -> dict[str, list[str]]:
    """Return the same as :func:`asked` from OSV's export, whose advisories list the versions concerned."""
    versions = {one.name: one.version for one in packages}
    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as export:
        for entry in export.namelist():
            advisory = json.loads(export.read(entry))
            if advisory.get("withdrawn"):
                continue
            for name in _concerned(advisory, versions):
                found.setdefault(name, []).append(advisory["id"])
    return found


def _concerned(advisory: Mapping[str, object], versions: Mapping[str, str]) -> set[str]:
    affected = advisory.get("affected")
    named = {
        normal(one["package"]["name"]): one.get("versions", ())
        for one in (affected if isinstance(affected, list) else ())
        if one.get("package", {}).get("ecosystem") == "PyPI"
    }
    return {name for name, concerned in named.items() if versions.get(name) in concerned}


def unaccepted(packages: Iterable[Package]) -> list[Package]:
    """Return the packages whose licence is not stated, or not one of those that are accepted."""
    return [one for one in packages if not ACCEPTED.search(one.licence) or REFUSED.search(one.licence)]


def main(arguments: Sequence[str] | None = None, ask: Ask = over_the_network) -> int:
    """Print every package with its licence and what is known against it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="OSV's export, all.zip")
    given = parser.parse_args(arguments)
    packages, absent = installed(requirements())
    known: dict[str, list[str]] = {}
    unreachable = ""
    try:
        known = in_export(packages, given.data) if given.data else asked(packages, ask)
    except (OSError, urllib.error.URLError) as fault:
        unreachable = str(getattr(fault, "reason", fault))
    refused = unaccepted(packages)
    rows = [
        (one.name, one.version, one.licence or "not stated", ", ".join(known.get(one.name, ())))
        for one in packages
    ]
    print(table(("package", "version", "licence", "known vulnerabilities"), rows))
    if absent:
        print(f"Not installed here, so not looked at: {', '.join(absent)}.")
    for one in refused:
        print(f"Licence not accepted: {one.name}: {one.licence or 'not stated'}.")
    if unreachable:
        print(f"OSV cannot be reached ({unreachable}): nothing is known of vulnerabilities. Give --data.")
    else:
        print(f"{len(packages)} packages, {len(known)} with a known vulnerability.")
    return 1 if known or refused else 2 if unreachable else 0


if __name__ == "__main__":
    sys.exit(main())
