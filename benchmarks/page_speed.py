"""The doors without Excel on 60,000 invoice lines: ``python -m benchmarks.page_speed``.

The local page: from a dropped workbook to its Dashboard against ``vernieuw`` of that workbook (goal: at most
1.5 x its processor time), every sheet under 300 kB, the first paint in Chromium under a second, and nothing
wider than 360 px on a phone. The add-in: a second function over ranges that the program has (goal: half a
second). Without Chromium or an extra that part is left out, with a remark."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from benchmarks.function_speed import ranges
from benchmarks.measuring import judge, measure
from benchmarks.refresh_speed import refresh_it

ROOT = Path(__file__).resolve().parents[1]
MOST_BYTES, PHONE = 300_000, 360
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def support() -> None:
    """Let the stand-ins of the tests be imported."""
    sys.path.insert(0, str(ROOT / "tests" / "support"))


def drop_it(path: str) -> None:
    """Drop a workbook on the page, and wait for its Dashboard."""
    support()
    from web_client import Browser, running

    with running() as page:
        browser = Browser(page.address)
        browser.drop((Path(path).name, Path(path).read_bytes()))
        assert "Kerncijfers" in browser.wait().text


def upload(book: Path) -> None:
    """Judge the page against the command, each in a process of its own."""
    command = measure(refresh_it, str(book), str(book.with_name("uit.xlsx")), repeat=2)
    page = measure(drop_it, str(book), repeat=2)
    print(f"vernieuw {command.cpu_seconds:.1f} CPU-s ({command.seconds:.1f} s), to the Dashboard")
    print(f"{page.cpu_seconds:.1f} CPU-s ({page.seconds:.1f} s)")
    judge("upload to Dashboard / vernieuw, 60,000 lines", page.cpu_seconds / command.cpu_seconds, 1.5)


def pages(book: Path) -> None:
    """Judge the size of every sheet, and what Chromium says of the Dashboard and the largest one."""
    import browsers
    from web_client import running

    with running() as page, browsers.chromium() as chromium:
        context = chromium.new_context(viewport={"width": PHONE, "height": 740})
        context.set_default_timeout(120_000)
        tab = context.new_page()
        tab.goto(page.address)
        tab.set_input_files("input[type=file]", str(book))
        tab.click("text=Lees deze bestanden")
        tab.wait_for_url("**/Dashboard")
        links = tab.eval_on_selector_all("nav a:not([download])", "all => all.map(one => one.href)")
        found = []
        for link in links:
            tab.goto(link)
            size = tab.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize")
            wide = tab.evaluate("document.documentElement.scrollWidth")
            found.append((size, wide, min(_paint(tab, link) for _ in range(3)), link.rpartition("/")[2]))
        context.close()
    size, _, _, name = max(found)
    judge(f"kB of the largest sheet ({name})", size / 1000, MOST_BYTES / 1000, "kB")
    print(f"{os.getloadavg()[0]:.0f} programs wait for {os.cpu_count()} cores: a paint waits with them")
    slowest = max(found, key=lambda one: one[2])
    judge(f"first paint of the slowest sheet ({slowest[3]})", slowest[2] / 1000, 1.0, "s")
    judge("widest sheet on a phone", max(wide for _, wide, _, _ in found), PHONE, "px")


def _paint(tab, link: str) -> float:
    """Return the milliseconds to the first paint; the policy of the page lets no script wait for it."""
    tab.goto(link)
    while not (found := tab.evaluate(FIRST_PAINT)):
        time.sleep(0.05)
    return float(found)


def second_function(lines: int) -> None:
    """Judge the second function of the add-in over the same ranges, as the script of its page asks it."""
    from addin_client import addin

    cells = [[_in_json(rows) for rows in part] for part in ranges(lines)]
    bodies = [json.dumps(part).encode() for part in cells]
    keys = [{"table": hashlib.sha256(body).hexdigest()} for body in bodies]
    with tempfile.TemporaryDirectory() as folder, addin(Path(folder)) as client:
        for part in cells:
            client.keep(part)
        spent = []
        for name in ("KLANTEN", "KLANTEN", "GATEN", "KLANTEN"):
            start = time.process_time()  # of server and client together, whatever else the machine does
            reply = client.call({"function": name, "arguments": keys})
            spent.append(time.process_time() - start)
            assert reply.status == 200, reply.text
    print(f"first function {spent[0]:.1f} CPU-s; then {', '.join(f'{one:.2f}' for one in spent[1:])}")
    judge("second function of the add-in", max(spent[1:]), 0.5, "CPU-s")


def _in_json(row: list[object]) -> list[object]:
    """Return cells as Excel hands them to an add-in: a date is its number."""
    start = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - Excel has no time zone
    return [(cell - start).days if isinstance(cell, dt.datetime) else cell for cell in row]


def main() -> None:
    """Measure and print what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=60_000)
    lines = parser.parse_args().lines
    support()
    from klantwaarde_xl.demo.tables import write_demo

    with tempfile.TemporaryDirectory() as folder:
        book = write_demo(Path(folder), lambda _step: None)[0]
        if find_spec("starlette") is None:
            print("the extra web is absent: the page was not measured")
            return
        upload(book)
        if find_spec("playwright") is not None:
            pages(book)
        else:
            print("playwright is absent: paint and width were not measured")
    if find_spec("cryptography") is not None:
        second_function(lines)


if __name__ == "__main__":
    main()
