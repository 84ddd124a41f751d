"""XML of unknown origin, read as a stream: unsafe XML is refused, broken XML explained, memory stays flat.

A short look with the parser of the standard library comes first: it sees what the file is and refuses any
DOCTYPE, before lxml reads a byte. lxml itself resolves no entities, goes nowhere on the network and bounds
depth and length of texts."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from lxml import etree

from klantwaarde_xl import errors

LOOK_BYTES = 256 * 1024
"""How much of a file is looked at to see what it is; its first element must stand in it."""
MAX_TREE_BYTES = 128 * 1024 * 1024
"""Largest document that is read whole (an e-invoice with its PDF inside); larger ones are refused."""
KEPT_SHELLS = 1024
"""So many emptied elements stay in the tree at most; taking them away one by one would cost more than reading
them."""
_BOUNDS = {
    etree.ErrorTypes.ERR_NAME_TOO_LONG,
    etree.ErrorTypes.ERR_ENTITY_LOOP,
    etree.ErrorTypes.ERR_RESOURCE_LIMIT,
}
_KNOWN_ENCODINGS = {
    "utf-8",
    "utf8",
    "utf-16",
    "us-ascii",
    "ascii",
    "iso-8859-1",
    "latin1",
    "iso-8859-15",
    "windows-1252",
    "cp1252",
}
_PART = re.compile(rb"(?:vervolgbestand|sequence\s+file)\s+(\d{1,4})\s+(?:van|of)\s+(\d{1,4})", re.IGNORECASE)
_READER = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "dtd_validation": False,
    "attribute_defaults": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What the beginning of an XML file tells: its first element, namespace, encoding and names.

    ``part`` is (this part, number of parts) of a split audit file, else None. ``names`` are the local names
    of the elements in the first 256 KB, as they are spelled there."""

    root: str
    namespace: str
    encoding: str
    names: frozenset[str]
    part: tuple[int, int] | None


def local(tag: str) -> str:
    """Return a tag's name without its name space, in lower case.

    >>> local("{http://www.auditfiles.nl/XAF/3.2}trLine"), local("Amnt")
    ('trline', 'amnt')
    """
    return tag.rpartition("}")[2].lower()


def look(stream: BinaryIO, name: str, encoding: str | None = None) -> Opening:
    """Return what the beginning of an XML file tells and leave the stream at its start.

    ``name`` is the file's name for messages; ``encoding`` overrules the declared one. Raises KW-720 for a
    DOCTYPE, KW-721 when the first element is too far away, KW-722 for an encoding outside the list, KW-503
    for what is no XML."""
    data = stream.read(LOOK_BYTES)
    stream.seek(0)
    encoding = _known(encoding, name)
    parser = expat.ParserCreate(encoding, namespace_separator="}")
    names: dict[str, None] = {}
    declared = ["UTF-8"]

    def doctype(*_: object) -> None:
        raise errors.XML_DOCTYPE.error(path=name)

    def declaration(_version: str, given: str | None, _standalone: int) -> None:
        declared[0] = given or "UTF-8"
        if not encoding and declared[0].lower() not in _KNOWN_ENCODINGS:
            raise errors.XML_ENCODING.error(path=name, declared=declared[0])

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    parser.StartElementHandler = lambda tag, _attributes: names.setdefault(tag)
    try:
        parser.Parse(data, len(data) < LOOK_BYTES)
    except expat.ExpatError as problem:
        if not names:
            raise _broken(name, problem.lineno, f"{expat.ErrorString(problem.code)}") from problem
    if not names:
        raise errors.XML_TOO_LARGE.error(path=name, reason="het eerste element staat te ver in het bestand")
    root = next(iter(names))
    space, _, plain = root.rpartition("}")
    part = _PART.search(data)
    return Opening(
        plain,
        space,
        declared[0],
        frozenset(tag.rpartition("}")[2] for tag in names),
        (int(part[1]), int(part[2])) if part else None,
    )


