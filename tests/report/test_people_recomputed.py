"""What the Dashboard says of who may leave, earns most or has no manager, and of Monday, computed anew."""

from __future__ import annotations

import re

from dashboard_said import EUROS, one, said, same

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.document import Document


def test_at_whom_most_is_at_stake_and_how_it_divides(firm: Analysis, firm_document: Document) -> None:
    customers, texts = firm_document.frames["customers"], said(firm_document)
    stake = customers["at_stake"].astype(float)
    found = one("Nog te behouden, het meest:", texts)
    kept = stake.where(~(customers["leave_chance"] > 0.9))
    assert bool(found) == bool((kept.round(2) > 0).any())
    if found:
        told = re.findall(rf"‘([^’]+)’ \(({EUROS})\)", found.string)
        most = customers.loc[kept.nlargest(2).index]
        assert [name for name, _ in told] == most["name"].tolist()
        for (_, euros), row in zip(told, most.to_dict("records"), strict=True):
            same(euros, row["at_stake"])
    found = one(
        rf"Van die (?P<all>{EUROS}) is (?P<gone>{EUROS}) van .* niet weg: (?P<left>{EUROS}), "
        rf"waarvan (?P<late>{EUROS}) van",
        texts,
    )
    if found:
        gone = customers["leave_chance"] > 0.9
        # Later than twice the own interval, as the settings have it.
        late = customers["recency_days"] > firm.settings.late_after * customers["typical_gap"]
        same(found["gone"], stake[gone].sum())
        same(found["late"], stake[~gone & late].sum())
        same(found["left"], stake[~gone].sum())
        same(found["all"], stake.sum())


def test_who_earns_most_and_who_has_no_manager(firm: Analysis, firm_document: Document) -> None:
    customers, texts = firm_document.frames["customers"], said(firm_document)
    net = customers["contribution"].astype(float)
    if found := one(rf"Op nettobijdrage is de beste ‘(?P<name>.+)’: (?P<net>{EUROS})", texts):
        assert found["name"] == customers.loc[net.idxmax(), "name"]
        same(found["net"], net.max())
    owner = customers["account_manager"].astype(object)
    nobody = customers[owner.isna() | (owner == "")]
    found = one(r"(?P<count>\d+) klant(?:en)? he(?:eft|bben) geen accountmanager", texts)
    assert bool(found) == (0 < len(nobody) < len(customers))
    if not found:
        return
    assert int(found["count"]) == len(nobody)
    if euros := re.search(rf"\(netto ({EUROS})\)", found.string):
        same(euros[1], nobody["contribution"].sum())
    if largest := re.search(rf"grootste ‘(.+)’ \(({EUROS})\)", found.string):
        row = nobody.loc[nobody["contribution"].idxmax()]
        assert largest[1] == row["name"]
        same(largest[2], row["contribution"])


def test_who_has_no_place_on_maandag_is_counted_as_maandag_does(firm_document: Document) -> None:
    rows, texts = firm_document.frames["monday"], said(firm_document)
    customers, actions = firm_document.frames["customers"], firm_document.frames["actions"]
    left = [int(found[1]) for why in rows["why"] if (found := re.search(r"waarvan (\d+) tegen vertrek", why))]
    more = r"\(nog (?P<left>\d+) pass?t?e?n? niet op die lijst(?:, waarvan (?P<gone>\d+) waar[^)]*)?\)"
    told = one(rf"^Maandag: .*{more}", texts)
    assert int(told["left"] if told else 0) == sum(left)
    gone = customers.set_index("customer_id")["leave_chance"].astype(float) > 0.9
    listed = rows["customer_id"]
    # All who are to be called on Acties and are not on the list; only of some firms is that told by label.
    held = actions[(actions["label"] == "Vasthouden") & ~actions["customer_id"].isin(listed)]
    if told:
        assert int(told["gone"] or 0) <= sum(left)
        assert int(told["gone"] or 0) >= gone.reindex(held["customer_id"]).sum()
