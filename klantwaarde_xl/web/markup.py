"""Elements of a page: every text that goes in is escaped, unless it is an element already."""

from __future__ import annotations

import html
import re

_VOID = {"br", "input", "link", "meta"}
_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of characters: no browser shows them, and some end a document."""


class Markup(str):
    """Text that is an element or several, and must not be escaped again."""

    __slots__ = ()


def text(value: object) -> Markup:
    """Return a value as text in a page.

    >>> text('<b> & "c"'), text(Markup("<b>"))
    ('&lt;b&gt; &amp; &quot;c&quot;', '<b>')
    """
    if isinstance(value, Markup):
        return value
    return Markup(html.escape(_NOT_SHOWN.sub("\ufffd", str(value))))


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element; attributes that are None or False are left out, True has no value.

    An underscore at the end of an attribute's name is dropped, others become hyphens. SVG names such as
    ``viewBox`` stay as they are.

    >>> tag("a", "R&D", href="?q=1&r=2", class_="link", hidden=False)
    '<a href="?q=1&amp;r=2" class="link">R&amp;D</a>'
    >>> tag("input", type="search", required=True)
    '<input type="search" required>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        shown = key.rstrip("_").replace("_", "-")
        parts.append(shown if value is True else f'{shown}="{text(value)}"')
    if name in _VOID:
        return Markup(f"<{' '.join(parts)}>")
    return Markup(f"<{' '.join(parts)}>{joined(*children)}</{name}>")


def joined(*children: object) -> Markup:
    """Return several texts and elements after each other; None is left out."""
    return Markup("".join(text(child) for child in children if child is not None))
