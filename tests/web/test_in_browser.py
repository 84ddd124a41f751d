"""The page in a real Chromium: from a dropped file to the workbook, on a desk and on a phone, by keyboard, on
paper; and what a malicious page in another tab gets."""

from __future__ import annotations

import http.server
import os
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browsers
import light
import pytest
from browsers import DESK, PHONE, shot
from web_client import number, running

from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.web.server import Page

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.name"
"""What the keyboard is at."""
SHEETS = (
    "Dashboard",
    "Klantwaarde",
    "Pareto",
    "Acties",
    "Klantkaart",
    "Controle",
    "Kansenmatrix",
    "Wat%20als",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo"), lambda _step: None)[0]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def tab(chromium: Any, page: Page, demo: Path) -> Iterator[Any]:
    """One tab in which the demo was dropped, at the Dashboard."""
    context = chromium.new_context(viewport=DESK, accept_downloads=True)
    context.set_default_timeout(60_000)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("console", lambda message: problems.append(message.text))
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.goto(page.address)
    opened.set_input_files("input[type=file]", str(demo))
    opened.click("text=Lees deze bestanden")
    opened.wait_for_url("**/Dashboard")
    yield opened
    assert problems == []
    context.close()


def to(tab: Any, name: str) -> None:
    tab.goto(tab.url.rpartition("/")[0] + "/" + name)


def test_from_the_dropped_file_to_the_workbook_with_the_same_figures(tab: Any, tmp_path: Path) -> None:
    to(tab, "Dashboard")
    shot(tab, "dashboard")
    table = tab.locator("section:has(> h2:text-is('Kerncijfers')) tbody")
    figures = table.locator("tr td:nth-child(2)").all_inner_texts()
    answer = tab.locator("h1").inner_text()
    to(tab, "Klantwaarde")
    shown = tab.locator("tbody th[scope=row], tbody td:nth-child(1)").all_inner_texts()
    with tab.expect_download() as coming:
        tab.click("text=Werkmap ophalen")
    assert coming.value.suggested_filename == "klantwaarde-demo-resultaat.xlsx"
    coming.value.save_as(tmp_path / "uit.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = light.load(tmp_path / "uit.xlsx", data_only=True)
    sheet = book["Dashboard"]
    assert answer == sheet["B2"].value
    written = [sheet[f"D{row}"].value for row in range(7, 17)]
    assert len(figures) == len(written)
    for text, value in zip(figures, written, strict=True):
        if isinstance(value, str):
            assert text == value
        else:
            assert number(text) == pytest.approx(value, abs=0.0005 if "%" in text else 0.5)
    names = [row[0].value for row in book["Klantwaarde"][book["Klantwaarde"].tables["tblKlantwaarde"].ref]]
    assert len(shown) == 200  # number and name of a hundred customers
    assert set(shown) & set(map(str, names))


def test_from_a_name_to_its_card_and_back_by_searching(tab: Any) -> None:
    to(tab, "Acties")
    link = tab.locator("tbody th a").nth(3)
    name = link.inner_text()
    link.click()
    assert name in tab.locator("h1").inner_text()
    tab.fill("input[name=zoek]", "zorg")
    tab.press("input[name=zoek]", "Enter")
    tab.wait_for_url("**zoek=zorg")
    hits = tab.locator("ul.hits a")
    assert hits.count() > 1
    wanted = hits.nth(1).inner_text()
    hits.nth(1).click()
    assert tab.locator("h1").inner_text().startswith(wanted)
    shot(tab, "klantkaart")


def test_sorting_and_filtering_a_table(tab: Any) -> None:
    to(tab, "Klantwaarde")
    tab.click("thead >> text='Omzet'")
    place = tab.locator("thead th").all_inner_texts().index("Omzet ▼") + 1
    amounts = tab.locator(f"tbody tr > :nth-child({place})").all_inner_texts()
    figures = [float(text.replace(".", "").replace(",", ".")) for text in amounts]
    assert len(figures) == 100
    assert figures == sorted(figures, reverse=True)
    tab.fill("input[name=zoek]", "Zorg")
    tab.click("button:has-text('Toon')")
    tab.wait_for_url("**zoek=Zorg**")
    rows = tab.locator("tbody tr").all_inner_texts()
    assert 0 < len(rows) < 100
    assert all("zorg" in row.lower() for row in rows)
    shot(tab, "klantwaarde")


@pytest.mark.parametrize("name", SHEETS)
def test_a_phone_shows_it_without_scrolling_sideways(name: str, tab: Any) -> None:
    tab.set_viewport_size(PHONE)
    to(tab, name)
    shot(tab, f"telefoon-{name}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab.set_viewport_size(DESK)


@pytest.mark.parametrize("name", ["", *SHEETS])
def test_a_page_is_small(name: str, tab: Any) -> None:
    to(tab, name)
    size = tab.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize")
    assert 0 < size < 300_000


def test_everything_can_be_reached_with_the_keyboard(tab: Any) -> None:
    to(tab, "Klantwaarde")
    reached = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate(FOCUSED))
    assert reached[0] == "Naar de inhoud"
    assert {"Bestanden", "Dashboard", "Werkmap ophalen", "zoek", "Toon", "Klantnr"} <= set(reached)
    tab.focus("thead a >> nth=1")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**sorteer=**")
    to(tab, "Dashboard")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "inhoud"


@pytest.mark.parametrize("name", ["", *SHEETS])
def test_axe_finds_nothing(name: str, tab: Any) -> None:
    axe = os.environ.get("KW_AXE")
    if not axe or not Path(axe).exists():
        browsers.absent("axe-core is er niet (npm install axe-core; KW_AXE is het pad van axe.min.js)")
    to(tab, name)
    tab.evaluate(Path(str(axe)).read_text(encoding="utf-8") + "; 0")
    found = tab.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes[0].html.slice(0, 200)]))")
    assert found == []


