"""The stock instrumentation of urllib3 and aiohttp works with the client: spans, and propagation."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.instrumentation.urllib3 import URLLib3Instrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from flinkjobs import AsyncClient, Client, Environment

from .scripted import ScriptedServer, envelope, refusal

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "sesame",
    "environment": Environment(environ={}, random=lambda: 0.0),
}


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    """The spans of instrumented requests."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentors = (URLLib3Instrumentor(), AioHttpClientInstrumentor())
    for instrumentor in instrumentors:
        instrumentor.instrument(tracer_provider=provider)
    try:
        yield exporter
    finally:
        for instrumentor in instrumentors:
            instrumentor.uninstrument()


@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.parametrize("fails", [False, True])
def test_spans(
    server: ScriptedServer, exporter: InMemorySpanExporter, way: str, fails: bool
) -> None:
    """Each attempt is a span, whose context the server receives, unsigned; no span has a secret."""
    responses = [refusal(503, "ServiceUnavailable")] if fails else []
    server.response = lambda _: responses.pop() if responses else envelope([])

    async def run() -> None:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            await client.jobs.list(deployment_id="d1")

    if way == "async":
        asyncio.run(run())
    else:
        with Client(endpoint=server.url, **SETTINGS) as client:
            client.jobs.list(deployment_id="d1")
    spans = exporter.get_finished_spans()

    contexts = [span.get_span_context() for span in spans]
    expected = [f"00-{c.trace_id:032x}-{c.span_id:016x}" for c in contexts if c]
    assert [
        request.headers["traceparent"].rpartition("-")[0] for request in server.requests
    ] == expected
    assert len(spans) == 1 + fails
    assert ["sesame" in span.to_json() or "Signature=" in span.to_json() for span in spans] == [
        False
    ] * len(spans)
    assert all("traceparent" not in request.headers["authorization"] for request in server.requests)
