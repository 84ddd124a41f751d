"""The sentences of the Dashboard on who earns most, at whom most is at stake, and who has no manager."""

from __future__ import annotations

from klantwaarde_xl.core.base.leave_chance import SURELY
from klantwaarde_xl.report.formats import percentage
from klantwaarde_xl.report.pages.dashboard.facts import Facts
from klantwaarde_xl.report.pages.dashboard.people_steps import (
    at_stake,
    earner_row,
    gone_part,
    largest_of_nobody,
    late_part,
    most_free,
    net_of_nobody,
    of_nobody,
)
from klantwaarde_xl.report.pages.dashboard.steps import NET, Line
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import people_sentences
from klantwaarde_xl.report.words.formula_sentences import counted, euros, phrase, whole

_MOST_NET = phrase(w.EARNS_MOST, name='"‘"&Dash_VerdienerNaam&"’"', net=euros(f"INDEX({NET},Dash_Verdiener)"))
_TOGETHER = (
    'Dash_Spel1&IF(Dash_Spel2="","",IF(Dash_Spel3=""," en ",", ")&Dash_Spel2)'
    '&IF(Dash_Spel3="",""," en "&Dash_Spel3)'
)
_REST = "(Dash_RisicoEuro-Dash_SpelWeg-Dash_SpelLaat)"
_PARTS = phrase(
    w.STAKE_PARTS,
    surely=f'"{percentage(SURELY)}"',
    gone=euros("Dash_SpelWeg"),
    late=euros("Dash_SpelLaat"),
    rest=euros(_REST),
)
_OF_NOBODY = phrase(
    w.UNASSIGNED_CUSTOMERS,
    count=counted("Dash_Zonder", w.OF_NOBODY),
    net=f'IF(Dash_ZonderNetto="","",{phrase(w.THEIR_NET, net=euros("Dash_ZonderNetto"))})',
    largest='IF(Dash_ZonderRij=0,"",{})'.format(
        phrase(w.THEIR_LARGEST, name='"‘"&Dash_ZonderNaam&"’"', net=euros("Dash_ZonderMeest"))
    ),
    free=f'IF(Dash_Vrij<=0,"",{phrase(w.MOST_FREE, name="Dash_VrijNaam", hours=whole("Dash_Vrij"))})',
)


def _earner(found: Facts) -> str:
    row = earner_row(found)
    if not row:
        return ""
    customer = found.customers.iloc[row - 1]
    return people_sentences.earns_most(str(customer["name"]), float(customer["contribution"]))


def _of_nobody(found: Facts) -> str:
    row = largest_of_nobody(found)
    customer = found.customers.iloc[row - 1]
    largest = (str(customer["name"]), float(customer["contribution"])) if row else ("", 0.0)
    return people_sentences.without_manager(of_nobody(found), net_of_nobody(found), largest, most_free(found))


def _stake_parts(found: Facts) -> str:
    gone, late = gone_part(found), late_part(found)
    return people_sentences.stake_parts(gone, late, found.at_stake - gone - late)


EARNS_MOST = Line(f'IF(Dash_Verdiener=0,"",{_MOST_NET})', _earner)
MOST_AT_STAKE = Line(
    f'IF(Dash_Spel1="","",{phrase(w.MOST_AT_STAKE, who=_TOGETHER)})',
    lambda d: people_sentences.most_at_stake(at_stake(d)),
)
STAKE_PARTS = Line(f'IF(Dash_SpelWeg+Dash_SpelLaat<0.5,"",{_PARTS})', _stake_parts)
WITHOUT_MANAGER = Line(f'IF(Dash_Zonder=0,"",{_OF_NOBODY})', _of_nobody)
