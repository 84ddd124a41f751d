"""Judge workbooks that are already built, of this version or another, by Excel's rules:

``python tests/fuzz/judge_workbooks.py workbook/*.xls* other/*.xlsm``

Prints what is wrong per file, by the rules of the package, of format codes, and of VBA; ends with 1 when
anything is. docs/excel-rules.md tells what it found in the first edition.
"""

from __future__ import annotations

import logging
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "support")]

from package_rules import faults  # noqa: E402 - it is on the path now

LOCALES = {0x02: "PROJECTLCID", 0x14: "PROJECTLCIDINVOKE"}
ENGLISH = (0x0409).to_bytes(4, "little")
THEIRS = ("xlwings.", "Dictionary.")
_CODE = re.compile(rb'formatCode="([^"]*)"')
_LATE_CONDITION = re.compile(rb"(?:^|;)[^;\[]*\[\$[^\]]*\][^;]*\[(?:&lt;|&gt;|=)")
_ABOUT_OUR_CALL = "VBA stomping cannot be detected for files in memory"
_STATEMENTS = (
    ("a click shows windows while Python works", "Application.DisplayAlerts = False", (".xlsm", ".xlam")),
    ("live functions are calculated at each line that is typed", "EnableCalculation", (".xlsm",)),
    ("functions of an add-in elsewhere stay broken", "ChangeLink", (".xlam",)),
)
"""What goes wrong in Excel without a statement in our modules, and in which kinds of file it belongs."""


def format_codes(data: bytes) -> list[str]:
    """Return codes with a locale before a condition, which Excel itself never writes."""
    return sorted({code.decode() for code in _CODE.findall(data) if _LATE_CONDITION.search(code)})


def of_vba(project: bytes, suffix: str) -> Iterator[str]:
    """Yield what is wrong in the VBA project of a kind of file."""
    import vba_records
    from vba_flow import left_changed
    from vba_form import unfollowed

    records = dict(vba_records.dir_records(project))
    yield from (f"{name} is not 0x0409" for number, name in LOCALES.items() if records[number] != ENGLISH)
    ours = {name: code for name, code in vba_records.sources(project).items() if not name.startswith(THEIRS)}
    together = "\n".join(ours.values())
    for what, statement, kinds in _STATEMENTS:
        if suffix in kinds and statement not in together:
            yield what
    for name, code in ours.items():
        yield from (f"{name}: {one}" for one in left_changed(code) if not one.startswith("KwMeld: "))
        yield from (f"{name}: not followed: {one}" for one in unfollowed(code))


def warnings_of_olevba(path: Path) -> list[str]:
    from oletools.olevba import VBA_Parser

    found: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("olevba")
    before = logger.disabled, logger.level
    logger.disabled = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(listener)
    try:
        parser = VBA_Parser(str(path))
        list(parser.extract_all_macros())
        parser.close()
    finally:
        logger.removeHandler(listener)
        logger.disabled = before[0]
        logger.setLevel(before[1])
    return [f"olevba: {text}" for text in found if _ABOUT_OUR_CALL not in text]


def judge(path: Path) -> list[str]:
    """Return all that is wrong in one workbook."""
    found = faults(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                found += [f"{name}: format code {code}" for code in format_codes(package.read(name))]
        if "xl/vbaProject.bin" in package.namelist():
            found += of_vba(package.read("xl/vbaProject.bin"), path.suffix)
            found += warnings_of_olevba(path)
    return found


def main(paths: list[str]) -> int:
    wrong = 0
    for name in paths:
        found = judge(Path(name))
        wrong += len(found)
        print(name, *(found or ["nothing"]), sep="\n  ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
