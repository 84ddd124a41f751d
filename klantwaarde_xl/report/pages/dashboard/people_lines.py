"""The sentences of the Dashboard on who is best and why, who has no manager, and Monday."""

from __future__ import annotations

from klantwaarde_xl.core.base.leave_chance import SURELY
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.formats import percentage
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.facts import Facts
from klantwaarde_xl.report.pages.dashboard.list_steps import FIRST_STEPS
from klantwaarde_xl.report.pages.dashboard.people_steps import (
    at_stake,
    earner_row,
    gone_part,
    largest_of_nobody,
    late_part,
    may_be_higher,
    net_of_nobody,
    of_nobody,
)
from klantwaarde_xl.report.pages.dashboard.steps import NET, SCORE, Line, given
from klantwaarde_xl.report.pages.dashboard.who import first_on_monday, most_points
from klantwaarde_xl.report.words import (
    best_sentences,
    followup_sentences,
    others_sentences,
    people_sentences,
)
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.formula_sentences import counted, either, euros, phrase, whole

_MOST_NET = phrase(w.EARNS_MOST, name='"‘"&Dash_VerdienerNaam&"’"', net=euros(f"INDEX({NET},Dash_Verdiener)"))
_TOGETHER = 'Dash_Spel1&IF(Dash_Spel2="",""," en "&Dash_Spel2)'
_PARTS = phrase(
    w.STAKE_PARTS,
    surely=f'"{percentage(SURELY)}"',
    all=euros("Dash_RisicoEuro"),
    gone=euros("Dash_SpelWeg"),
    left=euros("(Dash_RisicoEuro-Dash_SpelWeg)"),
    late=euros("Dash_SpelLaat"),
)
_OF_NOBODY = phrase(
    w.UNASSIGNED_CUSTOMERS,
    count=counted("Dash_Zonder", w.OF_NOBODY),
    net=f'IF(Dash_ZonderNetto="","",{phrase(w.THEIR_NET, net=euros("Dash_ZonderNetto"))})',
    largest='IF(Dash_ZonderRij=0,"",{})'.format(
        phrase(w.THEIR_LARGEST, name='"‘"&Dash_ZonderNaam&"’"', net=euros("Dash_ZonderMeest"))
    ),
)


def _points_of_best(found: Facts) -> str:
    if not found.best_row:
        return ""
    best = found.customers.iloc[found.best_row - 1]
    points = [
        (DIMENSION_NAMES[field], float(best[f"points_{field}"]), most)
        for field, most in most_points(found.analysis).items()
    ]
    return best_sentences.points_told(float(best["score"]), points)


def _earner(found: Facts) -> str:
    doubt = best_sentences.may_be_higher(*may_be_higher(found))
    if not (row := earner_row(found)):
        return doubt
    customer = found.customers.iloc[row - 1]
    earns = people_sentences.earns_most(str(customer["name"]), float(customer["contribution"]))
    return f"{earns} {doubt}".strip()


def _of_nobody(found: Facts) -> str:
    row = largest_of_nobody(found)
    customer = found.customers.iloc[row - 1]
    largest = (str(customer["name"]), float(customer["contribution"])) if row else ("", 0.0)
    return people_sentences.without_manager(of_nobody(found), net_of_nobody(found), largest)


def _stake_parts(found: Facts) -> str:
    gone, late = gone_part(found), late_part(found)
    return people_sentences.stake_parts(gone, late, found.at_stake - gone - late)


def _points(field: str, name: str) -> str:
    """Return the formula of what the best customer got of the most points of a dimension, in words."""
    most = given(f"most_{field}")
    got = f"N(INDEX({CUSTOMER_VALUE.column(f'points_{field}')},Dash_Beste))"
    told = phrase(w.POINT, dimension=f'"{best_sentences.point_name(name)}"', got=whole(got), most=whole(most))
    return f'IF(N({most})<=0,"",{told})'


_PARTS_OF_BEST = "&".join(_points(field, name) for field, name in DIMENSION_NAMES.items())
_DOUBT = either("Dash_KanHoger", w.MAY_BE_HIGHER, others=whole("Dash_KanHoger"), most=whole("Dash_KanTot"))
_BEST_POINTS = phrase(
    w.POINTS,
    points=whole(f"N(INDEX({SCORE},Dash_Beste))"),
    parts=f"MID({_PARTS_OF_BEST},3,999)",
)
BEST_POINTS = Line(f'IF(Dash_Beste=0,"",{_BEST_POINTS})', _points_of_best, "best")
EARNS_MOST = Line(
    f'TRIM(IF(Dash_Verdiener=0,"",{_MOST_NET})&" "&IF(Dash_KanHoger=0,"",{_DOUBT}))', _earner, "best"
)
MOST_AT_STAKE = Line(
    f'IF(Dash_Spel1="","",{phrase(w.MOST_AT_STAKE, who=_TOGETHER)})',
    lambda d: people_sentences.most_at_stake(at_stake(d)),
    "stake",
)
STAKE_PARTS = Line(f'IF(Dash_SpelWeg+Dash_SpelLaat<0.5,"",{_PARTS})', _stake_parts, "stake")
WITHOUT_MANAGER = Line(f'IF(Dash_Zonder=0,"",{_OF_NOBODY})', _of_nobody, "team")
_LEFT, _GONE = given("left_risk"), given("left_gone")
_OF_THEM = f'IF(N({_GONE})=0,"",{either(_GONE, w.GONE_OF_THEM, gone=whole(_GONE))})'
_MORE = either(_LEFT, w.MORE_AGAINST, left=whole(_LEFT), gone=_OF_THEM)
_STEPS = {
    "steps": counted("Dash_Stappen", w.STEPS),
    "risk": whole("Dash_StapRisico"),
    "first": f'IF({FIRST_STEPS.cell("first_row", 1)}="","","{w.FIRST_BELOW}")',
    "more": f'IF(N({_LEFT})=0,"",{_MORE})',
}
_MONDAY = f'IF(Dash_Stappen=0,"",{phrase(w.ON_MONDAY, **_STEPS)})'
MONDAY = Line(
    _MONDAY,
    lambda d: others_sentences.on_monday(
        len(d.monday),
        d.against_leaving,
        others_sentences.more_against(*d.left_out),
        listed=bool(first_on_monday(d.monday, d.customers, d.actions)),
    ),
    "monday",
)
TRIAL = Line(f'{given("trial")}&""', lambda d: followup_sentences.trial_told(d.trial), "trial")
