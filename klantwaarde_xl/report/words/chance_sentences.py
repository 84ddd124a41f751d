"""Dutch sentences above the sheets of what to do next: totals over everything, the method, the meaning."""

from __future__ import annotations

import math

import pandas as pd

from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.core.cross_sell.gaps import MOST_WITH_EUROS, CrossSell
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.formats import number, plural
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.action_sentences import without_gap
from klantwaarde_xl.report.words.names import missing_of_all
from klantwaarde_xl.report.words.parts import amount, item_text

TOO_HIGH = " Op verzonnen bedrijven waren zulke bedragen tot 1,7 keer te hoog."
"""Beside euros of cross-sell: what came of them where nearly everybody buys all (docs/trust.md)."""
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
    "not_as_predicted": "op latere dagen in uw gegevens werd veel meer of minder nieuw gekocht dan voorspeld",
}
"""Why there is no chance and no euro, by reason of ``core.cross_sell``."""
WITHOUT_EUROS = {
    "": TOO_HIGH,
    "many_items": (
        f" Geen euro's boven {MOST_WITH_EUROS} {{items}}: "
        "in een toets met 106 productgroepen kwam twee keer zoveel als verwacht."
    ),
    "other_customers": (
        " Geen euro's: op latere dagen in uw gegevens kwamen ze van andere klanten dan verwacht. "
        "De kansen klopten wel."
    ),
}
"""Why chances have no euros, or how far to trust them, by ``without_euros`` of ``core.cross_sell``."""
IN_A_COPY = "Wat u typt blijft in deze kopie: stuur haar terug aan wie u haar gaf."
"""What happens to what is typed in a copy, which cannot be refreshed."""
ADVICE = (
    "Dit adviseert mensen en beslist niets: wie welke klant bedient, bepaalt u met hen "
    "(AVG art. 22; medezeggenschap: WOR art. 27)."
)


def shown(count: int, longest: int, what: str) -> str:
    """Return which rows of a long list are shown.

    >>> shown(12_000, 10_000, "kansen"), shown(12, 10_000, "kansen")
    ('Getoond: de 10.000 grootste van 12.000 kansen.', 'Alle kansen staan in de lijst.')
    """
    if count > longest:
        return f"Getoond: de {number(longest)} grootste van {number(count)} {what}."
    return f"Alle {what} staan in de lijst." if count else ""


def method(cross_sell: CrossSell) -> str:
    """Return the sentence on the method that made the list and how it was chosen.

    ``cross_sell``: as in ``core.cross_sell``. How often it was right there compares methods only: the trial
    has only customers that bought something new, and the list has all, so its hits are far fewer.

    >>> from types import SimpleNamespace
    >>> tested = pd.DataFrame({"method": ["ease", "peer_popularity"], "chosen": [True, False]})
    >>> of_test = {"hold_out": tested, "hold_out_customers": 100, "hold_out_kind": "time"}
    >>> method(SimpleNamespace(method="ease", parameter=20.0, **of_test))
    'Methode: EASE (lambda 20), de beste van 2 in een proef met 100 klanten op hun latere aankopen.'
    """
    name = METHODS[cross_sell.method].format(parameter=_whole(cross_sell.parameter))
    tested = cross_sell.hold_out
    chosen = tested[tested["chosen"].astype(bool)] if len(tested) else tested
    if chosen.empty or not cross_sell.hold_out_customers:
        return f"Methode: {name}; er waren te weinig gegevens om methoden te vergelijken."
    on = "hun latere aankopen" if cross_sell.hold_out_kind == "time" else "een verborgen aankoop"
    best = f"de beste van {number(len(tested))}" if len(tested) > 1 else "de enige die kon worden beproefd"
    who = plural(cross_sell.hold_out_customers, "klant", "klanten")
    return f"Methode: {name}, {best} in een proef met {who} op {on}."


def _whole(parameter: float) -> str:
    return "" if parameter is None or math.isnan(parameter) else number(parameter)


