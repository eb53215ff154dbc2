"""Faults of state and time: reading that changes something, and responses that are slow."""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from ..messages import Refusal, Request, Response
from ..service import Job
from ..service import ReferenceService as Right

__all__ = ["FAULTS"]

_SLOW = 0.3


def _slow_when(check: Any) -> dict[str, Any]:
    """Wait where a check of the request holds."""

    def respond(self: Right, request: Request) -> Response:
        response = Right.respond(self, request)
        time.sleep(_SLOW if check(request, response) else 0)
        return response

    return {"respond": respond}


def _after(change: Any) -> dict[str, Any]:
    """Change the data after a response."""

    def respond(self: Right, request: Request) -> Response:
        response = Right.respond(self, request)
        change(self, request, response)
        return response

    return {"respond": respond}


def _is_single(request: Request) -> bool:
    return request.path.count("/") > 5


def _touch(self: Right, request: Request, response: Response) -> None:
    for job in self.jobs:
        if _is_single(request) and job["jobId"] in request.path:
            job["modifier"] = uuid4().hex


def _count(self: Right, request: Request, response: Response) -> None:
    self.jobs[0]["modifier"] = str(int(self.jobs[0].get("modifier", 0)) + 1)


def _head_removes(self: Right, request: Request, response: Response) -> None:
    if request.method == "HEAD" and _is_single(request) and len(self.jobs) > 12:
        self.jobs.pop(5)


def _options_remove(self: Right, request: Request, response: Response) -> None:
    if request.method == "OPTIONS" and len(self.jobs) > 12:
        self.jobs.pop(5)


def _refusal_adds(self: Right, request: Request, response: Response) -> None:
    if response.status == 400 and len(self.jobs) < 2000:
        self.jobs.append({**self.jobs[0], "jobId": uuid4().hex})


def _far_page_removes(self: Right, request: Request, response: Response) -> None:
    if "pageIndex=1000000" in request.query and len(self.jobs) > 12:
        self.jobs.pop(5)


def _orders_stored(self: Right, jobs: Sequence[Job], name: str, way: str) -> list[Job]:
    ordered = Right.order(self, jobs, name, way)
    last, self.__dict__["last"] = self.__dict__.get("last", ordered), ordered
    return ordered if (name, way) != ("gmt_create", "desc") else last


def _made_when_unknown(self: Right, ids: Sequence[str]) -> list[Job]:
    known = self.__dict__.setdefault("known", set())
    if tuple(ids) in known:
        return []
    known.add(tuple(ids))
    return Right.find(self, ids)


def _every_tenth_fails(self: Right, request: Request) -> Response:
    count = self.__dict__["count"] = self.__dict__.get("count", 0) + 1
    if count % 97:
        return Right.respond(self, request)
    return self.refuse(Refusal("InternalError", 500), request)


FAULTS: Mapping[str, Mapping[str, Any]] = {
    "getting a job changes it": _after(_touch),
    "reading is counted in a job": _after(_count),
    "HEAD removes a job": _after(_head_removes),
    "OPTIONS removes a job": _after(_options_remove),
    "a refusal adds a job": _after(_refusal_adds),
    "a far page removes a job": _after(_far_page_removes),
    "an order stays for the next call": {"order": _orders_stored},
    "an unknown deployment is made": {"find": _made_when_unknown},
    "some requests fail": {"respond": _every_tenth_fails},
    "far pages are slow": _slow_when(
        lambda request, response: (
            "pageIndex=" in request.query and "pageIndex=1&" not in request.query
        )
    ),
    "unknown ids are slow": _slow_when(lambda request, response: b"990301" in response.body),
    "refusals are slow": _slow_when(lambda request, response: response.status == 400),
    "wrong signatures are slow": _slow_when(
        lambda request, response: b"SignatureDoesNotMatch" in response.body
    ),
    "unknown paths are slow": _slow_when(lambda request, response: response.status == 404),
    "order by state is slow": _slow_when(
        lambda request, response: "sortName=status" in request.query
    ),
    "large pages are slow": _slow_when(lambda request, response: "pageSize=100" in request.query),
    "HEAD is slow": _slow_when(lambda request, response: request.method == "HEAD"),
    "a single job is slow": _slow_when(
        lambda request, response: _is_single(request) and response.status == 200
    ),
}
