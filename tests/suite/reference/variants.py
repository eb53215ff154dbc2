"""Correct variants of the reference server: other data, other forms, and what the contract leaves open."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .http import Wire
from .jobs import VALUES, job, mixed_jobs, plain_jobs
from .messages import NotFound, Refusal, Request, Response
from .service import Job, ReferenceService
from .signature import Authorization

__all__ = ["VARIANTS", "Variant"]

Decisions = Mapping[str, Any]
_OPTIONAL = ("createdAt", "modifiedAt", "startTime", "endTime", "status", "metric", "creator")


@dataclass(frozen=True)
class Variant:
    """A correct server: its jobs, decisions and form, and what changes its data meanwhile."""

    jobs: Callable[[], list[Job]] = mixed_jobs
    decisions: Decisions = field(default_factory=dict)
    wire: Wire = field(default_factory=Wire)
    writer: Callable[[list[Job]], None] | None = None

    @contextmanager
    def service(self) -> Iterator[tuple[ReferenceService, Mapping[str, Any]]]:
        """Build the server; yield it with the ids that find something, while its writer runs."""
        kind: type[ReferenceService] = type("Variant", (ReferenceService,), dict(self.decisions))
        service, over = kind(self.jobs()), threading.Event()
        values = {name: service.jobs[0][name] for name in (*VALUES, "jobId")}

        def write() -> None:
            while self.writer and not over.wait(0.05):
                self.writer(service.jobs)

        thread = threading.Thread(target=write, daemon=True)
        thread.start()
        try:
            yield service, values
        finally:
            over.set()
            thread.join()


def _same_time() -> list[Job]:
    return [job(number, createdAt="1714060000", modifiedAt=None) for number in range(40)]


def _same_everything() -> list[Job]:
    same = {"createdAt": "1714060000", "status": {"currentJobStatus": "RUNNING"}}
    return [job(number, modifiedAt=None, **same) for number in range(40)]


def _bare() -> list[Job]:
    return [{**VALUES, "jobId": f"bare-{number:03}"} for number in range(25)]


def _some_fields() -> list[Job]:
    random = Random(1)
    return [
        job(number, **dict.fromkeys(random.sample(_OPTIONAL, random.randrange(len(_OPTIONAL)))))
        for number in range(60)
    ]


def _unicode() -> list[Job]:
    ids = {"workspace": "w-1", "namespace": "队伍 ä", "deploymentId": "部署/1+1=2 %"}
    names = ("日本", "ä", "a b", "a/c", "Z", "z", "😀", "10%", "…", "É", "é")
    return [job(number, **ids, jobId=name, creator="😀\u2028") for number, name in enumerate(names)]


def _neighbours() -> list[Job]:
    near = [
        {"namespace": "team10"},
        {"namespace": "team"},
        {"namespace": "TEAM1"},
        {"namespace": "default"},
        {"workspace": "all"},
        {"deploymentId": "default"},
        {"workspace": f"{VALUES['workspace']}0"},
    ]
    others = [job(900 + number, **ids) for number, ids in enumerate(near)]
    return [*plain_jobs(15), *others]


def _in_two_deployments() -> list[Job]:
    jobs = plain_jobs(12)
    again = {"deploymentId": "other", "createdAt": "1799999999", "modifiedAt": None}
    return [*jobs, *({**each, **again} for each in jobs[1:6])]


def _strange_states() -> list[Job]:
    states = ("RUNNING", "", "running", "SUSPENDED", "Zombie", "État", "RUN", "RUNNING ")
    return [
        job(number, status={"currentJobStatus": states[number % len(states)]})
        for number in range(32)
    ]


def _appended(jobs: list[Job]) -> None:
    """Let a job come."""
    now = str(int(time.time()))
    jobs.append(job(10_000 + len(jobs), createdAt=now, modifiedAt=now))


def _changed(jobs: list[Job]) -> None:
    """Let a job get another state."""
    index = Random(time.time_ns()).randrange(1, len(jobs))
    state = Random(time.time_ns()).choice(("RUNNING", "FAILED"))
    jobs[index] = {**jobs[index], "status": {"currentJobStatus": state}}


def _with_nulls(self: ReferenceService, jobs: Sequence[Job]) -> list[Job]:
    absent = dict.fromkeys((*_OPTIONAL, "sessionClusterName", "artifact", "localVariables"))
    return [{**absent, **each} for each in jobs]


def _failing_with(payload: Mapping[str, Any]) -> Decisions:
    def fail(self: ReferenceService, operation: str, message: str) -> Response:
        failure = {"success": False, "errorCode": "990301", "errorMessage": message}
        return self.encode(200, {**self.envelope(), **failure, **payload})

    return {"fail": fail}


def _in_quotes(self: ReferenceService) -> Job:
    return ReferenceService.envelope(self) | {"errorCode": '""', "errorMessage": '""'}


def _with_more(self: ReferenceService) -> Job:
    more = {"accessDeniedDetail": None, "inTheNextVersion": {"a": [1.5]}}
    return ReferenceService.envelope(self) | more


def _reversed_fields(self: ReferenceService, status: int, body: Mapping[str, Any]) -> Response:
    turned = {name: body[name] for name in reversed(list(body))}
    return ReferenceService.encode(self, status, turned)


def _turned_jobs(self: ReferenceService, jobs: Sequence[Job]) -> list[Job]:
    return [{name: each[name] for name in reversed(each)} for each in jobs]


def _escaped(self: ReferenceService, status: int, body: Mapping[str, Any]) -> Response:
    import json

    text = json.dumps(body, ensure_ascii=True, indent=1)
    return Response(status, text.encode(), {"content-type": "application/json;charset=UTF-8"})


def _bare_refusal(self: ReferenceService, refusal: Refusal, request: Request) -> Response:
    body = {"RequestId": self.request_id(), "Code": refusal.code, "Message": refusal.message}
    response = self.encode(refusal.status, {**body, "Recommend": None})
    response.headers |= refusal.headers
    return response


def _any_form(self: ReferenceService, text: str) -> bool:
    return True


def _empty_is_incomplete(self: ReferenceService, request: Request) -> Authorization:
    if request.values("authorization") == [""]:
        raise Refusal("IncompleteSignature")
    return ReferenceService.read_authorization(self, request)


def _joined_workspace(self: ReferenceService, request: Request) -> str:
    if not request.values("workspace"):
        raise Refusal("MissingWorkspace")
    return self.text("workspace", [request.header("workspace").replace("%", "%25")])


def _ascii_headers(self: ReferenceService, request: Request) -> str:
    if not request.header("workspace").isascii():
        raise Refusal("InvalidWorkspace")
    return ReferenceService.read_workspace(self, request)


def _quick_refusals(self: ReferenceService, request: Request) -> Response:
    response = ReferenceService.respond(self, request)
    time.sleep(0.02 if response.status == 200 else 0)
    return response


def _cached_order() -> Decisions:
    """Keep the orders of many jobs: sorting them for each page takes long."""
    cache: dict[tuple[str, str], list[Job]] = {}

    def order(self: ReferenceService, jobs: Sequence[Job], name: str, way: str) -> list[Job]:
        if (name, way) not in cache:
            cache[name, way] = ReferenceService.order(self, jobs, name, way)
        return cache[name, way]

    def find(self: ReferenceService, ids: Sequence[str]) -> list[Job]:
        if list(ids) != list(VALUES.values()):
            raise NotFound("there is no such deployment")
        return self.jobs

    return {"order": order, "find": find}


VARIANTS: Mapping[str, Variant] = {
    "plain": Variant(),
    "one job": Variant(lambda: plain_jobs(1)),
    "two jobs": Variant(lambda: plain_jobs(2)),
    "10 jobs": Variant(lambda: plain_jobs(10)),
    "100 jobs": Variant(lambda: plain_jobs(100)),
    "401 jobs": Variant(lambda: plain_jobs(401), _cached_order()),
    "10,001 jobs": Variant(lambda: plain_jobs(10_001), _cached_order()),
    "one creation time": Variant(_same_time),
    "one creation time and state": Variant(_same_everything),
    "ids alone": Variant(_bare),
    "some fields": Variant(_some_fields),
    "ids of any script": Variant(_unicode),
    "states of any name": Variant(_strange_states),
    "neighbours with similar ids": Variant(_neighbours),
    "one job in two deployments": Variant(_in_two_deployments),
    "a job comes every 50 ms": Variant(writer=_appended),
    "states change every 50 ms": Variant(writer=_changed),
    "null where a field is absent": Variant(_some_fields, {"shown": _with_nulls}),
    "null data after a failure": Variant(decisions=_failing_with({"data": None})),
    "no data after a failure": Variant(decisions=_failing_with({})),
    "quotes for no error": Variant(decisions={"envelope": _in_quotes}),
    "more fields": Variant(decisions={"envelope": _with_more}),
    "fields in reverse": Variant(decisions={"encode": _reversed_fields, "shown": _turned_jobs}),
    "escaped and indented JSON": Variant(_unicode, {"encode": _escaped}),
    "refusals of three fields": Variant(decisions={"refuse": _bare_refusal}),
    "odd signatures do not match": Variant(decisions={"is_signature": _any_form}),
    "an empty Authorization is incomplete": Variant(
        decisions={"read_authorization": _empty_is_incomplete}
    ),
    "a repeated workspace is joined": Variant(decisions={"read_workspace": _joined_workspace}),
    "a workspace is ASCII": Variant(decisions={"read_workspace": _ascii_headers}),
    "more headers": Variant(
        wire=Wire(
            more=(
                "x-acs-request-id: gateway-1",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2",
                "Server: gw",
                "X-Frame-Options: DENY",
            )
        )
    ),
    "headers in capitals": Variant(wire=Wire(names="upper")),
    "headers in lower case": Variant(wire=Wire(names="lower")),
    "chunks": Variant(wire=Wire(chunked=True)),
    "connections closed": Variant(wire=Wire(close=True)),
    "HTTP/1.0": Variant(wire=Wire(version="HTTP/1.0")),
    "5 ms more": Variant(wire=Wire(seconds=0.005)),
    "refusals quicker than data": Variant(decisions={"respond": _quick_refusals}),
}
"""All of these keep the contract; a clause that one of them violates is wrong."""
