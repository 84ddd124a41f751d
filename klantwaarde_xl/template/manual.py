"""The parts of the manual that follow from declarations: tables, settings, functions, error codes.

They are the blocks between its ``begin`` and ``einde`` comments; ``template.regenerate`` fills them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from klantwaarde_xl.errors import CATALOGUE
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.imports.kinds import SOURCE_KINDS
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.setting_declaration import Setting
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.settings_cells import valid_values
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.contents import REPORT

_BLOCK = re.compile(r"(<!-- begin: (\w+) -->\n).*?(<!-- einde -->)", re.DOTALL)


def tables() -> str:
    """Return every input table with its columns as Markdown."""
    parts = []
    for model in TABLES:
        rows = [("kolom", "verplicht", "uitleg"), ("---", "---", "---")]
        rows += [(column.header, "ja" if column.required else "", column.help) for column in model.columns()]
        parts.append(f"**Blad {model.sheet}** (tabel `{model.table}`). {model.help}\n\n{_table(rows)}")
    return "\n\n".join(parts)


def settings() -> str:
    """Return every setting with its default and limits as Markdown."""
    rows = [("instelling", "standaard", "geldig", "uitleg"), ("---", "---", "---", "---")]
    rows += [(item.label, _default(item), valid_values(item), item.help) for item in Settings.declared()]
    return _table(rows)


def sheets() -> str:
    """Return every result sheet with what it holds as Markdown."""
    rows = [
        (page.spec.name, f"{page.spec.about} (verborgen)" if page.spec.hidden else page.spec.about)
        for page in REPORT
    ]
    return _table([("blad", "wat er staat"), ("---", "---"), *rows])


def functions() -> str:
    """Return every function in cells with its arguments and an example in Dutch notation as Markdown."""
    parts = []
    for function in FUNCTIONS:
        rows = [("argument", "verplicht", "uitleg"), ("---", "---", "---")]
        rows += [(a.name, "" if a.optional else "ja", a.help) for a in function.arguments]
        arguments = f"\n\n{_table(rows)}" if function.arguments else ""
        gives = ", in ".join(words for words in (function.result.value, function.unit.value) if words)
        text = f"**`{function.signature}`** {function.help} Geeft: {gives}."
        parts.append(f"{text}\n\nVoorbeeld: `{function.example}`{arguments}")
    return "\n\n".join(parts)


def sources() -> str:
    """Return every kind of source with its file name endings as Markdown."""
    rows = [("soort", "wat", "bestanden"), ("---", "---", "---")]
    rows += [(f"`{kind.name}`", kind.word, ", ".join(kind.suffixes)) for kind in SOURCE_KINDS]
    return _table(rows)


def codes() -> str:
    """Return every error code with its severity, wording and hint as Markdown."""
    rows = [("code", "ernst", "bevinding", "wat te doen"), ("---", "---", "---", "---")]
    rows += [
        (code, str(entry.severity), _open(entry.message), _open(entry.hint))
        for code, entry in sorted(CATALOGUE.items())
    ]
    return _table(rows)


def _default(item: Setting) -> str:
    if item.default is None or item.default == "":
        return "leeg"
    if isinstance(item.default, bool) or not isinstance(item.default, int | float):
        return show(item.default)
    return f"{show(item.default * 100)} %" if item.unit == "%" else show(float(item.default))


def _open(template: str) -> str:
    """Return a wording with its names as an ellipsis: the manual shows the sentence, not one case of it."""
    return re.sub(r"\{\w+\}", "…", template).replace("|", "\\|")


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


BLOCKS: dict[str, Callable[[], str]] = {
    "tabellen": tables,
    "instellingen": settings,
    "bladen": sheets,
    "bronnen": sources,
    "codes": codes,
    "functies": functions,
}
"""What may stand between the marks of the manual, by name."""


def fill(text: str) -> str:
    """Return the text of the manual with every block made again.

    >>> fill("<!-- begin: instellingen -->\\noud\\n<!-- einde -->").splitlines()[1]
    '| instelling | standaard | geldig | uitleg |'
    """
    return _BLOCK.sub(lambda found: f"{found[1]}{BLOCKS[found[2]]()}\n{found[3]}", text)
