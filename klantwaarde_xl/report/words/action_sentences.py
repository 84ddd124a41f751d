"""Dutch sentences on actions, chances and moves: the figures of one row in, one sentence out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.core.peers.shrinkage import FEWEST_INVOICES
from klantwaarde_xl.report.formats import number, percentage, plural
from klantwaarde_xl.report.words.names import PEERS, reasons_text
from klantwaarde_xl.report.words.parts import amount, apart, capital, item_text, joined, nearest
from klantwaarde_xl.report.words.serving_sentences import cause_sentence

Row = Mapping[Any, Any]
"""A row of a frame by column name, as ``to_dict("records")`` gives it."""
_FEW = "few_invoices"
_ALIKE = "Geen verschil tussen klanten is groot genoeg om aannemelijk te zijn."
_WORTH_SAYING = 1.2
"""Smallest lift that is called often together; below it a pair is hardly more than chance."""


def action_sentences(actions: pd.DataFrame, *, above: bool = False) -> list[str]:
    """Return :func:`action_sentence` of every row of ``core.actions.levers.customer_actions``, in order.

    ``above``: what :func:`without_gap` returns stands above the list, so that no row repeats it."""
    return [action_sentence(row, above=above) for row in actions.to_dict("records")]


def without_gap(actions: pd.DataFrame) -> str:
    """Return how many customers have nothing to win that is likely, where that is most of them; else ''.

    >>> actions = pd.DataFrame({"potential": [0.0, 0.0, 9.0], "reasons": ["few_invoices", "", ""]})
    >>> without_gap(actions), without_gap(actions[1:])
    ('Bij 2 klanten, van wie 1 met minder dan 8 facturen, is niets te winnen dat aannemelijk is.', '')
    """
    none = actions[actions["potential"].to_numpy(float) == 0]
    if 2 * len(none) <= len(actions):
        return ""
    few = sum(_FEW in codes.split() for codes in none["reasons"].astype(str))
    if len(none) == len(actions):
        # That nobody has anything to win is the message above; here only why.
        who = plural(few, "klant heeft", "klanten hebben")
        return f"{who} daarvoor te weinig facturen (minder dan {FEWEST_INVOICES})." if few else _ALIKE
    whom = f", van wie {number(few)} met minder dan {FEWEST_INVOICES} facturen," if few else ""
    return f"Bij {plural(len(none), 'klant', 'klanten')}{whom} is niets te winnen dat aannemelijk is."


def action_sentence(row: Row, *, above: bool = False) -> str:
    """Return why a customer has its label and what to do first; ``row`` as of ``customer_actions``.

    ``above``: that nothing is likely stands above the list, and is not repeated here.

    >>> figures = {"potential": 600.0, "margin": 600.0, "contribution": 500.0}
    >>> rates = {"own_pct": 0.2, "others_pct": 0.26}
    >>> row = {"label": "reprice", "hold_on": True, "best_lever": "margin", "reasons": "", **figures, **rates}
    >>> action_sentence(row)  # doctest: +NORMALIZE_WHITESPACE
    'Levert € 500 per jaar op; de marge is 20,0 %, bij andere klanten op dezelfde producten 26,0 %: na aftrek
    van toeval € 600 te winnen. Verhoogde kans om weg te gaan: eerst vasthouden.'
    """
    text = f"{joined(_why(row, '' if above else _no_gap(row)), cause_sentence(row))}."
    if row["hold_on"]:
        text += " Verhoogde kans om weg te gaan: eerst vasthouden."
    known = reasons_text(" ".join(code for code in row["reasons"].split() if code != _FEW))
    return f"{text} ({capital(known)}.)" if known else text


def _why(row: Row, no_gap: str) -> str:
    """Return what the label rests on and what to do first, or ``no_gap``; without a full stop."""
    contribution, first, euros = row["contribution"], _first(row), amount(row["potential"])
    match row["label"], bool(row["potential"]):
        case "reconsider", True:
            return f"{_result(contribution)} en wat er te winnen is ({euros}) weegt daar niet tegen op"
        case "reconsider", False:
            return joined(_result(contribution), no_gap)
        case (("serve_efficiently" | "reprice"), _) if contribution <= 0:
            return f"{_result(contribution, ' nu')}, maar er is {euros} te winnen; {first}"
        case (("serve_efficiently" | "reprice"), _):
            return capital(joined(_earns(contribution), first))
        case "expand", _:
            return joined("Hoort bij de beste helft", first)
        case "cherish", some:
            best = ", ".join(filter(None, ("Hoort bij de beste helft", _earns(contribution))))
            return joined(best, first if some else no_gap)
        case "develop", _:
            return joined("Scoort onder de middelste klant", first)
        case _, some:
            below = ", ".join(filter(None, ("Scoort onder de middelste klant", _earns(contribution))))
            return joined(below, first if some else no_gap)


def _earns(contribution: float) -> str:
    return "" if math.isnan(contribution) else f"levert {amount(contribution)} per jaar op"


def _no_gap(row: Row) -> str:
    """Return that nothing is likely, and why not where the customer bought too little to tell."""
    if _FEW in row["reasons"].split():
        return f"bij minder dan {FEWEST_INVOICES} facturen is niet te zeggen wat er te winnen is"
    return "niets te winnen dat aannemelijk is"


def _result(contribution: float, now: str = "") -> str:
    """Return what a customer without a profit brings."""
    if contribution < 0:
        return f"Kost{now} {amount(-contribution)} per jaar"
    return f"Levert{now} niets op"


def _first(row: Row) -> str:
    """Return what the first step says, without a full stop; '' without one."""
    lever = row["best_lever"]
    if not lever:
        return ""
    euros = amount(row[lever])
    if lever == "margin":
        own, theirs = apart(row["own_pct"], row["others_pct"])
        return (
            f"de marge is {own}, bij andere klanten op dezelfde producten {theirs}: na aftrek van toeval "
            f"{euros} te winnen"
        )
    if lever == "serve" and not row["serve"]:
        return f"begin bij de bediening, die {amount(row['cost_to_serve'])} per jaar kost"
    if lever == "serve":
        logged, usual = amount(row["logged"]), amount(row["usual"])
        return (
            f"aan geschreven uren en onkosten gaat {logged} per jaar op, gewoon voor deze facturen, regels "
            f"en marge is {usual}: na aftrek van toeval {euros} te besparen"
            f"{_freed(row.get('freed_hours', 0.0))}"
        )
    return _chances(row, lever, euros)


def _freed(hours: float) -> str:
    """Return, after what is saved, the hours a year that come free with it; '' for none."""
    return f" ({plural(nearest(hours), 'uur', 'uren')} per jaar vrij)" if hours >= 0.5 else ""


def _chances(row: Row, kind: str, euros: str) -> str:
    """Return what there is to sell: of one item its own amount, of several the sum and the largest apart."""
    count, item = int(row[f"{kind}_count"]), item_text(row[f"{kind}_item"])
    alone = amount(row[f"{kind}_item_euros"])
    if kind == "up_sell":
        return (
            f"meer {item} verkopen: {euros}"
            if count == 1
            else f"{count} kansen om meer te verkopen, samen {euros}; de grootste is {item} met {alone}"
        )
    if count == 1:
        return f"{item} koopt de klant nog niet: {euros} marge per jaar verwacht uit zichzelf"
    return (
        f"{count} kansen op iets nieuws, uit zichzelf wordt samen {euros} marge per jaar verwacht; de "
        f"grootste is {item} met {alone}"
    )


def cross_sell_evidence(row: Row) -> str:
    """Return the evidence of a cross-sell gap; ``row`` as of ``core.cross_sell``.

    >>> peers = {"peers": 9, "peer_buyers": 7, "peer_level": "segment_quartile"}
    >>> cross_sell_evidence({"item": "Verpakking", **peers, "with_item": "Etiketten", "lift": 2.31})
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


