"""Dutch words of the sheet Maandag: why, what to say first, what to do, by when."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.core.base.leave_chance import SURELY
from klantwaarde_xl.model.action_notes import BEGUN
from klantwaarde_xl.report.formats import plural, quoted
from klantwaarde_xl.report.words.chance_sentences import IN_A_COPY
from klantwaarde_xl.report.words.names import HOLD_ON, LABELS, STEPS
from klantwaarde_xl.report.words.others_sentences import more_against
from klantwaarde_xl.report.words.parts import amount, item_text, nearest, plain
from klantwaarde_xl.report.words.risk_sentences import (
    break_even,
    break_even_question,
    risk_question,
    risk_why,
)
from klantwaarde_xl.report.words.serving_sentences import cause_question, cause_step, cause_subject

KINDS = {"risk": "Risico", "growth": "Groei", "cost": "Kosten"}
"""Name by kind of ``core.actions.monday``."""
BASES = {
    "at_stake": "kans weg x marge",
    "if_gone": "als hij gaat",
    "sure": "als het lukt",
    "expected": "verwacht uit zichzelf",
    "costs": "kost nu",
    "unknown": "marge onbekend",
}
"""What the amount is, by basis."""
DEADLINES = {"risk": "deze week", "growth": "deze maand", "cost": "dit kwartaal"}
"""By when, by kind; what was agreed goes before."""
WITH_TIME = "als er tijd is"
"""By when, of who has probably left already."""
WITH_HOURS = "als er uren zijn"
"""By when, of what does not fit in the hours; to call who may go takes none of them."""
AGREED = "zie Tot nu toe"
_LATER = re.compile(r"\bvolgende? (?:week|maand|kwartaal|jaar)\b", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")


def _has_begun(row: Mapping[Any, Any]) -> bool:
    """Return whether the user calls a step begun, in whatever capitals."""
    return str(row.get("status") or "").lower() == BEGUN


def why(row: Mapping[Any, Any]) -> str:
    """Return why a customer is on the list: the risk, or the sentence of Acties.

    >>> why({"kind": "risk", "at_risk_reason": "late", "sentence": "x"})
    'Koopt veel later dan gewoon.'
    """
    if row["kind"] == "risk":
        return risk_why(row)
    return f"{row['sentence']}{_saved(row)}{break_even(row)}"


def left_over(row: Mapping[Any, Any]) -> str:
    """Return, after a blank, how many customers of the account manager the list does not hold; '' for none.

    Against leaving are also customers more likely to leave than to stay that are not labelled so on Acties.

    >>> left_over({"left": 8, "left_risk": 3, "left_held": 2})
    ' (Meer past niet op deze lijst: nog 8 op Acties, waarvan 3 tegen vertrek; Vasthouden staat bij 2.)'
    """
    if not row["left"]:
        return ""
    risk = f", waarvan {row['left_risk']} tegen vertrek" if row["left_risk"] else ""
    if row["left_risk"] and row["left_held"] != row["left_risk"]:
        risk += f"; {HOLD_ON} staat bij {row['left_held']}"
    return f" (Meer past niet op deze lijst: nog {row['left']} op Acties{risk}.)"


def _saved(row: Mapping[Any, Any]) -> str:
    """Return, after a blank, what is saved by letting go of a customer without another step; '' otherwise."""
    gone = row.get("if_gone", float("nan"))
    if row["label"] != "reconsider" or row.get("basis") != "costs" or pd.isna(gone):
        return ""
    if gone > 0:
        return f" Scheelt dan niets: gaat hij weg, dan vervalt {amount(gone)} marge en blijven de uren."
    if nearest(gone) == 0:
        return " Er gaan alleen uren heen."
    return f" Gaat hij weg, dan scheelt dat {amount(-gone)}, zonder de uren."


def say_first(row: Mapping[Any, Any]) -> str:
    """Return a first sentence to say to the customer, or what to settle at home first; '' if unknown.

    >>> say_first({"kind": "growth", "lever": "up_sell", "up_sell_item": "Folie", "label": "expand"})
    '‘U koopt Folie bij ons: is dat alles wat u nodig hebt?’'
    """
    if _has_begun(row):
        return _go_on(row)
    if row["kind"] == "risk":
        return risk_question(row)
    if not row["lever"] and row.get("revenue", 1.0) <= 0:
        return "Eerst intern: deze klant kocht niets; waar gaan de uren en kosten heen?"
    if not row["lever"]:
        return break_even_question(row)
    if row["lever"] == "up_sell":
        return f"‘U koopt {item_text(row['up_sell_item'])} bij ons: is dat alles wat u nodig hebt?’"
    if row["lever"] == "cross_sell":
        return f"‘{item_text(row['cross_sell_item'])} neemt u nog niet bij ons: zal ik er iets over sturen?’"
    if row["lever"] == "margin":
        return "‘Ik wil met u naar de prijs kijken: wij leveren u onder wat gewoon is.’"
    return cause_question(row) or "‘Wat kunnen wij samen met minder werk doen?’"


def _go_on(row: Mapping[Any, Any]) -> str:
    """Return a first sentence about what was begun, or that the remark names a later moment."""
    if _names_later(row.get("note"), row.get("until")):
        return "Het moment is al afgesproken: zie Tot nu toe."
    if row["kind"] == "risk":
        return "‘Wij hadden contact: hoe staat het er nu voor?’"
    if not row["lever"]:
        return "Eerst intern: wat kwam er uit het heroverwegen?"
    subjects = {
        "up_sell": item_text(row["up_sell_item"]) if row["lever"] == "up_sell" else "",
        "cross_sell": item_text(row["cross_sell_item"]) if row["lever"] == "cross_sell" else "",
        "margin": "de prijs",
        "serve": cause_subject(row) or "leveren met minder werk",
    }
    return f"‘Wij hadden het over {subjects[row['lever']]}: hoe staat het daarmee?’"


def _names_later(note: object, until: object) -> bool:
    """Return whether a remark names a moment after the period that ends on ``until``."""
    if not isinstance(note, str):
        return False
    if _LATER.search(note):
        return True
    days = [(int(year), int(month), int(day)) for day, month, year in _DAY.findall(note)]
    return isinstance(until, dt.date) and any(day > (until.year, until.month, until.day) for day in days)


def basis(row: Mapping[Any, Any]) -> str:
    """Return what the amount is, and of which sum it is a part where the reason tells another.

    >>> row = {"kind": "cost", "basis": "sure", "amount": 691.1, "potential": 879.4}
    >>> basis({**row, "sentence": "Wat er te winnen is (€ 879) weegt niet op."})
    'als het lukt; deel van de € 879'
    >>> basis({**row, "sentence": "Meer Folie verkopen: € 691."})
    'als het lukt'
    """
    told, whole = BASES[row["basis"]], row.get("potential", float("nan"))
    if row["kind"] == "risk" and row.get("leave_chance", 0.0) > SURELY:
        return f"{told}; lijkt al weg"
    if row["basis"] != "sure" or pd.isna(whole) or amount(whole) == amount(row["amount"]):
        return told
    said = re.search(rf"{re.escape(amount(whole))}(?![.\d])", " ".join(row["sentence"].split()))
    return f"{told}; deel van de {amount(whole)}" if said else told


def step(row: Mapping[Any, Any]) -> str:
    """Return what to do.

    >>> step({"kind": "cost", "lever": "serve", "label": "reconsider"})
    'Goedkoper bedienen'
    """
    if row.get("account_manager") != "":
        return _step(row)
    whom = row.get("to_manager")
    first = f"Eerst toewijzen aan {plain(whom)}" if isinstance(whom, str) else "Eerst aan iemand toewijzen"
    return f"{first}, dan {_step({**row, 'to_manager': None})}"


def deadline(row: Mapping[Any, Any]) -> str:
    """Return by when the step is due: by its kind, but where a remark names a later moment or hours lack.

    ``row`` has ``kind``, and optionally ``fits``, ``leave_chance``, ``status``, ``note`` and ``until``.

    >>> deadline({"kind": "growth"})
    'deze maand'
    >>> deadline({"kind": "growth", "status": "bezig", "note": "Afspraak volgende maand"})
    'zie Tot nu toe'
    >>> deadline({"kind": "cost", "fits": "nee"})
    'als er uren zijn'
    """
    if row["kind"] == "risk" and row.get("leave_chance", 0.0) > SURELY and not _has_begun(row):
        return WITH_TIME
    later = _has_begun(row) and _names_later(row.get("note"), row.get("until"))
    if later:
        return AGREED
    return WITH_HOURS if row.get("fits") == "nee" and row["kind"] != "risk" else DEADLINES[row["kind"]]


def so_far(row: Mapping[Any, Any]) -> str:
    """Return what was answered before: status and remark.

    >>> so_far({"status": "bezig", "note": "belt terug"}), so_far({"status": "", "note": ""})
    ('bezig: belt terug', '')
    """
    return ": ".join(text for text in (row["status"], row["note"]) if isinstance(text, str) and text)


def _step(row: Mapping[Any, Any]) -> str:
    """Return one step: what was begun, else to call, else the lever; without a lever to reconsider."""
    moved = row.get("to_manager")
    if _has_begun(row):
        begun = _step({**row, "status": "", "to_manager": None})
        told = f"Afmaken: {begun[0].lower()}{begun[1:]}"
        return f"{told}, dan overdragen aan {plain(moved)}" if isinstance(moved, str) else told
    if row["kind"] == "risk":
        return "Bellen"
    done = ": ".join(filter(None, (STEPS.get(row["lever"], ""), cause_step(row)))) or LABELS["reconsider"]
    return f"Eerst overdragen aan {plain(moved)}, dan {done}" if isinstance(moved, str) else done


def left_out(rows: pd.DataFrame) -> tuple[int, int]:
    """Return how many customers that may leave the list has no place for, and how many probably have left."""
    more = rows.groupby("account_manager")[["left_risk", "left_gone"]].first().sum()
    return int(more["left_risk"]), int(more["left_gone"])


def monday_message(rows: pd.DataFrame) -> str:
    """Return how many steps there are for how many account managers.

    >>> rows = {"kind": ["risk", "cost"], "account_manager": ["", "Noor"], "left_risk": 0, "left_gone": 0}
    >>> monday_message(pd.DataFrame({**rows, "net": [5.0, 9.0], "name": ["A", "B"]}))
    ... # doctest: +NORMALIZE_WHITESPACE
    'Maandag: 2 stappen, waarvan 1 tegen vertrek; 1 bij klanten zonder accountmanager: wijs die toe, te
    beginnen met ‘A’.'
    """
    if rows.empty:
        return "Er is niets dat maandag moet."
    nobody, risk = (
        int((rows[name] == value).sum()) for name, value in (("account_manager", ""), ("kind", "risk"))
    )
    left = more_against(*left_out(rows))
    text = f"Maandag: {plural(len(rows), 'stap', 'stappen')}, waarvan {risk} tegen vertrek{left}"
    if not nobody:
        return f"{text}."
    of_nobody = rows[rows["account_manager"] == ""]
    most = of_nobody["net"].astype(float).fillna(-math.inf).to_numpy().argmax()
    return (
        f"{text}; {nobody} bij klanten zonder accountmanager: wijs die toe, te beginnen met "
        f"{quoted(of_nobody['name'].iloc[most])}."
    )


def monday_subtitle(*, shared: bool) -> str:
    """Return what the list is, and what happens to what is typed in it; ``shared``: in a copy for others.

    >>> monday_subtitle(shared=True).partition("laatst. ")[2][:69]
    'Wat u typt blijft in deze kopie: stuur haar terug aan wie u haar gaf.'
    """
    listed = (
        "Hoogstens tien per accountmanager, elk op een nieuw blad; wie al weg lijkt en niet bezig is laatst."
    )
    card = "Klantnummer: naar Klantkaart (zonder macro's: typ het daar)."
    if shared:
        return f"{listed} {IN_A_COPY} {card}"
    return (
        f"{listed} Typ Antwoord en Opmerking: vernieuwen zet ze op Acties; wat gedaan, niet doen of niet "
        f"eens is, valt weg. {card}"
    )
