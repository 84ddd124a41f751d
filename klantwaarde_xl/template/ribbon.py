"""The ribbon tab: its declaration, the customUI part made from it, and how that part gets into a workbook.

XlsxWriter writes no ribbon, so it is added to the finished package: one part and one relationship, everything
else as it was."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
PART = "customUI/customUI14.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT_RELS = "_rels/.rels"
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Button:
    """One button: ``python`` is its function in ``excel.buttons``, ``image`` an Office picture (imageMso)."""

    id: str
    label: str
    screentip: str
    supertip: str
    image: str
    python: str
    large: bool = False

    @property
    def callback(self) -> str:
        """The name of the VBA procedure behind the button."""
        return f"KwKnop{self.id}"


@dataclass(frozen=True, slots=True)
class Group:
    """Buttons that stand together under one title."""

    id: str
    label: str
    buttons: tuple[Button, ...]


SHARED_NAMESPACE = "klantwaarde_xl"
"""Workbook and add-in name the tab in one namespace, so that Excel shows one tab when both are open."""
LOADED, VISIBLE = "KwLintGeladen", "KwLintZichtbaar"
"""VBA of the add-in that Office calls when it has loaded the ribbon, and to ask whether a group is shown."""
TAB_ID = "KlantwaardeTab"
TAB_LABEL = "Klantwaarde"
GROUPS: tuple[Group, ...] = (
    Group(
        "Gegevens",
        "Gegevens",
        (
            Button(
                "Voorbeelddata",
                "Voorbeelddata",
                "Vul de werkmap met voorbeelddata",
                (
                    "Een verzonnen groothandel: zo ziet u meteen wat de werkmap doet. Uw eigen gegevens "
                    "blijven staan tot u ja zegt."
                ),
                "FileNew",
                "load_demo",
            ),
            Button(
                "Importeren",
                "Importeren…",
                "Haal gegevens uit uw administratie",
                (
                    "Kies een export (Excel, csv), auditfile of e-factuur. Wat al is ingelezen, wordt "
                    "overgeslagen."
                ),
                "FileOpen",
                "import_files",
            ),
            Button(
                "Controleren",
                "Controleren",
                "Controleer de invoer",
                (
                    "Zet op het blad Controle welke cellen niet kloppen en wat u eraan doet. Er wordt niets "
                    "berekend."
                ),
                "DataValidation",
                "check",
            ),
        ),
    ),
    Group(
        "Analyse",
        "Analyse",
        (
            Button(
                "Vernieuwen",
                "Vernieuwen",
                "Bereken alles opnieuw",
                "Leest de invoerbladen en vult alle resultaatbladen. Wat u zelf hebt getypt, blijft staan.",
                "RefreshAll",
                "refresh",
                large=True,
            ),
            Button(
                "AlleenScores",
                "Alleen scores",
                "Bereken alleen scores en klassen",
                "Sneller dan alles vernieuwen: klantwaarde, Pareto en dashboard.",
                "CalculateNow",
                "refresh_scores",
            ),
            Button(
                "AlleenCrossSell",
                "Alleen cross-sell",
                "Bereken alleen de kansen",
                "Wat klanten nog niet kopen en welke groepen samengaan.",
                "ChartInsert",
                "refresh_cross_sell",
            ),
        ),
    ),
    Group(
        "Rapport",
        "Rapport",
        (
            Button(
                "Klantkaart",
                "Klantkaart",
                "Toon de kaart van één klant",
                "Gaat naar het blad Klantkaart, met de klant van de geselecteerde rij.",
                "BusinessCardInsertMenu",
                "customer_card",
            ),
            Button(
                "Pdf",
                "PDF",
                "Maak een pdf van het rapport",
                "Bewaart de resultaatbladen als pdf naast deze werkmap.",
                "FileSaveAsPdfOrXps",
                "export_pdf",
            ),
            Button(
                "DeelbareKopie",
                "Deelbare kopie",
                "Maak een kopie zonder namen",
                "Een werkmap zonder macro's, waarin klantnamen door nummers zijn vervangen.",
                "FileSaveAs",
                "share_copy",
            ),
        ),
    ),
    Group(
        "Hulp",
        "Hulp",
        (
            Button(
                "Diagnose",
                "Diagnose",
                "Wat werkt er niet?",
                "Controleert Python, xlwings en de instellingen en zegt wat u kunt doen.",
                "ErrorChecking",
                "diagnose",
            ),
            Button(
                "Handleiding",
                "Handleiding",
                "Open de handleiding",
                "Uitleg van bladen, functies en knoppen.",
                "Help",
                "manual",
            ),
            Button(
                "Over",
                "Over",
                "Versies en licenties",
                "Welke versies u gebruikt en van wie het is.",
                "Info",
                "about",
            ),
        ),
    ),
)
"""The tab, group by group. Every picture is one that public Office ribbons use as imageMso."""
BUTTONS: tuple[Button, ...] = tuple(button for group in GROUPS for button in group.buttons)
"""Every button, from left to right."""


def custom_ui(*, addin: bool = False) -> bytes:
    """Return the customUI part (2009/07, Office 2010 and later) of the declared tab, as UTF-8 XML.

    The groups of an ``addin`` ask VBA whether to show: a workbook that is open beside it may bring the same
    ones."""
    root = ET.Element(
        "customUI",
        {"xmlns": NAMESPACE, "xmlns:kw": SHARED_NAMESPACE, **({"onLoad": LOADED} if addin else {})},
    )
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", idQ=f"kw:{TAB_ID}", label=TAB_LABEL)
    for group in GROUPS:
        shown = {"getVisible": VISIBLE} if addin else {}
        box = ET.SubElement(tab, "group", {"id": f"Kw{group.id}", "label": group.label, **shown})
        for button in group.buttons:
            ET.SubElement(
                box,
                "button",
                id=f"Kw{button.id}",
                label=button.label,
                screentip=button.screentip,
                supertip=button.supertip,
                imageMso=button.image,
                size="large" if button.large else "normal",
                onAction=button.callback,
            )
    ET.indent(root, "  ")
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        + ET.tostring(root, encoding="utf-8")
        + b"\n"
    )


def add_ribbon(package: bytes, *, addin: bool = False) -> bytes:
    """Return a workbook (bytes of an .xlsm, or .xlam for an ``addin``) with the ribbon part added.

    Other parts keep their bytes and order; the same package gives the same bytes. Raises ValueError when the
    package has a ribbon already or declares no XML type.
    """
    source = zipfile.ZipFile(BytesIO(package))
    if PART in source.namelist():
        raise ValueError("this package has a ribbon already")
    if b'Extension="xml"' not in source.read("[Content_Types].xml"):
        raise ValueError("this package declares no type for xml parts")
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            data = _with_relationship(data) if info.filename == _ROOT_RELS else data
            # As small as it gets: the workbooks with macros that the repository holds are written here.
            target.writestr(_entry(info.filename), data, compresslevel=9)
        target.writestr(_entry(PART), custom_ui(addin=addin))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _OLDEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _with_relationship(data: bytes) -> bytes:
    ET.register_namespace("", _PACKAGE)
    root = ET.fromstring(data)  # noqa: S314 - our own package, written a moment ago
    ET.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id="rIdKwRibbon", Type=RELATIONSHIP, Target=PART)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + ET.tostring(root, encoding="utf-8")
