"""XML files one by one, from a file, a zip or a folder with all folders in it; each of bounded size."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import called, open_regular
from klantwaarde_xl.sources.xml_stream import MAX_TREE_BYTES
from klantwaarde_xl.sources.zipped import DAMAGED, MOST_ENTRIES, damaged, xml_entries


def xml_files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each XML file in a file, zip or folder, folders below it included.

    Raises CANNOT_READ, XML_TOO_LARGE (one file, or too many files) and the wordings for a damaged zip.
    """
    if path.is_dir():
        for item in _in_folder(path):
            yield from xml_files(item)
        return
    try:
        with open_regular(path) as stream:
            if zipfile.is_zipfile(stream):
                yield from _zipped(path.name, stream)
            else:
                stream.seek(0)
                yield path.name, _bounded(stream, path.name)
    except OSError as problem:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(problem)) from problem


def _in_folder(path: Path) -> list[Path]:
    """Return the XML files and zips in a folder and those below it, links to other folders left out."""
    found, seen, shown = [], 0, called(path)

    def refuse(problem: OSError) -> None:
        raise errors.CANNOT_READ.error(path=shown, reason=errors.reason_of(problem)) from problem

    for folder, _, names in os.walk(path, onerror=refuse):
        seen += len(names)
        if seen > MOST_ENTRIES:
            reason = f"meer dan {MOST_ENTRIES} bestanden in de map"
            raise errors.XML_TOO_LARGE.error(path=shown, reason=reason)
        found += [Path(folder, name) for name in names if Path(name).suffix.lower() in {".xml", ".zip"}]
    return sorted(item for item in found if item.is_file())


def _zipped(name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield the XML files in a zip; nothing is ever unpacked to disk."""
    try:
        with zipfile.ZipFile(stream) as archive:
            for entry in xml_entries(name, archive):
                shown = f"{name}/{PurePosixPath(entry.filename).name}"
                with archive.open(entry) as part:
                    yield shown, _bounded(part, shown)
    except DAMAGED as problem:
        raise damaged(name) from problem


def _bounded(stream: IO[bytes], name: str) -> bytes:
    data = stream.read(MAX_TREE_BYTES + 1)
    if len(data) > MAX_TREE_BYTES:
        raise errors.XML_TOO_LARGE.error(path=name, reason=f"groter dan {MAX_TREE_BYTES // 2**20} MB")
    return data
