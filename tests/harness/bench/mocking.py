"""The target against Prism, which mocks the same contract: the same request, a page of as many jobs."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml

from flinkjobs.operations import LIST_JOBS

from ...contract.prism.process import running_prism
from ...contract.specification import load_document
from .harness import interleaved
from .load import send_requests
from .results import Benchmark, Finding, MissingTool, compare
from .servers import EXAMPLE, prepared_tenant, running_target_server, signed_request

__all__ = ["BENCHMARKS"]

_REQUESTS = 1000


def mocking() -> Sequence[Finding]:
    """Compare a signed page from the store with a page that Prism makes of the example."""
    if shutil.which("npm") is None:
        raise MissingTool("there is no npm to install Prism with; install Node.js 20 or newer")
    with (
        tempfile.TemporaryDirectory() as folder,
        prepared_tenant(Path(folder)) as (tenant, key),
        running_target_server(Path(folder), "--access-log=none") as (process, port),
        running_prism(_with_page(Path(folder))) as prism,
        running_prism() as prism_of_one,
    ):

        def send(pid: int, port: int) -> float:
            requests = [signed_request(tenant, key, port) for _ in range(_REQUESTS)]
            return send_requests(pid, port, requests).wall

        ours, theirs, of_one = interleaved(
            [
                lambda: send(process.pid, port),
                lambda: send(*prism.served),
                lambda: send(*prism_of_one.served),
            ],
            rounds=9,
        )
    label = "page of 10, 16 connections"
    return (
        compare(label, ours, theirs, at_least=4, peer="Prism, an example of ten jobs"),
        compare(label, ours, of_one, peer="Prism, an example of one job"),
    )


def _with_page(folder: Path) -> Path:
    """Write the contract with a page of ten jobs as the example that a mock answers."""
    document = load_document()
    body = json.loads(EXAMPLE.read_text("utf-8"))
    body["data"] *= 10
    for operation in document["paths"].values():
        if operation.get("get", {}).get("operationId") == LIST_JOBS.name:
            content = operation["get"]["responses"]["200"]["content"]
            content["application/json"]["example"] = body
    specification = folder / "openapi.yaml"
    specification.write_text(yaml.safe_dump(document), "utf-8")
    return specification


BENCHMARKS = (Benchmark("mocking", "a page over HTTP against a mock of the contract", mocking),)
