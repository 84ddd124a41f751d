"""The manifest: the file with which Excel learns where the add-in is, and what it puts on the ribbon.

The order of the elements is that of Microsoft's schema (MS-OWEMXML); the page, the functions and the buttons
share one runtime, as https://learn.microsoft.com/office/dev/add-ins/develop/
configure-your-add-in-to-use-a-shared-runtime describes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

from klantwaarde_xl.functions.encoders.officejs import NAMESPACE
from klantwaarde_xl.template.ribbon import GROUPS, TAB_ID, TAB_LABEL

IDENTITY = "4d6f1c0e-8c1b-4c52-9d5e-6c1f0a7b2e93"
"""Excel knows the add-in by this, whatever its version."""
REFRESH = "Vernieuwen"
"""The button of our own ribbon that the add-in has as well, and the name of its function in the script."""
PAGE, SCRIPT, FUNCTIONS, STYLE = "taakvenster.html", "addin.js", "functies.json", "addin.css"
ICON_SIZES = (16, 32, 64, 80)
_TEMPLATE = Path(__file__).with_name("manifest.xml")
_PLACE = re.compile(rf'"https://[a-z]+:(?P<port>[0-9]{{1,5}})/(?P<secret>[\w-]+)/{re.escape(PAGE)}"')


def manifest(address: str, version: str) -> str:
    """Return the manifest of an add-in at an address; ``version`` is that of the program, such as 1.2.3.

    >>> "<Version>1.2.3.0</Version>" in manifest("https://localhost:1/x", "1.2.3")
    True
    """
    (group, button) = next((g, b) for g in GROUPS for b in g.buttons if b.id == REFRESH)
    filled = {
        "identity": IDENTITY,
        "version": f"{version}.0",
        "address": address,
        "namespace": NAMESPACE,
        "tab": TAB_ID,
        "tab_label": TAB_LABEL,
        "group_label": group.label,
        "refresh": REFRESH,
        "refresh_label": button.label,
        "refresh_title": button.screentip,
    }
    text = _TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda found: escape(filled[found[1]], {'"': "&quot;"}), text)


def place_in(text: str) -> tuple[int, str] | None:
    """Return the port and the secret that an earlier manifest tells; None when it tells none.

    >>> place_in(manifest("https://localhost:8743/geheim", "1.0.0"))
    (8743, 'geheim')
    """
    found = _PLACE.search(text)
    return (int(found["port"]), found["secret"]) if found else None
