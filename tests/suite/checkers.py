"""A checker of the application in process, for tests of the suite itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.contract.clause import Checker
from tests.contract.contract import Contract, load_contract
from tests.contract.target_client import open_client
from tests.contract.targets import open_target

__all__ = ["open_checker"]


@contextmanager
def open_checker(
    contract: Contract | None = None, *, read_only: bool = False, seed: int = 0
) -> Iterator[Checker]:
    """Open the application in process; `read_only`, as if its data were somebody else's."""
    contract = contract or load_contract()
    with open_target("") as target:
        held = replace(target, read_only=read_only)
        with open_client(contract, held) as client:
            yield Checker(contract, held, client, seed)
