"""The cost of the options of a call: unused, against a copy of the package without their code, and used.

Both packages run in this process, in turn, with a transport that answers from memory, which varies little. What an
unused option costs is the difference between them; its share is that of a call over HTTP, measured before them.
"""

import importlib
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from opentelemetry.instrumentation.urllib3 import URLLib3Instrumentor
from opentelemetry.sdk.trace import TracerProvider

import flinkjobs
from tests.generator.generating import generator

from .canned import canned_server
from .decode import page_of
from .harness import cpu_of, interleaved
from .our_clients import our_client
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS"]

WRITES = Path(__file__).parents[2] / "client" / "repeating" / "loop.yaml"
ROUNDS, CALLS = 41, 40
MOST_UNUSED = 1.03
CALL, CONTEXT = "_runtime/client/call.py", "_runtime/client/context.py"
Removals = Sequence[tuple[str, str]]
"""Files of a package, each with the code that is removed from it."""

OPTIONS: Removals = [
    (
        CONTEXT,
        """        if self.options is not NO_OPTIONS:
            signs = self.signer.signs if self.signer else _signs_none
            request = self.options.apply(request, signs)
""",
    )
]
HOOKS: Removals = [
    (
        CALL,
        """        for change in self._context.request_hooks:
            request = change(request)
        self._sent, self._attempt = request, None
        for hooks in self._context.hooks:
            hooks.before_attempt(self._described())
""",
    ),
    (CALL, "        self._end_attempt(response.status, result.request_id, None)\n"),
]
IDEMPOTENCY: Removals = [
    (
        CALL,
        """        if operation.idempotency is not None:
            arguments, self._has_new_key = fill_key(operation, arguments, environment.new_id)
""",
    )
]
LINKS: Removals = [
    (
        CALL,
        """        if link is not None:
            self._request = context.follow(self._request, link)
""",
    )
]
BODY_CHECK: Removals = [
    (
        "_runtime/parameters/bodies.py",
        """        if self.schema:
            plain = msgspec.json.decode(data)
            read_only = check_body(plain, self.schema, self.schemas)
            if read_only and isinstance(value, Struct):
                remove(read_only)
                data = msgspec.json.encode(plain)
        msgspec.json.decode(data, type=self.type, dec_hook=decode_union)
""",
    )
]


class FromMemory:
    """A transport that answers each request with the same body."""

    def __init__(self, package: ModuleType, body: bytes) -> None:
        response = importlib.import_module(f"{package.__name__}.transports").Response
        self._response = response(status=200, headers={}, body=body)

    def send(self, endpoint: Any, request: Any, timeout: float) -> Any:
        """Return the response."""
        return self._response

    def close(self) -> None:
        """Close nothing."""


class CountingHooks:
    """Hooks that count attempts."""

    attempts = 0

    def before_attempt(self, attempt: Any) -> None:
        """Count an attempt."""
        self.attempts += 1

    def after_attempt(self, outcome: Any) -> None:
        """Do nothing."""


@contextmanager
def copied(source: Path, removals: Mapping[str, Removals]) -> Iterator[list[ModuleType]]:
    """Import a copy of a package for each name, without the code that it names."""
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        try:
            for name, parts in removals.items():
                shutil.copytree(source, Path(folder, name))
                _rename(Path(folder, name), source.name, name)
                for file, code in parts:
                    path = Path(folder, name, file)
                    text = path.read_text("utf-8")
                    if text.count(code) != 1:
                        raise LookupError(
                            f"{file} does not have once what the benchmark removes:\n{code}"
                        )
                    path.write_text(text.replace(code, ""), "utf-8")
            yield [importlib.import_module(name) for name in removals]
        finally:
            sys.path.remove(folder)


def _rename(folder: Path, package: str, name: str) -> None:
    """Let the modules of a copied package import from the copy."""
    for path in folder.rglob("*.py"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"^from {package}\b", f"from {name}", text, flags=re.M), "utf-8")


def client_of(package: ModuleType, body: bytes, **settings: Any) -> Any:
    """Make a client of a package, with a transport that answers from memory."""
    return package.Client(
        endpoint="http://127.0.0.1",
        environment=package.Environment(environ={}),
        transport=FromMemory(package, body),
        **settings,
    )


