"""The command that looks up licences and vulnerabilities: what it finds, and that it says what it cannot."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
import urllib.error
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("packaging")

ROOT = Path(__file__).resolve().parents[1]
if importlib.util.find_spec("benchmarks") is None:
    pytest.skip("alleen in de broncode", allow_module_level=True)

from benchmarks.dependencies import (  # noqa: E402
    Package,
    asked,
    in_export,
    installed,
    main,
    normal,
    requirements,
    unaccepted,
)


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_requirement_is_looked_at_and_has_a_licence_that_is_accepted() -> None:
    packages, absent = installed(requirements())
    known = {one.name for one in packages} | set(absent)
    optional = project()["optional-dependencies"]
    stated = [*project()["dependencies"], *optional["dia"], *optional["groot"], *optional["postgres"]]
    assert {normal(re.split(r"[\[>]", text)[0]) for text in stated} <= known
    assert "mdurl" in known, "rich asks for markdown-it-py, and that for mdurl"
    assert unaccepted(packages) == []


def test_every_upper_bound_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [\n")[2].partition("\n]\n")[0].splitlines()
    assert len(block) == len(project()["dependencies"])
    assert [line for line in block if ",<" not in line or "  # " not in line] == []
    # Users install the extras too; what only we install (tests, docs) needs a bound and no reason.
    for extra, packages in project()["optional-dependencies"].items():
        bounded = [one for one in packages if not one.startswith("klantwaarde-xl[")]
        assert [one for one in bounded if ",<" not in one] == [], extra
        if extra in {"test", "docs", "dev"}:
            continue
        stated = [line for line in text.partition(f"\n{extra} = [")[2].splitlines() if ">=" in line]
        with_reason = [line.partition("  # ") for line in stated[: len(bounded)]]
        # One reason for each bound: of two on a line, or below one remark, one would have none.
        assert [line for line, found, _ in with_reason if not found or line.count(",<") != 1] == [], extra


def test_a_licence_that_is_not_accepted_or_not_stated_is_named() -> None:
    packages = [
        Package("a", "1", "MIT"),
        Package("b", "1", "GPL-3.0-only"),
        Package("c", "1"),
        Package("d", "1", "BSD-3-Clause AND Apache-2.0"),
        Package("e", "1", "Permit"),
        Package("f", "1", "AGPL-3.0-or-later"),
        Package("g", "1", "MIT AND GPL-2.0-only"),
        Package("h", "1", "GNU Lesser General Public License v3 (LGPLv3)"),
        Package("i", "1", "GNU General Public License (GPL)"),
    ]
    assert [one.name for one in unaccepted(packages)] == ["b", "c", "e", "f", "g", "i"]


def test_osv_is_asked_for_every_package_and_answers_by_place() -> None:
    # The shape of question and answer is that of https://google.github.io/osv.dev/post-v1-querybatch/.
    def osv(question: bytes) -> bytes:
        queries = json.loads(question)["queries"]
        assert queries[1] == {"package": {"name": "jinja2", "ecosystem": "PyPI"}, "version": "2.4.1"}
        return json.dumps({"results": [{}, {"vulns": [{"id": "GHSA-462w-v97r-4m45"}]}]}).encode()

    packages = [Package("lxml", "6.1.3"), Package("jinja2", "2.4.1")]
    assert asked(packages, osv) == {"jinja2": ["GHSA-462w-v97r-4m45"]}


def test_the_export_of_osv_is_read_without_a_network(tmp_path: Path) -> None:
    def advisory(number: str, name: str, *versions: str, **more: str) -> str:
        affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "versions": versions}]
        return json.dumps({"id": number, "affected": affected, **more})

    with zipfile.ZipFile(tmp_path / "all.zip", "w") as export:
        export.writestr("A.json", advisory("A", "Jinja2", "2.4", "2.4.1"))
        export.writestr("B.json", advisory("B", "jinja2", "2.4"))
        export.writestr("C.json", advisory("C", "jinja2", "2.4.1", withdrawn="2026-01-01T00:00:00Z"))
        export.writestr("D.json", json.dumps({"id": "D"}))
    assert in_export([Package("jinja2", "2.4.1")], tmp_path / "all.zip") == {"jinja2": ["A"]}


def test_it_says_that_nothing_is_known_when_osv_cannot_be_reached(capsys: pytest.CaptureFixture[str]) -> None:
    def nobody(_question: bytes) -> bytes:
        raise urllib.error.URLError("geen netwerk")

    assert main([], nobody) == 2
    told = capsys.readouterr().out
    assert "OSV cannot be reached (geen netwerk): nothing is known of vulnerabilities" in told
    assert "with a known vulnerability" not in told
    assert "| lxml |" in told


def test_a_vulnerability_ends_with_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    def osv(question: bytes) -> bytes:
        count = len(json.loads(question)["queries"])
        return json.dumps({"results": [{"vulns": [{"id": "X-1"}]}, *[{}] * (count - 1)]}).encode()

    assert main([], osv) == 1
    assert "1 with a known vulnerability" in capsys.readouterr().out
    assert (
        main(
            [], lambda question: json.dumps({"results": [{}] * len(json.loads(question)["queries"])}).encode()
        )
        == 0
    )
