"""Files inside a zip, read in place: nothing is unpacked to disk, and no name in a zip is used as a path."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from klantwaarde_xl import errors
from klantwaarde_xl.files.package_parts import DAMAGED
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.sources.audit_names import AUDIT_ROOTS
from klantwaarde_xl.sources.xml_stream import look

MOST_ENTRIES = 20_000
"""Most files in one zip."""
MOST_ZIP_BYTES = 4 * 1024**3
"""Most bytes that one zip may hold when unpacked."""
_XML = {".xml", ".xaf"}


@dataclass(frozen=True, slots=True)
class ZippedFile:
    """One file in a zip, with the ``name``, ``suffix`` and ``open`` of a path that readers need."""

    archive: Path
    inside: str

    @property
    def name(self) -> str:
        """The name of the file itself, without the folders in the zip."""
        return PurePosixPath(self.inside.replace("\\", "/")).name

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePosixPath(self.name).suffix

    def open(self, _mode: str = "rb") -> io.BufferedReader:
        """Return the unpacked bytes as a stream; it gives no more bytes than the zip says the file has.

        Raises KW-006.
        """
        try:
            with zipfile.ZipFile(self.archive) as archive:
                return io.BufferedReader(_Unpacked(archive.open(self.inside), self.archive.name))
        except DAMAGED as problem:
            raise damaged(self.archive.name) from problem


class _Unpacked(io.RawIOBase):
    """The bytes of one file in a zip; damage shows only while reading, and becomes an error of ours."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        super().__init__()
        self._stream, self._name = stream, name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # typing has a name for buffers from Python 3.12 on
        try:
            view = memoryview(buffer)
            data = self._stream.read(len(view))
        except DAMAGED as problem:
            raise damaged(self._name) from problem
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_file(path: Path | ZippedFile) -> io.BufferedReader:
    """Return a file on disk or in a zip, open for reading; raises as its kind of path does."""
    return path.open() if isinstance(path, ZippedFile) else open_regular(path)


def damaged(name: str) -> errors.KlantwaardeError:
    """Return the error of a zip that cannot be read."""
    return errors.CANNOT_READ.error(
        path=name, reason="de zip, of een bestand erin, is beschadigd of met een wachtwoord beveiligd"
    )


def xml_entries(name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the XML files in a zip.

    Raises KW-721 for too many files, too many bytes, or a name that points outside the zip.
    """
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise errors.XML_TOO_LARGE.error(path=name, reason=f"meer dan {MOST_ENTRIES} bestanden in de zip")
    found = []
    for entry in entries:
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in "".join(inside.parts[:1]):
            raise errors.XML_TOO_LARGE.error(path=name, reason="een bestand in de zip wijst buiten de zip")
        if inside.suffix.lower() in _XML and "__MACOSX" not in inside.parts:
            found.append(entry)
    if sum(entry.file_size for entry in found) > MOST_ZIP_BYTES:
        raise errors.XML_TOO_LARGE.error(
            path=name, reason=f"uitgepakt groter dan {MOST_ZIP_BYTES // 1024**3} GB"
        )
    return found


def audit_files(path: Path) -> list[ZippedFile]:
    """Return the audit files in a zip that holds no other XML; else an empty list: a zip of e-invoices.

    Raises KW-006 for a damaged zip and what :func:`xml_entries` and ``look`` raise.
    """
    try:
        with open_regular(path) as stream, zipfile.ZipFile(stream) as archive:
            found = [ZippedFile(path, entry.filename) for entry in xml_entries(path.name, archive)]
    except DAMAGED as problem:
        raise damaged(path.name) from problem
    for item in found:
        if item.suffix.lower() == ".xaf":
            continue
        try:
            with item.open() as stream:
                root = look(stream, f"{path.name}/{item.name}").root
        except errors.KlantwaardeError:
            # What is wrong with one file in it is for the reader to say, file by file.
            return []
        if root.lower() not in AUDIT_ROOTS:
            return []
    return found
