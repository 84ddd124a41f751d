"""Dutch words on what lies ahead: how the expected turnover and the chance of leaving were learned."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from klantwaarde_xl.core.ahead.leaving import FEWEST_LEAVERS, LEAST_AUC, WIDEST, Leaving
from klantwaarde_xl.core.ahead.next_year import FEWEST_CUSTOMERS, FEWEST_ORIGINS, NextYear
from klantwaarde_xl.core.ahead.three_years import WIDEST as WIDEST_MULTIPLE
from klantwaarde_xl.core.ahead.three_years import ThreeYears
from klantwaarde_xl.report.formats import number, percentage, plural, unbroken
from klantwaarde_xl.report.words.parts import amount, nearest

TERMS = ("het afgelopen jaar", "het laatste halfjaar", "het jaar ervoor")
"""What the expected turnover follows from, by weight."""
_LEAST_WEIGHT = 0.005
"""A weight below it is shown as 0,00 and told as nothing."""
NO_INTERVAL = {
    "short_history": "Minder dan twee jaar aan regels: de omzet van het afgelopen jaar, zonder interval.",
    "few_customers": (
        f"Minder dan {FEWEST_CUSTOMERS} klanten: de omzet van het afgelopen jaar, zonder interval."
    ),
}
NO_CHANCE = {
    "short_history": "minder dan twee perioden aan regels",
    "few_leavers": f"minder dan {FEWEST_LEAVERS} klanten bleven weg om van te leren",
    "no_better": "op eerdere dagen voorspelde zij hier nauwelijks beter dan loten",
}
"""Why there is no chance of leaving, by reason."""
NO_MULTIPLE = {
    "short_history": "daarvoor zijn ruim vier jaar aan regels nodig",
    "few_customers": f"minder dan {FEWEST_CUSTOMERS} klanten",
    "unsteady": "wat klanten in drie jaar brachten wisselde te sterk tussen eerdere dagen",
}
"""Why there is no value over three years, by reason."""
SEE_AHEAD = "zie Vooruit"
SAID_AHEAD = ("value_low", "value_high", "value_three", "leave_chance", "at_stake")
"""On Klantkaart in place of a figure that the firm has of nobody, and the fields: Vooruit says why."""
UNSTEADY = (
    "Geen euro's en geen label Vasthouden: wat er op eerdere dagen verloren ging week te sterk af van wat "
    "was verwacht."
)
LOSS_HEADINGS = ("Wat weggaat als hij gaat, zonder verwachting", "Bij wie het meest op het spel staat")
"""Above the list of losses: where no chance and no euros of leaving proved true, and where they did."""
_NO_SUM = "Tel Groei niet op: in een toets kwam zo'n som niet uit."
_NOT_ADDED = " Die van klanten tellen niet op: zij komen niet allemaal tegelijk laag of hoog uit."
"""Why the bounds of customers give none of the total."""


def follows_from(found: NextYear) -> str:
    """Return what the expected turnover follows from, by the weights that were fitted.

    >>> import numpy as np
    >>> none = np.zeros(0)
    >>> def of(model, *weights):
    ...     return follows_from(NextYear(366, none, none, none, none, model, weights, "", 4, 0.8, None))
    >>> of("with_half", 0.0, 1.09), of("with_half", 0.1, 0.9), of("last_again", 1.0)
    ('het laatste halfjaar', 'het afgelopen jaar en het laatste halfjaar', 'het afgelopen jaar nog eens')
    """
    if found.model == "last_again":
        return f"{TERMS[0]} nog eens"
    used = [term for term, weight in zip(TERMS, found.weights, strict=False) if weight >= _LEAST_WEIGHT]
    return " en ".join(filter(None, (", ".join(used[:-1]), used[-1]))) if used else "niets"


def value_rows(found: NextYear) -> list[tuple[str, str, str]]:
    """Return name, value and explanation of how the expected turnover was learned and did.

    >>> import numpy as np
    >>> none = np.zeros(0)
    >>> rows = value_rows(NextYear(366, none, none, none, none, "last_again", (1.0,), "", 4, 1.0, None))
    >>> rows[0][1], rows[1][1]
    ('het afgelopen jaar nog eens', '4 eerdere dagen')
    """
    rows = [("Omzet komend jaar", follows_from(found), NO_INTERVAL.get(found.reason, _weights(found)))]
    if found.reason:
        return rows
    rows.append(
        (
            "Geleerd van",
            plural(found.origins, "eerdere dag", "eerdere dagen"),
            f"Telkens {number(found.horizon)} dagen vooruit, in deze gegevens; laag en hoog komen van "
            "dezelfde dagen.",
        )
    )
    rows.append(
        (
            "Fout per klant, vergeleken",
            f"{percentage(found.error)} daarvan",
            "De gemiddelde fout als deel van die van ‘het afgelopen jaar nog eens’, op dezelfde dagen; 100 % "
            "is even goed.",
        )
    )
    if found.total:
        low, high = (percentage(part) for part in found.total)
        rows.append(("Totaal week af", f"{low} tot {high}", "Kleinste en grootste afwijking op die dagen."))
    else:
        rows.append(("Totaal week af", "onbekend", f"Geen laag en hoog: {_too_few(found)}.{_NOT_ADDED}"))
    return rows


def _too_few(found: NextYear) -> str:
    """Return that there are too few origins for an interval of the total."""
    there = "is" if found.origins == 1 else "zijn"
    return f"daarvoor zijn {FEWEST_ORIGINS} eerdere dagen nodig en er {there} er {number(found.origins)}"


def _of_each(found: NextYear) -> bool:
    """Return whether customers have bounds of their own."""
    return bool(np.isfinite(found.low).any())


def _weights(found: NextYear) -> str:
    if found.model == "last_again":
        return "Iets anders voorspelde op eerdere dagen niet duidelijk beter."
    return "Gewichten: " + ", ".join(number(weight, 2) for weight in found.weights) + "."


def three_rows(found: ThreeYears) -> list[tuple[str, str, str]]:
    """Return name, value and explanation of the value over three years.

    >>> three_rows(ThreeYears(math.nan, "short_history", 0, math.nan))
    [('Waarde drie jaar', 'geen', 'Geen: daarvoor zijn ruim vier jaar aan regels nodig.')]
    >>> three_rows(ThreeYears(2.5, "", 4, 1.1))[0][1]
    '2,5 x het eerste jaar'
    """
    if found.reason:
        return [("Waarde drie jaar", "geen", f"Geen: {NO_MULTIPLE[found.reason]}.")]
    text = (
        f"Wie op een van {number(found.origins)} eerdere dagen klant was, bracht in drie jaar zoveel maal de "
        f"omzet van het eerste. Die dagen lagen hoogstens een factor {number(found.factor, 2)} uit elkaar "
        f"(tot {number(WIDEST_MULTIPLE, 2)} geven wij een waarde). Verder dan drie jaar kijken wij niet."
    )
    return [("Waarde drie jaar", f"{number(found.multiple, 1)} x het eerste jaar", text)]


def three_sentence(total: float, found: ThreeYears) -> str:
    """Return what the customers of now bring in three years, EUR of contribution, or why that is not told.

    >>> three_sentence(math.nan, ThreeYears(math.nan, "short_history", 0, math.nan))
    'Waarde over drie jaar is leeg: daarvoor zijn ruim vier jaar aan regels nodig.'
    """
    if found.reason:
        return f"Waarde over drie jaar is leeg: {NO_MULTIPLE[found.reason]}."
    if math.isnan(total):
        return "Waarde over drie jaar is leeg: de marge is onbekend."
    return unbroken(
        f"De klanten van nu brengen in drie jaar naar verwachting {amount(total)} nettobijdrage, zonder wie "
        f"er nog bij komt: {number(found.multiple, 1)} x het komend jaar, zoals op {number(found.origins)} "
        "eerdere dagen."
    )


def one_off_sentence(revenue: float) -> str:
    """Return that ``revenue`` of the period, EUR a year, is of one-off lines, which a scenario leaves out.

    >>> one_off_sentence(53_379.4).replace("\u00a0", " ")
    'Van de omzet van deze periode is € 53.379 eenmalig; komend jaar telt die niet mee.'
    >>> one_off_sentence(0.2)
    ''
    """
    if not nearest(revenue):
        return ""
    return unbroken(
        f"Van de omzet van deze periode is {amount(revenue)} eenmalig; komend jaar telt die niet mee."
    )


def leaving_rows(found: Leaving) -> list[tuple[str, str, str]]:
    """Return name, value and explanation of how the chance of leaving was learned and did.

    >>> import numpy as np
    >>> none = np.zeros(0)
    >>> leaving_rows(Leaving(366, none, none, none, "short_history", False, 0, 0, math.nan, math.nan))
    [('Kans weg', 'geen', 'Geen kans: minder dan twee perioden aan regels.')]
    """
    if found.reason:
        return [("Kans weg", "geen", f"Geen kans: {NO_CHANCE[found.reason]}."), *_measured(found)]
    text = (
        f"Kans dat een klant in de komende {number(found.horizon)} dagen niets koopt; geleerd van "
        f"{plural(found.leavers, 'klant die wegbleef', 'klanten die wegbleven')} na "
        f"{plural(found.origins, 'eerdere dag', 'eerdere dagen')}."
    )
    return [("Kans weg", "per klant", text), *_measured(found)]


def _measured(found: Leaving) -> list[tuple[str, str, str]]:
    if math.isnan(found.auc):
        return []
    return [
        (
            "Hoe goed de kans ordent",
            percentage(found.auc),
            "Hoe vaak een klant die wegbleef een hogere kans had dan een die bleef; de helft is loten, onder "
            f"{percentage(LEAST_AUC)} geven wij geen kans.",
        ),
        (
            "Verwacht en echt verlies",
            f"factor {number(found.factor, 1)}" if math.isfinite(found.factor) else "onbekend",
            "Zoveel keer lag het verwachte verlies aan omzet te hoog of te laag, op de middelste dag. "
            + (f"Tot {number(WIDEST, 1)} geven wij euro's." if found.steady else UNSTEADY),
        ),
    ]


def scenario(totals: Mapping[str, float], found: NextYear) -> str:
    """Return the firm's year ahead in a sentence, with its interval where there is one.

    ``totals`` in EUR, as of :class:`~klantwaarde_xl.core.ahead.looking_ahead.Ahead`.

    >>> import numpy as np
    >>> none = np.zeros(0)
    >>> year = NextYear(366, none, none, none, none, "last_again", (1.0,), "", 4, 1.0, None)
    >>> print(scenario({"revenue": 900.0, "contribution": 90.0, "low": math.nan}, year).replace("\xa0", " "))
    Scenario komend jaar: omzet € 900, nettobijdrage € 90.
    """
    if math.isnan(totals["revenue"]):
        return "Geen scenario voor het komend jaar: niemand kocht in het afgelopen jaar."
    net = totals["contribution"]
    earned = "nettobijdrage onbekend" if math.isnan(net) else f"nettobijdrage {amount(net)}"
    text = f"Scenario komend jaar: omzet {amount(totals['revenue'])}, {earned}"
    if found.reason or found.total is None or math.isnan(net):
        return unbroken(f"{text}.")
    return unbroken(f"{text}, tussen {amount(totals['low'])} en {amount(totals['high'])}.")


def scenario_basis(totals: Mapping[str, float], found: NextYear) -> str:
    """Return what the interval of the scenario rests on, or why there is none; '' without a scenario.

    >>> import numpy as np
    >>> none = np.zeros(0)
    >>> year = NextYear(366, none, none, none, none, "last_again", (1.0,), "", 4, 1.0, None)
    >>> scenario_basis({"revenue": 900.0, "contribution": 90.0}, year)
    'Het totaal heeft geen laag en hoog: daarvoor zijn 6 eerdere dagen nodig en er zijn er 4.'
    """
    if math.isnan(totals["revenue"]):
        return ""
    if found.reason:
        return NO_INTERVAL[found.reason]
    if found.total is None:
        return (
            f"Het totaal heeft geen laag en hoog: {_too_few(found)}.{_NOT_ADDED if _of_each(found) else ''}"
        )
    return f"Laag en hoog: als het niet verder afwijkt dan op {number(found.origins)} eerdere dagen."


def at_stake_sentence(at_stake: float, found: Leaving) -> str:
    """Return what is at stake over all customers, EUR a year, or why there is no such figure.

    >>> import numpy as np
    >>> none = np.zeros(0)
    >>> at_stake_sentence(math.nan, Leaving(366, none, none, none, "short_history", False, 0, 0, 0.0, 0.0))
    'Kans weg en Op het spel zijn leeg: minder dan twee perioden aan regels.'
    """
    if found.reason:
        return f"Kans weg en Op het spel zijn leeg: {NO_CHANCE[found.reason]}."
    if math.isnan(at_stake):
        return (
            f"Op het spel is leeg. {UNSTEADY}"
            if not found.steady
            else "Op het spel is leeg: de marge is onbekend."
        )
    told = (
        f"Op het spel staat {amount(at_stake)} over alle klanten: kans weg x wat met de klant weggaat. "
        "In Komend jaar zit wat gemiddeld wegvalt, niet de kans per klant."
    )
    return unbroken(told)


def growth_sentence(growers: int, found: NextYear, costing: int = 0) -> str:
    """Return how many customers are expected to buy more, or why nobody is.

    How much together is not told: on public data it did not come (docs/trust.md). ``costing``: how many
    more would, but are left out as their value of the year ahead is not above zero.

    >>> import numpy as np
    >>> none = np.zeros(0)
    >>> year = NextYear(366, none, none, none, none, "with_half", (0.1, 0.9), "", 4, 0.8, None)
    >>> growth_sentence(2, year)  # doctest: +NORMALIZE_WHITESPACE
    "2 klanten kopen naar verwachting meer, uit het afgelopen jaar en het laatste halfjaar. Tel Groei niet op:
    in een toets kwam zo'n som niet uit."
    """
    if found.reason:
        return f"Niemand. {NO_INTERVAL[found.reason]}"
    if found.model == "last_again":
        return (
            "Niemand: iets anders dan het afgelopen jaar nog eens voorspelde op eerdere dagen niet duidelijk "
            "beter, dus per klant geen groei of krimp."
        )
    beside = plural(costing, "klant die ook meer koopt", "klanten die ook meer kopen")
    out = f" Zonder {beside}, maar met een waarde van nul of minder." if costing else ""
    if not growers:
        return f"Niemand koopt naar verwachting meer dan het afgelopen jaar.{out}"
    who = plural(growers, "klant koopt", "klanten kopen")
    return f"{who} naar verwachting meer, uit {follows_from(found)}.{out} {_NO_SUM}"
