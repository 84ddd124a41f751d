"""Keyed pseudonyms: an analysis without the names and numbers of customers, and without names of people.

The figures are computed before the names are replaced, so that a shared copy has the same figures. Nobody can
find a name by trying: the pseudonym is a keyed hash (HMAC-SHA-256), and the key is used once and kept
nowhere."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.errors import CATALOGUE
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import Inputs

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits of Crockford's base 32, none of which is easily mistaken for another."""
_SHORTEST = 6
CUSTOMER_COLUMNS = ("customer_id", "parent_id")
MANAGER_COLUMNS = ("account_manager", "from_manager", "to_manager", "manager")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Pseudonyms:
    """The code of every customer number and account manager, and the customers' names for the sender."""

    customers: Mapping[str, str]
    managers: Mapping[str, str]
    names: Mapping[str, str]

    def table(self) -> pd.DataFrame:
        """Return the key as a frame of kind, pseudonym, number and name (str), for the sender only."""
        rows = [
            ("klant", code, number, self.names.get(number, "")) for number, code in self.customers.items()
        ]
        rows += [("accountmanager", code, "", name) for name, code in self.managers.items()]
        return pd.DataFrame(rows, columns=["kind", "code", "number", "name"], dtype=object)


def codes(values: Iterable[str], kind: str, key: bytes) -> dict[str, str]:
    """Return a code per value, as short as keeps them apart (6 characters or more); blank values have none.

    >>> one = codes(["Jansen", "De Vries", ""], "klant", b"geheim")
    >>> sorted(map(len, one.values())), one == codes(["De Vries", "Jansen"], "klant", b"geheim")
    ([6, 6], True)
    """
    known = sorted({str(value) for value in values if isinstance(value, str) and value})
    digits = [
        _digits(hmac.new(key, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest())
        for value in known
    ]
    length = _SHORTEST
    while len({text[:length] for text in digits}) < len(known):
        length += 1
    return {value: text[:length] for value, text in zip(known, digits, strict=True)}


def _digits(hashed: bytes) -> str:
    number = int.from_bytes(hashed, "big")
    return "".join(_LETTERS[number >> shift & 31] for shift in range(0, 8 * len(hashed), 5))


def make_pseudonyms(analysis: Analysis, key: bytes) -> Pseudonyms:
    """Return the pseudonyms of every customer and account manager that an analysis names anywhere."""
    customers: set[str] = set()
    managers: set[str] = set()
    for frame in _frames(analysis):
        for name in CUSTOMER_COLUMNS:
            customers |= _texts(frame, name)
        for name in MANAGER_COLUMNS:
            managers |= _texts(frame, name)
    team = analysis.inputs.account_managers
    managers |= set() if team is None else _texts(team, "name")
    names: dict[str, str] = {}
    for frame in (analysis.unscored, analysis.lost, analysis.customers):
        names |= {str(number): str(name) for number, name in frame["name"].items() if isinstance(name, str)}
    found = {value: f"K-{code}" for value, code in codes(customers, "klant", key).items()}
    return Pseudonyms(
        found, {value: f"AM-{code}" for value, code in codes(managers, "accountmanager", key).items()}, names
    )


def _texts(frame: pd.DataFrame, name: str) -> set[str]:
    values = frame[name] if name in frame.columns else frame.index if frame.index.name == name else ()
    return {value for value in pd.Index(values).unique() if isinstance(value, str) and value}


def _frames(value: object) -> Iterable[pd.DataFrame]:
    """Give every frame in an analysis, wherever it stands."""
    if isinstance(value, pd.DataFrame):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, Inputs | type):
        for field in dataclasses.fields(value):
            yield from _frames(getattr(value, field.name))
    elif isinstance(value, Inputs):
        yield from (frame for frame in (value.customers, value.account_managers) if frame is not None)


def without_names(analysis: Analysis, given: Pseudonyms) -> Analysis:
    """Return the analysis with pseudonyms in the place of customers and people.

    Of the inputs only products, team and settings go along, without what was typed on Acties; findings keep
    their code, wording and count, but no cell and no value; the name and fingerprint of the file that was
    read are gone."""
    inputs = analysis.inputs
    # Built from what may be shared, not by removing what may not: a table that is added later stays out.
    bare = Inputs(
        inputs.transactions.iloc[:0],
        products=inputs.products,
        account_managers=_team(inputs.account_managers, given),
        settings=inputs.settings,
        read_lines=inputs.read_lines,
        read_revenue=inputs.read_revenue,
        rejected_lines=inputs.rejected_lines,
        rejected_revenue=inputs.rejected_revenue,
        unreadable_lines=inputs.unreadable_lines,
        foreign=inputs.foreign,
    )
    fields = {field.name: getattr(analysis, field.name) for field in dataclasses.fields(analysis)}
    replaced = {
        name: _renamed(value, given) for name, value in fields.items() if name not in {"inputs", "findings"}
    }
    replaced["lines"] = replaced["lines"].drop(columns=["invoice_id", "entity", "source"], errors="ignore")
    return dataclasses.replace(
        analysis, **replaced, inputs=bare, findings=general_findings(analysis.findings)
    )


def _team(team: pd.DataFrame | None, given: Pseudonyms) -> pd.DataFrame | None:
    return None if team is None else team.assign(name=team["name"].astype(object).map(given.managers))


def _renamed(value: Any, given: Pseudonyms) -> Any:
    """Return a part of an analysis with pseudonyms: frames, records of frames, tuples of customer numbers."""
    if isinstance(value, pd.DataFrame):
        return _renamed_frame(value, given)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{f.name: _renamed(getattr(value, f.name), given) for f in dataclasses.fields(value)}
        )
    if isinstance(value, tuple):
        return tuple(given.customers.get(item, item) if isinstance(item, str) else item for item in value)
    return value


def _renamed_frame(frame: pd.DataFrame, given: Pseudonyms) -> pd.DataFrame:
    kinds = {
        **dict.fromkeys(CUSTOMER_COLUMNS, given.customers),
        **dict.fromkeys(MANAGER_COLUMNS, given.managers),
    }
    changed: dict[str, pd.Series | list[str]] = {}
    for name in frame.columns:
        if name in kinds:
            changed[name] = _mapped(frame[name], kinds[name])
    if "name" in frame.columns and frame.index.name == "customer_id":
        changed["name"] = [f"Klant {given.customers[number]}" for number in frame.index]
    result = frame.assign(**changed)
    if frame.index.name in kinds:
        result.index = pd.Index(
            _mapped(frame.index.to_series(), kinds[frame.index.name]).to_numpy(), name=frame.index.name
        )
    return result


def _mapped(values: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """Return the values with every known text replaced; blanks stay blank, categories stay categories."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.rename_categories(
            {name: known[name] for name in values.cat.categories if name in known}
        )
    return values.astype(object).map(lambda text: known.get(text, text) if isinstance(text, str) else text)


class _Anything(dict[str, str]):
    """The names of a wording, every one of them an ellipsis."""

    def __missing__(self, _key: str) -> str:
        """Return the pseudonym of a value."""
        return "…"


def general_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return one finding per code, without what was found where."""
    total: dict[str, int] = {}
    for finding in findings:
        total[finding.code] = total.get(finding.code, 0) + finding.count
    return tuple(
        Finding(
            code,
            CATALOGUE[code].severity,
            "",
            "",
            CATALOGUE[code].message.format_map(_Anything()),
            CATALOGUE[code].hint.format_map(_Anything()),
            count,
        )
        for code, count in total.items()
    )
