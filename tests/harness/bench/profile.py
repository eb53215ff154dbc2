"""`python -m tests.harness.bench.profile`: a CPU profile of one call, by its parts.

Times are without the profiler, which makes small functions look large; its table comes after.
"""

import cProfile
import pstats
import sys
from collections.abc import Callable

import msgspec

from flinkjobs._runtime.client.response import Response, decode_response
from flinkjobs.operations import LIST_JOBS

from .canned import canned_server
from .decode import page_of
from .harness import cpu_of, interleaved
from .our_clients import our_client
from .results import shown

_VALUES = {"deployment_id": "d", "page_index": 1, "page_size": 10}
_CALLS = 2000


def main() -> None:
    """Print the parts of a call, then the functions that it spends most in."""
    with canned_server() as address, our_client(address) as client:

        def call() -> object:
            return client.jobs.list(deployment_id="d", page_size=10)

        caller = client._session._context
        request = caller.build(LIST_JOBS, _VALUES)
        body = page_of(10)
        answer = Response(status=200, headers={}, body=body)
        decoder = msgspec.json.Decoder(LIST_JOBS.response_type)
        parts: dict[str, Callable[[], object]] = {
            "the whole call": call,
            "checking values, building the request": lambda: caller.build(LIST_JOBS, _VALUES),
            "signing": lambda: caller.authenticate(request),
            "reading the answer": lambda: decode_response(caller.api, LIST_JOBS, answer),
            "… of it decoding 10 jobs": lambda: decoder.decode(body),
        }
        taken = interleaved([cpu_of(part, 200) for part in parts.values()], rounds=15)
        for name, each in zip(parts, taken, strict=True):
            print(f"{shown(each, 'seconds'):>9}  {each / taken[0]:4.0%}  {name}")
        rest = taken[0] - sum(taken[1:4])
        print(f"{shown(rest, 'seconds'):>9}  {rest / taken[0]:4.0%}  the rest, mostly urllib3\n")
        _profile(call)


def _profile(call: Callable[[], object]) -> None:
    with cProfile.Profile() as profile:
        for _ in range(_CALLS):
            call()
    pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
