"""Real data sets turned into input workbooks, for tests and benchmarks; the data themselves are not in the
repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter


def write_workbook(path: Path, sheets: Mapping[str, pd.DataFrame]) -> Path:
    """Write plain sheets with Dutch headers, row by row so that memory stays small; dates get a date
    format."""
    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    date = book.add_format({"num_format": "dd-mm-yyyy"})
    for name, frame in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, frame.columns)
        dates = [pd.api.types.is_datetime64_any_dtype(kind) for kind in frame.dtypes]
        blank = frame.isna().to_numpy()
        columns = [
            column.dt.to_pydatetime() if dated else column.tolist()
            for dated, (_, column) in zip(dates, frame.items(), strict=True)
        ]
        for i, row in enumerate(zip(*columns, strict=True)):
            for j, value in enumerate(row):
                if blank[i, j]:
                    continue
                if dates[j]:
                    sheet.write_datetime(i + 1, j, value, date)
                elif isinstance(value, str):
                    sheet.write_string(i + 1, j, value)
                else:
                    sheet.write_number(i + 1, j, value)
    book.close()
    return path


def adventureworks(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the reseller sales as input tables: cost is quantity x standard cost, product group the
    subcategory."""
    sales = pd.read_csv(
        folder / "FactResellerSales.csv", dtype={"EmployeeKey": str, "ResellerKey": str, "ProductKey": str}
    )
    products = pd.read_csv(folder / "Product.csv", dtype={"ProductKey": str})
    resellers = pd.read_csv(folder / "Resellers.csv", dtype={"ResellerKey": str})
    managers = sales.groupby("ResellerKey")["EmployeeKey"].agg(
        lambda keys: keys.value_counts().sort_index(kind="stable").idxmax()
    )
    return {
        "Klanten": pd.DataFrame(
            {
                "Klantnr": resellers["ResellerKey"],
                "Klantnaam": resellers["ResellerName"],
                "Segment": resellers["BusinessType"],
                "Regio": resellers["Country_Region"],
                "Accountmanager": resellers["ResellerKey"].map(managers),
            }
        ),
        "Transacties": pd.DataFrame(
            {
                "Datum": pd.to_datetime(sales["OrderDate"]),
                "Klantnr": sales["ResellerKey"],
                "Productcode": sales["ProductKey"],
                "Factuurnr": sales["SalesOrderNumber"],
                "Aantal": sales["OrderQuantity"],
                "Omzet": sales["SalesAmount"],
                "Kostprijs": sales["OrderQuantity"] * sales["StandardCost"],
            }
        ),
        "Producten": pd.DataFrame(
            {
                "Productcode": products["ProductKey"],
                "Omschrijving": products["Product"],
                "Productgroep": products["Subcategory"],
            }
        ),
        "Team": pd.DataFrame({"Naam": sorted(sales["EmployeeKey"].unique()), "Capaciteit": 1200.0}),
    }


def online_retail(folder: Path, *, with_unknown: bool = False) -> dict[str, pd.DataFrame]:
    """Return the web shop's lines as input tables; lines without a customer only when asked, as customer
    'onbekend'."""
    text = {"InvoiceNo": str, "StockCode": str, "CustomerID": str, "Description": str}
    sales = pd.read_csv(folder / "online_retail.csv.gz", dtype=text)
    if with_unknown:
        sales["CustomerID"] = sales["CustomerID"].fillna("onbekend")
    sales = sales[sales["CustomerID"].notna()]
    return {
        "Klanten": pd.DataFrame({"Klantnr": sales["CustomerID"].drop_duplicates()}),
        "Transacties": pd.DataFrame(
            {
                "Datum": pd.to_datetime(sales["InvoiceDate"]).dt.floor("D"),
                "Klantnr": sales["CustomerID"],
                "Productcode": sales["StockCode"],
                "Factuurnr": sales["InvoiceNo"],
                "Aantal": sales["Quantity"].astype(float),
                "Omzet": sales["Quantity"] * sales["UnitPrice"],
            }
        ),
    }


def northwind(folder: Path) -> pd.DataFrame:
    """Return the order lines as invoice lines with ``item``; cost is 70 % of the list price."""
    orders = pd.read_csv(folder / "Orders.csv", parse_dates=["OrderDate"])
    products = pd.read_csv(folder / "Products.csv")
    lines = pd.read_csv(folder / "Order_Details.csv").merge(orders, on="OrderID")
    lines = lines.merge(products, on="ProductID", suffixes=("", "_list"))
    return pd.DataFrame(
        {
            "date": lines["OrderDate"],
            "customer_id": lines["CustomerID"].astype(str),
            "product_id": lines["ProductID"].astype(str),
            "invoice_id": lines["OrderID"].astype(str),
            "revenue": lines["UnitPrice"] * lines["Quantity"] * (1 - lines["Discount"]),
            "cost": 0.7 * lines["UnitPrice_list"] * lines["Quantity"],
            "item": lines["CategoryID"].astype(str),
        }
    )


def cdnow(folder: Path) -> pd.DataFrame:
    """Return the purchases of the record shop as invoice lines, with a cost of nothing."""
    names = ["customer_id", "date", "count", "revenue"]
    lines = pd.read_csv(
        folder / "CDNOW_master.txt.gz",
        sep=r"\s+",
        header=0,
        names=names,
        dtype={"customer_id": str, "date": str},
    )
    lines["date"] = pd.to_datetime(lines["date"])
    return lines.assign(cost=0.0)[["date", "customer_id", "revenue", "cost"]]
