"""Parts are read by what they say, not by how a program wrote it."""

from __future__ import annotations

import io
import zipfile

from klantwaarde_xl.setup.saved_package import Link, Package


def package(**parts: str) -> Package:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return Package(out.getvalue())


def test_targets_are_the_same_absolute_or_not() -> None:
    tag = '<Relationship Id="{}" Type="a/b/table" Target="{}"/>'
    rels = "".join(tag.format(n, to) for n, to in enumerate(("../t/x.xml", "/xl/t/x.xml", "%2E./t/x.xml")))
    rels += '<Relationship Id="3" Type="a/hyperlink" TargetMode="External" Target="https://x/%20"/>'
    found = package(**{"xl/w/_rels/s.xml.rels": f"<R>{rels}</R>"}).links("xl/w/s.xml")
    assert [found[str(n)] for n in range(3)] == [Link("table", "xl/t/x.xml")] * 3
    assert found["3"] == Link("hyperlink", "https://x/%20")


def test_no_entity_of_a_part_is_followed() -> None:
    bad = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'
    read = package(**{"a.xml": bad, "b.xml": "<a"})
    assert "".join(map(str, read.xml("a.xml").itertext())) == "&e;"
    assert read.xml("b.xml").tag == read.xml("niet.xml").tag == "nothing"
    assert read.unreadable == {"b.xml"}
