"""Elements of a page: nothing that a user typed or imported becomes an element itself."""

from __future__ import annotations

import lxml.html
import pytest

from klantwaarde_xl.web.markup import Markup, joined, tag, text

NASTY = ["<script>alert(1)</script>", 'x" onmouseover="y', "a & b &amp; c", "'enkel'", "]]>", "<!--", "é ÿ €"]


@pytest.mark.parametrize("value", NASTY)
def test_a_browser_reads_back_what_went_in(value: str) -> None:
    made = tag("p", value, title=value)
    (element,) = lxml.html.fragments_fromstring(made)
    assert (element.text_content(), element.get("title")) == (value, value)
    assert len(element) == 0
    assert set(element.attrib) == {"title"}


@pytest.mark.parametrize("value", ["\x00", "\x08", "\x1b", "\x7f", "\ud800", "\ufffe"])
def test_characters_that_no_document_may_hold_are_replaced(value: str) -> None:
    """XML 1.0, section 2.2, leaves these out of a document (x7F only as advice)."""
    assert text(f"a{value}b") == "a\N{REPLACEMENT CHARACTER}b"
    tag("p", value).encode("utf-8")


def test_tabs_and_line_ends_stay() -> None:
    assert text("a\tb\nc") == "a\tb\nc"


def test_elements_are_not_escaped_twice() -> None:
    inner = tag("b", "1 < 2")
    assert isinstance(inner, Markup)
    assert tag("p", inner, None, 3) == "<p><b>1 &lt; 2</b>3</p>"
    assert joined(None, "<", inner) == "&lt;<b>1 &lt; 2</b>"


def test_attributes_are_written_as_html_names_them() -> None:
    made = tag("label", for_="x", aria_label="y", hidden=False, title=None, disabled=True)
    assert made == '<label for="x" aria-label="y" disabled></label>'
    assert tag("svg", viewBox="0 0 1 1") == '<svg viewBox="0 0 1 1"></svg>'


@pytest.mark.parametrize("name", ["br", "input", "link", "meta"])
def test_void_elements_have_no_end(name: str) -> None:
    """The HTML standard, section 13.1.2: these have a start tag only."""
    assert tag(name) == f"<{name}>"
