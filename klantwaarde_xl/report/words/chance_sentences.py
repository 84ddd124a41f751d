"""Dutch sentences above the sheets of what to do next: the totals over everything, how it was computed, what
it means."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from klantwaarde_xl.report.formats import date, number, percentage, plural
from klantwaarde_xl.report.words.action_sentences import LEVERS, amount, item_text, reasons_text

METHODS = {
    "ease": "EASE (lambda {parameter})",
    "look_alike": "gelijkende klanten (de {parameter} meest gelijkende)",
    "item_jaccard": "gelijkende producten (de {parameter} dichtstbijzijnde)",
    "peer_popularity": "wat vergelijkbare klanten het meest kopen",
}
"""Dutch name by method of ``core.hold_out``."""
WITHOUT_CHANCE = {
    "few_customers": "van minder dan 20 klanten is bekend welke {items} zij kochten",
    "few_items": "er is maar één {item} verkocht",
    "short_history": "de gegevens gaan te kort terug; nodig is ongeveer anderhalf jaar",
    "few_events": "er waren te weinig nieuwe aankopen om van te leren ({events}; nodig zijn er 200)",
}
"""Why there is no chance and no euro, by reason of ``core.cross_sell``."""
ADVICE = (
    "Dit adviseert mensen en beslist niets: wie welke klant bedient, bepaalt u met hen "
    "(AVG art. 22; medezeggenschap: WOR art. 27)."
)


def chance_values(analysis: Any) -> dict[str, object]:
    """Return every sentence that the chance sheets name, by key."""
    chances, longest = analysis.chances, analysis.settings.longest_list
    cross_sell = chances.cross_sell
    calibrated = cross_sell.calibrated
    product = analysis.settings.cross_sell_level != "productgroep"
    pairs = len(chances.associations)
    return {
        "cross_sell_message": _cross_sell(cross_sell),
        "cross_sell_subtitle": _cross_sell_shown(cross_sell, analysis.settings),
        "cross_sell_method": method(cross_sell),
        "cross_sell_meaning": meaning(cross_sell, product=product),
        "matrix_message": _matrix(analysis.customers, calibrated=calibrated),
        "matrix_subtitle": "Percentage: "
        + (
            "de kans op wat de klant nog niet koopt"
            if calibrated
            else "het deel van de vergelijkbare klanten dat koopt"
        )
        + ". ✓: koopt hij al. Leeg: geen kans van betekenis.",
        "together_message": _together(chances.associations),
        "together_subtitle": "Alleen paren die minstens 5 klanten kochten. Samengaan is geen oorzaak. "
        + shown(pairs, longest, "paren"),
        "actions_message": _actions(chances.actions, chances.potential),
        "actions_subtitle": _actions_shown(len(chances.actions), longest),
        "actions_hours": _hours(chances.same_people.managers, chances.portfolio),
        "managers_message": _managers(chances.portfolio, chances.same_people.managers),
        "managers_subtitle": f"Periode {date(analysis.period.start)} t/m {date(analysis.period.end)}. "
        f"Bedragen in EUR; uren en kansen per jaar.{_unknown_hours(chances.portfolio)}",
        "moves_message": _moves(chances.moves),
        "managers_moves": _moves(chances.moves)
        + ("" if chances.moves.moves.empty else " Zie het blad Overdrachten."),
        "moves_subtitle": "Zo veel mogelijk marge bij wie er goed bij past, binnen de uren die iedereen heeft. "
        "Marge × match is een maat voor passen, geen geld in de hand.",
        "advice": ADVICE,
    }


def shown(count: int, longest: int, what: str) -> str:
    """Return which rows of a long list are shown.

    >>> shown(12_000, 10_000, "kansen"), shown(12, 10_000, "kansen")
    ('Getoond: de 10.000 grootste van 12.000 kansen.', 'Alle kansen staan in de lijst.')
    """
    if count > longest:
        return f"Getoond: de {number(longest)} grootste van {number(count)} {what}."
    return f"Alle {what} staan in de lijst." if count else ""


def method(cross_sell: Any) -> str:
    """Return which method made the list and how it did in the hold-out; ``cross_sell`` as of
    ``core.cross_sell``.

    >>> from types import SimpleNamespace
    >>> tested = pd.DataFrame({"method": ["ease", "peer_popularity"], "parameter": [20.0, math.nan], "chosen": [True, False],
    ...                        "hit_rate_1": [0.45, 0.4], "hit_rate_3": [0.83, 0.8], "hit_rate_10": 1.0, "ndcg_10": [0.7, 0.6]})
    >>> method(SimpleNamespace(method="ease", parameter=20.0, hold_out=tested, hold_out_customers=100, hold_out_kind="time"))
    ... # doctest: +NORMALIZE_WHITESPACE
    'Methode: EASE (lambda 20), de beste van 2 in een proef met 100 klanten op hun latere aankopen: het eerste voorstel was raak
    bij 45 %, een van de eerste drie bij 83 %.'
    """
    name = METHODS[cross_sell.method].format(parameter=_whole(cross_sell.parameter))
    tested = cross_sell.hold_out
    chosen = tested[tested["chosen"].astype(bool)] if len(tested) else tested
    if chosen.empty or not cross_sell.hold_out_customers:
        return f"Methode: {name}; er waren te weinig gegevens om methoden te vergelijken."
    row = chosen.iloc[0]
    on = "hun latere aankopen" if cross_sell.hold_out_kind == "time" else "een verborgen aankoop"
    best = f"de beste van {number(len(tested))}" if len(tested) > 1 else "de enige die kon worden beproefd"
    return (
        f"Methode: {name}, {best} in een proef met {plural(cross_sell.hold_out_customers, 'klant', 'klanten')} op {on}: "
        f"het eerste voorstel was raak bij {percentage(row['hit_rate_1'])}, een van de eerste drie bij "
        f"{percentage(row['hit_rate_3'])}."
    )


def _whole(parameter: float) -> str:
    return "" if parameter is None or math.isnan(parameter) else number(parameter)


def meaning(cross_sell: Any, *, product: bool = False) -> str:
    """Return what a chance means, in one line, or why there is none.

    >>> from types import SimpleNamespace
    >>> meaning(SimpleNamespace(calibrated=False, reason="few_customers", events=0))  # doctest: +NORMALIZE_WHITESPACE
    "Geen kans en geen euro's: van minder dan 20 klanten is bekend welke productgroepen zij kochten. Het percentage is het deel
    van de vergelijkbare klanten dat koopt."
    """
    what, several = ("product", "producten") if product else ("productgroep", "productgroepen")
    if not cross_sell.calibrated:
        why = WITHOUT_CHANCE[cross_sell.reason].format(
            events=number(cross_sell.events), item=what, items=several
        )
        return (
            f"Geen kans en geen euro's: {why}. Het percentage is het deel van de vergelijkbare klanten dat "
            f"koopt."
        )
    return (
        f"Een kans van 10 % betekent: van 100 van zulke combinaties van klant en {what} leiden er ongeveer 10 binnen een jaar "
        f"tot een aankoop; geijkt op {number(cross_sell.events)} eerdere eerste aankopen. Wat een gesprek daaraan verandert, is "
        "niet gemeten."
    )


def _cross_sell(cross_sell: Any) -> str:
    gaps = cross_sell.gaps
    if gaps.empty:
        return "Er zijn geen kansen op iets nieuws."
    chances = plural(len(gaps), "kans", "kansen")
    who = plural(int(gaps["customer_id"].nunique()), "klant", "klanten")
    if not cross_sell.calibrated:
        return f"{chances} bij {who}, zonder bedragen."
    margin = gaps["expected_margin"]
    said = (
        f"{chances} bij {who}: naar verwachting samen {amount(gaps['expected_revenue'].sum())} omzet per jaar"
    )
    if margin.isna().all():
        return f"{said}; de marge is onbekend."
    partly = "; van een deel is de marge onbekend" if margin.isna().any() else ""
    return f"{said}, waarvan {amount(margin.sum())} marge{partly}."


def _cross_sell_shown(cross_sell: Any, settings: Any) -> str:
    limit = f" vanaf {amount(settings.minimum_gap)} omzet per jaar" if cross_sell.calibrated else ""
    most = plural(settings.gaps_per_customer, "kans", "kansen")
    rule = f"Hoogstens {most} per klant{limit}."
    rest = [rule, shown(len(cross_sell.gaps), settings.longest_list, "kansen")]
    if cross_sell.complete:
        rest.append(f"{plural(cross_sell.complete, 'klant koopt', 'klanten kopen')} alles al.")
    if cross_sell.without_purchases:
        many = plural(cross_sell.without_purchases, "klant kocht", "klanten kochten")
        rest.append(
            f"{many} niets in dit jaar en {'staat' if cross_sell.without_purchases == 1 else 'staan'} er "
            f"niet bij."
        )
    return " ".join(part for part in rest if part)


def _matrix(customers: pd.DataFrame, *, calibrated: bool) -> str:
    count = min(len(customers), 40)
    if not count:
        return "Er zijn geen klanten in deze periode."
    who = "De grootste klant" if count == 1 else f"De {number(count)} grootste klanten"
    return f"{who}: waar zit {'de kans' if calibrated else 'de ruimte'} op iets nieuws?"


def _together(pairs: pd.DataFrame) -> str:
    if pairs.empty:
        return "Geen twee groepen worden door minstens 5 klanten samen gekocht."
    best = pairs.iloc[0]
    if best["lift"] < 1.05:
        return "Er is niets dat opvallend vaak samen wordt gekocht."
    return (
        f"Wie {item_text(best['with_item'])} koopt, koopt {number(best['lift'], 1)} keer zo vaak ook "
        f"{item_text(best['item'])} als de gemiddelde klant ({number(best['together'])} klanten kopen beide)."
    )


def _actions(actions: pd.DataFrame, potential: dict[str, float]) -> str:
    total = math.fsum(potential.values())
    count = int((actions["potential"] > 0).sum())
    if not count:
        return "Er is bij geen enkele klant iets te winnen volgens deze maatstaven."
    parts = [f"{LEVERS[lever].lower()} {amount(euros)}" for lever, euros in potential.items() if euros > 0]
    many = "is" if count == 1 else "zijn"
    who = plural(count, "klant", "klanten")
    return (
        f"Bij {who} {many.replace('zijn', 'is')} {amount(total)} marge per jaar te winnen: "
        f"{', '.join(parts)}."
    )


def _actions_shown(count: int, longest: int) -> str:
    more = (
        f" Getoond: de {number(longest)} klanten met het meeste te winnen, van {number(count)}."
        if count > longest
        else ""
    )
    return (
        "Marge per jaar, in EUR; geen euro telt twee keer. "
        f"Wat u typt in Eigenaar, Status en Opmerking blijft bij het klantnummer.{more}"
    )


def _hours(managers: pd.DataFrame, portfolio: pd.DataFrame) -> str:
    known = managers[managers["reason"].astype(object) == ""]
    if not int(managers["actions"].sum()):
        return ""
    if known.empty:
        return (
            "Of acties in de uren passen is onbekend: vul op het blad Team de capaciteit per accountmanager "
            "in."
        )
    if not int(known["actions"].sum()):
        return "Geen van de acties hoort bij een accountmanager van wie de vrije uren bekend zijn."
    inside, outside = known["euros_inside"].sum(), known["euros_outside"].sum()
    ticked, count = int(known["ticked"].sum()), int(known["actions"].sum())
    return (
        f"Met dezelfde mensen: {number(ticked)} van {plural(count, 'actie', 'acties')} {'past' if ticked == 1 else 'passen'} "
        f"in de vrije uren, samen {amount(inside)} per jaar; {amount(outside)} valt erbuiten.{_unknown_hours(portfolio)}"
    )


def _unknown_hours(portfolio: pd.DataFrame) -> str:
    """Return, after a blank, that hours which nobody knows count as nothing; '' where all are known."""
    some = portfolio["reasons"].astype(str).str.contains("hours_partly_known").any()
    return (
        " Uren van klanten die onbekend zijn, tellen hier als nul: er lijkt meer vrij dan er is."
        if some
        else ""
    )


def _managers(portfolio: pd.DataFrame, managers: pd.DataFrame) -> str:
    named = portfolio[portfolio.index.to_numpy(object) != ""]
    if named.empty:
        return "Er zijn geen accountmanagers bekend; vul de kolom Accountmanager op het blad Klanten."
    team = plural(len(named), "accountmanager", "accountmanagers")
    full = int((named["used"] > 1).sum())
    over = f"; {plural(full, 'heeft', 'hebben')} meer uren nodig dan er zijn" if full else ""
    known = managers[managers["reason"].astype(object) == ""]
    if known.empty:
        return (
            f"{team}{over}. Zonder capaciteit op het blad Team is niet te zeggen welke acties in de uren "
            f"passen."
        )
    return f"{team}{over}. In de vrije uren past {amount(known['euros_inside'].sum())} per jaar aan acties."


def _moves(moves: Any) -> str:
    reasons = reasons_text(moves.reasons)
    if moves.moves.empty:
        text = reasons or "geen overdracht levert genoeg op"
        return f"{text[0].upper()}{text[1:]}."
    count = plural(len(moves.moves), "overdracht", "overdrachten")
    basis = f" ({reasons})" if reasons else ""
    gain = moves.after["matched_margin"].sum() - moves.before["matched_margin"].sum()
    return f"Voorstel: {count}; marge × match gaat daarmee {amount(gain)} per jaar omhoog{basis}."
