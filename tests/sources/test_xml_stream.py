"""XML as a stream: every record comes whole, and what was read does not stay."""

from __future__ import annotations

import io

import pytest

from klantwaarde_xl.errors import XML_ENCODING, KlantwaardeError
from klantwaarde_xl.sources.xml_stream import KEPT_SHELLS, look, records


def test_records_come_whole_and_what_was_read_is_freed() -> None:
    count = 5 * KEPT_SHELLS + 3
    many = "".join(f"<t>\n <n>{number}</n>\n</t>\n" for number in range(count))
    stream = io.BytesIO(f"<a><j><id>1</id>{many}</j></a>".encode())
    most, numbers, first = 0, [], set()
    for element in records(stream, "a.xml", look(stream, "a.xml"), ["t"]):
        numbers.append(int(element[0].text))
        parent = element.getparent()
        # The parser is ahead of us by a block; what counts is what stays behind.
        here = parent.index(element)
        most = max(most, here)
        first.add(parent[0].tag)
        assert here == 1 or len(parent[here - 1]) == 0
    assert numbers == list(range(count))
    # The journal's own fields before the records stay.
    assert first == {"id"}
    assert most <= KEPT_SHELLS + 1


def test_a_record_within_a_record_is_still_there_when_the_outer_one_comes() -> None:
    stream = io.BytesIO(b"<a><header><name>Oud BV</name></header></a>")
    found = [
        "".join(element.itertext())
        for element in records(stream, "a.xml", look(stream, "a.xml"), ["name", "header"])
    ]
    assert found == ["Oud BV", "Oud BV"]


def test_a_text_of_blanks_counts_as_a_text() -> None:
    stream = io.BytesIO(b"<a><t>\n  <n>  </n> <m>x y</m>\n</t></a>")
    element = next(records(stream, "a.xml", look(stream, "a.xml"), ["t"]))
    assert [child.text for child in element] == ["  ", "x y"]


@pytest.mark.parametrize("encoding", ["latin-1", "ISO-8859-15", "windows-1252", "utf_8", "US-ASCII"])
def test_an_encoding_that_the_user_names_is_known_to_both_parsers(encoding: str) -> None:
    stream = io.BytesIO("<a><t>ruw</t></a>".encode(encoding))
    found = records(stream, "a.xml", look(stream, "a.xml", encoding), ["t"], encoding)
    assert [element.text for element in found] == ["ruw"]


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "idna", "unicode_escape", "utf-32", "shift_jis"])
def test_another_encoding_is_refused_before_anything_is_read(encoding: str) -> None:
    stream = io.BytesIO(b"<a><t>ruw</t></a>")
    with pytest.raises(KlantwaardeError) as told:
        look(stream, "a.xml", encoding)
    assert told.value.code == XML_ENCODING.code
