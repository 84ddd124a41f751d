from __future__ import annotations

import pytest

from klantwaarde_xl.report.pages.customer_card import blocks
from klantwaarde_xl.report.specs import Block, CellSpec, split_address

MAKERS = (
    blocks.key_figures,
    blocks.position,
    blocks.facts,
    blocks.effort,
    blocks.bought_groups,
    blocks.to_do,
    blocks.levers,
)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_block_begins_with_its_heading_and_moves_as_a_whole(make: object) -> None:
    here: list[Block] = make(8)  # type: ignore[operator]
    lower: list[Block] = make(20)  # type: ignore[operator]
    assert split_address(here[0].at)[1] == 8
    assert len(here) == len(lower)
    if make is not blocks.position:  # its ranks stand where the message on top names them
        moved = [split_address(b.at)[1] - split_address(a.at)[1] for a, b in zip(here, lower, strict=True)]
        assert set(moved) == {12}


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_no_cell_of_a_block_drops_its_formula_when_blank(make: object) -> None:
    cells = [block for block in make(8) if isinstance(block, CellSpec)]  # type: ignore[operator]
    assert cells
    assert all(cell.live and cell.formula for cell in cells)


def test_the_message_reads_the_ranks_where_they_stand() -> None:
    places = {block.value: block.at for block in blocks.position(blocks.TOP) if isinstance(block, CellSpec)}
    assert {field: places[f"card_{field}"] for field in blocks.RANK_CELLS} == blocks.RANK_CELLS