@pytest.mark.parametrize(("name", "pages"), [("Dashboard", 4), ("Klantkaart", 1)])
def test_it_prints_on_landscape_a4(name: str, pages: int, tab: Any) -> None:
    to(tab, name)
    paper = tab.pdf(prefer_css_page_size=True)
    if folder := os.environ.get("KW_SHOTS"):
        (Path(folder) / f"{name}.pdf").write_bytes(paper)
    assert paper.count(b"/Type /Page\n") == pages
    assert b"/MediaBox [0 0 841.9" in paper or b"/MediaBox [0 0 842" in paper


EVIL = """<!doctype html><title>kwaad</title><body><script>
const base = '{base}', told = [];
async function go() {{
  for (const [mode, method] of [['cors', 'GET'], ['no-cors', 'GET'], ['no-cors', 'POST'], ['cors', 'POST']])
    try {{ const r = await fetch(base + 'Dashboard', {{mode, method, credentials: 'include'}});
          told.push(r.type + ':' + (await r.text()).length); }} catch (e) {{ told.push('geweigerd'); }}
  for (const kind of ['img', 'script', 'iframe', 'link']) await new Promise(done => {{
    const made = document.createElement(kind); made.rel = 'stylesheet';
    made.onload = () => {{
      let read = kind;
      try {{ if (kind == 'iframe' && !made.contentDocument) read = 'dicht'; }} catch (e) {{ read = 'dicht'; }}
      told.push(read); done(); }};
    made.onerror = () => {{ told.push('geweigerd'); done(); }};
    made[kind == 'link' ? 'href' : 'src'] = base + (kind == 'link' ? 'stijl.css' : 'Dashboard');
    document.body.append(made); }});
  document.title = told.join(' ');
}}
go();</script><form id=f method=post action="{base}sluiten"><button>x</button></form>"""


def test_a_malicious_page_in_another_tab_gets_nothing(tab: Any, page: Page) -> None:
    # Even when it knows the address; the browser that it runs in has the cookie.
    to(tab, "Dashboard")
    text = EVIL.format(base=tab.url.rpartition("/")[0] + "/").encode()

    class Evil(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Evil) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for host in ("127.0.0.1", "localhost"):  # another port of this computer; another site
            other = tab.context.new_page()
            other.goto(f"http://{host}:{server.server_port}/")
            other.wait_for_function("document.title.split(' ').length == 8")
            told = other.title().split(" ")
            assert set(told) <= {"geweigerd", "opaque:0", "dicht"}, (host, told)
            other.click("button")
            assert "Geweigerd" in other.content()
            other.close()
        server.shutdown()
    to(tab, "Dashboard")
    assert tab.locator("nav a[aria-current=page]").inner_text() == "Dashboard"


def test_a_slider_is_moved_with_the_keyboard_and_the_figures_follow(tab: Any) -> None:
    to(tab, "Wat%20als")
    revenue = tab.locator("section:has(h2:text-is('Een andere prijs')) tbody tr:first-child td")
    now, then = (number(text) for text in revenue.all_inner_texts()[:2])
    tab.focus("[name='schuif.Prijs']")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**schuif.Prijs=4**")
    again = number(revenue.nth(1).inner_text())
    assert again - now == pytest.approx((then - now) / 3 * 4, abs=1.5)  # from 3 to 4 %
