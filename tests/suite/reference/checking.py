"""The contract suite at the URL of a reference server: with one key, one deployment and one job."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.contract.clause import Checker, Clause
from tests.contract.clauses import all_clauses
from tests.contract.contract import Contract, load_contract
from tests.contract.preflight import require_usable
from tests.contract.runner import first_violation
from tests.contract.senders import HttpSender
from tests.contract.signing import Key
from tests.contract.target_client import open_client
from tests.contract.targets import Target, UnusableTarget

from .http import Wire, serve
from .service import ReferenceService

__all__ = ["CONTRACT", "find_violation", "open_checker"]

CONTRACT: Contract = load_contract()
_PREFLIGHT = "preflight"


@contextmanager
def open_checker(
    service: ReferenceService, values: Mapping[str, Any], *, wire: Wire | None = None, seed: int = 0
) -> Iterator[Checker]:
    """Serve a reference server, and open it as `make contract TARGET=URL` does."""
    key = Key(service.key_id, service.secret)
    with serve(service, wire) as url:
        sender = HttpSender(url)
        target = Target(url=url, key=key, values=values, send=sender, read_only=True)
        with open_client(CONTRACT, target) as client:
            yield Checker(CONTRACT, target, client, seed)


def find_violation(checker: Checker, first: str | None = None) -> str | None:
    """Return the first clause that a server violates, and how; None when it keeps all of them."""
    try:
        require_usable(checker)
    except UnusableTarget as error:
        return f"{_PREFLIGHT}: {error}"
    clauses: list[Clause] = sorted(all_clauses(CONTRACT), key=lambda clause: clause.id != first)
    found = first_violation(checker, clauses)
    return None if found is None else f"{found[0].id}: {type(found[1]).__name__}: {found[1]}"
