"""The kinds of source, each in one place: its name, Dutch words, file name endings, recogniser and reader.

The help of ``--soort``, the file filter of the button, the messages, the manual and the choice of a reader
follow from :data:`SOURCE_KINDS`. Importing this module is light: a reader and its libraries are loaded when
it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.sources.audit_names import AUDIT_ROOTS, ENCRYPTED
from klantwaarde_xl.sources.other_formats import named_format

if TYPE_CHECKING:
    from klantwaarde_xl.imports.choices import Choices
    from klantwaarde_xl.imports.readers import Reading
    from klantwaarde_xl.sources.zipped import ZippedFile

    Reader = Callable[[Sequence[Path | ZippedFile], Choices], Reading]

    Splitter = Callable[[Path, str | None], tuple[Sequence[Path | ZippedFile], Sequence[Path | ZippedFile]]]

Recogniser = Callable[[Path], bool]
_SNIFFED = 1_024
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORKBOOK, _XML, _ZIP = (".xlsx", ".xlsm"), ".xml", ".zip"
AUTO = "auto"
"""What the user types when the program must find the kind."""


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source.

    ``name`` is what the user types; ``word`` what the user reads for one source; ``article`` goes before it.
    ``suffixes`` are its file name endings, lower case with the dot. ``reader`` reads the files of one source.
    ``recognises`` tells by the content whether a file is of this kind, which is asked only where kinds share
    an ending; None for the kind that takes what no other recognises. ``takes_folder`` tells whether a folder
    is one source of this kind. ``split`` gives the files in one path, and which of them are parts of one
    source that is spread over several; None where a path is always one whole source.
    """

    name: str
    article: str
    word: str
    suffixes: tuple[str, ...]
    reader: Reader
    recognises: Recogniser | None = None
    takes_folder: Recogniser | None = None
    split: Splitter | None = None


def _text_export(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    from klantwaarde_xl.imports.readers import read_text_export

    return read_text_export(paths, choices)


def _workbook_export(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    from klantwaarde_xl.imports.readers import read_workbook_export

    return read_workbook_export(paths, choices)


def _audit_file(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    from klantwaarde_xl.imports.readers import read_audit_file

    return read_audit_file(paths, choices)


def _invoices(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    from klantwaarde_xl.imports.readers import read_invoices

    return read_invoices(paths, choices)


def _is_audit_file(path: Path) -> bool:
    from klantwaarde_xl.sources.xml_stream import look
    from klantwaarde_xl.sources.zipped import audit_files

    if path.suffix.lower() == _ZIP:
        return bool(audit_files(path))
    with open_regular(path) as stream:
        return look(stream, path.name).root.lower() in AUDIT_ROOTS


def _audit_parts(
    path: Path, encoding: str | None
) -> tuple[Sequence[Path | ZippedFile], Sequence[Path | ZippedFile]]:
    from klantwaarde_xl.imports.readers import audit_parts

    return audit_parts(path, encoding)


def text_files(folder: Path) -> list[Path]:
    """Return the text exports in a folder, by name; folders with e-invoices have none."""
    files = [file for file in sorted(folder.iterdir()) if file.is_file()]
    if any(file.suffix.lower() in BY_NAME["ubl"].suffixes for file in files):
        return []
    return [file for file in files if file.suffix.lower() in BY_NAME["csv"].suffixes]


def _any_folder(_folder: Path) -> bool:
    return True


SOURCE_KINDS: tuple[SourceKind, ...] = (
    SourceKind(
        "csv",
        "een",
        "tekstexport",
        (".csv", ".txt", ".tsv", ".tab"),
        _text_export,
        takes_folder=lambda folder: bool(text_files(folder)),
    ),
    SourceKind("xlsx", "een", "werkmap", _WORKBOOK, _workbook_export),
    SourceKind(
        "xaf",
        "een",
        "auditfile",
        (".xaf", _XML, _ZIP, *ENCRYPTED),
        _audit_file,
        recognises=_is_audit_file,
        split=_audit_parts,
    ),
    SourceKind("ubl", "", "e-facturen", (_XML, _ZIP), _invoices, takes_folder=_any_folder),
)
"""Every kind of source, in the order in which the user reads them."""
BY_NAME = {kind.name: kind for kind in SOURCE_KINDS}


def kind_names() -> tuple[str, ...]:
    """Return what the user may type for ``--soort``.

    >>> kind_names()[:2]
    ('auto', 'csv')
    """
    return (AUTO, *BY_NAME)


def in_words() -> str:
    """Return the kinds with their endings as part of a Dutch sentence.

    >>> in_words().split(", ")[0]
    'een tekstexport (.csv .txt .tsv .tab)'
    """
    shown = [f"{kind.article} {kind.word} ({' '.join(kind.suffixes)})".strip() for kind in SOURCE_KINDS]
    return f"{', '.join(shown[:-1])} of {shown[-1]}"


def file_filter() -> str:
    """Return the filter of the window in which a user of Excel picks files (``GetOpenFilename``).

    >>> file_filter().split(",")[1].split(";")[:2]
    ['*.csv', '*.txt']
    """
    endings = dict.fromkeys(suffix for kind in SOURCE_KINDS for suffix in kind.suffixes)
    patterns = ";".join(f"*{suffix}" for suffix in endings)
    return f"Exports ({patterns}),{patterns}"


def recognise(path: Path) -> SourceKind:
    """Return the kind of a source, by its content where its name fits more than one kind.

    Raises KW-001 when it does not exist, KW-501 for an unknown ending, and what
    :func:`klantwaarde_xl.sources.xml_stream.look` raises for unsafe XML.
    """
    if not path.exists():
        raise errors.NO_SUCH_FILE.error(path=path.name)
    suffix = path.suffix.lower()
    if path.is_dir():
        return next(kind for kind in SOURCE_KINDS if kind.takes_folder and kind.takes_folder(path))
    _refuse_disguised(path, suffix)
    fitting = [kind for kind in SOURCE_KINDS if suffix in kind.suffixes]
    if not fitting:
        raise errors.UNKNOWN_SOURCE.error(path=path.name, kinds=in_words())
    return fitting[0] if len(fitting) == 1 else _by_content(path, fitting)


def _by_content(path: Path, fitting: Sequence[SourceKind]) -> SourceKind:
    """Return the first kind that recognises the file, else the one that takes what no other recognises.

    Raises what the first recogniser that cannot read it raises, where no other recognises it.
    """
    problem: errors.KlantwaardeError | None = None
    for kind in fitting:
        try:
            if kind.recognises and kind.recognises(path):
                return kind
        except errors.KlantwaardeError as found:
            problem = problem or found
    if problem is not None:
        raise problem
    return next((kind for kind in fitting if kind.recognises is None), fitting[0])


def _refuse_disguised(path: Path, suffix: str) -> None:
    """Refuse files that are something else than their name says, each by what it is and the way out."""
    with open_regular(path) as stream:
        start = stream.read(_SNIFFED)
    if start.startswith(_OLD_OFFICE) and suffix not in _WORKBOOK:
        raise errors.OLD_WORKBOOK.error(path=path.name)
    if (other := named_format(start)) is not None:
        raise other.error(path=path.name)
