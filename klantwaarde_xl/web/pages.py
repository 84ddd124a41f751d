"""The pages: start, what was understood, a sheet, the card of a customer, a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.imports import sentences
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.report.contents import BEHIND, REPORT
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.report.pages.customer_card.blocks import TOP
from klantwaarde_xl.report.pages.customer_card.data import DETAIL_NAME
from klantwaarde_xl.report.pages.customer_card.detail import FIRST_ROW, detail_of
from klantwaarde_xl.report.pages.customer_card.values import card_of
from klantwaarde_xl.report.pages.what_if.sheet import firm_of
from klantwaarde_xl.web import asked, what_if
from klantwaarde_xl.web.desk import Answer, Busy, Refused, Understood
from klantwaarde_xl.web.markup import Markup, joined, tag
from klantwaarde_xl.web.sheets import CARD, Sheet, content

UPLOAD, WAIT, CONFIRM, DOWNLOAD, STOP = "invoer", "bezig", "overnemen", "resultaat", "sluiten"
STYLE, ICON = "stijl.css", "icoon.svg"
"""What follows the secret in an address, beside the names of the sheets."""
FILES = "bestanden"
_HITS = 25
"""So many customers a search names."""


def sheet_names(document: Document) -> list[str]:
    """Return the sheets that are shown, in the order of the workbook: all but the data behind them."""
    ours = {page.spec.name for page in REPORT} - {page.spec.name for page in BEHIND}
    return [sheet.name for sheet in document.sheets if sheet.name in ours]


def whole(title: str, *main: object, answer: Answer | None = None, here: str = "") -> str:
    """Return a whole page: the way to the sheets above, and what it is about below."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} - Klantwaarde" if title != "Klantwaarde" else title),
        tag("link", rel="stylesheet", href=STYLE),
        tag("link", rel="icon", href=ICON),
    )
    body = tag(
        "body",
        tag("a", "Naar de inhoud", href="#inhoud", class_="skip"),
        tag("header", _menu(answer, here)),
        tag("main", *main, id="inhoud", tabindex="-1"),
        tag("footer", "Deze pagina staat op uw eigen computer; er gaat niets naar buiten.", _stop()),
    )
    return f"<!doctype html>{tag('html', head, body, lang='nl')}"


def _menu(answer: Answer | None, here: str) -> Markup:
    names = sheet_names(answer.document) if answer else []
    links = [("./", "Bestanden", ""), *((quote(name), name, name) for name in names)]
    shown = [
        tag("li", tag("a", label, href=address, aria_current="page" if name == here else None))
        for address, label, name in links
    ]
    if answer:
        shown.append(tag("li", tag("a", "Werkmap ophalen", href=DOWNLOAD, download=answer.name)))
    return tag("nav", tag("ul", *shown), aria_label="Bladen")


def _stop() -> Markup:
    return tag("form", tag("button", "Sluiten en alles vergeten", type="submit"), method="post", action=STOP)


def start(answer: Answer | None, waiting: bool) -> str:
    """Return the first page: where files are dropped."""
    drop = tag(
        "form",
        tag("label", "Sleep uw bestanden hierheen, of klik om te kiezen", for_=FILES),
        tag("input", type="file", name=FILES, id=FILES, multiple=True, required=True),
        tag("button", "Lees deze bestanden", type="submit"),
        method="post",
        action=UPLOAD,
        enctype="multipart/form-data",
        class_="drop",
    )
    about = tag(
        "p",
        "Een werkmap met de bladen Klanten en Transacties geeft meteen antwoord. Exports, auditfiles en "
        "e-facturen mogen ook, met meer tegelijk; u ziet eerst wat ervan begrepen is. Een werkmap van "
        "klantwaarde die erbij zit, wordt aangevuld.",
    )
    there = tag("p", tag("a", "Naar wat er begrepen is", href=WAIT)) if waiting else None
    return whole(
        "Klantwaarde", tag("h1", "Wie zijn uw beste klanten echt?"), about, drop, there, answer=answer
    )


def busy(state: Busy) -> str:
    """Return what is being done; the browser asks again by itself."""
    return whole(
        "Bezig",
        tag("h1", "Bezig"),
        tag("p", f"{state.step} …", role="status"),
        tag("p", tag("a", "Kijk opnieuw", href=WAIT)),
    )


def refused(state: Refused) -> str:
    """Return why nothing could be done with the files, and what to do."""
    told = [
        tag("li", tag("strong", mistake.code), " ", mistake.message, " ", mistake.hint)
        for mistake in state.mistakes
    ]
    again = tag("p", tag("a", "Andere bestanden kiezen", href="./"))
    return whole("Niet gelukt", tag("h1", "Hier kan niet mee gerekend worden"), tag("ul", *told), again)