def records(
    stream: BinaryIO, name: str, opening: Opening, wanted: Collection[str], encoding: str | None = None
) -> Iterator[etree._Element]:
    """Yield every complete element with one of these local names (case ignored), with all that is inside it.

    What was inside an element is freed as soon as the next one is asked for. ``encoding`` overrules the
    declared encoding. Raises KW-502 for bytes that do not fit the encoding, KW-503 for broken XML, KW-721 for
    depth above 256 or a text above 10 MB."""
    encoding = _known(encoding, name)
    lower = {item.lower() for item in wanted}
    spellings = sorted({*wanted, *(item for item in opening.names if item.lower() in lower)})
    tags = ["{*}" + item for item in spellings]
    with _in_words(name, opening):
        events = etree.iterparse(
            stream, tag=tags, encoding=encoding, remove_blank_text=True, collect_ids=False, **_READER
        )
        for count, (_, element) in enumerate(events, 1):
            yield element
            # One without children may itself be a part of a record that is still to come.
            if len(element):
                element.clear()
            if count % KEPT_SHELLS == 0:
                _drop_before(element)


def _known(encoding: str | None, name: str) -> str | None:
    """Return an encoding that the user named, as both parsers know it; raises KW-722 for another."""
    if encoding is None:
        return None
    found = codecs.lookup(encoding).name
    if found not in {codecs.lookup(known).name for known in _KNOWN_ENCODINGS}:
        raise errors.XML_ENCODING.error(path=name, declared=encoding)
    return found


def _drop_before(element: etree._Element) -> None:
    """Remove the emptied siblings before this element, from the first that has its name."""
    parent = element.getparent()
    if parent is not None:
        first = next(parent.iterchildren(element.tag))
        del parent[parent.index(first) : parent.index(element)]


def tree(stream: BinaryIO, name: str, opening: Opening, drop: str) -> etree._Element:
    """Return the root of a small document with the content of the elements named ``drop`` left out.

    Texts of more than 10 MB are allowed here (a PDF inside an invoice); the whole may be 128 MB. Raises as
    :func:`records`."""
    with _in_words(name, opening):
        events = etree.iterparse(_Bounded(stream, name), tag="{*}" + drop, huge_tree=True, **_READER)
        for _, element in events:
            element.clear()
        root: etree._Element = events.root
        return root


class _Bounded:
    """A stream that refuses to give more than a document may hold."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.read_from: Callable[[int], bytes] = stream.read
        self.name, self.left = name, MAX_TREE_BYTES

    def read(self, size: int) -> bytes:
        data = self.read_from(size)
        self.left -= len(data)
        if self.left < 0:
            raise errors.XML_TOO_LARGE.error(
                path=self.name, reason=f"groter dan {MAX_TREE_BYTES // 2**20} MB"
            )
        return data


@contextlib.contextmanager
def _in_words(name: str, opening: Opening) -> Iterator[None]:
    """Turn the parser's own messages into errors of the catalogue."""
    try:
        yield
    except etree.XMLSyntaxError as problem:
        line, message = problem.lineno or 0, str(problem.msg)
        code = getattr(problem, "code", None)
        if code in _BOUNDS:
            reason = (
                "de elementen zijn te diep genest" if "depth" in message else "een tekst of naam is te lang"
            )
            raise errors.XML_TOO_LARGE.error(path=name, reason=f"{reason} (regel {line})") from problem
        if code == etree.ErrorTypes.ERR_INVALID_ENCODING:
            raise errors.WRONG_ENCODING.error(path=name, declared=opening.encoding, line=line) from problem
        raise _broken(name, line, message) from problem


_MEANING = (
    ("char 0x0", "er staat een nulteken in"),
    ("allowed range", "er staat een verboden stuurteken in"),
    ("mismatch", "een element wordt niet goed afgesloten"),
    ("premature end", "het bestand houdt te vroeg op"),
    ("no element found", "het bestand is leeg of houdt te vroeg op"),
    ("unclosed token", "het bestand houdt te vroeg op"),
    ("entity", "er staat een onbekende verwijzing (&...;) in"),
    ("not well-formed", "er staat een teken dat daar niet mag"),
)


def _broken(name: str, line: int, message: str) -> errors.KlantwaardeError:
    lower = message.lower()
    reason = next((words for part, words in _MEANING if part in lower), "de opbouw klopt niet")
    return errors.BROKEN_XML.error(path=name, line=line, reason=reason)
