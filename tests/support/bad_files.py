"""Files that would cost who opens them all memory: a cell at the far end of a sheet, and two gigabytes in two
megabytes."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXTS = "xl/sharedStrings.xml"
GIGABYTES = 2
_GUARD = """
import json, sys, time
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.guard import inspect_workbook
began = time.process_time()
try:
    inspect_workbook(sys.argv[1])
    code = ""
except KlantwaardeError as fault:
    code = fault.code
spent = time.process_time() - began
try:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
except OSError:
    peak = 0.0
print(json.dumps([code, spent, peak]))
"""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the guard said of a file ('' when it passed), and processor seconds and peak memory (MB, 0
    unknown) of its process."""

    code: str
    seconds: float
    peak_mb: float


def far_cells(path: Path, good: Path) -> Path:
    """Write the workbook with one more cell, at the very end of its first sheet."""
    sheet = "xl/worksheets/sheet1.xml"
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</sheetData>", cell) if name == sheet else data)
    return path


def bomb(path: Path, good: Path, *, states_its_size: bool = True) -> Path:
    """Write the workbook with two gigabytes of blanks as shared texts, without ever holding or packing two
    gigabytes.

    A deflate stream that was fully flushed can be repeated: each piece stands on its own. With
    ``states_its_size`` False the package says that the part is a kilobyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"<sst><si><t>") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += piece * (GIGABYTES << 10) + packer.compress(b"</t></si></sst>") + packer.flush()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != TEXTS:
                new.writestr(entry, old.read(entry))
        new.writestr(TEXTS, packed, zipfile.ZIP_STORED)
        place = new.getinfo(TEXTS).header_offset
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02", 0, data.rindex(TEXTS.encode()))
    for method, size in ((place + 8, place + 22), (directory + 10, directory + 24)):
        data[method : method + 2] = (zipfile.ZIP_DEFLATED).to_bytes(2, "little")
        data[size : size + 4] = ((GIGABYTES << 30) + 27).to_bytes(4, "little")
    if not states_its_size:
        data[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def inspected(path: Path) -> Inspected:
    """Let the guard look at a file in a process of its own, whose peak of memory is then that of the
    guard."""
    done = subprocess.run(
        [sys.executable, "-c", _GUARD, str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return Inspected(*json.loads(done.stdout))