def meaning(cross_sell: CrossSell, *, product: bool = False) -> str:
    """Return what a chance means, in one line, or why there is none.

    >>> from types import SimpleNamespace
    >>> found = SimpleNamespace(calibrated=False, reason="few_customers", events=0)
    >>> meaning(found)  # doctest: +NORMALIZE_WHITESPACE
    "Geen kans en geen euro's: van minder dan 20 klanten is bekend welke productgroepen zij kochten. Deel dat
    koopt is van de vergelijkbare klanten."
    """
    what, several = ("product", "producten") if product else ("productgroep", "productgroepen")
    if not cross_sell.calibrated:
        why = WITHOUT_CHANCE[cross_sell.reason].format(
            events=number(cross_sell.events), item=what, items=several
        )
        share = "Deel dat koopt is van de vergelijkbare klanten."
        return f"Geen kans en geen euro's: {why}. {share}"
    untested = WITHOUT_EUROS[cross_sell.without_euros].format(items=several)
    return (
        f"Een kans van 10 % betekent: van 100 van zulke combinaties van klant en {what} leiden er ongeveer "
        f"10 binnen een jaar tot een aankoop; geijkt op {number(cross_sell.events)} eerdere eerste aankopen. "
        f"Wat een gesprek daaraan verandert, is niet gemeten.{untested}"
    )


def named(cross_sell: CrossSell) -> tuple[str, str]:
    """Return what a row of the list is called, one and several: a chance only where chances are claimed.

    >>> from types import SimpleNamespace
    >>> named(SimpleNamespace(calibrated=True)), named(SimpleNamespace(calibrated=False))
    (('kans', 'kansen'), ('voorstel', 'voorstellen'))
    """
    return ("kans", "kansen") if cross_sell.calibrated else ("voorstel", "voorstellen")


def cross_sell_message(cross_sell: CrossSell) -> str:
    """Return how many chances on something new there are, and what they are worth together."""
    gaps, (_, several) = cross_sell.gaps, named(cross_sell)
    if gaps.empty:
        return f"Er zijn geen {several} {'op' if cross_sell.calibrated else 'voor'} iets nieuws."
    chances = plural(len(gaps), *named(cross_sell))
    who = plural(int(gaps["customer_id"].nunique()), "klant", "klanten")
    if not cross_sell.calibrated:
        return f"{chances} bij {who}, zonder kans en zonder bedragen."
    if not cross_sell.priced:
        return f"{chances} bij {who}, zonder bedragen."
    margin = gaps["expected_margin"]
    sentence = (
        f"{chances} bij {who}: naar verwachting samen {amount(gaps['expected_revenue'].sum())} omzet per jaar"
    )
    if margin.isna().all():
        return f"{sentence}; de marge is onbekend."
    partly = "; van een deel is de marge onbekend" if margin.isna().any() else ""
    return f"{sentence}, waarvan {amount(margin.sum())} marge{partly}."


def cross_sell_shown(cross_sell: CrossSell, settings: Settings) -> str:
    """Return which chances are in the list, and which customers are not."""
    limit = f" vanaf {amount(settings.minimum_gap)} omzet per jaar" if cross_sell.priced else ""
    most = plural(settings.gaps_per_customer, *named(cross_sell))
    rule = f"Hoogstens {most} per klant{limit}."
    rest = [rule, shown(len(cross_sell.gaps), settings.longest_list, named(cross_sell)[1])]
    if cross_sell.complete:
        rest.append(f"{plural(cross_sell.complete, 'klant koopt', 'klanten kopen')} alles al.")
    if cross_sell.without_purchases:
        many = plural(cross_sell.without_purchases, "klant kocht", "klanten kochten")
        stand = "staat" if cross_sell.without_purchases == 1 else "staan"
        rest.append(f"{many} niets in dit jaar en {stand} er niet bij.")
    return " ".join(part for part in rest if part)


def of_trial(rows: int, one: str, several: str) -> str:
    """Return how many rows are of customers that the fair test leaves alone, '' for none; names as `named`.

    >>> of_trial(0, "kans", "kansen"), of_trial(3, "kans", "kansen")
    ('', ' 3 kansen zijn van klanten in de proefgroep: niet benaderen.')
    """
    if not rows:
        return ""
    return f" {plural(rows, f'{one} is', f'{several} zijn')} van klanten in de proefgroep: niet benaderen."


