"""Dutch sentences of what came of it: on Opvolging and Geschiedenis."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR
from klantwaarde_xl.core.followup.comparing import LEAST_DAYS, Since
from klantwaarde_xl.core.followup.fair_test import FEWEST, Effect
from klantwaarde_xl.report.formats import date, euro, number, percentage, plural

FIRST = "Dit is de eerste momentopname: vanaf de volgende vernieuwing staat hier wie steeg en daalde."
NO_OTHERS = "Er is geen klant zonder om naast te leggen."
STOPPED = (
    "Proefgroep (Instellingen) staat weer op 0 %: er komt niemand meer bij, en wie geloot was om met rust te "
    "laten mag nu benaderd worden."
)
"""Above the outcome of a test for which nobody is drawn any more."""
NO_PROOF = "Geen bewijs: wie iets doet, kiest zijn klanten zelf."


def history_line(dates: pd.Series) -> str:
    """Return how many snapshots there are, and from when.

    >>> history_line(pd.Series(pd.to_datetime(["2025-01-31", "2025-01-31", "2025-02-28"])))
    '2 momentopnamen, van 31-01-2025 t/m 28-02-2025.'
    """
    if dates.empty:
        return "Nog geen momentopnamen."
    first, last = dates.min().date(), dates.max().date()
    count = plural(int(dates.nunique()), "momentopname", "momentopnamen")
    return f"{count}, van {date(first)} t/m {date(last)}."


def followup_message(moved: pd.DataFrame, then: dt.date | None) -> str:
    """Return who rose and fell since the last snapshot; ``moved`` has ``change`` per customer.

    >>> moved = pd.DataFrame({"change": [3.0, 0.01, -1.0, -2.0]})
    >>> followup_message(moved, dt.date(2025, 1, 31))
    'Sinds 31-01-2025 steeg de score van 1 klant en daalde die van 2 klanten.'
    """
    if then is None:
        return FIRST
    if moved.empty:
        return f"De scores van {date(then)} rusten op andere gewichten of een andere schaal: niet vergeleken."
    change = moved["change"].round(1)
    up, down = (plural(int(hits.sum()), "klant", "klanten") for hits in (change > 0, change < 0))
    return f"Sinds {date(then)} steeg de score van {up} en daalde die van {down}."


def merged_line(customers: int) -> str:
    """Return how many customers are not compared since they were made one with another, '' for none.

    >>> merged_line(0), merged_line(2)
    ('', ' 2 klanten zijn sindsdien samengevoegd: niet vergeleken.')
    """
    if not customers:
        return ""
    who = plural(customers, "klant is", "klanten zijn")
    return f" {who} sindsdien samengevoegd: niet vergeleken."


def too_early(since: Since | None) -> str:
    """Return why chances and actions are not judged yet, '' when they are.

    >>> too_early(Since(dt.date(2025, 1, 31), dt.date(2025, 2, 28)))
    'Nog te vroeg: 28 dagen aan factuurregels na de momentopname, en 90 zijn nodig.'
    """
    if since is None:
        return "Nog te vroeg: er is geen eerdere momentopname."
    if since.days < LEAST_DAYS:
        days = plural(since.days, "dag", "dagen")
        return f"Nog te vroeg: {days} aan factuurregels na de momentopname, en {LEAST_DAYS} zijn nodig."
    return ""


def chances_line(chances: pd.DataFrame, since: Since) -> str:
    """Return what chances were expected to bring and what came of them.

    >>> columns = ["expected", "came", "items", "bought"]
    >>> chances = pd.DataFrame([(80.0, 60.0, 2, 1), (20.0, 0.0, 1, 0)], columns=columns)
    >>> chances_line(chances, Since(dt.date(2024, 12, 31), dt.date(2025, 12, 31)))
    'Van 3 kansen van 31-12-2024 kwamen er 1 uit: verwacht € 100, gekomen € 60 (60 %).'
    """
    if chances.empty:
        return f"Op {date(since.start)} waren er geen kansen die nu te volgen zijn."
    expected, came = float(chances["expected"].sum()), float(chances["came"].sum())
    share = f" ({percentage(came / expected)})" if expected > 0 else ""
    items, bought = int(chances["items"].sum()), int(chances["bought"].sum())
    count = plural(items, "kans", "kansen")
    amounts = f"verwacht {euro(expected)}, gekomen {euro(came)}{share}"
    return f"Van {count} van {date(since.start)} kwamen er {number(bought)} uit: {amounts}."


def expected_line(chances: pd.DataFrame, since: Since) -> str:
    """Return how the expectation was brought back to the days that passed, '' without chances.

    >>> half = Since(dt.date(2025, 6, 30), dt.date(2025, 12, 31))
    >>> expected_line(pd.DataFrame({"expected": [5.0]}), half)[-60:]
    'zo lang: verwacht is dus 25,4 % van de verwachting per jaar.'
    """
    if chances.empty:
        return ""
    year = since.first_year()
    if year.days >= DAYS_PER_YEAR:
        return "Verwacht is de verwachting per jaar; wat na dat jaar kwam, telt niet mee."
    part, both = percentage(year.years), percentage(year.years**2, 1)
    return (
        f"Van {int(DAYS_PER_YEAR)} dagen zijn er {year.days} om: {part} van wie begint is dan begonnen, "
        f"en koopt {part} zo lang: verwacht is dus {both} van de verwachting per jaar."
    )


def not_done_line(acted: pd.DataFrame) -> str:
    """Return who counts as done and as not done, '' where no actions are followed; ``acted`` as below.

    >>> not_done_line(pd.DataFrame({"customers": [2, 3]}))[:59]
    'Niet gedaan is wie toen iets te winnen had en sindsdien bij'
    """
    if acted.empty or not int(acted["customers"].sum()):
        return ""
    return (
        "Niet gedaan is wie toen iets te winnen had en sindsdien bij geen vernieuwing de status gedaan had: "
        "ook leeg, bezig en niet doen."
    )


def actions_line(acted: pd.DataFrame) -> str:
    """Return how the margin of customers changed with an action that was done, beside those without.

    ``acted``: rows for done and not done in that order, with ``customers`` and ``change`` (fraction).

    >>> print(actions_line(pd.DataFrame({"customers": [2, 3], "change": [0.10, -0.05]}))[:59])
    Gedaan bij 2 klanten: marge +10 %. Niet gedaan bij 3: -5 %.
    """
    done, rest = (int(count) for count in acted["customers"])
    if not done:
        return "Bij geen enkele actie van toen staat de status op gedaan; zet die op Acties."
    shown = [_signed(change) for change in acted["change"]]
    text = f"Gedaan bij {plural(done, 'klant', 'klanten')}: marge {shown[0]}."
    others = f"Niet gedaan bij {number(rest)}: {shown[1]}." if rest else NO_OTHERS
    return f"{text} {others} {NO_PROOF}"


def beforehand_line(
    customers: int, smallest: float, share: float, otherwise: float, *, begun: bool = False
) -> str:
    """Return, before anybody is approached, what a test with these customers could show.

    ``smallest``: fraction of their margin, NaN when unknown; ``otherwise``: the share that it holds for while
    the chosen ``share`` is 0; ``begun``: whether there are customers in a test.

    >>> beforehand_line(400, 0.25, 0.0, 0.5)[:71]
    'Proefgroep (Instellingen) is 0 %: geen proef. Laat u 50 % van 400 klant'
    >>> beforehand_line(400, 0.25, 0.3, 0.5)[-58:]
    'na een jaar een verschil vanaf 25 % van hun marge te zien.'
    """
    if begun and not share:
        return STOPPED
    start = "" if share > 0 else "Proefgroep (Instellingen) is 0 %: geen proef. "
    if not customers:
        return f"{start}Geen klant heeft een actie: er is niemand om met rust te laten."
    shown = (
        "is vooraf niet te zeggen welk verschil na een jaar te zien is."
        if math.isnan(smallest)
        else f"is na een jaar een verschil vanaf {percentage(smallest)} van hun marge te zien."
    )
    count = plural(customers, "klant", "klanten")
    if share > 0:
        return f"Met {count} met een actie en {percentage(share)} met rust {shown}"
    return f"{start}Laat u {percentage(otherwise)} van {count} met een actie met rust, dan {shown}"


def trial_line(found: Effect | None) -> str:
    """Return what the fair test found so far, '' without one.

    It counts by lot, not by what was done: of who is drawn to be approached only some are, and the test is
    fair because it compares them all.

    >>> trial_line(Effect(0.12, 0.02, 0.22, 900, 300, 140.0)).partition(";")[0]
    'Wie geloot is om te benaderen gaf +12 % marge (90 %-interval +2 % tot +22 %), € 140 per klant per jaar'
    >>> trial_line(Effect(float("nan"), 0.0, 0.0, 40, 9, 0.0))  # doctest: +NORMALIZE_WHITESPACE
    'Nog te weinig: na minstens 90 dagen 40 geloot om te benaderen en 9 om met rust te laten; van elk zijn er
    30 nodig.'
    """
    if found is None:
        return ""
    sizes = f"{number(found.approached)} geloot om te benaderen"
    if not found.enough or math.isnan(found.effect):
        rest = f"{number(found.alone)} om met rust te laten; van elk zijn er {FEWEST} nodig."
        return f"Nog te weinig: na minstens {LEAST_DAYS} dagen {sizes} en {rest}"
    low, high = _signed(found.low), _signed(found.high)
    chance = " Dat kan toeval zijn." if found.low <= 0 <= found.high else ""
    return (
        f"Wie geloot is om te benaderen gaf {_signed(found.effect)} marge (90 %-interval {low} tot {high}), "
        f"{euro(found.euros)} per klant per jaar; {sizes}, {number(found.alone)} om met rust "
        f"te laten.{chance}"
    )


def trial_told(found: Effect | None) -> str:
    """Return in a few words what the fair test found, '' while it found nothing.

    >>> trial_told(Effect(-0.08, -0.23, 0.07, 147, 100, -90.0))  # doctest: +NORMALIZE_WHITESPACE
    'De proef: geen effect van benaderen aangetoond (-8 % marge, 90 %-interval -23 % tot +7 %); zie
    Opvolging.'
    >>> trial_told(None)
    ''
    """
    if found is None or not found.enough or math.isnan(found.effect):
        return ""
    between = f"90 %-interval {_signed(found.low)} tot {_signed(found.high)}"
    if found.low <= 0 <= found.high:
        told = f"geen effect van benaderen aangetoond ({_signed(found.effect)} marge, {between})"
    else:
        told = f"benaderen gaf {_signed(found.effect)} marge ({between})"
    return f"De proef: {told}; zie Opvolging."


def _signed(change: float) -> str:
    text = percentage(change)
    return f"+{text}" if change > 0 and text != percentage(0.0) else text
