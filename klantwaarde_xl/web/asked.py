"""The questions of an import on the page: forms with the words of the button, and what their answers are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from klantwaarde_xl import errors
from klantwaarde_xl.imports import sentences
from klantwaarde_xl.imports.questions import Question
from klantwaarde_xl.web.markup import Markup, tag

ANSWER = "antwoord"
"""The address of the form, and what the names of its fields begin with, before the key of the question."""
REMEMBER = "onthoud"
_CHOSEN, _TYPED = f"{ANSWER}.keuze.", f"{ANSWER}.tekst."
_LONGEST = 500
_MOST_CHOICES = 40


def questions(
    open_ones: Sequence[Question], optional: Sequence[Question], mistakes: Iterable[errors.KlantwaardeError]
) -> Markup | None:
    """Return one form with every question, None without any; what is left blank stays as it is."""
    if not open_ones and not optional:
        return None
    told = [tag("p", str(mistake), class_="warning", role="alert") for mistake in mistakes]
    fields = [_question(one) for one in open_ones]
    fields += [_question(one, note="U hoeft dit niet te beantwoorden.") for one in optional]
    return tag(
        "form",
        tag("h2", "Wat alleen u weet"),
        tag("p", "Wat u leeg laat blijft zoals het is: een bestand dat geweigerd is, telt niet mee."),
        *told,
        *fields,
        tag("button", "Lees opnieuw met deze antwoorden", type="submit"),
        method="post",
        action=ANSWER,
        class_="area whole",
    )


def _question(one: Question, note: str = "") -> Markup:
    """Return a question: answers to choose from where there are, and always a field to type in."""
    offered = one.choices[:_MOST_CHOICES]
    options = [tag("option", "Kies een antwoord", value="")]
    options += [tag("option", choice.replace("=", " = ", 1), value=choice) for choice in offered]
    pick = tag("label", "Kies ", tag("select", *options, name=_CHOSEN + one.key))
    words = "of typ " if offered else "Antwoord "
    box = tag(
        "input", type="text", name=_TYPED + one.key, maxlength=str(_LONGEST), autocomplete="off", size="32"
    )
    return tag(
        "fieldset",
        tag("legend", one.name),
        tag("p", one.message),
        tag("p", one.text),
        tag("p", note) if note else None,
        tag("div", pick if offered else None, tag("label", words, box), class_="filters"),
    )


def remember() -> Markup:
    """Return the box by which the chosen columns are kept for a next time."""
    box = tag("input", type="checkbox", name=REMEMBER, value="1")
    return tag("p", tag("label", box, " ", sentences.REMEMBER))


def answers_in(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the answers of a form by key of their question; what is typed goes before what is chosen.

    >>> answers_in([("antwoord.keuze.a1", "Omzet=Bedrag"), ("antwoord.tekst.a1", ""), ("x", "y")])
    {'a1': 'Omzet=Bedrag'}
    """
    given = [(name, value.strip()[:_LONGEST]) for name, value in fields if value.strip()]
    return {
        name.removeprefix(start): value
        for start in (_CHOSEN, _TYPED)
        for name, value in given
        if name.startswith(start)
    }
