"""Looks into an Excel package before anything opens it, and refuses what could do harm or is broken.

Every part is inflated once, in pieces, so that the true sizes and the checksums are known (the sizes that the
package states are trusted nowhere, and calamine does not verify checksums). Sheets are scanned on the way
(``sheet_scan``). Memory stays flat.

Links to other workbooks and to the web are counted, not refused: nothing here ever follows one.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.model.own_sheets import holds_no_input
from klantwaarde_xl.sources.container import PIECE, look_at_directory, look_at_start
from klantwaarde_xl.sources.package import (
    DoctypeError,
    NotAWorkbookError,
    Package,
    PackageError,
    read_structure,
)
from klantwaarde_xl.sources.shared_texts import MOST_UNFOLDED, ShownTexts, TextLengths, longest
from klantwaarde_xl.sources.sheet_scan import NOTHING, ExactScan, FullScan, QuickScan
from klantwaarde_xl.sources.sheet_tags import SheetScan, SheetScanError, Wanted
from klantwaarde_xl.sources.zip_entries import ZipEntryError, check_entries

MOST_BYTES = 4 * 1024**3
"""Sum of all parts, inflated: a full sheet of 1,048,576 x 60 cells takes about 3 GB."""
FREE_BYTES = 64 * 1024**2
"""Up to here no ratio is asked of a part: small parts full of zeros are harmless."""
HIGHEST_RATIO = 100
"""Inflated size by packed size of one part; sheets come to about 10, the most repetitive ones to 40."""
SHARED_TEXTS = "xl/sharedstrings.xml"

_MARK = b"\xef\xbb\xbf"
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_ROOT_TAG = re.compile(rb"""<[A-Za-z_](?:[^"'<>]|"[^"<]*+"|'[^'<]*+')*+>""")
_XML = (".xml", ".rels")
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What the guard saw: the structure, the scan of each sheet (by part), links to outside."""

    package: Package
    scans: dict[str, SheetScan]
    external_links: int


def inspect_workbook(path: str | Path) -> PackageReport:
    """Return what is in this workbook, or raise before anything could be harmed by it.

    Raises NO_SUCH_FILE and CANNOT_READ; NOT_A_WORKBOOK, OLD_WORKBOOK and PASSWORD_PROTECTED for files of
    another kind; DAMAGED_WORKBOOK for checksums, missing or cut off parts; and the wordings KW-701 to KW-706
    for unsafe packages."""
    path = Path(path)
    try:
        look_at_start(path)
        with open_regular(path) as stream:
            look_at_directory(path, stream.seek(0, 2), stream)
            with zipfile.ZipFile(stream) as archive:
                return _inspect(path, archive, stream)
    except FileNotFoundError:
        raise errors.NO_SUCH_FILE.error(path=path.name) from None
    except DoctypeError as fault:
        raise errors.DOCTYPE_IN_PART.error(path=path.name, part=fault) from None
    except NotAWorkbookError:
        raise errors.NOT_A_WORKBOOK.error(path=path.name) from None
    except (PackageError, SheetScanError, ZipEntryError) as fault:
        raise errors.DAMAGED_WORKBOOK.error(path=path.name, reason=fault) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        struct.error,
        NotImplementedError,
        UnicodeDecodeError,
        ValueError,
    ):
        raise errors.DAMAGED_WORKBOOK.error(
            path=path.name, reason="de inhoud klopt niet met de controlegetallen"
        ) from None
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None


def _inspect(path: Path, archive: zipfile.ZipFile, stream: BinaryIO) -> PackageReport:
    entries = archive.infolist()
    _look_at_names(path, entries)
    check_entries(stream, entries)
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise errors.TOO_LARGE_INFLATED.error(path=path.name, limit=MOST_BYTES // 1024**3)
    reader = _Reader(path, archive)
    # Sheets wait until the structure is known: only then is it clear which parts they are.
    later = [entry for entry in entries if _is_sheet(entry)]
    for entry in entries:
        if not _is_sheet(entry):
            reader.check(entry)
    package = read_structure(archive)
    parts = {sheet.part: sheet for sheet in package.sheets}
    wanted = Wanted(package.styles, package.calculates_on_load)
    scans = {}
    for part, sheet in parts.items():
        # Of sheets that are never read only their safety matters, not what their cells mean.
        is_read = not holds_no_input(sheet.name, (table.name for table in sheet.tables))
        scans[part] = reader.scan(archive.getinfo(part), sheet.name, wanted if is_read else NOTHING)
    reader.look_at_texts({part: scan.cells for part, scan in scans.items()})
    for entry in later:
        if entry.filename not in scans:
            reader.check(entry)
    return PackageReport(package, scans, reader.external_links)


def _is_sheet(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().startswith("xl/worksheets/")


def _look_at_names(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        if "\\" in name or "\0" in name or ":" in name or name.startswith("/") or ".." in name.split("/"):
            raise errors.UNSAFE_PART_NAME.error(path=path.name, part=ascii(name[:80]))
        if name.lower() in seen:
            raise errors.DUPLICATE_PART.error(path=path.name, part=name)
        seen.add(name.lower())
        if entry.flag_bits & 0x1:
            raise errors.PASSWORD_PROTECTED.error(path=path.name)


def _inflated(stream: IO[bytes], size: int) -> Generator[bytes]:
    """Yield a part in pieces; a long one is inflated one piece ahead, while the scan is at work."""
    if size <= 4 * PIECE:  # not worth a thread
        while piece := stream.read(PIECE):
            yield piece
        return
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(stream.read, PIECE)
        while piece := coming.result():
            coming = thread.submit(stream.read, PIECE)
            yield piece


class Scanner(Protocol):
    """Anything that takes a part piece by piece."""

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""


class _Reader:
    """Inflates parts of one archive in pieces; keeps count over all of them."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self._packed = sum(entry.compress_size for entry in archive.infolist())
        self.inflated = 0
        self.external_links = 0
        self._texts: zipfile.ZipInfo | None = None
        self._longest_text = 0

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the part in pieces; zipfile verifies length and checksum at its end."""
        so_far = 0
        # A stated size that is too large is believed at once; one that is small is not.
        self._weigh(entry, entry.file_size)
        with self._archive.open(entry) as stream, closing(_inflated(stream, entry.file_size)) as pieces:
            for piece in pieces:
                so_far += len(piece)
                self._weigh(entry, so_far)
                if self.inflated + so_far > MOST_BYTES:
                    raise errors.TOO_LARGE_INFLATED.error(path=self._path.name, limit=MOST_BYTES // 1024**3)
                yield piece
        if so_far != entry.file_size:
            raise PackageError(f"het onderdeel {entry.filename} is afgebroken")
        self.inflated += so_far

    def _weigh(self, entry: zipfile.ZipInfo, size: int) -> None:
        alone = size > FREE_BYTES and size > HIGHEST_RATIO * max(entry.compress_size, 1)
        together = self.inflated + size
        if alone or (together > 2 * FREE_BYTES and together > HIGHEST_RATIO * max(self._packed, 1)):
            raise errors.ZIP_BOMB.error(path=self._path.name, part=entry.filename, ratio=HIGHEST_RATIO)

    def check(self, entry: zipfile.ZipInfo) -> None:
        """Verify one part that is no sheet: XML begins as XML, holds no DOCTYPE and ends with its root."""
        is_texts, rest = entry.filename.lower() == SHARED_TEXTS, b""
        for piece in self._xml_pieces(entry):
            if is_texts:
                length, rest = longest(rest + piece)
                self._longest_text = max(self._longest_text, length)
            if entry.filename.endswith(".rels"):
                self.external_links += piece.count(b'"External"')
        if is_texts:
            self._texts = entry

    def look_at_texts(self, cells: Mapping[str, int]) -> None:
        """Refuse sheets whose cells together would unfold to more text than can be held.

        ``cells`` by part. A file of 2 MB may hold 200,000 cells that all show one text of 32,767 characters;
        only where that could be so are the cells counted by the text that they show.
        """
        if self._texts is None or sum(cells.values()) * self._longest_text <= MOST_UNFOLDED:
            return
        lengths = TextLengths()
        self._again(self._texts, lengths)
        shown = ShownTexts(lengths.lengths())
        for part in cells:
            self._again(self._archive.getinfo(part), shown)
            if shown.total > MOST_UNFOLDED:
                raise errors.TEXTS_TOO_LARGE.error(path=self._path.name, limit=MOST_UNFOLDED // 1024**3)

    def _xml_pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        name = entry.filename
        is_xml = name.lower().endswith(_XML)
        # Power Query keeps its queries in UTF-16 under customXml; nothing here reads those parts.
        is_read = is_xml and not name.lower().startswith("customxml/")
        root = tail = b""
        for number, piece in enumerate(self.pieces(entry)):
            if is_xml and number == 0:
                if any(doctype in piece for doctype in _DOCTYPES):
                    raise DoctypeError(name)
                root = self._root(name, piece) if is_read else b""
            tail = (tail + piece)[-512:] if len(piece) < 512 else piece[-512:]
            yield piece
        if root and not tail.rstrip().endswith((b"</" + root + b">", b"-->")):
            raise PackageError(f"het onderdeel {name} is afgebroken")

    @staticmethod
    def _root(name: str, start: bytes) -> bytes:
        """Return the name of the root element, which must close the part; b"" when the root closes itself."""
        text = start.removeprefix(_MARK).lstrip()
        root, tag = _ROOT.search(text), _ROOT_TAG.search(text)
        if not text.startswith(b"<") or b"\0" in text[:64] or root is None or tag is None:
            raise PackageError(f"het onderdeel {name} is geen XML in UTF-8")
        return b"" if tag[0].endswith(b"/>") and not text[tag.end() :].strip() else root[1]

    def scan(self, entry: zipfile.ZipInfo, sheet: str, wanted: Wanted) -> SheetScan:
        """Verify and scan one sheet; refuses cells so far apart that they were never meant to be read."""
        scanner = QuickScan(wanted)
        for piece in self._xml_pieces(entry):
            scanner.feed(piece)
        outcome = scanner.close()
        again: FullScan | ExactScan | None = None
        if scanner.needs_full_scan:
            again = FullScan(wanted)
        elif not outcome.is_reasonable():
            again = ExactScan(outcome, scanner.furthest)
        if again is not None:
            self._again(entry, again)
            outcome = again.close()
        if not outcome.is_reasonable():
            raise errors.FAR_CELL.error(
                path=self._path.name,
                sheet=sheet,
                rows=outcome.last_row,
                columns=outcome.last_column,
                cells=outcome.cells,
            )
        return outcome

    def _again(self, entry: zipfile.ZipInfo, scanner: Scanner) -> None:
        """Feed a part that was verified before to a further scan."""
        before = self.inflated
        for piece in self.pieces(entry):
            scanner.feed(piece)
        self.inflated = before
