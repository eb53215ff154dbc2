"""A bench with a target of our own, for tests of the suite itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.contract.clause import Bench
from tests.contract.contract import Contract, load_contract
from tests.contract.targets import open_target
from tests.contract.wire import open_wire

__all__ = ["opened_bench"]


@contextmanager
def opened_bench(
    contract: Contract | None = None, *, careful: bool = False, seed: int = 0
) -> Iterator[Bench]:
    """Open the application in process; `careful`, as if its data were somebody else's."""
    contract = contract or load_contract()
    with open_target("") as target:
        held = replace(target, careful=careful)
        with open_wire(contract, held) as wire:
            yield Bench(contract, held, wire, seed)
