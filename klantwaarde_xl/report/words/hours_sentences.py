"""Dutch sentences of what fits in the hours that account managers have: per manager and together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.report.formats import number, plural
from klantwaarde_xl.report.words.names import reasons_text
from klantwaarde_xl.report.words.parts import amount, capital, nearest, plain

NO_HOURS = "van geen klant zijn uren bekend (Inspanning, of een drijver op Tarieven)"
HIS_OWN = "de uren op zijn naam (Medewerker op Inspanning), voor welke klant ook"
OF_EVERYBODY = "elk uur voor zijn klanten, van iedereen samen: ook van binnendienst en berekende uren"
"""Whose hours count against the capacity of an account manager: where the log has names, and where not."""
OWNER_OR_HOURS = "accountmanager of capaciteit"


def hours_lines(managers: pd.DataFrame, portfolio: pd.DataFrame) -> tuple[str, str]:
    """Return what fits in the hours of all account managers together, on two lines; '' without actions.

    ``managers`` as of ``SamePeople``. The first line tells what fits: what is likely to be won, then talks
    about something new, of which that is not said. The second tells what else is likely to be won, so that
    the parts add up to all of it, and whether hours are unknown.
    """
    known = managers[managers["reason"].astype(object) == ""]
    if not int(managers["actions"].sum()):
        return "", ""
    if known.empty and (managers["reason"].astype(object) == "no_hours").any():
        return f"Of acties in de uren passen is onbekend: {NO_HOURS}.", ""
    if known.empty:
        unknown = "Of acties in de uren passen is onbekend"
        return f"{unknown}: vul op het blad Team de capaciteit per accountmanager in.", ""
    if not int(known["actions"].sum()):
        return "Geen van de acties hoort bij een accountmanager van wie de vrije uren bekend zijn.", ""
    sure = int(managers["sure"].sum())
    parts = [_inside(known, sure)] if sure else []
    if talks := int(managers["actions"].sum()) - sure:
        fit = number(known["ticked"].sum() - known["sure_ticked"].sum())
        then = "Daarna is" if sure else "In de vrije uren is"
        about = f"{plural(talks, 'gesprek', 'gesprekken')} over iets nieuws"
        parts.append(f"{then} er tijd voor {fit} van {about} (verwacht).")
    beside = _beside(managers, known) if sure else ""
    return " ".join(parts), f"{beside}{unknown_hours(portfolio)}".strip()


def hours_message(managers: pd.DataFrame, portfolio: pd.DataFrame) -> str:
    """Return what fits in the hours of all account managers together; see :func:`hours_lines`."""
    return " ".join(filter(None, hours_lines(managers, portfolio)))


def _inside(known: pd.DataFrame, sure: int) -> str:
    """Return which of what is likely to be won fits in the free hours."""
    fit, freed = int(known["sure_ticked"].sum()), known["freed_inside"].sum()
    more = f" en de {number(freed)} uren die goedkoper bedienen vrijmaakt" if nearest(freed) else ""
    who = plural(sure, "klant", "klanten")
    return (
        f"Met dezelfde mensen: van {who} waar aannemelijk iets te winnen is, "
        f"{'past' if fit == 1 else 'passen'} er {number(fit)} in de vrije uren{more}: "
        f"{amount(known['euros_inside'].sum())} per jaar."
    )


def _beside(managers: pd.DataFrame, known: pd.DataFrame) -> str:
    """Return what else is likely to be won: easing a shortage, outside the hours, or of nobody."""
    outside = known["euros_outside"].sum()
    others = managers["euros_outside"].sum() - outside
    begun = known["begun_outside"].sum()
    fall = f"{amount(outside)} valt erbuiten{_begun(begun)}"
    if nearest(lapses := known["lapses_inside"].sum()):
        inside = amount(known["euros_inside"].sum())
        fall = f"van die {inside} is {amount(lapses)} van wie weg mag; {fall}"
    if nearest(others):
        fall += f" en {amount(others)} is zonder {OWNER_OR_HOURS}"
    eases = int(known["eases"].sum())
    if not eases:
        return capital(f"{fall}.")
    return (
        f"Bij {number(eases)} maakt goedkoper bedienen meer uren vrij dan het vraagt "
        f"({amount(known['euros_easing'].sum())}), maar houdt hun accountmanager tekort; {fall}."
    )


def _begun(euros: float) -> str:
    """Return, after a blank, how much of what does not fit has begun; '' for nothing."""
    return f" ({amount(euros)} is al bezig)" if nearest(euros) else ""


def unknown_hours(portfolio: pd.DataFrame) -> str:
    """Return, after a blank, that hours which nobody knows count as nothing; '' where all are known."""
    some = portfolio["reasons"].astype(str).str.contains("hours_partly_known").any()
    return " Onbekende uren van klanten tellen als nul: er lijkt meer vrij dan er is." if some else ""


def managers_message(portfolio: pd.DataFrame, managers: pd.DataFrame) -> str:
    """Return how many account managers there are, and what fits in the hours they have."""
    named = portfolio[portfolio.index.to_numpy(object) != ""]
    if named.empty:
        return "Er zijn geen accountmanagers bekend; vul de kolom Accountmanager op het blad Klanten."
    team = plural(len(named), "accountmanager", "accountmanagers")
    full = int((named["used"] > 1).sum())
    over = f"; {plural(full, 'heeft', 'hebben')} meer uren nodig dan er zijn" if full else ""
    known = managers[managers["reason"].astype(object) == ""]
    if known.empty and (managers["reason"].astype(object) == "no_hours").any():
        return f"{team}. Welke acties in de uren passen is niet te zeggen: {NO_HOURS}."
    if known.empty:
        unknown = "Zonder capaciteit op het blad Team is niet te zeggen welke acties in de uren passen."
        return f"{team}{over}. {unknown}"
    freed = " en wat goedkoper bedienen vrijmaakt" if nearest(known["freed_inside"].sum()) else ""
    eased = known["euros_easing"].sum()
    easing = f"; {amount(eased)} maakt uren vrij bij wie tekort houdt" if nearest(eased) else ""
    inside = amount(known["euros_inside"].sum())
    return f"{team}{over}. In de vrije uren{freed} past {inside} per jaar aan acties{easing}."


def capacity_note(*, by_name: bool, moves: bool) -> str:
    """Return whose hours count against a capacity, and where the ``moves`` stand, if any are proposed.

    ``by_name``: whether the log says who did the work.

    >>> capacity_note(by_name=True, moves=False)
    'Tegen Capaciteit tellen de uren op zijn naam (Medewerker op Inspanning), voor welke klant ook.'
    """
    where = " Wat de overdrachten (verborgen blad) vragen, gaat eerst van de vrije uren af." if moves else ""
    whose = f"tellen {HIS_OWN}" if by_name else f"telt {OF_EVERYBODY}"
    return f"Tegen Capaciteit {whose}.{where}"


def free_hours_sentence(portfolio: pd.DataFrame) -> str:
    """Return, after a blank, how many hours are free and short, and what is left of both together.

    ``portfolio`` as of ``account_managers.portfolio``; hours a year. '' where no capacity is known, or where
    nothing is short and every customer has an account manager.

    >>> hours = pd.DataFrame({"free_hours": [50.0, -20.0, float("nan")], "counted_hours": [9.0, 9.0, 5.0]},
    ...                      index=["Noor", "Bram", ""])
    >>> free_hours_sentence(hours)  # doctest: +NORMALIZE_WHITESPACE
    ' Vrij: 50 uren bij 1 accountmanager, min 20 te weinig bij 1 ander en 5 voor klanten zonder
    accountmanager: 25.'
    """
    free = portfolio["free_hours"]
    some, short = free[free > 0], free[free < 0]
    nobody = float(portfolio["counted_hours"][portfolio.index.to_numpy(object) == ""].sum())
    less = [
        (-float(short.sum()), f"te weinig bij {plural(len(short), 'ander', 'anderen')}"),
        (nobody, "voor klanten zonder accountmanager"),
    ]
    told = " en ".join(f"{number(hours)} {what}" for hours, what in less if nearest(hours) > 0)
    if not told or some.empty:
        return ""
    who, left = plural(len(some), "accountmanager", "accountmanagers"), number(free.sum() - nobody)
    return f" Vrij: {number(some.sum())} uren bij {who}, min {told}: {left}."


def same_people_sentence(manager: str, row: Mapping[Any, Any]) -> str:
    """Return what fits in an account manager's free hours; ``row`` as of ``SamePeople.managers``.

    >>> row = {"free_hours": 40.0, "actions": 12, "ticked": 9, "hours_inside": 38.5, "euros_inside": 9000.0,
    ...        "euros_outside": 700.0, "reason": ""}
    >>> same_people_sentence("Noor", row)
    'Noor: 9 van 12 acties passen in 40 vrije uren en leveren € 9.000 per jaar op; daarbuiten valt € 700.'
    """
    count, outside = int(row["actions"]), row["euros_outside"]
    begun = _begun(row.get("begun_outside", 0.0))
    who = plain(manager) if manager else "Zonder accountmanager"
    if not count:
        return f"{who}: geen acties."
    if row["reason"]:
        why = "" if row["reason"] == "no_manager" else f" ({reasons_text(row['reason'])})"
        return f"{who}: {plural(count, 'actie', 'acties')}, samen {amount(outside)} per jaar{why}."
    if row.get("eases", 0):
        return f"{who}: {_eased(row)}."
    if row["free_hours"] <= 0 and not row["ticked"]:
        fall = "valt de ene actie" if count == 1 else f"vallen {_all(count)} acties"
        return f"{who}: geen vrije uren; daardoor {fall} erbuiten, {amount(outside)} per jaar{begun}."
    return f"{who}: {_within_hours(row)}."


def after_moves(free: float, after: float) -> str:
    """Return, after a blank, what the proposed moves do to the free hours of a year; '' where they stay.

    ``free`` now and ``after`` the moves, NaN unknown. What they ask is not in the plan of the actions, what
    they give is not there before they are made.

    >>> after_moves(84.5, 17.25)
    ' De andere van de 85 vrije uren vragen de overdrachten.'
    >>> after_moves(9.0, -0.2)
    ' De 9 vrije uren vragen de overdrachten.'
    >>> after_moves(-5.0, 3.0)
    ' Na de overdrachten zijn er 3 uren vrij.'
    >>> after_moves(-50.0, -10.0)
    ' Na de overdrachten is het tekort 10 uren.'
    >>> after_moves(84.5, 84.4), after_moves(float("nan"), 3.0)
    ('', '')
    """
    if not abs(after - free) >= 1:
        return ""
    if after > free:
        hours = plural(abs(nearest(after)), "uur", "uren")
        if nearest(after) < 0:
            return f" Na de overdrachten is het tekort {hours}."
        return f" Na de overdrachten {'is' if hours == '1 uur' else 'zijn'} er {hours} vrij."
    if nearest(free) <= 0:
        return f" Zonder de overdrachten is het tekort {plural(abs(nearest(free)), 'uur', 'uren')}."
    others = "andere van de " if nearest(after) > 0 else ""
    return f" De {others}{number(free)} vrije uren vragen de overdrachten."


def _eased(row: Mapping[Any, Any]) -> str:
    """Return that nothing fits, and what the actions that free more than they ask are worth."""
    eases = int(row["eases"])
    they = f"{number(eases)} {'actie vraagt' if eases == 1 else 'acties vragen'}"
    frees = "maakt" if eases == 1 else "maken"
    rest = f"; daarbuiten valt {amount(row['euros_outside'])}" if row["actions"] > eases else ""
    asked = number(row["hours_easing"])
    return (
        f"{number(-row['free_hours'])} uren te weinig, dus niets past; {they} {asked} uren "
        f"en {frees} er {number(row['freed_easing'])} vrij ({amount(row['euros_easing'])} per jaar){rest}"
    )


def _within_hours(row: Mapping[Any, Any]) -> str:
    """Return how many actions fit in the free hours, of which there are some, and what they bring."""
    count, ticked = int(row["actions"]), int(row["ticked"])
    hours = _room(row["free_hours"], row.get("freed_inside", 0.0))
    outside = f"; daarbuiten valt {amount(row['euros_outside'])}"
    if not ticked:
        none = "de ene actie past niet" if count == 1 else f"geen van {number(count)} acties past"
        return f"{none} in {hours}{outside}"
    if ticked == count:
        what = "de ene actie past" if count == 1 else f"{_all(count)} acties passen"
    else:
        what = f"{number(ticked)} van {number(count)} acties {'past' if ticked == 1 else 'passen'}"
    if not row["euros_inside"]:
        nothing = f"{what} in {hours}; daarmee is niets te winnen dat aannemelijk is"
        return nothing + (outside if row["euros_outside"] else "")
    outside = outside if nearest(row["euros_outside"]) else ""
    brings = f"{'levert' if ticked == 1 else 'leveren'} {amount(row['euros_inside'])} per jaar op"
    return f"{what} in {hours} en {brings}{outside if ticked < count else ''}"


def _room(free: float, freed: float) -> str:
    """Return the free hours, which may be short, and those that serving efficiently frees."""
    exact = free == round(free) or abs(free) >= 10
    shown = number(abs(free), 0 if exact else 1)
    hours = f"{shown} {'vrij uur' if shown == '1' else 'vrije uren'}"
    if round(freed) < 1:
        return hours
    more = f"de {number(freed)} die goedkoper bedienen vrijmaakt"
    return f"{hours} en {more}" if free > 0 else f"{more}, bij {shown} uren tekort"


def _all(count: int) -> str:
    return "beide" if count == 2 else f"alle {number(count)}"
