"""Lines from a DuckDB file or a PostgreSQL server: a table or a question, read in batches and only read.

What a driver says is never shown: it may quote a password, a question or a value. A reason in Dutch is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from klantwaarde_xl import errors
from klantwaarde_xl.files.extras import needed
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.parquet import columns_of
from klantwaarde_xl.lines.parts import BLOCK, LinePart, Unchanged
from klantwaarde_xl.model.raw_column import RawColumn

_SECONDS_TO_CONNECT = 15
DUCKDB_REASONS = {
    "CatalogException": "de tabel bestaat niet",
    "BinderException": "een tabel of kolom in de vraag bestaat niet",
    "ParserException": "de vraag is niet te begrijpen",
    "ConversionException": "een waarde in de vraag past niet bij haar soort",
    "PermissionException": "de vraag wil iets anders dan deze database lezen",
    "InvalidInputException": "de vraag is geen vraag om rijen",
    "OutOfMemoryException": "er is te weinig geheugen voor de vraag",
}
_STATES = {
    "28": "gebruiker of wachtwoord wordt geweigerd",
    "3D": "de database bestaat niet",
    "42P01": "de tabel bestaat niet",
    "42703": "een kolom in de vraag bestaat niet",
    "42501": "de gebruiker mag de tabel niet lezen",
    "42": "de vraag is niet te begrijpen",
    "25006": "de vraag wil iets veranderen, en mag alleen lezen",
    "22": "een waarde in de vraag past niet bij haar soort",
    "57014": "de vraag is op de server afgebroken",
    "53": "de server heeft te weinig ruimte of verbindingen",
    "08": "de verbinding met de server is verbroken",
    "57P": "de verbinding met de server is verbroken",
}
"""Reasons by the beginning of PostgreSQL's error code, the longest one counts."""
_TOLD = {
    "password authentication failed": "gebruiker of wachtwoord wordt geweigerd",
    "no password supplied": "er is geen wachtwoord gegeven",
    "does not exist": "de gebruiker of database bestaat niet",
    "could not translate host name": "de naam van de server is niet bekend",
    "could not receive data": "de verbinding met de server is verbroken",
    "server closed the connection": "de verbinding met de server is verbroken",
    "connection is lost": "de verbinding met de server is verbroken",
}
"""Reasons by what the driver says where there is no code: while connecting, and when the server goes away."""


def duckdb_parts(source: LineSource) -> Iterator[LinePart]:
    """Yield the lines of a table or question in a DuckDB file, which can read nothing but that file.

    Raises KW-001, KW-063 for what cannot be read or asked, and KW-017 when the file changed meanwhile."""
    duckdb = needed("duckdb", "DuckDB")
    needed("pyarrow", "DuckDB")
    path = source.folder / source.path
    before = Unchanged.now(path)
    with ExitStack() as stack:
        with _of_duckdb(before):
            connection = stack.enter_context(duckdb.connect(os.fspath(path), read_only=True))
            keep_apart(connection)
            reader = asked(connection, source).to_arrow_reader(BLOCK)
        part = LinePart(path.name, tuple(reader.schema.names), iter(()))
        part.blocks = _batches(reader, part, before)
        yield part


def keep_apart(connection: Any) -> None:
    """Let questions reach no file but the database, for good, and draw no bar among our own words."""
    for setting in (
        "enable_progress_bar = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"set {setting}")


def asked(connection: Any, source: LineSource) -> Any:
    """Return the rows of the table or question of a source, not yet read; raises KW-063 for no question."""
    rows = connection.table(source.table) if source.table else connection.sql(source.query)
    if rows is None:
        raise _not_duckdb((source.folder / source.path).name, DUCKDB_REASONS["InvalidInputException"])
    return rows


def _batches(reader: Any, part: LinePart, before: Unchanged) -> Iterator[Sequence[RawColumn]]:
    with _of_duckdb(before):
        for batch in reader:
            yield columns_of(batch, part)
    before.confirm()


@contextmanager
def _of_duckdb(before: Unchanged) -> Iterator[None]:
    """Turn what DuckDB and the reader of its batches raise into KW-017 or KW-063."""
    try:
        yield
    except (needed("duckdb", "DuckDB").Error, needed("pyarrow", "DuckDB").ArrowException, OSError) as fault:
        before.confirm()
        unknown = "het is geen database van DuckDB, of zij staat elders open"
        raise _not_duckdb(before.path.name, DUCKDB_REASONS.get(type(fault).__name__, unknown)) from None


def _not_duckdb(name: str, reason: str) -> errors.KlantwaardeError:
    return errors.UNREADABLE_LINES.error(path=name, kind="DuckDB", reason=reason)


def postgres_parts(source: LineSource) -> Iterator[LinePart]:
    """Yield the lines of a table or question of PostgreSQL, in a transaction that may only read.

    How to reach the server comes from the environment variable of the source. Raises KW-065 when that is
    empty, and KW-066 when the server cannot be reached, refuses the question, or goes away."""
    psycopg = needed("psycopg", "PostgreSQL")
    floats = needed("psycopg.types.numeric", "PostgreSQL").FloatLoader
    where = os.environ.get(source.variable, "").strip()
    if not where:
        raise errors.NO_CONNECTION_NAME.error(name=source.variable)
    with _of_postgres(), closing(psycopg.connect(where, connect_timeout=_SECONDS_TO_CONNECT)) as connection:
        connection.read_only = True
        # Amounts have cents; as Decimal each would cost a Python step.
        connection.adapters.register_loader("numeric", floats)
        with closing(connection.cursor(name="klantwaarde_regels")) as cursor:
            cursor.execute(_question(source))
            headers = tuple(column.name for column in cursor.description or ())
            yield LinePart(source.table or source.name, headers, _fetched(cursor))


def _fetched(cursor: Any) -> Iterator[Sequence[RawColumn]]:
    with _of_postgres():
        while rows := cursor.fetchmany(BLOCK):
            yield [RawColumn.from_values(column) for column in zip(*rows, strict=True)]


@contextmanager
def _of_postgres() -> Iterator[None]:
    try:
        yield
    except needed("psycopg", "PostgreSQL").Error as fault:
        raise errors.DATABASE_REFUSED.error(reason=_reason(fault)) from None


def _question(source: LineSource) -> Any:
    if source.query:
        return source.query
    sql = needed("psycopg.sql", "PostgreSQL")
    return sql.SQL("select * from {}").format(sql.Identifier(*source.table.split(".")))


def _reason(fault: Any) -> str:
    """Return in Dutch why PostgreSQL gave no lines, by its code or by what the driver says, never quoted."""
    state = fault.sqlstate or ""
    for length in (5, 3, 2):
        if found := _STATES.get(state[:length]):
            return found
    told = str(fault).lower()
    known = next((reason for words, reason in _TOLD.items() if words in told), "")
    return known or (f"zij meldt fout {state}" if state else "de server is niet te bereiken")
