from __future__ import annotations

from klantwaarde_xl.model.setting_declaration import declared_settings
from klantwaarde_xl.model.settings import Settings


def test_limits_are_read_from_plain_and_optional_settings_alike() -> None:
    declared = {item.field: item for item in declared_settings(Settings)}
    assert (declared["bound_a"].minimum, declared["bound_a"].maximum) == (0, 1)
    assert (declared["turnover_middle"].minimum, declared["turnover_middle"].default) == (0.01, None)
    assert declared["turnover_middle"].cell_name == "Inst_MaatstafOmzetMidden"
    assert declared["normalisation"].choices[0] == "waarde"
