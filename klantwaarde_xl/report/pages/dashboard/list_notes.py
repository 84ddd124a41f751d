"""The lines below the short lists of the Dashboard: how many there are in all, and where they are."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.best_steps import dull_net
from klantwaarde_xl.report.pages.dashboard.euro_steps import settled
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.list_steps import DULL_HEADER, LIST_HEADER, LISTED
from klantwaarde_xl.report.specs import CellSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import formula_sentences as say
from klantwaarde_xl.report.words import others_sentences

_SETTLED = say.phrase(
    w.LEAVING_SETTLED, settled=say.whole("Dash_WegDicht"), euros=say.euros("Dash_WegDichtEuro")
)
_LEAVING = say.either(
    "Dash_Weg",
    w.ALL_LEAVING,
    leaving=say.whole("Dash_Weg"),
    euros=say.euros("Dash_WegEuro"),
    settled=f'IF(Dash_WegDicht=0,"",{_SETTLED})',
)
_DULL = say.either(
    "Dash_Saai",
    w.ALL_DULL,
    dull=say.whole("Dash_Saai"),
    revenue=say.euros("Dash_SaaiOmzet"),
    net=say.euros("Dash_SaaiNetto"),
)
LIST_NOTES = (
    CellSpec(
        f"H{LIST_HEADER + LISTED + 1}",
        "all_leaving",
        f.SUBTITLE_CELL,
        formula=f'IF(Dash_Weg=0,"",{_LEAVING})',
        live=True,
    ),
    CellSpec(
        f"B{DULL_HEADER + LISTED + 1}",
        "all_dull",
        f.SUBTITLE_CELL,
        formula=f'IF(Dash_Saai=0,"",{_DULL})',
        live=True,
    ),
)


def note_values(source: Source) -> dict[str, object]:
    """Return what the lines below the lists say now."""
    found = source.once(facts)
    top = found.analysis.top20
    return {
        "all_leaving": others_sentences.all_leaving(found.leaving(saving=True), settled(found)),
        "all_dull": others_sentences.all_dull(
            top.not_interesting, top.not_interesting_revenue, dull_net(found)
        ),
    }
