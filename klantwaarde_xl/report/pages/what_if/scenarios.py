"""The scenarios of Wat als that follow from prices, hours and payment days of the chosen customers."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.what_if.basis import Asked, Ground, Scenario, Shown
from klantwaarde_xl.report.pages.what_if.terms import (
    BLANK,
    Term,
    both,
    in_euros,
    in_percent,
    in_whole,
    positive,
    sentence,
    size,
    term,
    when,
)
from klantwaarde_xl.report.pages.what_if.typed import taken
from klantwaarde_xl.report.specs import Validation
from klantwaarde_xl.report.words import what_if_sentences as w

_PRICE = Validation("number", minimum=-0.9, maximum=5, message="Een percentage van -90 tot 500 %.")
_PART = Validation("number", minimum=0, maximum=5, message="Een percentage van 0 tot 500 %.")
_DAYS = Validation("number", minimum=0, maximum=365, message="0 tot 365 dagen.")


def _guarded(there: Ground, answer: Term) -> Term:
    """Return the answer, or what is wrong with the choice of whom it is about."""
    return when(there.kind.same(0.0), w.UNKNOWN_SCOPE, answer)


def price(there: Ground) -> Scenario:
    """Return what another price gives at the same volume, and the volume at which that is lost again.

    One-off lines keep their price; costs stay; financing follows turnover where that is positive."""
    basis = there.basis
    part = basis.step(
        "PrijsDeel", "Verandering van de prijs", taken(basis.input("Prijs"), _PRICE, 0.0), f.PERCENTAGE
    )
    revenue, regular, covered, known = (
        basis.column(name) for name in ("revenue", "regular", "regular_covered", "known")
    )
    financed = basis.column("interest") * (positive(revenue + part * regular) - positive(revenue))
    more = basis.step("PrijsOmzet", "Prijs: omzet erbij", part * there.over(regular))
    margin = basis.step("PrijsMarge", "Prijs: brutomarge erbij", part * there.over(covered))
    interest = basis.step("PrijsRente", "Prijs: financiering erbij", there.over(financed))
    gain = basis.step(
        "PrijsNetto",
        "Prijs: nettobijdrage erbij",
        there.over(known * (part * covered - financed)),
    )
    turn = basis.step(
        "PrijsAfzet", "Prijs: afzet waarbij het omslaat", _turning_point(there, part), f.PERCENTAGE
    )
    then = there.after(gain)
    words = {
        "part": in_percent(size(part)),
        "higher": when(part < 0, w.LOWER, w.HIGHER),
        "who": there.who,
    }
    # Who has effort only has a net contribution, which no price changes.
    answer = when(
        there.over(known * covered).same(0.0),
        sentence(w.PRICE_UNKNOWN, moves=basis.moves("PrijsOmzet", more), **words),
        sentence(
            w.PRICE,
            moves=basis.moves("Prijs", gain),
            now=in_euros(there.contribution),
            then=in_euros(basis.step("PrijsDan", "Prijs: nettobijdrage dan", then)),
            **words,
        ),
    )
    note = when(
        turn.same(""),
        w.NO_TURN,
        when(
            part > 0,
            sentence(w.MAY_LOSE, part=in_percent(size(turn))),
            sentence(w.MUST_WIN, part=in_percent(size(turn))),
        ),
    )
    gross = basis.known("covered_revenue", basis.sum("gross_margin"))
    interest_now = basis.known("interest_day", basis.sum("financing"))
    return Scenario(
        "Een andere prijs",
        (Asked("Prijs verandert met", "Prijs", f.PERCENTAGE, _PRICE, term(0.0)),),
        _guarded(there, when(part.same(0.0), w.NO_PRICE, answer)),
        note,
        (
            Shown("Omzet", there.revenue, there.revenue + more),
            Shown("Brutomarge", gross, basis.known("covered_revenue", basis.sum("gross_margin") + margin)),
            Shown(
                "Financiering", interest_now, basis.known("interest_day", basis.sum("financing") + interest)
            ),
            Shown("Nettobijdrage", there.contribution, then),
        ),
    )


def _turning_point(there: Ground, part: Term) -> Term:
    """Return p / (m + p), the share of volume by which the gain is lost; blank where there is none."""
    basis = there.basis
    covered = basis.step(
        "PrijsDekking", "Prijs: omzet met kostprijs", there.over(basis.column("covered_revenue"))
    )
    earned = there.over(basis.column("gross_margin"))
    share = when(covered > 0, earned / covered, 0.0)
    margin = basis.step("PrijsMargePct", "Prijs: marge % nu", share, f.PERCENTAGE)
    turns = both(margin > 0, margin + part > 0, size(part) > 0)
    return when(turns, part / (margin + part), BLANK)


def hours(there: Ground) -> Scenario:
    """Return the hours that come free when the chosen customers take another part of them, and their cost."""
    basis = there.basis
    part = basis.step("UrenDeel", "Uren worden", taken(basis.input("Uren"), _PART, 1.0), f.PERCENTAGE)
    less = term(1.0) - part
    now = basis.step("UrenNu", "Uren van de gekozen klanten", there.over(basis.column("hours")), f.HOURS)
    free = basis.step("UrenVrij", "Uren: komen vrij", less * now, f.HOURS)
    known = basis.column("known")
    cost = basis.step("UrenTijd", "Uren: tijdkosten daarvan", less * there.over(basis.column("time_cost")))
    counted = basis.step(
        "UrenTelt",
        "Uren: tijdkosten van wie de nettobijdrage bekend is",
        less * there.over(known * basis.column("time_cost")),
    )
    gain = basis.step("UrenNetto", "Uren: nettobijdrage erbij", there.avoidable * counted)
    then = there.after(gain)
    answer = sentence(
        w.FREED,
        part=in_percent(size(less)),
        less=when(less < 0, w.MORE, w.LESS),
        who=there.who,
        hours=in_whole(size(free)),
        freed=when(less < 0, w.NEEDED, w.FREE),
        moves=basis.moves("Uren", gain),
        now=in_euros(there.contribution),
        then=in_euros(basis.step("UrenDan", "Uren: nettobijdrage dan", then)),
    )
    known_answer = when(there.there.same(0.0), w.NOT_KNOWN, answer)
    unknown = sentence(w.NO_HOURS, who=there.who)
    return Scenario(
        "Minder uren",
        (Asked("Uren worden, van nu", "Uren", f.PERCENTAGE, _PART, term(1.0)),),
        _guarded(there, when(now.same(0.0), unknown, known_answer)),
        there.time_counts(counted),
        (
            Shown(
                "Uren",
                basis.known("hours", basis.sum("hours")),
                basis.known("hours", basis.sum("hours") - free),
                f.HOURS,
            ),
            Shown(
                "Tijdkosten die blijven",
                basis.known("time_cost", basis.sum("time_cost")),
                basis.known("time_cost", basis.sum("time_cost") - cost * there.avoidable),
            ),
            Shown("Nettobijdrage", there.contribution, then),
        ),
    )


def days(there: Ground) -> Scenario:
    """Return the financing when the chosen customers pay after so many days; who has no days is left out."""
    basis = there.basis
    a_day, financing, known = (basis.column(name) for name in ("interest_day", "financing", "known"))
    each = basis.step("DagRente", "Betaaldagen: rente per dag", there.over(a_day))
    now = basis.step("DagNu", "Betaaldagen: financiering nu", there.over(financing))
    usual = basis.step(
        "DagenNu", "Betaaldagen nu, naar omzet gewogen", when(each > 0, now / each, 0.0), f.HOURS
    )
    typed = basis.step("DagenDan", "Betaaldagen dan", taken(basis.input("Dagen"), _DAYS, usual), f.HOURS)
    change = basis.step("DagRenteErbij", "Betaaldagen: financiering erbij", typed * each - now)
    gain = basis.step(
        "DagNetto",
        "Betaaldagen: nettobijdrage erbij",
        there.over(known * (financing - typed * a_day)),
    )
    then = there.after(gain)
    words = {
        "who": there.who,
        "days": in_whole(typed),
        "usual": in_whole(usual),
        "moves": basis.moves("Dag", change),
    }
    then_paid = in_euros(basis.step("DagDan", "Betaaldagen: nettobijdrage dan", then))
    answer = when(
        there.over(known * a_day).same(0.0),
        sentence(w.PAYS_UNKNOWN, **words),
        sentence(w.PAYS, then=then_paid, **words),
    )
    known_answer = when(there.there.same(0.0), w.NOT_KNOWN, answer)
    unknown = sentence(w.NO_DAYS, who=there.who)
    interest = basis.sum("financing")
    return Scenario(
        "Eerder of later betaald",
        (Asked("Betaald na dagen", "Dagen", f.INTEGER, _DAYS, usual),),
        _guarded(there, when(each.same(0.0), unknown, known_answer)),
        term(w.DAYS_NOTE),
        (
            Shown(
                "Financiering",
                basis.known("interest_day", interest),
                basis.known("interest_day", interest + change),
            ),
            Shown("Nettobijdrage", there.contribution, then),
        ),
    )
