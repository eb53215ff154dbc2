"""Open-loop load: requests of many kinds begin when their time has come, whatever the others do."""

import asyncio
from array import array
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from . import bad, good
from .caller import Away, Caller, now
from .outages import Outages, Unexpected
from .plan import Plan

__all__ = ["KINDS", "Act", "Load", "Tally", "name_of"]

Act = Callable[[Caller], Awaitable[None]]

KINDS: dict[Act, float] = {
    good.a_page: 24,
    good.a_growing_page: 20,
    good.a_job: 9,
    good.a_new_job: 5,
    good.an_observed_page: 4,
    good.a_page_of_a_user: 5,
    good.an_empty_page: 2,
    good.only_the_head: 2,
    bad.bad_parameters: 5,
    bad.a_wrong_signature: 3,
    bad.an_unknown_deployment: 3,
    bad.a_replay: 3,
    bad.an_unknown_key: 2,
    bad.a_disabled_key: 2,
    bad.an_old_request: 1,
    bad.an_unsigned_request: 1,
    bad.an_unknown_job: 1,
    bad.somebody_elses_jobs: 2,
    bad.a_forbidden_job: 2,
    bad.an_unknown_path: 1,
    bad.a_post: 1,
    bad.a_long_url: 0.5,
    bad.a_large_header: 0.5,
    bad.a_half_sent_request: 1,
}
"""What is sent, and how often: parts of a hundred."""
_UNTIMED = (bad.a_replay, bad.a_half_sent_request)
"""Not one request with one answer."""
_SHOWN = 20


@dataclass
class Tally:
    """How it went; `latencies` are seconds from the time when a request was due to its answer.

    Requests during which the database was away are not among them. `late` is by how much we began
    later ourselves than was due, which is part of the latency.
    """

    made: Counter[str] = field(default_factory=Counter)
    refused_away: int = 0
    unexpected: int = 0
    messages: list[str] = field(default_factory=list)
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    late: "array[float]" = field(default_factory=lambda: array("d"))

    def blame(self, what: str, error: BaseException) -> None:
        """Note something that must not be."""
        self.unexpected += 1
        if len(self.messages) < _SHOWN:
            self.messages.append(f"{what}: {type(error).__name__}: {error}"[:1000])
            print(f"UNEXPECTED {self.messages[-1]}", flush=True)


class Load:
    """Sends what is due until its time is over."""

    def __init__(self, caller: Caller, plan: Plan, outages: Outages) -> None:
        self.tally = Tally()
        self._caller = caller
        self._plan = plan
        self._outages = outages

    async def run(self) -> None:
        """Send everything, and wait for the last answers."""
        chance, kinds = self._caller.chance, list(KINDS)
        weights = list(KINDS.values())
        begun = due = now()
        async with asyncio.TaskGroup() as under_way:
            while due - begun < self._plan.seconds:
                due += chance.expovariate(self._plan.rate)
                await asyncio.sleep(due - now())
                (act,) = chance.choices(kinds, weights)
                under_way.create_task(self.act(act, due))

    async def act(self, act: Act, due: float) -> None:
        """Send a request that is due, and judge how it is answered."""
        name = name_of(act)
        self.tally.made[name] += 1
        began = now()
        self.tally.late.append(began - due)
        try:
            await act(self._caller)
        except Away as error:
            if not self._outages.touch(began, now()):
                self.tally.blame(name, error)
            self.tally.refused_away += 1
        except Unexpected as error:
            if not (error.excused and self._outages.touch(began, now())):
                self.tally.blame(name, error)
        except Exception as error:
            self.tally.blame(name, error)
        ended = now()
        if act not in _UNTIMED and not self._outages.touch(due, ended):
            self.tally.latencies.append(ended - due)


def name_of(act: Act) -> str:
    """Say what kind of request this is."""
    return str(getattr(act, "__name__", "")).replace("_", " ")
