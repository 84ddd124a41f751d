"""What the Dashboard says, and how tests find a sentence and compare its amounts."""

from __future__ import annotations

import re

from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.dashboard.sentences import SENTENCES
from klantwaarde_xl.report.words.parts import amount

EUROS = r"(?:minder dan )?€ -?\d{1,3}(?:\.\d{3})*"


def same(told: str, euros: float) -> None:
    """Compare an amount in a sentence with a figure."""
    assert told == amount(euros), (told, euros)


def said(document: Document) -> list[str]:
    """Return the headline and the sentences of the Dashboard, without blanks that do not break."""
    texts = [
        document.values["headline"],
        *(document.values[f"sentence_{n}"] for n in range(1, len(SENTENCES) + 1)),
    ]
    return [str(text) for text in texts if text]


def one(pattern: str, texts: list[str]) -> re.Match[str] | None:
    found = [match for text in texts if (match := re.search(pattern, text))]
    assert len(found) <= 1, pattern
    return found[0] if found else None
