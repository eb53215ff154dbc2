"""The files for other programs: NDJSON with a failure a line, and HAR with their exchanges."""

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
from harfile import Content, Creator, HarFile, PostData, Record, Request, Response, Timings

from ..signing import RawRequest
from ..target_client import Exchange
from .results import ClauseResult, key_id, shown_headers

__all__ = ["RecordedFailure", "RecordedRequest", "read_failures", "write_har", "write_ndjson"]


class RecordedRequest(msgspec.Struct, frozen=True):
    """A request without its signature; the body is in base64."""

    operation: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: str
    signature_intact: bool
    key: str
    """The id of its key."""

    @classmethod
    def of(cls, exchange: Exchange) -> "RecordedRequest":
        """Record the request of an exchange."""
        request = exchange.request
        return cls(
            operation=exchange.operation,
            method=request.method,
            path=request.path,
            query=request.query,
            headers={name: _valid(value) for name, value in shown_headers(request).items()},
            body=base64.b64encode(request.body).decode(),
            signature_intact=request.signature_intact,
            key=key_id(request),
        )

    @property
    def unsigned(self) -> RawRequest:
        """The request without what signing adds."""
        headers = {
            name: value
            for name, value in self.headers.items()
            if name not in ("host", "authorization") and not name.startswith("x-acs-")
        }
        body = base64.b64decode(self.body)
        return RawRequest(self.method, self.path, self.query, headers, body)


class RecordedFailure(msgspec.Struct, frozen=True):
    """A failure, as a line of NDJSON has it."""

    number: int
    clause: str
    fact: str
    message: str
    cause: str
    known: bool
    location: str
    curl: str
    repeat: str
    target: str
    seed: int
    request: RecordedRequest | None
    response: Mapping[str, Any] | None


def write_ndjson(path: Path, results: Sequence[ClauseResult], *, target: str, seed: int) -> None:
    """Write a line for each failure."""
    lines = []
    for number, result in enumerate(results, 1):
        last = result.raw[-1] if result.raw else None
        failure = RecordedFailure(
            number=number,
            clause=result.id,
            fact=result.fact,
            message=_valid(result.message),
            cause=_valid(result.cause.text),
            known=result.known,
            location=result.location,
            curl=_valid(result.curl),
            repeat=result.repeat,
            target=target,
            seed=seed,
            request=RecordedRequest.of(last) if last else None,
            response=_response(last) if last else None,
        )
        lines.append(msgspec.json.encode(failure) + b"\n")
    path.write_bytes(b"".join(lines))


def read_failures(path: Path) -> list[RecordedFailure]:
    """Read the failures of such a file; raise ValueError when a line is none."""
    decoder = msgspec.json.Decoder(RecordedFailure)
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def write_har(path: Path, url: str, results: Sequence[ClauseResult]) -> None:
    """Write the exchanges of all failures, without signatures and tokens."""
    with (
        path.open("w", encoding="utf-8", errors="backslashreplace") as file,
        HarFile(file, creator=Creator("flinkjobs-contract", "1")) as har,
    ):
        for result in results:
            for exchange in result.raw:
                har.add_entry(
                    startedDateTime=datetime.now(UTC).isoformat(),
                    time=0,
                    request=_har_request(url, exchange.request),
                    response=_har_response(exchange),
                    timings=Timings(send=0, wait=0, receive=0),
                    comment=f"{result.id}: {_valid(result.message)}",
                )


def _har_request(url: str, request: RawRequest) -> Request:
    address = url + request.target
    body = _text(request.body)
    kind = request.headers.get("content-type", "")
    return Request(
        method=request.method,
        url=_valid(address),
        httpVersion="HTTP/1.1",
        headers=_records(shown_headers(request)),
        queryString=[Record(*pair) for pair in parse_qsl(urlsplit(address).query, True)],
        postData=PostData(mimeType=kind, text=body) if request.body else None,
        bodySize=len(request.body),
    )


def _har_response(exchange: Exchange) -> Response:
    response = exchange.response
    kind = response.headers.get("content-type", "")
    return Response(
        status=response.status,
        statusText="",
        httpVersion="HTTP/1.1",
        headers=_records(response.headers),
        content=Content(size=len(response.body), mimeType=kind, text=_text(response.body)),
        bodySize=len(response.body),
    )


def _response(exchange: Exchange) -> Mapping[str, Any]:
    response = exchange.response
    headers = {name: _valid(value) for name, value in response.headers.items()}
    return {"status": response.status, "headers": headers, "body": _text(response.body)}


def _records(headers: Mapping[str, str]) -> list[Record]:
    return [Record(name, _valid(value)) for name, value in headers.items()]


def _text(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")


def _valid(text: str) -> str:
    """Escape what no UTF-8 can hold."""
    return text.encode("utf-8", "backslashreplace").decode()