def matrix_message(shown: int, *, calibrated: bool) -> str:
    """Return what the matrix of so many customers answers; without calibration there are no chances.

    >>> matrix_message(40, calibrated=True)
    'De 40 grootste klanten: waar zit de kans op iets nieuws?'
    """
    if not shown:
        return "Er zijn geen klanten in deze periode."
    who = "De grootste klant" if shown == 1 else f"De {number(shown)} grootste klanten"
    return f"{who}: waar zit {'de kans' if calibrated else 'de ruimte'} op iets nieuws?"


def matrix_legend(bought: str, *, calibrated: bool) -> str:
    """Return what the cells of the matrix mean; ``bought`` is the mark for what a customer buys already."""
    chance = "de kans op wat de klant nog niet koopt"
    share = chance if calibrated else "het deel van de vergelijkbare klanten dat koopt"
    empty = "geen kans van betekenis" if calibrated else "geen voorstel"
    return f"Percentage: {share}. {bought}: koopt hij al. Leeg: {empty}."


def together_message(pairs: pd.DataFrame) -> str:
    """Return which two items go together most; ``pairs`` with the highest lift first."""
    if pairs.empty:
        return "Geen twee groepen worden door minstens 5 klanten samen gekocht."
    best = pairs.iloc[0]
    if best["lift"] < 1.05:
        return "Er is niets dat opvallend vaak samen wordt gekocht."
    return (
        f"Wie {item_text(best['with_item'])} koopt, koopt {number(best['lift'], 1)} keer zo vaak ook "
        f"{item_text(best['item'])} als de gemiddelde klant ({number(best['together'])} klanten kopen beide)."
    )


def expected_anyway(expected: dict[str, float]) -> str:
    """Return what margin new purchases are expected to bring without doing anything; '' for none.

    >>> expected_anyway({"cross_sell_revenue": 4000.0, "cross_sell_margin": 1000.0})
    'Verwacht uit zichzelf, bij alle klanten: € 1.000 marge op iets nieuws.'
    """
    new = expected["cross_sell_margin"]
    return f"Verwacht uit zichzelf, bij alle klanten: {amount(new)} marge op iets nieuws." if new > 0 else ""


def hours_part(actions: pd.DataFrame) -> str:
    """Return how much of what serving efficiently saves is hours; '' for nothing.

    >>> hours_part(pd.DataFrame({"freed_cost": [300.0, 0.0]}))
    'Van goedkoper bedienen is € 300 uren: geld als die elders iets opleveren.'
    """
    euros = float(actions["freed_cost"].sum())
    return (
        f"Van goedkoper bedienen is {amount(euros)} uren: geld als die elders iets opleveren."
        if euros >= 1
        else ""
    )


def lapsing_part(actions: pd.DataFrame) -> str:
    """Return, after a blank, how much of what can be won goes with whose leaving saves; '' for none.

    ``actions``: rows of Acties, with ``potential`` and ``if_gone``, EUR a year.

    >>> lapsing_part(pd.DataFrame({"if_gone": [-9.0, 0.0], "potential": [300.0, 50.0]}))
    ' Daarvan zit € 300 bij klanten die weg mogen: dat vervalt als zij gaan.'
    """
    saving = actions["if_gone"].astype(float) < -HALF_A_CENT
    euros = float(actions["potential"].astype(float)[saving].sum())
    return f" {w.LAPSES.format(euros=amount(euros))}" if euros >= 1 else ""


def actions_shown(
    actions: pd.DataFrame,
    to_do: pd.DataFrame,
    longest: int,
    expected: dict[str, float],
    *,
    shared: bool = False,
) -> str:
    """Return what the list of actions holds, what stays in it, and what is expected without it.

    ``to_do``: those of the actions that the headline counts. ``shared``: in a copy for others, where what is
    typed stays."""
    more = (
        f"Getoond: de {number(longest)} klanten met het meeste te winnen, van {number(len(actions))}."
        if len(actions) > longest
        else ""
    )
    parts = (
        without_gap(actions),
        missing_of_all(actions["reasons"].tolist()),
        f"Marge per jaar, zolang de klant blijft; geen euro telt dubbel.{lapsing_part(to_do)}",
        expected_anyway(expected),
        IN_A_COPY if shared else "",
        more,
    )
    return " ".join(filter(None, parts))
