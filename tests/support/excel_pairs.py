"""Workbooks that two programs wrote alike: the Perl module Excel::Writer::XLSX by its own recipe, and Excel.

The module's tests hold a recipe beside each workbook of Excel that it has to equal. The recipe is run here,
so that what Excel writes in other words stands beside the same thing as a library writes it. What the recipe
itself leaves out of the comparison, for its author's printer, is told."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from excel_made import _debian_folder, by_excel

_NAME = re.compile(r"\$filename\s*=\s*'([^']+)'")
_OUTPUT = re.compile(r"my \$got_filename\s*=.*;")
_OF_THE_TEST = re.compile(r"^use (?:lib|TestFunctions|Test::More).*$", re.MULTILINE)
LEFT_OUT = {"<pageMargins": "marges", "<pageSetup": "papier"}
"""Elements that a recipe may leave out, and how the comparison calls what they say."""


class Pair(NamedTuple):
    """The same workbook twice, and the subjects in which the recipe lets them differ."""

    name: str
    written: bytes
    by_excel: bytes
    left_out: set[str]


def pairs(names: list[str], folder: Path) -> Iterator[Pair]:
    """Yield the pairs of these recipes; a name is that of a test of the module, as ``table02``."""
    debian = _debian_folder()
    root = next(iter(sorted(debian.glob("Excel-Writer-XLSX-*"))), None)
    perl = {**os.environ, "PERL5LIB": os.pathsep.join((str(debian / "usr/share/perl5"), f"{root}/lib"))}
    found = subprocess.run(["perl", "-MArchive::Zip", "-e1"], env=perl, capture_output=True, check=False)
    if root is None or found.returncode:
        why = "Perl's Archive::Zip is not among the packages that .ci/excel-made unpacks"
        (pytest.fail if os.environ.get("KW_REQUIRE_OFFICE") else pytest.skip)(why)
    for name in names:
        recipe = (root / "t/regression" / f"{name}.t").read_text(encoding="utf-8")
        excel = root / "t/regression/xlsx_files" / _NAME.search(recipe)[1]
        (data,) = by_excel([excel]).values()
        yield Pair(name, _run(recipe, folder / f"{name}.xlsx", root, perl), data, _left_out(recipe))


def _run(recipe: str, path: Path, root: Path, perl: dict[str, str]) -> bytes:
    """Run a recipe up to its comparison, with the data that it reads behind itself."""
    work, _, rest = recipe.partition("# Compare the generated")
    data = rest.partition("\n__DATA__\n")
    work = _OUTPUT.sub(lambda _: f"my $got_filename = '{path}';", _OF_THE_TEST.sub("", work), count=1)
    script = path.with_suffix(".pl")
    script.write_text(f"{work}\n{data[1]}{data[2]}", encoding="utf-8")
    subprocess.run(["perl", str(script)], cwd=root, env=perl, check=True, capture_output=True)
    return path.read_bytes()


def _left_out(recipe: str) -> set[str]:
    return {subject for element, subject in LEFT_OUT.items() if f"'{element}" in recipe}
