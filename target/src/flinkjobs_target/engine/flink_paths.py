"""The paths of Flink's REST API that callers may read: those about one job alone.

Left out are what is about the cluster (`jobmanager/…`: its configuration, environment and logs), what
samples threads (`flamegraph`), and everything that is not known here.
"""

import re
from urllib.parse import parse_qsl

from msgspec import Struct

from ..sanitize import sanitize_line
from .interface import RefusedError

__all__ = ["FlinkPath", "parse_flink_path"]

_ID = "[0-9a-f]{32}"
_NUMBER = "[0-9]{1,9}"
_SUBTASK = f"subtasks/{_NUMBER}"
_VERTEX = (
    "accumulators|backpressure|jm-operator-metrics|metrics|subtasktimes|taskmanagers|watermarks"
    f"|subtasks/accumulators|subtasks/metrics|{_SUBTASK}|{_SUBTASK}/metrics"
    f"|{_SUBTASK}/attempts/{_NUMBER}|{_SUBTASK}/attempts/{_NUMBER}/accumulators"
)
_REST = re.compile(
    "|accumulators|checkpoints|checkpoints/config|config|exceptions|execution-result|metrics|plan"
    f"|resource-requirements|status|savepoints/{_ID}|checkpoints/details/{_NUMBER}"
    f"|checkpoints/details/{_NUMBER}/subtasks/{_ID}|vertices/{_ID}|vertices/{_ID}/(?:{_VERTEX})"
)
_QUERY = re.compile("[A-Za-z]+=[A-Za-z0-9_.,-]+(?:&[A-Za-z]+=[A-Za-z0-9_.,-]+)*")
_PARAMETERS = ("get", "agg", "subtasks", "maxExceptions")
_LONGEST = 2000


class FlinkPath(Struct, frozen=True):
    """A path of Flink's REST API: what follows the job's id, and the parameters of its query."""

    rest: str
    query: dict[str, str]


def parse_flink_path(path: str, flink_id: str) -> FlinkPath:
    """Parse a path about the job with an id; raise RefusedError for any other one.

    Only letters, digits and a few signs are read: no escapes, and with them no other way to write a
    path.
    """
    base = f"/jobs/{flink_id}"
    plain, mark, query = path.partition("?")
    below = plain[len(base) + 1 :] if plain.startswith(f"{base}/") else None
    rest = "" if plain == base else below
    if len(path) > _LONGEST or rest is None or below == "" or not _REST.fullmatch(rest):
        raise RefusedError(
            f"flinkApiPath {sanitize_line(path)} may not be read: only {base} may, and the paths "
            "below it that are about the job alone, such as /checkpoints, /exceptions, "
            "/metrics?get=NAME or /vertices/ID/subtasktimes"
        )
    if mark and (not _QUERY.fullmatch(query) or _names(query) - {*_PARAMETERS}):
        raise RefusedError(
            f"flinkApiPath has the query {sanitize_line(query)}, but may only have "
            f"{', '.join(_PARAMETERS)}, each with a value without escapes"
        )
    return FlinkPath(rest=f"/{rest}" if rest else "", query=dict(parse_qsl(query)))


def _names(query: str) -> set[str]:
    return {name for name, _ in parse_qsl(query)}
