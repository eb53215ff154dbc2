"""Connections to PostgreSQL: the driver, the settings of each, and errors in words for users."""

import logging
import re

from ...errors import TargetError
from .interface import Row, UnavailableError

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo
except ImportError as error:
    raise TargetError(
        "PostgreSQL needs a driver; install it with: pip install 'flinkjobs-target[postgresql]'"
    ) from error

__all__ = ["connection_string", "explain", "open_connection", "psycopg"]

logging.getLogger("psycopg").setLevel(logging.ERROR)  # its warnings become exceptions here

_SETTINGS = (
    # Each statement has one good plan, along an index. Before the first ANALYZE the planner may
    # choose to sort millions of rows for one page instead. Planning each execution would take at
    # least a fifth of the time of a first page.
    "SET enable_sort = off; SET enable_bitmapscan = off; SET enable_seqscan = off; SET jit = off; "
    "SET plan_cache_mode = force_generic_plan; "
    # Compression is most of the cost of writing a document; lz4 is the cheaper one.
    "SELECT set_config(name, 'lz4', false) FROM pg_settings "
    "WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
)
_REMEDIES: dict[type[Exception], str] = {
    psycopg.errors.DiskFull: "free space on the disk of the server",
    psycopg.errors.ReadOnlySqlTransaction: "use a server that accepts writes",
    psycopg.errors.InsufficientPrivilege: "grant this user the right to read, write and create tables, or use another user",
    psycopg.errors.InvalidSchemaName: "create the schema that search_path names",
}


def connection_string(url: str, location: str) -> str:
    """Return a URL with our defaults; raise TargetError where it is none."""
    try:
        parameters = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise TargetError(f"{location}: {_reason(error)}") from error
    port = str(parameters.get("port") or "")
    if not re.fullmatch(r"([0-9]*,)*[0-9]*", port):
        raise TargetError(f"{location}: port {port} is not a number; pass a number, or omit it")
    defaults: dict[str, int | str] = {"connect_timeout": 5, "application_name": "flinkjobs-target"}
    return make_conninfo(url, **{k: v for k, v in defaults.items() if k not in parameters})


def open_connection(conninfo: str, location: str, *, durable: bool) -> "psycopg.Connection[Row]":
    """Open a connection with our settings; raise UnavailableError when that fails."""
    try:
        connection = psycopg.connect(conninfo, autocommit=True)
        connection.execute(_SETTINGS)
        if not durable:
            connection.execute("SET synchronous_commit = off")
    except psycopg.Error as error:
        raise UnavailableError(
            f"{location}: cannot be reached: {_reason(error)}", transient=True
        ) from error
    return connection


def explain(error: Exception) -> str:
    """Return the reason of an error, and the remedy where the reason does not imply it."""
    remedy = f"; {_REMEDIES[type(error)]}" if type(error) in _REMEDIES else ""
    return f"{_reason(error)}{remedy}"


def _reason(error: Exception) -> str:
    """Return the first line of an error; further ones are hints and quotes."""
    lines = str(error).strip().splitlines()
    return lines[0].removeprefix("connection failed: ") if lines else type(error).__name__
