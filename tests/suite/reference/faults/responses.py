"""Faults of responses: types, times, headers, envelope and status."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..messages import Refusal, Request, Response
from ..service import Job
from ..service import ReferenceService as Right

__all__ = ["FAULTS"]


def _shown(change: Callable[[Job], Job]) -> dict[str, Any]:
    """Show other fields of each job."""
    return {"shown": lambda self, jobs: [{**job, **change(job)} for job in jobs]}


def _enveloped(**fields: Any) -> dict[str, Any]:
    return {"envelope": lambda self: Right.envelope(self) | fields}


def _encoded(change: Callable[[Response], Response]) -> dict[str, Any]:
    return {"encode": lambda self, status, body: change(Right.encode(self, status, body))}


def _with(**headers: str) -> dict[str, Any]:
    """Send other headers."""

    def change(response: Response) -> Response:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return Response(response.status, response.body, response.headers | named)

    return _encoded(change)


def _only_first(self: Right, jobs: Sequence[Job]) -> list[Job]:
    return [{**job, "creator": f"{number}"} for number, job in enumerate(jobs)]


def _statuses(status: int, *codes: str) -> dict[str, Any]:
    """Refuse with another status."""

    def refuse(self: Right, refusal: Refusal, request: Request) -> Response:
        is_meant = not codes or refusal.code in codes
        other = Refusal(refusal.code, status if is_meant else refusal.status, refusal.message)
        other.headers = refusal.headers
        return Right.refuse(self, other, request)

    return {"refuse": refuse}


def _failed_with(status: int, **fields: Any) -> dict[str, Any]:
    def fail(self: Right, operation: str, message: str) -> Response:
        plain = json.loads(Right.fail(self, operation, message).body)
        return self.encode(status, plain | fields)

    return {"fail": fail}


def _head_without_type(self: Right, request: Request) -> Response:
    response = _respond(self, request)
    if request.method == "HEAD":
        response.headers.pop("Content-Type", None)
    return response


def _head_found(self: Right, request: Request) -> Response:
    response = _respond(self, request)
    return Response(200, b"", response.headers) if request.method == "HEAD" else response


_respond = Right.respond


def _traced(self: Right, request: Request) -> Response:
    """Return the request to its sender."""
    if request.method != "TRACE":
        return _respond(self, request)
    lines = [f"{name}: {text}" for name, text in request.headers]
    return Response(200, "\r\n".join(lines).encode(), {"Content-Type": "message/http"})


def _options_answered(self: Right, request: Request) -> None:
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        raise Refusal("InvalidApi.NotFound", 405, Allow="GET, HEAD")


FAULTS: Mapping[str, Mapping[str, Any]] = {
    "integers have a fraction": _shown(lambda job: {"startTime": float(job["startTime"])}),
    "an integer inside has a fraction": _shown(lambda job: {"metric": {"totalMemoryByte": 4096.0}}),
    "the total has a fraction": {"total": lambda self, jobs, page: float(len(jobs))},
    "integers are texts": _shown(lambda job: {"startTime": str(job["startTime"])}),
    "times as texts are integers": _shown(lambda job: {"createdAt": int(job.get("createdAt", 0))}),
    "times end before they begin": _shown(lambda job: {"endTime": job["startTime"] - 60}),
    "times change before they are made": _shown(
        lambda job: {"createdAt": "1714060000", "modifiedAt": "1714050000"}
    ),
    "times are thousands of seconds": _shown(
        lambda job: {"startTime": job["startTime"] // 1000, "endTime": job["endTime"] // 1000}
    ),
    "times are milliseconds": _shown(
        lambda job: {"startTime": job["startTime"] * 1000, "endTime": job["endTime"] * 1000}
    ),
    "created times are milliseconds": _shown(
        lambda job: {"createdAt": job.get("createdAt", "1") + "000", "modifiedAt": None}
    ),
    "milliseconds are seconds": _shown(
        lambda job: {"restoreStrategy": {"jobStartTimeInMs": 1_714_058_507}}
    ),
    "times are dates": _shown(lambda job: {"createdAt": "2024-04-25T15:21:47Z"}),
    "a state is a number": _shown(lambda job: {"status": {"currentJobStatus": 2}}),
    "a state is a text": _shown(lambda job: {"status": "RUNNING"}),
    "a mode is of the wrong type": _shown(lambda job: {"executionMode": ["STREAMING"]}),
    "a list differs from the single item": {"shown": _only_first},
    "jobs are shown elsewhere": _shown(lambda job: {"namespace": "other"}),
    "success is a text": _enveloped(success="true"),
    "httpCode is a text": _enveloped(httpCode="200"),
    "httpCode is 0": _enveloped(httpCode=0),
    "errorCode says OK": _enveloped(errorCode="OK"),
    "errorMessage says success": _enveloped(errorMessage="success"),
    "request ids are all the same": {"request_id": lambda self: "1"},
    "request ids are empty": {"request_id": lambda self: ""},
    "failures have another code": _failed_with(200, errorCode="990300"),
    "failures have status 404": _failed_with(404),
    "failures are successes": _failed_with(200, success=True),
    "failures have no message": _failed_with(200, errorMessage=""),
    "HTML is announced": _with(Content_Type="text/html"),
    "another charset is announced": _with(Content_Type="application/json; charset=gbk"),
    "the body is twice JSON": _encoded(
        lambda response: Response(
            response.status, json.dumps(response.body.decode()).encode(), response.headers
        )
    ),
    "a header tells the secret": _with(X_Debug=Right.secret),
    "a field tells the secret": _enveloped(debug=Right.secret),
    "HEAD has no content type": {"respond": _head_without_type},
    "HEAD is always found": {"respond": _head_found},
    "TRACE returns the request": {"respond": _traced},
    "OPTIONS is answered": {"check_method": _options_answered},
    "refusals have status 401": _statuses(401),
    "refusals have status 200": _statuses(200),
    "unknown keys have status 403": _statuses(403, "InvalidAccessKeyId.NotFound"),
    "unknown paths have status 400": _statuses(400, "InvalidApi.NotFound"),
    "refusals name no bounds": {
        "invalid": lambda self, name, bounds="": Refusal(f"Invalid{name[0].upper()}{name[1:]}")
    },
    "refusals name the wrong parameter": {
        "invalid": lambda self, name, bounds="": Refusal("InvalidParameter", message=bounds)
    },
}
