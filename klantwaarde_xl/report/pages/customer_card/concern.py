"""What Kaartgegevens holds of a customer's products, of the other customers of its concern, and of hours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.measures.invoice_lines import parents
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnSpec
from klantwaarde_xl.report.words.parts import plain

PRODUCTS, MEMBERS = 8, 6
"""Products and customers of the concern by name; one more row has the rest."""
NO_CODE = "Zonder productcode"


def _numbered(field: str, header: str, rows: int, look: f.CellFormat, width: float) -> tuple[ColumnSpec, ...]:
    return tuple(ColumnSpec(f"{field}_{n}", f"{header} {n}", look, width) for n in range(1, rows + 2))


DETAIL_COLUMNS = (
    *_numbered("product_name", "Product", PRODUCTS, f.TEXT, f.WIDTH_TEXT),
    *_numbered("product_now", "Product omzet", PRODUCTS, f.EURO_CENTS, f.WIDTH_AMOUNT),
    *_numbered("product_before", "Product vorige", PRODUCTS, f.EURO_CENTS, f.WIDTH_AMOUNT),
    *_numbered("member_name", "Concern", MEMBERS, f.TEXT, f.WIDTH_NAME),
    *_numbered("member_revenue", "Concern omzet", MEMBERS, f.EURO_CENTS, f.WIDTH_AMOUNT),
    *_numbered("member_contribution", "Concern nettobijdrage", MEMBERS, f.EURO_CENTS, f.WIDTH_AMOUNT),
    ColumnSpec("member_note", "Concern opmerking", f.TEXT, f.WIDTH_TEXT),
    ColumnSpec(
        "hours_a_year",
        "Uren van de accountmanager",
        f.HOURS,
        f.WIDTH_FIGURE,
        "Per jaar: wat van deze klant tegen zijn capaciteit telt.",
    ),
)
"""Columns of tblKaart behind Klantkaart vervolg."""


def detail_frame(analysis: Analysis, ids: pd.Series) -> pd.DataFrame:
    """Return the columns of DETAIL_COLUMNS for these customers, a row each."""
    own = analysis.chances.manager_hours.own
    own = own.set_axis(own.index.astype(str))
    hours = own.reindex(ids).to_numpy(float) / analysis.period.years
    parts = [_products(analysis, ids), _members(analysis, ids)]
    return pd.concat(parts, axis=1).assign(hours_a_year=np.round(hours, 4))


def _products(analysis: Analysis, ids: pd.Series) -> pd.DataFrame:
    """Return per customer its largest products of both periods, with the turnover of each."""
    sold = _sold(analysis, ids)
    size = sold.max(axis=1)
    order = np.lexsort((sold.index.get_level_values(1), -size, sold.index.get_level_values(0)))
    sold = sold.iloc[order]
    place = sold.groupby(level=0).cumcount().to_numpy()
    owner = sold.index.get_level_values(0)
    rows = pd.Index(ids)
    names = _product_names(analysis)
    shown = np.asarray(sold.index.get_level_values(1), dtype=object)
    frame = pd.DataFrame(index=rows)
    for n in range(PRODUCTS):
        at = place == n
        called = pd.Series([names.get(code, code) for code in shown[at]], owner[at], dtype=object)
        frame[f"product_name_{n + 1}"] = called.reindex(rows).fillna("")
    rest = place >= PRODUCTS
    count = pd.Series(1, owner[rest]).groupby(level=0).sum().reindex(rows).fillna(0).astype(int)
    frame[f"product_name_{PRODUCTS + 1}"] = [f"Overige producten ({n})" if n else "" for n in count]
    amounts = {
        f"product_{when}_{n + 1}": _placed(sold[when], place, n, rows)
        for when in ("now", "before")
        for n in range(PRODUCTS + 1)
    }
    return pd.concat([frame, pd.DataFrame(amounts, index=rows)], axis=1).reset_index(drop=True)


def _sold(analysis: Analysis, ids: pd.Series) -> pd.DataFrame:
    """Return turnover ``now`` and ``before`` (EUR) by customer and product; NaN where nothing was sold."""
    lines = analysis.lines
    when = {"now": analysis.period, "before": analysis.previous}
    days, wanted = lines["date"].to_numpy(), lines["customer_id"].isin(ids).to_numpy()
    sums = {}
    for name, period in when.items():
        part = lines[wanted & period.contains(days)]
        codes = part["product_id"].astype(object)
        codes = codes.where(codes.notna(), NO_CODE)
        sums[name] = part["revenue"].groupby([part["customer_id"].astype(object), codes]).sum().round(2)
    found = pd.DataFrame(sums)
    return found if len(found) else found.set_axis(pd.MultiIndex.from_arrays([[], []]))


def _placed(amounts: pd.Series, place: np.ndarray, n: int, rows: pd.Index) -> pd.Series:
    part = amounts[place == n] if n < PRODUCTS else amounts[place >= PRODUCTS]
    return part.groupby(level=0).sum(min_count=1).reindex(rows).astype(float)


def _product_names(analysis: Analysis) -> dict[str, str]:
    """Return what products are called, by code, where that is known."""
    products = analysis.inputs.products
    if products is None or "description" not in products:
        return {}
    known = products[products["description"].notna()]
    codes, names = (known[field].astype(object) for field in ("product_id", "description"))
    return {code: plain(f"{name} ({code})") for code, name in zip(codes, names, strict=True)}


def _members(analysis: Analysis, ids: pd.Series) -> pd.DataFrame:
    """Return per customer the customers of its concern, itself among them, most turnover first."""
    known = _of_concerns(analysis)
    found = dict(tuple(known.groupby("concern", sort=False)))
    concern = dict(zip(known["customer_id"], known["concern"], strict=True))
    rows = []
    for customer in ids:
        key = customer if analysis.settings.by_parent else concern.get(customer)
        members = None if key is None else found.get(key)
        alone = members is None or (len(members) < 2 and not analysis.settings.by_parent)
        rows.append(_row(None if alone else members, by_parent=analysis.settings.by_parent))
    return pd.DataFrame(rows, columns=[column.field for column in DETAIL_COLUMNS if "member" in column.field])


def _of_concerns(analysis: Analysis) -> pd.DataFrame:
    """Return customer_id, concern, name, revenue and contribution of the customers of every concern.

    In an analysis by concern the figures are those of the whole, and its customers come from the input."""
    if not analysis.settings.by_parent:
        customers = analysis.customers.rename_axis("customer_id").reset_index()
        customers["concern"] = parents(customers).to_numpy()
        fields = ["customer_id", "concern", "name", "revenue", "contribution"]
        return customers[fields].sort_values(["revenue", "customer_id"], ascending=[False, True])
    given = analysis.inputs.customers
    if given is None:
        return pd.DataFrame(columns=["customer_id", "concern", "name", "revenue", "contribution"])
    given = given[given["parent_id"].notna()]
    names = given["name"].astype(object).where(given["name"].notna(), given["customer_id"].astype(object))
    found = pd.DataFrame({"customer_id": given["customer_id"].astype(object), "name": names})
    return found.assign(concern=parents(given).to_numpy(), revenue=np.nan, contribution=np.nan)


def _row(members: pd.DataFrame | None, *, by_parent: bool) -> dict[str, object]:
    """Return the columns of one customer: its concern's customers, the rest together, and a remark."""
    if members is None:
        return {"member_note": "Hoort bij geen concern." if not by_parent else "Geen andere klanten bekend."}
    row: dict[str, object] = {}
    for n, each in enumerate(members.head(MEMBERS).to_dict("records"), 1):
        row |= {f"member_name_{n}": plain(each["name"])}
        row |= {f"member_{field}_{n}": round(float(each[field]), 2) for field in ("revenue", "contribution")}
    rest = members.iloc[MEMBERS:]
    if len(rest):
        row[f"member_name_{MEMBERS + 1}"] = f"Overige klanten ({len(rest)})"
        for field in ("revenue", "contribution"):
            total = rest[field].sum(min_count=1)
            row[f"member_{field}_{MEMBERS + 1}"] = round(float(total), 2)
    row["member_note"] = (
        "De cijfers van Klantkaart zijn van deze klanten samen."
        if by_parent
        else "Met omzet in deze periode."
    )
    return row
