"""The figures behind the Dashboard on the actions: what is still to do, done or refused, and by lever."""

from __future__ import annotations

from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.model.action_notes import CLOSED, DONE, REFUSED
from klantwaarde_xl.report.pages.dashboard.steps import Step, count, euro, given, text
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.pages.next_steps.still_to_do import by_lever, by_state, lapses_of, left_alone_of
from klantwaarde_xl.report.words import state_sentences as state
from klantwaarde_xl.report.words.names import LEFT_ALONE, LEVERS

_STATUS, _POTENTIAL, _LABEL = map(ACTIONS.column, ("status", "potential", "label"))
_SAVING = f'{ACTIONS.column("if_gone")},"<"&-{HALF_A_CENT}'
LAPSES = "Dash_WinnenVervalt"
TO_DO = ",".join(f'{_STATUS},"<>{status}"' for status in CLOSED)
"""Condition of COUNTIFS on the actions that are still to do."""


def _by_state(name: str, what: str, rows: tuple[str, ...]) -> tuple[Step, Step]:
    """Return how many customers of Acties with these conditions have something to win, and how much.

    For whom the list was too long nothing is typed: their actions are still to do."""
    step = state.STATE_STEPS[name]
    counts = "+".join(f'COUNTIFS({_POTENTIAL},">0",{conditions})' for conditions in rows)
    sums = "+".join(f"SUMIFS({_POTENTIAL},{conditions})" for conditions in rows)
    if name == "to_do":
        counts += f"+N({given('unlisted')})"
        sums = "+".join(state.LEVER_STEPS.values())
    return (
        count(
            step,
            f"{what}: klanten",
            f"IF(Dash_Klanten=0,0,{counts})",
            lambda d: by_state(d.everyone)[name][0],
        ),
        euro(
            f"{step}Euro",
            f"{what}: marge",
            f"IF(Dash_Klanten=0,0,{sums})",
            lambda d: by_state(d.everyone)[name][1],
        ),
    )


def _still(lever: str, step: str) -> Step:
    """Return how much is still to win by a lever."""
    listed = f"SUMIFS({ACTIONS.column(lever)},{TO_DO})"
    return euro(
        step,
        f"Nog te doen: {LEVERS[lever].lower()}",
        f"IF(Dash_Klanten=0,0,{listed}+N({given(f'unlisted_{lever}')}))",
        lambda d: by_lever(d.everyone)[lever],
    )


def _alone() -> tuple[Step, Step, Step]:
    """Return how many of the customers to do the fair test leaves alone, how much that is, and the words."""
    rows, beside = f'{TO_DO},{_LABEL},"{LEFT_ALONE}"', (given("unlisted_alone"), given("unlisted_alone_euro"))
    counts, sums = f'COUNTIFS({_POTENTIAL},">0",{rows})', f"SUMIFS({_POTENTIAL},{rows})"
    return (
        count(
            state.ALONE,
            "Nog te doen, in de proef: klanten",
            f"IF(Dash_Klanten=0,0,{counts}+N({beside[0]}))",
            lambda d: left_alone_of(d.everyone)[0],
        ),
        euro(
            f"{state.ALONE}Euro",
            "Nog te doen, in de proef: marge",
            f"IF(Dash_Klanten=0,0,{sums}+N({beside[1]}))",
            lambda d: left_alone_of(d.everyone)[1],
        ),
        text(
            f"{state.ALONE}Tekst",
            "Nog te doen, in de proef, in woorden",
            state.of_alone_formula(),
            lambda d: state.of_alone(*left_alone_of(d.everyone)),
        ),
    )


STATES: tuple[Step, ...] = (
    *(_still(lever, step) for lever, step in state.LEVER_STEPS.items()),
    text(
        state.BY_LEVER,
        "Nog te doen per hefboom, in woorden",
        state.by_lever_formula(),
        lambda d: state.by_lever(by_lever(d.everyone)),
    ),
    *_by_state("to_do", "Acties nog te doen", (TO_DO,)),
    euro(
        LAPSES,
        "Waarvan bij wie weg mag",
        f"IF(Dash_Klanten=0,0,SUMIFS({_POTENTIAL},{TO_DO},{_SAVING})+N({given('unlisted_lapses')}))",
        lambda d: lapses_of(d.everyone),
    ),
    *_alone(),
    *_by_state("done", "Acties gedaan", (f'{_STATUS},"{DONE}"',)),
    *_by_state("refused", "Acties die niet doorgaan", tuple(f'{_STATUS},"{status}"' for status in REFUSED)),
)