def understood(state: Understood) -> str:
    """Return what was understood of the exports, in the words of ``importeer --toon``, and the question."""
    result = state.result
    sources = [_source(lines) for lines in map(sentences.source_lines, result.understood)]
    rows = sentences.added_words(result.added, result.filled)
    button = tag("button", "Overnemen en rekenen", type="submit")
    keep = asked.remember() if state.chosen else None
    return whole(
        "Begrepen",
        tag("h1", "Wat er begrepen is" if sources else "Nog niets begrepen"),
        asked.questions(state.questions, state.optional, state.mistakes),
        *sources,
        _findings(f for f in result.findings if not any(one.message in f.message for one in state.questions)),
        tag("p", f"Over te nemen: {rows}.") if sources else None,
        tag("form", keep, button, method="post", action=CONFIRM) if sources else None,
        tag("p", tag("a", "Andere bestanden kiezen", href="./")),
    )


def _source(lines: Sequence[str]) -> Markup:
    return tag("section", tag("h2", lines[0]), *(tag("p", line) for line in lines[1:]), class_="area whole")


def _findings(findings: Iterable[Finding]) -> Markup | None:
    order = list(errors.Severity)
    rows = [
        tag(
            "tr",
            *(tag("td", part, class_="short") for part in (f.severity.value, f.code, f.cell)),
            *(tag("td", part, class_="long") for part in (f.message, f.hint)),
        )
        for f in sorted(findings, key=lambda finding: order.index(finding.severity))
    ]
    if not rows:
        return None
    head = tag(
        "tr",
        *(tag("th", name, scope="col") for name in ("Ernst", "Code", "Cel", "Wat er is", "Wat u kunt doen")),
    )
    made = tag("table", tag("thead", head), tag("tbody", *rows))
    scroll = tag("div", made, class_="scroll", tabindex="0", role="region", aria_label="Bevindingen")
    return tag("section", tag("h2", "Bevindingen"), scroll, class_="area whole")


_CHOSEN = {CARD: (card_of, TOP), DETAIL_NAME: (detail_of, FIRST_ROW)}
"""Sheets that show one customer: what gives its figures, and the first row that is shown."""


def sheet(answer: Answer, name: str, query: Mapping[str, str]) -> str:
    """Return one sheet of the report; of one customer, the one that the address asks for."""
    document = answer.document
    spec = next(one for one in document.sheets if one.name == name)
    frames, values = document.frames, document.values
    search, first_row = None, 0
    if name in _CHOSEN:
        of_customer, first_row = _CHOSEN[name]
        found, search = _search(frames["card"], query)
        mine, words = of_customer(frames, found)
        frames, values = {**frames, **mine}, {**values, **words}
    shown = Sheet(spec, frames, values, query)
    title = tag("h1", values[spec.message] if spec.message else spec.title)
    subtitle = values.get(spec.subtitle) if name not in _CHOSEN else None
    if name == what_if.NAME:
        title, subtitle = tag("h1", what_if.TITLE), what_if.SUBTITLE
    under = tag("p", subtitle, class_="subtitle") if subtitle else None
    if name == what_if.NAME:
        main = what_if.page(shown, document, firm_of(answer.analysis))
    else:
        main = tag("div", content(shown, first_row), class_="areas")
    return whole(spec.name, title, under, search, main, answer=answer, here=name)


def _search(card: pd.DataFrame, query: Mapping[str, str]) -> tuple[str, Markup]:
    """Return which customer is shown, and the form that finds another; the first one where none is asked."""
    labels, ids = list(card["label"]), list(card["customer_id"])
    asked, wanted = query.get("zoek", "").strip(), query.get("klant", "")
    needle = asked.casefold().rstrip("…")
    hits = [place for place, label in enumerate(labels) if needle and needle in label.casefold()]
    chosen = wanted if wanted in ids else ids[hits[0]] if hits else ids[0] if ids else ""
    fields = (
        tag("label", "Zoek op naam of nummer ", tag("input", type="search", name="zoek", value=asked)),
        tag("button", "Zoek", type="submit"),
    )
    links = [
        tag(
            "li",
            tag("a", labels[place], href=f"?zoek={quote(asked, safe='')}&klant={quote(ids[place], safe='')}"),
        )
        for place in hits[:_HITS]
    ]
    count = f"{plural(len(hits), 'klant', 'klanten')} gevonden." if needle else ""
    note = tag("p", count, role="status")
    return chosen, joined(
        tag("form", *fields, method="get", class_="filters"),
        note if count else None,
        tag("ul", *links, class_="hits") if len(hits) > 1 else None,
    )


def message(title: str, line: str) -> str:
    """Return a page without any way on: a refusal, or the goodbye."""
    head = tag("head", tag("meta", charset="utf-8"), tag("title", title))
    return f"<!doctype html>{tag('html', head, tag('body', tag('h1', title), tag('p', line)), lang='nl')}"
