"""ListJobs and GetJob of the reference server, on a list of jobs, decision by decision."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes
from uuid import uuid4

from .messages import NotFound, Refusal, Request, Response
from .signature import SignatureChecks

__all__ = ["IDS", "Job", "ReferenceService", "created", "state"]

Job: TypeAlias = dict[str, Any]
IDS = ("workspace", "namespace", "deploymentId")
_LIST = r"/api/v2/namespaces/(?P<namespace>[^/]*)/jobs"
_ROUTES = {"ListJobs": _LIST, "GetJob": rf"{_LIST}/(?P<jobId>[^/]*)"}
_MAX_INT32 = 2**31 - 1


def created(job: Mapping[str, Any]) -> tuple[bool, int]:
    """Order by creation time; jobs without one are older than all others."""
    text = job.get("createdAt")
    return (text is not None, int(text or 0))


def state(job: Mapping[str, Any]) -> tuple[bool, str]:
    """Order by state; jobs without one come before all others."""
    text = (job.get("status") or {}).get("currentJobStatus")
    return (text is not None, text or "")


class ReferenceService(SignatureChecks):
    """The server: `jobs` are all that there is, and `empty` the ids of a deployment without any."""

    empty = ("workspace", "namespace", "empty")
    order_keys: Mapping[str, Callable[[Job], Any]] = {
        "gmt_create": created,
        "job_id": lambda job: (),
        "status": state,
    }

    def __init__(self, jobs: Sequence[Job]) -> None:
        super().__init__()
        self.jobs = list(jobs)

    def respond(self, request: Request) -> Response:
        """Return the response to a request."""
        try:
            operation, ids = self.route(request)
            self.authorize(request, operation)
        except Refusal as refusal:
            return self.refuse(refusal, request)
        try:
            return self.succeed(operation, self.read_parameters(operation, ids, request))
        except Refusal as refusal:
            return self.refuse(refusal, request)
        except NotFound as error:
            return self.fail(operation, str(error))

    def succeed(self, operation: str, values: Mapping[str, Any]) -> Response:
        handle = {"ListJobs": self.list_jobs, "GetJob": self.get_job}[operation]
        return self.encode(200, self.envelope() | handle(values))

    def fail(self, operation: str, message: str) -> Response:
        failure = {"success": False, "errorCode": "990301", "errorMessage": message}
        empty: Job = {"data": []} if operation == "ListJobs" else {}
        return self.encode(200, self.envelope() | failure | empty)

    def refuse(self, refusal: Refusal, request: Request) -> Response:
        fields = {"RequestId": self.request_id(), "HostId": request.header("host")}
        body = {**fields, "Code": refusal.code, "Message": refusal.message}
        response = self.encode(refusal.status, body)
        response.headers |= refusal.headers
        return response

    def envelope(self) -> Job:
        fixed = {"success": True, "httpCode": 200, "errorCode": "", "errorMessage": ""}
        return {"requestId": self.request_id(), **fixed}

    def request_id(self) -> str:
        return str(uuid4()).upper()

    def encode(self, status: int, body: Mapping[str, Any]) -> Response:
        kind = {"Content-Type": "application/json"}
        return Response(status, json.dumps(body, ensure_ascii=False).encode(), kind)

    def route(self, request: Request) -> tuple[str, Mapping[str, str]]:
        for operation, pattern in _ROUTES.items():
            if match := re.fullmatch(pattern, request.path, re.DOTALL):
                self.check_method(request)
                return operation, match.groupdict()
        raise Refusal("InvalidApi.NotFound", 404)

    def check_method(self, request: Request) -> None:
        if request.method not in ("GET", "HEAD"):
            raise Refusal("InvalidApi.NotFound", 405, Allow="GET, HEAD")

    def read_parameters(
        self, operation: str, ids: Mapping[str, str], request: Request
    ) -> dict[str, Any]:
        values: dict[str, Any] = {"workspace": self.read_workspace(request)}
        values |= {name: self.text(name, [text]) for name, text in ids.items()}
        if operation == "GetJob":
            return values
        pairs = self.pairs(request)
        values["deploymentId"] = self.text("deploymentId", pairs.get("deploymentId", []))
        values["pageIndex"] = self.integer("pageIndex", pairs, 1, _MAX_INT32, 1)
        values["pageSize"] = self.integer("pageSize", pairs, 1, 100, 10)
        values["sortName"] = self.choice("sortName", pairs, list(self.order_keys), "gmt_create")
        values["sortOrder"] = self.choice("sortOrder", pairs, ["asc", "desc"], "desc")
        return values

    def read_workspace(self, request: Request) -> str:
        texts = [text.replace("%", "%25") for text in request.values("workspace")]
        return self.text("workspace", texts)

    def pairs(self, request: Request) -> dict[str, list[str]]:
        pairs: dict[str, list[str]] = {}
        for pair in request.query.split("&"):
            name, _, text = pair.replace("+", "%20").partition("=")
            key = unquote_to_bytes(name).decode("utf-8", "replace")
            pairs.setdefault(key, []).append(text)
        return pairs

    def text(self, name: str, texts: Sequence[str]) -> str:
        if not texts:
            raise Refusal(f"Missing{name[0].upper()}{name[1:]}")
        if len(texts) > 1 or re.search(r"%(?![0-9A-Fa-f]{2})", texts[0]) or not texts[0]:
            raise self.invalid(name)
        try:
            return unquote_to_bytes(texts[0]).decode()
        except UnicodeDecodeError:
            raise self.invalid(name) from None

    def integer(
        self, name: str, pairs: Mapping[str, list[str]], least: int, most: int, default: int
    ) -> int:
        if name not in pairs:
            return default
        text = self.text(name, pairs[name])
        digits = text.lstrip("0") or "0"
        bounds = f"between {least} and {most}"
        if not re.fullmatch(r"[0-9]+", text) or len(digits) > len(str(most)):
            raise self.invalid(name, bounds)
        if not least <= int(digits) <= most:
            raise self.invalid(name, bounds)
        return int(digits)

    def choice(
        self, name: str, pairs: Mapping[str, list[str]], values: Sequence[str], default: str
    ) -> str:
        text = self.text(name, pairs[name]) if name in pairs else default
        if text not in values:
            raise self.invalid(name, f"one of {', '.join(values)}")
        return text

    def invalid(self, name: str, bounds: str = "a text") -> Refusal:
        return Refusal(f"Invalid{name[0].upper()}{name[1:]}", message=f"{name} must be {bounds}")

    def list_jobs(self, values: Mapping[str, Any]) -> Job:
        jobs = self.find([str(values[name]) for name in IDS])
        ordered = self.order(jobs, values["sortName"], values["sortOrder"])
        page = self.cut(ordered, values["pageIndex"], values["pageSize"])
        sizes = {name: values[name] for name in ("pageIndex", "pageSize")}
        return {**sizes, "totalSize": self.total(jobs, page), "data": self.shown(page)}

    def get_job(self, values: Mapping[str, Any]) -> Job:
        names = ("workspace", "namespace", "jobId")
        jobs = [job for job in self.jobs if all(job[name] == values[name] for name in names)]
        if not jobs:
            raise NotFound("there is no such job")
        newest = max(jobs, key=lambda job: (created(job), job["deploymentId"]))
        return {"data": self.shown([newest])[0]}

    def find(self, ids: Sequence[str]) -> list[Job]:
        jobs = [job for job in self.jobs if self.belongs(job, ids)]
        if not jobs and tuple(ids) != self.empty:
            raise NotFound("there is no such deployment")
        return jobs

    def belongs(self, job: Job, ids: Sequence[str]) -> bool:
        return [job[name] for name in IDS] == list(ids)

    def order(self, jobs: Sequence[Job], name: str, direction: str) -> list[Job]:
        def key(job: Job) -> tuple[Any, ...]:
            return (self.order_keys[name](job), job["jobId"])

        return sorted(jobs, key=key, reverse=direction == "desc")

    def cut(self, jobs: Sequence[Job], page: int, size: int) -> list[Job]:
        return list(jobs[(page - 1) * size : page * size])

    def total(self, jobs: Sequence[Job], page: Sequence[Job]) -> int:
        return len(jobs)

    def shown(self, jobs: Sequence[Job]) -> list[Job]:
        return list(jobs)
