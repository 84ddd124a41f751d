"""What a program changed in a workbook of ours by saving it, by what the parts of the package hold.

Programs write the same workbook in other words, so bytes say nothing; what is compared here is what a user
would miss, in a form that does not depend on the program.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klantwaarde_xl.setup.saved_book import WORKBOOK, book_facts, sheets
from klantwaarde_xl.setup.saved_cells import cell_facts, shared_of
from klantwaarde_xl.setup.saved_drawings import drawing_facts
from klantwaarde_xl.setup.saved_layout import layout_facts
from klantwaarde_xl.setup.saved_package import Fact, Facts, Package, Place, is_on
from klantwaarde_xl.setup.saved_rules import filter_facts, link_facts, note_facts, rule_facts, table_facts

NOT_COMPARED = (
    "Niet vergeleken: kleuren, letters, randen, uitlijning en vergrendeling van cellen; kleuren en letters "
    "van het thema; van de stijl van een tabel alles behalve de naam; hoe grafieken, balken en "
    "voorwaardelijke opmaak eruitzien en in welke volgorde die geldt; wat formules uitrekenden, "
    "behalve foutwaarden; welk blad en welke cel vooraan staan; een wachtwoord op de macro's; gegevens van "
    "de printer."
)
"""What the page says of itself: it claims no more than was looked at."""
_WITHIN = {"kolombreedte": 0.3, "rijhoogte": 1.0}
"""How far a size may be from ours: Excel rounds to the dots of the screen that it saved on."""
_ELSEWHERE = {"table", "drawing", "comments", "hyperlink", "vmlDrawing", "printerSettings"}
"""Kinds of relationships of sheets that are compared by what they lead to, or that Excel makes again."""
_SHOWN, _LINES = 3, 40
_EXCEL = re.compile(r"Microsoft (?:Macintosh )?Excel(?: Online)? 1[0-9]\.[0-9]+")
_OURS = "Microsoft Excel 12.0000"
"""What our own files say, as Excel 2007 did: others have saved such a file by no program at all."""
_LONGEST_SHOWN, _BEFORE = 160, 40
"""How much of a text a line shows, and how much of that stands before what differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was written: what and where, as we wrote it, and as it is now."""

    subject: str
    sheet: str
    where: str
    written: str
    found: str

    def __str__(self) -> str:
        """Return the difference as a line."""
        place = "!".join(filter(None, (self.sheet, self.where)))
        ours, theirs = (text or "niets" for text in _short(self.written, self.found))
        return f"{self.subject} {place}: wij schreven {ours}, er staat {theirs}".replace(" :", ":")


def _short(*texts: str) -> Iterator[str]:
    """Yield texts on a line each; of long ones the part from shortly before where they differ."""
    lines = [text.replace("\n", " ") for text in texts]
    pairs = enumerate(zip(*lines, strict=False))
    same = next((at for at, those in pairs if len(set(those)) > 1), min(map(len, lines)))
    # From the piece of a chart that differs, when it begins nearby.
    start = max(0, same - _BEFORE, lines[0].rfind("; ", max(0, same - 2 * _BEFORE), same) + len("; "))
    start = 0 if same < _LONGEST_SHOWN - _BEFORE else start
    for line in lines:
        if len(line) <= _LONGEST_SHOWN and not start:
            yield line
        else:
            end = start + _LONGEST_SHOWN
            yield "…" * bool(start) + line[start:end] + "…" * (len(line) > end)


def repaired(saved: bytes) -> bool:
    """Return whether Excel says in the workbook that it had to repair it."""
    package = Package(saved)
    return any(is_on(node.get("repairLoad")) for node in package.xml(WORKBOOK).iter("{*}fileRecoveryPr"))


def program_of(saved: bytes) -> str:
    """Return the program that saved a workbook, with its version as far as it says; '' when it does not."""
    root = Package(saved).xml("docProps/app.xml")
    told = (root.findtext(f"{{*}}{name}") for name in ("Application", "AppVersion"))
    return " ".join(one for one in told if one)


def differences(written: bytes, saved: bytes) -> list[Difference]:
    """Return what is otherwise in a saved workbook than in the one that we wrote, in the order of reading.

    Both must have passed the guard of ``sources``. Of a sheet that only one of them has, that is all that is
    said."""
    packages = Package(written), Package(saved)
    both = [name for name in sheets(packages[0]) if name in sheets(packages[1])]
    ours, theirs = (_facts(package, both) for package in packages)
    found = []
    for place in [*ours, *(place for place in theirs if place not in ours)]:
        one, other = ours.get(place), theirs.get(place)
        told = place.subject == "blad" or not place.sheet or place.sheet in both
        if told and not _same(place, one, other):
            found.append(Difference(place.subject, place.sheet, place.where, *_told(one, other)))
    return found


def _told(one: Fact | None, other: Fact | None) -> tuple[str, str]:
    """Return how two facts are shown, never alike."""
    ours, theirs = (fact.shown if fact else "" for fact in (one, other))
    if one is not None and other is not None and ours == theirs:
        return ours, other.another or f"iets anders dat er ook zo uitziet: {theirs}"
    return ours, theirs


def _same(place: Place, one: Fact | None, other: Fact | None) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one.key, float) and isinstance(other.key, float):
        return abs(one.key - other.key) <= _WITHIN.get(place.subject, 0.0)
    return one.key == other.key


def _facts(package: Package, names: Sequence[str]) -> Facts:
    """Return what a workbook holds by place; of its sheets those of these names."""
    facts = book_facts(package)
    shared, parts = shared_of(package), sheets(package)
    for name in names:
        part = parts[name]
        root = package.xml(part)
        facts |= layout_facts(name, root) | cell_facts(name, root, shared) | rule_facts(name, root)
        facts |= link_facts(name, root, package, part) | note_facts(name, package, part)
        facts |= table_facts(name, package, part) | filter_facts(name, root)
        facts |= drawing_facts(name, package, part)
        for link in package.links(part).values():
            if link.kind not in _ELSEWHERE:
                facts[Place("onderdeel van het blad", name, link.kind)] = Fact(True, "ja")
    return facts | {Place("onderdeel", "", part): Fact(False, "niet te lezen") for part in package.unreadable}


def page(program: str, mended: bool, found: Sequence[Difference]) -> list[str]:
    """Return what to show of a comparison: at most a page, with three places of each kind per sheet."""
    lines = [f"Bewaard door: {program or 'onbekend'}"]
    if program == _OURS:
        lines.append("Dat schrijven wij zelf ook: bewaar het bestand eerst in Excel, onder een andere naam.")
    elif not _EXCEL.fullmatch(program):
        lines.append("Dat is niet Excel, of het zegt dat niet: wat hieronder staat zegt niets over Excel.")
    lines.append("Hersteld bij het openen: " + ("ja; er was iets mis in het bestand" if mended else "nee"))
    groups: dict[tuple[str, str], list[Difference]] = {}
    for one in found:
        groups.setdefault((one.subject, one.sheet), []).append(one)
    told = []
    for (subject, sheet), those in groups.items():
        told += [str(one) for one in those[:_SHOWN]]
        if len(those) > _SHOWN:
            told.append(f"  en nog {len(those) - _SHOWN} keer {subject} {sheet}".rstrip())
    lines += told[:_LINES]
    if len(told) > _LINES:
        counts = ", ".join(f"{n} {subject}" for subject, n in Counter(one.subject for one in found).items())
        lines.append(f"  en meer; alles staat in --json. In totaal: {counts}")
    end = "Verder gelijk aan wat deze versie schrijft" if found else "Gelijk aan wat deze versie schrijft"
    return [*lines, f"{end}, voor zover vergeleken.", NOT_COMPARED]