def unused() -> Sequence[Finding]:
    """Compare a call that uses no option with one without the code of an option."""
    labels = {
        "plain_copy": ("the same code twice", []),
        "no_options": ("with_options and client options, unused", OPTIONS),
        "no_hooks": ("hooks and log of attempts, unused", HOOKS),
        "no_keys": ("idempotency keys, unused", IDEMPOTENCY),
        "no_links": ("links between pages, unused", LINKS),
    }
    source = Path(flinkjobs.__file__).parent
    removals = {name: parts for name, (_, parts) in labels.items()}
    with (
        copied(source, removals) as packages,
        canned_server() as address,
        our_client(address) as client,
    ):
        clients = [client_of(package, page_of(10), **KEY) for package in (flinkjobs, *packages)]
        (whole,) = interleaved([cpu_of(listing(client), CALLS)], ROUNDS // 2)
        ours, *without = interleaved([cpu_of(listing(each), CALLS) for each in clients], ROUNDS)
    return [
        compare(label, whole + ours - bare, whole, at_most=MOST_UNUSED, peer="without its code")
        for (label, _), bare in zip(labels.values(), without, strict=True)
    ]


KEY = {"workspace": "w", "namespace": "n", "access_key_id": "id", "access_key_secret": "secret"}


def listing(client: Any) -> Callable[[], object]:
    """Return a call that lists a page of ten."""
    return lambda: client.jobs.list(deployment_id="d", page_size=10)


def used() -> Sequence[Finding]:
    """Compare a call with each option to one without."""
    body = page_of(10)
    client = client_of(flinkjobs, body, **KEY)
    hooked = client_of(flinkjobs, body, hooks=[CountingHooks()], **KEY)
    derived = client.with_options(timeout=5, headers={"X-A": "b"})
    calls = {
        "with_options, made once": listing(derived),
        "with_options, made for each call": lambda: client.with_options(timeout=5).jobs.list(
            deployment_id="d", page_size=10
        ),
        "with_raw_response": lambda: client.jobs.with_raw_response.list(
            deployment_id="d", page_size=10
        ),
        "hooks": listing(hooked),
    }
    plain, *times = interleaved(
        [cpu_of(call, CALLS) for call in (listing(client), *calls.values())], ROUNDS
    )
    return [
        compare(f"{label}, used", time, plain, peer="without")
        for label, time in zip(calls, times, strict=True)
    ]


def writes() -> Sequence[Finding]:
    """Compare writes with a key and a checked body to those without."""
    with tempfile.TemporaryDirectory() as out:
        done = generator("generate", "--spec", WRITES, "--out", out, "--package", "loopjobs")
        if done.returncode:
            raise RuntimeError(done.stderr)
        source = Path(out, "src", "loopjobs")
        with copied(source, {"with_check": [], "no_check": BODY_CHECK}) as (checks, trusts):
            body = b'{"success": true, "data": {"jobId": "j"}}'
            checking, trusting = (client_of(package, body) for package in (checks, trusts))
            written = {"name": "n"}
            keyed, plain, checked, unchecked = interleaved(
                [
                    cpu_of(lambda: checking.clones.create(namespace="n"), CALLS),
                    cpu_of(lambda: checking.savepoints.create(namespace="n"), CALLS),
                    cpu_of(
                        lambda: checking.jobs.update(namespace="n", job_id="j", body=written), CALLS
                    ),
                    cpu_of(
                        lambda: trusting.jobs.update(namespace="n", job_id="j", body=written), CALLS
                    ),
                ],
                ROUNDS,
            )
    return [
        compare("idempotency key, used", keyed, plain, peer="a write without one"),
        compare("check of a body, used", checked, unchecked, peer="without its code"),
    ]


def instrumented() -> Sequence[Finding]:
    """Compare a call over HTTP with OpenTelemetry's instrumentation to one without."""
    instrumentor = URLLib3Instrumentor()
    with canned_server() as address, our_client(address) as client:
        call = cpu_of(listing(client), CALLS)

        def traced() -> float:
            instrumentor.instrument(tracer_provider=TracerProvider())
            try:
                return call()
            finally:
                instrumentor.uninstrument()

        without, with_spans = interleaved([call, traced], ROUNDS // 2)
    label = "OpenTelemetry's instrumentation, used, over HTTP"
    return [compare(label, with_spans, without, peer="without; absent, it has no code here")]


def options() -> Sequence[Finding]:
    """Measure the options of a call."""
    return [*unused(), *used(), *writes(), *instrumented()]


BENCHMARKS = (Benchmark("options", "CPU of the options of a call", options),)