def cross_sell_sentence(row: Row, *, calibrated: bool = True) -> str:
    """Return a cross-sell gap with its evidence, chance and euros; only the evidence without calibration.

    >>> peers = {"peers": 6, "peer_buyers": 1, "peer_level": "all", "with_item": None, "lift": math.nan}
    >>> euros = {"probability": 0.35, "expected_revenue": 420.4, "expected_margin": math.nan}
    >>> cross_sell_sentence({"item": "Koffie", **peers, **euros})  # doctest: +NORMALIZE_WHITESPACE
    '1 van 6 andere klanten koopt Koffie. Kans 35 %; met de kans meegerekend € 420 omzet per jaar, marge
    onbekend.'
    """
    if not calibrated:
        return cross_sell_evidence(row)
    if math.isnan(row["expected_revenue"]):
        return f"{cross_sell_evidence(row)} Kans {_chance(row['probability'])}."
    margin = row["expected_margin"]
    known = "marge onbekend" if math.isnan(margin) else f"waarvan {amount(margin)} marge"
    euros = f"met de kans meegerekend {amount(row['expected_revenue'])} omzet per jaar, {known}"
    return f"{cross_sell_evidence(row)} Kans {_chance(row['probability'])}; {euros}."


def up_sell_sentence(row: Row) -> str:
    """Return an up-sell chance with its figures; ``row`` as of ``core.up_sell``.

    >>> euros = {"spend": 50.0, "target": 400.0, "expected_revenue": 175.0}
    >>> up_sell_sentence({"item": "Folie", "peers": 5, **euros})  # doctest: +NORMALIZE_WHITESPACE
    'Koopt voor € 50 per jaar Folie; naar omvang is dat bij driekwart van 5 vergelijkbare klanten € 400 of
    meer: na aftrek van toeval € 175 haalbaar.'
    """
    peers = plural(int(row["peers"]), *PEERS["segment_quartile"])
    spend, target, more = (amount(row[name]) for name in ("spend", "target", "expected_revenue"))
    return (
        f"Koopt voor {spend} per jaar {item_text(row['item'])}; naar omvang is dat bij driekwart van {peers} "
        f"{target} of meer: na aftrek van toeval {more} haalbaar."
    )


def _chance(probability: float) -> str:
    """Return a probability in words; a chance that rounds to nothing or to certainty is neither."""
    if 0 < probability < 0.005:
        return "minder dan 1 %"
    return "meer dan 99 %" if 0.995 <= probability < 1 else percentage(probability)
