"""The parts of a workbook for comparing: XML by local names, relationships without their numbers.

Prefixes, the order of attributes, numbers of relationships and absolute or relative targets are a matter of
the program that saved; nothing that is read through here depends on them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

Node = etree._Element


def empty() -> Node:
    """Return an element with nothing in it."""
    return etree.Element("nothing")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What is compared: what it is, on which sheet ('' for the workbook), and where there."""

    subject: str
    sheet: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands at a place: as it is compared, as it is shown, and as told beside one shown alike."""

    key: object
    shown: str
    another: str = ""


Facts = dict[Place, Fact]


def plain(text: str) -> Fact:
    """Return a fact that is compared as it is shown.

    >>> plain("A\\r\\nB") == plain("A\\nB")
    True
    """
    text = text.replace("\r\n", "\n")
    return Fact(text, text)


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship of a part: the last word of its type, and the part or address it leads to."""

    kind: str
    target: str


class Package:
    """A workbook as parts; ``unreadable`` collects the parts that are no XML."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes of a workbook that passed the guard of ``sources``."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.unreadable: set[str] = set()

    def xml(self, part: str) -> Node:
        """Return the root of a part; an empty one for a part that is not there or is no XML."""
        if part in self.parts:
            # A parser serves once: it keeps the state of the document that it read.
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
            )
            try:
                return etree.fromstring(self.parts[part], parser)
            except etree.XMLSyntaxError:
                self.unreadable.add(part)
        return empty()

    def links(self, part: str) -> dict[str, Link]:
        """Return the relationships of a part by id."""
        folder, file = posixpath.split(part)
        found = {}
        for node in self.xml(posixpath.join(folder, "_rels", f"{file}.rels")).iter("{*}Relationship"):
            target = node.get("Target", "")
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            found[node.get("Id", "")] = Link(node.get("Type", "").rpartition("/")[2], target)
        return found

    def linked(self, part: str, kind: str) -> list[str]:
        """Return the parts of a kind that a part leads to."""
        return [link.target for link in self.links(part).values() if link.kind == kind]


def inner(node: Node, name: str) -> Iterator[Node]:
    """Yield the children of a local name."""
    return node.iterfind(f"{{*}}{name}")


def attribute_of(node: Node, name: str, usual: str = "") -> str:
    """Return an attribute by its local name; ``usual`` when it is not there."""
    for key, value in node.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return usual


def is_on(value: str | None) -> bool:
    """Return whether an attribute says yes.

    >>> is_on("1"), is_on("true"), is_on("0"), is_on(None)
    (True, True, False, False)
    """
    return value in {"1", "true", "on"}


def text_of(node: Node) -> str:
    """Return the text of a cell or a note, of all its runs, with what Excel escapes as it is meant.

    >>> text_of(etree.fromstring("<si><r><t>a_x000D_</t></r><r><t>b</t></r><rPh><t>c</t></rPh></si>"))
    'a\\rb'
    """
    texts = [
        one.text or ""
        for one in node.iter("{*}t")
        if not any(str(up.tag).rpartition("}")[2] == "rPh" for up in one.iterancestors())
    ]
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    """Return a text with the characters that Excel writes as escapes.

    >>> unescaped("Omzet_x000a_in euro")
    'Omzet\\nin euro'
    """
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
