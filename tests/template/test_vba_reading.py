"""Modules are read out of projects of ours, of Excel and of other programs as olevba reads them."""

from __future__ import annotations

import pytest
from excel_made import packages
from vba_records import project_of, sources

from klantwaarde_xl.template.vba_reading import decompressed, module_texts


def test_our_modules_are_read_back(template: bytes) -> None:
    from klantwaarde_xl.template.vba import workbook_modules

    found = module_texts(project_of(template))
    for module in workbook_modules([]):
        assert found[module.name] == module.source()


def test_those_of_excel_and_aspose_are_read_as_olevba_does() -> None:
    read = 0
    for name, data in packages().items():
        if name.endswith(("m", "lam")):
            ours = {key: text.rstrip("\0") for key, text in module_texts(project_of(data)).items()}
            for module, text in sources(project_of(data)).items():
                assert ours[module.rpartition(".")[0] or module].splitlines() == text.splitlines(), name
                read += 1
    assert read >= 5


@pytest.mark.parametrize("damage", [b"", b"geen project", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)])
def test_what_is_no_project_is_said(damage: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        module_texts(damage)


def test_a_cut_project_ends_in_one_kind_of_error(template: bytes) -> None:
    project = project_of(template)
    whole = module_texts(project)
    refused = 0
    for length in range(512, len(project), len(project) // 40):
        try:
            found = module_texts(project[:length])
        except ValueError:
            refused += 1
        else:
            assert found == whole, f"of {length} bytes another text was read"
    assert refused > 0


def test_a_chunk_that_points_before_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="before the chunk"):
        decompressed(bytes.fromhex("0103b0010000ff"))
