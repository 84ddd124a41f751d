"""Dutch sentences of actions, chances and moves: the figures of one row in, one sentence for an account
manager out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.report.formats import euro, number, percentage, plural, quoted

Row = Mapping[Any, Any]
"""A row of a frame by column name, as ``to_dict("records")`` gives it."""
LABELS = {
    "reconsider": "Heroverwegen",
    "serve_efficiently": "Efficiënter bedienen",
    "expand": "Uitbouwen",
    "cherish": "Koesteren",
    "develop": "Ontwikkelen",
    "basic": "Basisbediening",
}
"""Dutch label by code of ``core.actions.labels.LABELS``."""
HOLD_ON = "Vasthouden"
"""What is added to the label of a customer at risk."""
REASONS = {
    "contribution_unknown": "nettobijdrage onbekend",
    "margin_unknown": "marge onbekend",
    "margin_partly_known": "marge alleen over regels met een bekende kostprijs",
    "chance_margin_unknown": "van een deel van de kansen is de marge onbekend",
    "few_peers": "te weinig vergelijkbare klanten voor elke maatstaf",
    "unscored": "geen score",
    "no_manager": "geen accountmanager",
    "not_in_team": "staat niet in het blad Team",
    "capacity_unknown": "capaciteit onbekend",
    "hours_unknown": "uren onbekend; elke klant telt even zwaar",
    "hours_partly_known": "uren van een deel van de klanten onbekend",
    "contribution_partly_known": "nettobijdrage van een deel van de klanten onbekend",
    "no_ratings": "geen voorstel: er zijn geen beoordelingen en geen klikcijfers",
    "one_manager": "geen voorstel: er is maar één accountmanager",
    "no_move_gains_enough": "geen overdracht levert genoeg op",
}
"""Dutch words by reason code of actions, portfolios and moves."""
PEERS = {
    "segment_quartile": ("vergelijkbare klant", "vergelijkbare klanten"),
    "quartile": ("klant van gelijke omvang", "klanten van gelijke omvang"),
    "all": ("andere klant", "andere klanten"),
}
"""What peers are called at each level, one and many."""
_LONGEST = 60
_WORTH_SAYING = 1.2
"""Smallest lift that is called often together; below it the pair is hardly more than chance."""


def label_text(label: str, *, hold_on: bool = False) -> str:
    """Return the Dutch label of a customer.

    >>> label_text("expand"), label_text("basic", hold_on=True)
    ('Uitbouwen', 'Basisbediening, Vasthouden')
    """
    return f"{LABELS[label]}, {HOLD_ON}" if hold_on else LABELS[label]


def reasons_text(reasons: str) -> str:
    """Return the Dutch words for reason codes joined by a space; '' for none.

    >>> reasons_text("margin_unknown few_peers")
    'marge onbekend; te weinig vergelijkbare klanten voor elke maatstaf'
    """
    return "; ".join(REASONS[code] for code in reasons.split())


def action_sentences(actions: pd.DataFrame) -> list[str]:
    """Return :func:`action_sentence` of every row of ``core.actions.levers.customer_actions``, in order."""
    return [action_sentence(row) for row in actions.to_dict("records")]


def action_sentence(row: Row) -> str:
    """Return why a customer has its label and what to do first, with the figures; ``row`` as of
    ``customer_actions``.

    >>> row = {"label": "expand", "hold_on": True, "best_lever": "margin", "potential": 800.0, "margin": 600.0, "reasons": "",
    ...        "contribution": 500.0, "margin_pct": 0.2, "peer_margin_pct": 0.26}
    >>> action_sentence(row)  # doctest: +NORMALIZE_WHITESPACE
    'Waardevolle klant met € 800 per jaar aan kansen; de marge is 20,0 %, bij driekwart van de vergelijkbare klanten 26,0 % of
    meer: € 600 te winnen. Koopt minder of later dan gewoonlijk: eerst vasthouden.'
    """
    potential, contribution = row["potential"], row["contribution"]
    first = _first(row)
    earns = (
        "Waardevolle klant"
        if math.isnan(contribution)
        else f"Waardevolle klant, levert {amount(contribution)} per jaar op"
    )
    match row["label"]:
        case "reconsider":
            now = f"Kost {amount(-contribution)} per jaar" if contribution < 0 else "Levert niets op"
            text = (
                f"{now} en de kansen samen ({amount(potential)}) wegen daar niet tegen op"
                if potential
                else f"{now}, zonder kansen"
            )
        case "serve_efficiently" if contribution <= 0:
            now = f"Kost nu {amount(-contribution)} per jaar" if contribution < 0 else "Levert nu niets op"
            text = f"{now}, maar er is {amount(potential)} te winnen; {first}"
        case "serve_efficiently":
            text = f"Levert {amount(contribution)} per jaar op; {first}"
        case "expand":
            text = f"Waardevolle klant met {amount(potential)} per jaar aan kansen; {first}"
        case "cherish":
            rest = (
                f"; er is nog {amount(potential)} te winnen, vooral dit: {first}"
                if potential
                else "; er is niets te verhelpen"
            )
            text = earns + rest
        case "develop":
            text = (
                f"Scoort onder de middelste klant, maar er is {amount(potential)} per jaar te winnen; {first}"
            )
        case _:
            rest = (
                f"en er is weinig te winnen ({amount(potential)} per jaar)"
                if potential
                else "en er is niets te winnen"
            )
            text = f"Scoort onder de middelste klant {rest}"
    text += "."
    if row["hold_on"]:
        text += " Koopt minder of later dan gewoonlijk: eerst vasthouden."
    if row["reasons"]:
        text += f" ({reasons_text(row['reasons'])[:1].upper()}{reasons_text(row['reasons'])[1:]}.)"
    return text


def _first(row: Row) -> str:
    """Return what the lever with the most euros says, without a full stop; '' without a lever."""
    lever = row["best_lever"]
    if not lever:
        return ""
    euros = amount(row[lever])
    if lever == "margin":
        own, theirs = apart(row["margin_pct"], row["peer_margin_pct"])
        return (
            f"de marge is {own}, bij driekwart van de vergelijkbare klanten {theirs} of meer: {euros} te "
            f"winnen"
        )
    if lever == "serve":
        own, theirs = apart(row["intensity"], row["peer_intensity"])
        share = "de hele marge of meer" if row["intensity"] >= 1 else f"{own} van de marge"
        return f"bedienen kost {share}, bij vergelijkbare klanten {theirs}: {euros} te besparen"
    count, item = int(row[f"{lever}_count"]), item_text(row[f"{lever}_item"])
    if lever == "up_sell":
        return (
            f"meer {item} verkopen: {euros}"
            if count == 1
            else f"{count} kansen om meer te verkopen, vooral {item}: {euros}"
        )
    return (
        f"{item} koopt de klant nog niet: {euros}"
        if count == 1
        else f"{count} kansen op iets nieuws, vooral {item}: {euros}"
    )


def cross_sell_evidence(row: Row) -> str:
    """Return the evidence of a cross-sell gap in words a salesperson can use; ``row`` as of
    ``core.cross_sell``.

    >>> row = {"item": "Verpakking", "peers": 9, "peer_buyers": 7, "peer_level": "segment_quartile", "with_item": "Etiketten",
    ...        "lift": 2.31}
    >>> cross_sell_evidence(row)
    '7 van 9 vergelijkbare klanten kopen Verpakking, vaak samen met Etiketten (lift 2,3).'
    """
    one, many = PEERS[str(row["peer_level"])]
    peers, buyers, item = int(row["peers"]), int(row["peer_buyers"]), item_text(row["item"])
    if not peers:
        text = f"Er is geen {one} om {item} mee te vergelijken"
    elif peers == 1:
        text = f"De enige {one} koopt {item}" if buyers else f"De enige {one} koopt geen {item}"
    elif not buyers:
        text = f"Geen van {number(peers)} {many} koopt {item}"
    elif buyers == peers:
        text = f"{'Beide' if peers == 2 else f'Alle {number(peers)}'} {many} kopen {item}"
    else:
        text = f"{number(buyers)} van {number(peers)} {many} {'koopt' if buyers == 1 else 'kopen'} {item}"
    if isinstance(row["with_item"], str) and row["lift"] >= _WORTH_SAYING:
        text += f", vaak samen met {item_text(row['with_item'])} (lift {number(row['lift'], 1)})"
    return text + "."


def cross_sell_sentence(row: Row) -> str:
    """Return a cross-sell gap with its chance and euros; without calibration there are no euros, only the
    evidence.

    >>> row = {"item": "Koffie", "peers": 6, "peer_buyers": 1, "peer_level": "all", "with_item": None, "lift": float("nan"),
    ...        "probability": 0.35, "expected_revenue": 420.4, "expected_margin": float("nan")}
    >>> cross_sell_sentence(row)
    '1 van 6 andere klanten koopt Koffie. Kans 35 %; naar verwachting € 420 omzet per jaar, marge onbekend.'
    """
    if math.isnan(row["expected_revenue"]):
        return cross_sell_evidence(row)
    margin = row["expected_margin"]
    known = "marge onbekend" if math.isnan(margin) else f"waarvan {amount(margin)} marge"
    euros = f"naar verwachting {amount(row['expected_revenue'])} omzet per jaar, {known}"
    return f"{cross_sell_evidence(row)} Kans {_chance(row['probability'])}; {euros}."


def up_sell_sentence(row: Row) -> str:
    """Return an up-sell chance with its figures; ``row`` as of ``core.up_sell``.

    >>> up_sell_sentence({"item": "Folie", "spend": 50.0, "target": 400.0, "peers": 5, "expected_revenue": 175.0})
    'Koopt voor € 50 per jaar Folie; naar omvang is dat bij driekwart van 5 vergelijkbare klanten € 400 of meer: € 175 haalbaar.'
    """
    peers = plural(int(row["peers"]), *PEERS["segment_quartile"])
    return (
        f"Koopt voor {amount(row['spend'])} per jaar {item_text(row['item'])}; naar omvang is dat bij driekwart van {peers} "
        f"{amount(row['target'])} of meer: {amount(row['expected_revenue'])} haalbaar."
    )


def move_sentence(name: str, row: Row) -> str:
    """Return a proposed move of the customer with this name; ``row`` as of ``core.moves``.

    The gain is margin weighed by match and hours over capacity: it is named so, for it is not money in hand.

    >>> move_sentence("De Gouden Leeuw", {"from_manager": "Noor", "to_manager": "Bram", "match_before": 0.5, "match_after": 1.0,
    ...     "gain": 2100.0})  # doctest: +NORMALIZE_WHITESPACE
    '‘De Gouden Leeuw’ van Noor naar Bram: past voor 100 % in plaats van 50 %; marge × match, met de overuren:
    € 2.100 per jaar beter.'
    """
    to, fits = plain(row["to_manager"]), percentage(row["match_after"])
    gain = row["gain"]
    worth = (
        f"marge × match, met de overuren: {amount(gain)} per jaar beter"
        if gain > 0
        else "als deel van een ruil"
    )
    if not row["from_manager"]:
        return f"{quoted(name)} heeft geen accountmanager; {to} past voor {fits}; {worth}."
    return (
        f"{quoted(name)} van {plain(row['from_manager'])} naar {to}: past voor {fits} in plaats van "
        f"{percentage(row['match_before'])}; {worth}."
    )


def same_people_sentence(manager: str, row: Row) -> str:
    """Return what fits in an account manager's free hours; ``row`` as of
    ``core.actions.same_people.SamePeople.managers``.

    >>> row = {"free_hours": 40.0, "actions": 12, "ticked": 9, "hours_inside": 38.5, "euros_inside": 9000.0,
    ...        "euros_outside": 700.0, "reason": ""}
    >>> same_people_sentence("Noor", row)
    'Noor: 9 van 12 acties passen in 40 vrije uren en leveren € 9.000 per jaar op; daarbuiten valt € 700.'
    """
    count, ticked = int(row["actions"]), int(row["ticked"])
    outside = row["euros_outside"]
    who = plain(manager) if manager else "Zonder accountmanager"
    if not count:
        return f"{who}: geen acties."
    if row["reason"]:
        why = "" if row["reason"] == "no_manager" else f" ({reasons_text(row['reason'])})"
        return f"{who}: {plural(count, 'actie', 'acties')}, samen {amount(outside)} per jaar{why}."
    if row["free_hours"] <= 0:
        fall = "valt de ene actie" if count == 1 else f"vallen {_all(count)} acties"
        return f"{who}: geen vrije uren; daardoor {fall} erbuiten, {amount(outside)} per jaar."
    free = number(
        row["free_hours"],
        0 if row["free_hours"] == round(row["free_hours"]) or row["free_hours"] >= 10 else 1,
    )
    hours = f"{free} {'vrij uur' if free == '1' else 'vrije uren'}"
    if not ticked:
        what = "de ene actie past" if count == 1 else f"geen van {number(count)} acties past"
        return (
            f"{who}: {what.replace('de ene actie past', 'de ene actie past niet')} in {hours}; "
            f"daarbuiten valt {amount(outside)}."
        )
    if ticked == count:
        what = "de ene actie past" if count == 1 else f"{_all(count)} acties passen"
    else:
        what = f"{number(ticked)} van {number(count)} acties {'past' if ticked == 1 else 'passen'}"
    brings = "levert" if ticked == 1 else "leveren"
    rest = f"; daarbuiten valt {amount(outside)}" if ticked < count else ""
    return f"{who}: {what} in {hours} en {brings} {amount(row['euros_inside'])} per jaar op{rest}."


def _all(count: int) -> str:
    return "beide" if count == 2 else f"alle {number(count)}"


def item_text(name: object) -> str:
    """Return how a group or product reads in a sentence: between quotation marks when a comma would tear the
    sentence.

    >>> item_text("Folie en aluminium"), item_text("359 Mountain-200 Black, 38")
    ('Folie en aluminium', '‘359 Mountain-200 Black, 38’')
    """
    text = plain(name)
    return f"‘{text}’" if "," in text else text


def amount(value: float) -> str:
    """Return an amount in whole euros; what would round to nothing is said to be less than a euro.

    >>> amount(1234.5), amount(0.3), amount(0.0), amount(-2.0)
    ('€ 1.235', 'minder dan € 1', '€ 0', '€ -2')
    """
    return "minder dan € 1" if 0 < abs(value) < 0.5 else euro(value)


def apart(first: float, second: float) -> tuple[str, str]:
    """Return two percentages with as many decimals (1 to 3) as it takes to tell them apart.

    >>> apart(0.2, 0.26), apart(0.2596, 0.2604)
    (('20,0 %', '26,0 %'), ('25,96 %', '26,04 %'))
    """
    for decimals in (1, 2, 3):
        texts = percentage(first, decimals), percentage(second, decimals)
        if texts[0] != texts[1]:
            break
    return texts


def plain(name: object) -> str:
    """Return a name on one line and no longer than a sentence can hold.

    >>> plain(" Bakkerij  'De Korenaar' "), len(plain("x" * 300))
    ("Bakkerij 'De Korenaar'", 60)
    """
    text = " ".join(str(name).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _chance(probability: float) -> str:
    """Return a probability in words; a chance that rounds to nothing or to certainty is neither."""
    if 0 < probability < 0.005:
        return "minder dan 1 %"
    return "meer dan 99 %" if 0.995 <= probability < 1 else percentage(probability)
