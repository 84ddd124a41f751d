from __future__ import annotations

import io
import zipfile

import xlsxwriter
from lxml import etree

from klantwaarde_xl.writers.bubble_chart import BUBBLE_SCALE, add_bubble_chart


def test_the_chart_xml_has_the_order_of_the_schema() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Data")
    for row, values in enumerate([(1, 2, 30), (2, 4, 10)]):
        sheet.write_row(row, 0, values)
    chart = add_bubble_chart(book, "Bellen")
    chart.add_series(
        {
            "name": "a",
            "categories": ["Data", 0, 0, 1, 0],
            "values": ["Data", 0, 1, 1, 1],
            "sizes": ["Data", 0, 2, 1, 2],
        }
    )
    sheet.insert_chart("E2", chart)
    book.close()
    package = zipfile.ZipFile(io.BytesIO(stream.getvalue()))
    assert [name for name in package.namelist() if "charts/" in name] == ["xl/charts/chart1.xml"]
    bubbles = etree.fromstring(package.read("xl/charts/chart1.xml")).find(".//{*}bubbleChart")
    names = [etree.QName(node).localname for node in bubbles]
    # ECMA-376 part 1, CT_BubbleChart and CT_BubbleSer.
    assert names == ["varyColors", "ser", "bubbleScale", "showNegBubbles", "sizeRepresents", "axId", "axId"]
    series = [etree.QName(node).localname for node in bubbles.find("{*}ser")]
    assert series == ["idx", "order", "tx", "invertIfNegative", "xVal", "yVal", "bubbleSize", "bubble3D"]
    sizes = bubbles.find(".//{*}bubbleSize")
    assert sizes.find(".//{*}f").text == "Data!$C$1:$C$2"
    assert [node.text for node in sizes.iter("{*}v")] == ["30", "10"]
    assert bubbles.find("{*}bubbleScale").get("val") == str(BUBBLE_SCALE)
