"""What a VBA project consists of, read by olefile and olevba: dir records, PROJECT lines, attributes.

The dir stream is a row of records: number, size, data (MS-OVBA 2.3.4.2); one of them states a size that is
not its own.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

olefile = pytest.importorskip("olefile")
olevba = pytest.importorskip("oletools.olevba")  # its own imports warn
_VERSION = 0x09
"""PROJECTVERSION: its size says 4, and six bytes follow."""
_LAST = 0x10
"""The terminator; some programs leave bytes behind it."""


def project_of(workbook: bytes) -> bytes:
    """Return the ``vbaProject.bin`` of a workbook or add-in."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return package.read("xl/vbaProject.bin")


def stream(project: bytes, path: str) -> bytes:
    with olefile.OleFileIO(io.BytesIO(project)) as container:
        return container.openstream(path).read()


def dir_records(project: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of the dir stream: number and data."""
    data = bytes(olevba.decompress_stream(bytearray(stream(project, "VBA/dir"))))
    position = 0
    number = 0
    while number != _LAST:
        number, size = struct.unpack_from("<HI", data, position)
        size = 6 if number == _VERSION else size
        yield number, data[position + 6 : position + 6 + size]
        position += 6 + size


def project_keys(project: bytes) -> set[str]:
    """Return the names of the lines and sections of the PROJECT stream."""
    lines = stream(project, "PROJECT").decode("cp1252").splitlines()
    return {line.partition("=")[0] if "=" in line else line for line in lines if line.strip()} - modules(
        project
    )


def project_lines(project: bytes) -> list[str]:
    """Return the lines of the PROJECT stream, with stars for what differs between projects.

    That are the names of modules, identity and name of the project, and the texts enciphered with them."""
    names = {name.lower() for name in modules(project)}
    found = []
    for line in stream(project, "PROJECT").decode("cp1252").splitlines():
        key, _, value = line.partition("=")
        name, slash, rest = value.partition("/")
        if key.lower() in names:
            found.append(f"*={value}")
        elif name.lower() in names:
            found.append(f"{key}=*{slash}{rest}")
        else:
            found.append(f"{key}=*" if key in {"ID", "Name", "CMG", "DPB", "GC"} else line)
    return found


def modules(project: bytes) -> set[str]:
    """Return the names of the modules, as the dir stream states them."""
    return {data.decode("cp1252") for number, data in dir_records(project) if number == 0x19}


def documents(project: bytes) -> list[str]:
    """Return the document modules: those of the workbook and its sheets."""
    lines = stream(project, "PROJECT").decode("cp1252").splitlines()
    return [line[len("Document=") :].partition("/")[0] for line in lines if line.startswith("Document=")]


def sources(project: bytes) -> dict[str, str]:
    """Return the text of every module by name, with its ending."""
    parser = olevba.VBA_Parser("vbaProject.bin", data=project)
    try:
        return {name: code for *_, name, code in parser.extract_all_macros()}
    finally:
        parser.close()


def attributes(project: bytes) -> set[str]:
    """Return the attribute lines on top of the modules, without the name of the module."""
    lines = {
        line
        for code in sources(project).values()
        for line in code.splitlines()
        if line.startswith("Attribute VB_")
    }
    return {line for line in lines if not line.startswith("Attribute VB_Name")}


def made_by_others(folder: Path, pattern: str = "**/*.xl[as]m") -> dict[str, bytes]:
    """Return the VBA projects in the workbooks of a folder, by file name."""
    found = {}
    for path in sorted(folder.glob(pattern)):
        with zipfile.ZipFile(path) as package:
            if "xl/vbaProject.bin" in package.namelist():
                found[path.name] = package.read("xl/vbaProject.bin")
    return found
