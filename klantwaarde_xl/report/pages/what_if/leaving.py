"""The scenarios of Wat als in which customers go: by choice the worst, or against it the best."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.what_if.basis import Asked, Ground, Scenario, Shown
from klantwaarde_xl.report.pages.what_if.terms import (
    BLANK,
    Term,
    at_row,
    both,
    either,
    in_count,
    in_euros,
    in_whole,
    largest,
    rounded,
    rounded_up,
    sentence,
    term,
    total,
    when,
)
from klantwaarde_xl.report.pages.what_if.typed import taken
from klantwaarde_xl.report.specs import Validation
from klantwaarde_xl.report.words import what_if_sentences as w

MONTHS_A_YEAR = 12.0
_FAR = 1e15
"""More than any turnover: what is lowered by it comes last."""
_COUNT = Validation("integer", minimum=0, maximum=100_000, message="Een aantal klanten.")
_CUSTOMER = Validation(
    "list", "lijst_WatAlsKlant", message="Kies uit de lijst, of typ een klantnummer.", strict=False
)


class Gone:
    """What goes with some customers: turnover, margin and costs, and what stays of their hours."""

    def __init__(self, there: Ground, name: str, label: str, who: Term) -> None:
        basis = there.basis
        known = who * basis.column("known")

        def step(what: str, words: str, value: Term, look: f.CellFormat = f.EURO_CENTS) -> Term:
            return basis.step(f"{name}{what}", f"{label}: {words}", value, look)

        self.count = step("Aantal", "klanten", total(who), f.INTEGER)
        self.unknown = step("Onbekend", "zonder bekende nettobijdrage", total(who) - total(known), f.INTEGER)
        self.revenue = step("Omzet", "omzet", total(who * basis.column("revenue")))
        self.margin = step("Marge", "brutomarge", total(known * basis.column("gross_margin")))
        costs = basis.column("expense") + basis.column("financing")
        self.costs = step("Kosten", "andere kosten en financiering", total(known * costs))
        self.time = step("Tijd", "tijdkosten", total(known * basis.column("time_cost")))
        self.hours = step("Uren", "uren", total(who * basis.column("hours")), f.HOURS)
        saved = self.costs + there.avoidable * self.time
        self.change = step("Netto", "nettobijdrage erbij", saved - self.margin)
        self.after = there.after(self.change)
        self.then = step("Dan", "nettobijdrage dan", self.after)

    def shown(self, there: Ground) -> tuple[Shown, ...]:
        """Return the rows of figures that both scenarios have."""
        basis = there.basis
        hours = basis.sum("hours")
        return (
            Shown("Omzet", there.revenue, there.revenue - self.revenue),
            Shown("Nettobijdrage", there.contribution, self.after),
            Shown("Uren", basis.known("hours", hours), basis.known("hours", hours - self.hours), f.HOURS),
        )


def drop(there: Ground) -> Scenario:
    """Return what changes without a customer, or without the worst by contribution."""
    basis = there.basis
    chosen = basis.input("Klant")
    row = basis.step("WegRij", "Laten gaan: rij van de klant", basis.row_of(chosen), f.INTEGER)
    asked = when(chosen.same(""), taken(basis.input("Slechtste"), _COUNT, 0.0), 0.0)
    worst = basis.step("WegVan", "Laten gaan: van onderen af", asked, f.INTEGER)
    place = basis.column("worst")
    who = basis.array("Weg", ((place > 0) * (place <= worst) + basis.number().same(row)) > 0)
    gone = Gone(there, "Weg", "Laten gaan", who)
    lowest = _those(gone.count, w.THE_WORST, w.ONE_WORST)
    named = basis.step(
        "WegNaam",
        "Laten gaan: wie",
        when(row > 0, at_row(basis.column("label"), row), lowest),
        f.TEXT_PLAIN,
    )
    answer = sentence(
        w.DROP,
        who=named,
        moves=basis.moves("Weg", gone.change),
        now=in_euros(there.contribution),
        then=in_euros(gone.then),
        free=when(
            basis.sum("hours").same(0.0), w.FREES_UNKNOWN, sentence(w.FREES, hours=in_whole(gone.hours))
        ),
    )
    given = Term(f'({chosen.formula}<>"")', bool(chosen.value))
    nobody = when(chosen.same(""), w.NO_DROP, w.NOT_LISTED)
    return Scenario(
        "Klanten laten gaan",
        (
            Asked("Zonder deze klant", "Klant", f.TEXT_SHRUNK, _CUSTOMER, term("geen")),
            Asked(
                "of aantal klanten, laagste eerst",
                "Slechtste",
                f.NUMBER_FREE,
                _COUNT,
                term(0.0),
                given,
                there.customers,
            ),
        ),
        when(
            there.there.same(0.0),
            w.NOT_KNOWN,
            when(
                gone.count.same(0.0),
                nobody,
                when(gone.unknown > 0, sentence(w.DROP_UNKNOWN, who=named), answer),
            ),
        ),
        there.time_counts(gone.time),
        gone.shown(there),
    )


def _those(count: Term, several: str, one: str) -> Term:
    """Return who go, in words: the one, or so many."""
    return when(count.same(1.0), one, sentence(several, count=in_count(count, w.CUSTOMERS)))


def lose(there: Ground, years: Term, compared: Term) -> Scenario:
    """Return what is lost with the best customers, how concentrated the rest is, and how it comes back.

    ``years``: of the period; ``compared``: 0 without a previous period, when nobody is known to be new."""
    basis = there.basis
    count = basis.step("TopVan", "Verliezen: van boven af", taken(basis.input("Top"), _COUNT, 0.0), f.INTEGER)
    place = basis.column("best")
    who = basis.array("Beste", (place > 0) * (place <= count))
    gone = Gone(there, "Top", "Verliezen", who)
    lost = term(0.0) - gone.change
    # Hours that stay are no loss when customers go, so they are no cost of those who come either.
    new = basis.column("new")
    stays = (term(1.0) - there.avoidable) * total(((new > 0) + (new < 0)) * basis.column("time_cost"))
    a_month = basis.step(
        "TopNieuw",
        "Wat nieuwe klanten per maand bijdragen, zonder uren die blijven",
        when(years > 0, (basis.sum("new") + stays) / (years * MONTHS_A_YEAR), 0.0),
    )
    possible = both(a_month > 0, lost > 0)
    months = basis.step("TopMaanden", "Verliezen: maanden", when(possible, lost / a_month, BLANK), f.HOURS)
    answer = sentence(
        w.LOSE,
        who=_those(gone.count, w.THE_BEST, w.ONE_BEST),
        amount=in_euros(lost),
        now=in_euros(there.contribution),
        then=in_euros(gone.then),
    )
    replaced = sentence(w.REPLACE, months=in_count(rounded(months, 0), w.MONTHS))
    back = when(compared.same(0.0), w.NEW_UNKNOWN, when(months.same(""), w.NO_REPLACE, replaced))
    nothing = either(there.there.same(0.0), gone.count.same(0.0))
    return Scenario(
        "De beste klanten verliezen",
        (
            Asked(
                "Aantal klanten, hoogste eerst",
                "Top",
                f.NUMBER_FREE,
                _COUNT,
                term(0.0),
                None,
                there.customers,
            ),
        ),
        when(there.there.same(0.0), w.NOT_KNOWN, when(gone.count.same(0.0), w.NO_TOP, answer)),
        when(nothing, "", sentence("{back}{ahead}", back=back, ahead=_next_year(there, who, gone.count))),
        (
            *gone.shown(there),
            Shown("Grootste 20 % van omzet", *_concentration(there, who, gone), f.PERCENTAGE),
        ),
    )


def _next_year(there: Ground, who: Term, count: Term) -> Term:
    """Return what these ``count`` customers are expected to bring in the year ahead, with bounds if known."""
    basis = there.basis
    names = (
        ("value_next", "TopJaar", "verwacht"),
        ("value_low", "TopLaag", "laag"),
        ("value_high", "TopHoog", "hoog"),
    )
    expected, low, high = (
        basis.step(name, f"Verliezen: komend jaar {label}", total(who * basis.column(field)))
        for field, name, label in names
    )
    together = when(count > 1, w.ALL_AT_ONCE, "")
    bounds = {"low": in_euros(low), "high": in_euros(high), "together": together}
    known = sentence(w.NEXT_YEAR, amount=in_euros(expected), **bounds)
    only = sentence(w.NEXT_YEAR_ONLY, amount=in_euros(expected))
    return when(expected.same(0.0), "", when(both(low.same(0.0), high.same(0.0)), only, known))


def _concentration(there: Ground, who: Term, gone: Gone) -> tuple[Term, Term]:
    """Return the share of the net turnover made by the largest 20 % of who bought, now and of who stays."""
    basis = there.basis
    revenue, bought = basis.column("revenue"), basis.column("bought")
    amounts = revenue - (term(1.0) - bought) * _FAR
    number, gone_buyers = total(bought), total(who * bought)
    both_shares = []
    for name, those, count, whole in (
        ("TopDeelNu", amounts, number, there.revenue),
        ("TopDeelDan", amounts - who * _FAR, number - gone_buyers, there.revenue - gone.revenue),
    ):
        top = basis.step(f"{name}Aantal", "Grootste 20 %: klanten", rounded_up(count / 5.0), f.INTEGER)
        bound = when(top > 0, largest(those, top), 0.0)
        bound = basis.step(f"{name}Grens", "Grootste 20 %: kleinste omzet", bound)
        above = those > bound
        more = total(above * revenue) + (top - total(above)) * bound
        all_of_it = basis.step(f"{name}Omzet", "Grootste 20 %: hele omzet", whole)
        share = when(rounded(all_of_it, 2) > 0, more / all_of_it, BLANK)
        both_shares.append(basis.step(name, "Grootste 20 %: deel van de omzet", share, f.PERCENTAGE))
    return both_shares[0], both_shares[1]
