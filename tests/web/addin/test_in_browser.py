"""The add-in in a real Chromium, with a stand-in for Office.js that behaves as Excel is documented to do."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browsers
import pytest
from addin_client import Client, addin, sheet_names
from same_in_officejs import ADDRESS, in_common, live_arguments, odd_calls, sent, through_vba
from web_client import small_book

from klantwaarde_xl.functions.declaration import Context, Function
from klantwaarde_xl.functions.registry import BY_NAME, FUNCTIONS
from klantwaarde_xl.web.addin.access import OFFICE_LIBRARY

pytestmark = pytest.mark.browser
STAND_IN = Path(__file__).with_name("office_stand_in.js")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with addin(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture(scope="module")
def chromium(client: Client) -> Iterator[Any]:
    """Chromium that trusts the certificate of this server and no other unknown one."""
    trusted = f"--ignore-certificate-errors-spki-list={fingerprint(client.prepared.certificate)}"
    with browsers.chromium(trusted) as browser:
        yield browser


def fingerprint(certificate: Path) -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    public = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


@pytest.fixture
def excel(chromium: Any, client: Client) -> Iterator[Any]:
    """The page of the add-in as Excel opens it; what it asks outside this computer is kept."""
    context = chromium.new_context(viewport={"width": 340, "height": 700})
    context.set_default_timeout(120_000)
    tab = context.new_page()
    outside: list[str] = []
    problems: list[str] = []

    def library(route: Any) -> None:
        outside.append(route.request.url)
        route.fulfill(content_type="text/javascript", path=str(STAND_IN))

    context.route(lambda url: not url.startswith(client.origin), library)
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda line: problems.append(line.text) if "Content Security" in line.text else None)
    tab.goto(f"{client.prepared.access.address}/taakvenster.html?_host_Info=Excel$Web$16.01$nl-NL")
    assert len(tab.evaluate("host.start()")) == len(FUNCTIONS)
    yield tab
    assert problems == []
    assert outside == [f"{OFFICE_LIBRARY}/lib/1/hosted/office.js"]
    context.close()


def calculate(excel: Any, function: Function, given: Any, **told: Any) -> list[list[Any]]:
    """Return what the cells show; ``given`` as the test has it, sent as Excel has it in its cells."""
    wanted = [function.name.removeprefix("KW_"), json.loads(sent(given)), told]
    found: list[list[Any]] = excel.evaluate("([id, given, told]) => host.calculate(id, given, told)", wanted)
    return found


def told_of(excel: Any, function: Function) -> dict[str, Any]:
    """Return the addresses that Excel tells; the cell that KW_FOUT asks about shows an error."""
    if Context.REASON in function.context:
        excel.evaluate("host.calculate('PARETO', [[['x']], 2], {address: \"'Blad 1'!C4\"})")
    return {"parameterAddresses": [ADDRESS]}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_shows_what_the_vba_door_gives(function: Function, excel: Any) -> None:
    given = live_arguments()[function.name]
    found = in_common(calculate(excel, function, given, **told_of(excel, function)))
    if function.name == "KW_FOUT":
        assert found[0][0].startswith("KW-614: grens_a kan niet")
    else:
        assert [[number(cell) for cell in row] for row in found] == [
            [number(cell) for cell in row] for row in through_vba(function, given)
        ]


def number(cell: Any) -> Any:
    """Return a figure as JavaScript has it, where 1 and 1.0 are one number."""
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if not f.slow], ids=lambda function: function.name)
def test_so_it_does_for_what_people_give_by_mistake(function: Function, excel: Any) -> None:
    if function.name in {"KW_FOUT", "KW_VERSIE"}:
        return  # they tell of the door
    for given in odd_calls(function)[::3]:
        found = in_common(calculate(excel, function, given))
        assert found == through_vba(function, given), given


def test_an_error_in_a_cell_reaches_the_function(excel: Any) -> None:
    script = "host.calculate('CUMULATIEF', [[[5], [{error: '#N/A'}], [null], [15]]])"
    rows = excel.evaluate(script)
    assert rows[1][0]["error"] == "#N/A"
    assert rows[1][0]["text"].startswith("KW-610: waarden, rij 2: de cel bevat de fout #N/B.")
    assert [rows[0][0], rows[2][0], rows[3][0]] == [1.0, "", 0.75]


def test_the_reason_of_every_cell_of_a_spill_is_kept_and_forgotten(excel: Any) -> None:
    spill = "host.calculate('CUMULATIEF', [[[5], ['abc']]], {address: 'Blad1!B2'})"
    whole = "host.calculate('CUMULATIEF', [[[5], [15]]], {address: 'Blad1!B2'})"
    ask = "host.calculate('FOUT', [[[{error: '#N/A'}]]], {parameterAddresses: ['Blad1!$B$3']})"
    excel.evaluate(spill)
    assert excel.evaluate(ask)[0][0].startswith("KW-611: waarden, rij 2")
    excel.evaluate(whole)
    assert excel.evaluate(ask)[0][0].startswith("#N/B: Er is geen uitkomst")


def test_calls_at_the_same_time_go_in_one_request(excel: Any) -> None:
    script = """async () => { host.requests.length = 0;
      const all = Array.from({length: 250}, (_, n) => host.calculate('CUMULATIEF', [[[1], [n + 1]]]));
      return [await Promise.all(all), host.requests]; }"""
    results, requests = excel.evaluate(script)
    assert [rows[1][0] for rows in results] == pytest.approx(
        [1.0] + [(n + 1) / (n + 2) for n in range(1, 250)]
    )
    assert [one[:2] for one in requests] == [["POST", "reken"]] * 3  # a hundred each


def test_a_table_goes_once_by_its_content(excel: Any) -> None:
    script = """async () => {
      const table = (last) => [['Datum', 'Klantnr', 'Omzet'], ...Array.from({length: 5000},
        (_, n) => [45292 + n % 300, String(n % 40), n === 4999 ? last : 100])];
      const ask = async (last) => { host.requests.length = 0;
        const rows = await host.calculate('CONTROLE', [table(last), 'Transacties']);
        return [rows.length, [...host.requests]]; };
      return [await ask(1), await ask(1), await ask('abc')]; }"""
    first, again, changed = excel.evaluate(script)
    assert [one[:2] for one in first[1]] == [["POST", "reken"], ["PUT", "tabel"], ["POST", "reken"]]
    assert [one[:2] for one in again[1]] == [["POST", "reken"]]
    assert sum(one[2] for one in again[1]) < 1000 < first[1][1][2]
    assert [one[:2] for one in changed[1]] == [["POST", "reken"], ["PUT", "tabel"], ["POST", "reken"]]
    assert (first[0], again[0], changed[0]) == (1, 1, 2), "headers alone, then one finding"


def test_a_cancelled_call_is_not_waited_for_and_leaves_the_others(excel: Any) -> None:
    script = """async () => { host.requests.length = 0;
      const gone = host.calculate('CUMULATIEF', [[[1], [2]]], {canceled: 1, address: 'Blad1!D1'});
      const kept = host.calculate('CUMULATIEF', [[[1], [3]]]);
      const both = [await gone, await kept];
      const sent = host.requests.length; host.requests.length = 0;
      await host.calculate('CUMULATIEF', [[[1], [2]]], {canceled: 1});
      await new Promise(done => setTimeout(done, 100));
      return [both, sent, host.requests.length]; }"""
    (gone, kept), sent_before, sent_after = excel.evaluate(script)
    assert kept == [[1.0], [0.75]]
    assert gone[0][0]["error"] == "#VALUE!"
    assert (sent_before, sent_after) == (1, 0)


def test_a_call_that_is_under_way_is_broken_off_when_nobody_waits(excel: Any) -> None:
    aborted: list[str] = []
    excel.on("requestfailed", lambda request: aborted.append(request.url.rpartition("/")[2]))
    excel.route("**/reken", lambda route: None)  # an answer that takes for ever
    excel.evaluate("host.calculate('PARETO', [[[80], [20]]], {canceled: 200})")
    excel.wait_for_timeout(300)
    assert aborted == ["reken"]


def test_without_the_program_a_cell_says_how_to_start_it(excel: Any) -> None:
    excel.route("**/reken", lambda route: route.abort())
    ((cell,),) = excel.evaluate("host.calculate('PARETO', [[[80], [20]]])")
    assert cell["error"] == "#VALUE!"
    assert cell["text"].startswith("KW-845: Het programma op uw computer antwoordt niet.")
    excel.unroute("**/reken")
    assert excel.evaluate("host.calculate('PARETO', [[[80], [20]]])") == [["A"], ["B"]]


def test_vernieuwen_opens_a_new_workbook_with_the_results(excel: Any, tmp_path: Path) -> None:
    given = small_book(tmp_path).read_bytes()
    excel.evaluate("(bytes) => { host.workbook = bytes; host.slice = 7000; }", list(given))
    line = excel.evaluate("host.press('Vernieuwen')")
    assert line.startswith("Klaar: de resultaten staan in een nieuwe werkmap.")
    ((made,), completed, pane, closed) = excel.evaluate(
        "[host.opened, host.completed, host.pane, host.closed]"
    )
    assert (completed, pane, closed) == (1, 0, True)
    assert {"Dashboard", "Klantwaarde", "Acties"} <= sheet_names(base64.b64decode(made))


def test_a_workbook_that_cannot_be_used_is_told_in_the_pane(excel: Any) -> None:
    excel.evaluate("host.workbook = [80, 75, 3, 4, 1]")
    assert excel.evaluate("host.press('Vernieuwen')").startswith("KW-0")
    excel.evaluate("host.workbook = null")
    assert excel.evaluate("host.press('Vernieuwen')") == "Er is geen werkmap."
    assert excel.evaluate("[host.opened.length, host.completed, host.pane]") == [0, 2, 2]


def test_the_button_in_the_pane_does_the_same_by_keyboard(excel: Any) -> None:
    excel.evaluate("host.workbook = [80, 75, 3, 4, 1]")
    excel.keyboard.press("Tab")
    excel.keyboard.press("Enter")
    excel.locator("#melding", has_text="KW-0").wait_for()
    assert excel.evaluate("host.pane") == 0


def test_all_functions_are_described_in_dutch(excel: Any) -> None:
    described = {one["name"]: one for one in excel.evaluate("host.metadata.functions")}
    assert described["PARETO"]["description"] == BY_NAME["KW_PARETO"].help
    assert [one["description"] for one in described["PARETO"]["parameters"]] == [
        argument.help for argument in BY_NAME["KW_PARETO"].arguments
    ]
