"""Faults of where values come from: another location, another name, another id."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..messages import Refusal, Request
from ..service import IDS, Job
from ..service import ReferenceService as Right

__all__ = ["FAULTS"]


def _workspace_in_query(self: Right, request: Request) -> str:
    texts = self.pairs(request).get("workspace")
    return self.text("workspace", texts) if texts else Right.read_workspace(self, request)


def _workspace_in_query_too(self: Right, request: Request) -> str:
    if request.values("workspace"):
        return Right.read_workspace(self, request)
    return self.text("workspace", self.pairs(request).get("workspace", []))


def _deployment_in_header(self: Right, request: Request) -> dict[str, list[str]]:
    pairs = Right.pairs(self, request)
    return (
        {"deploymentId": request.values("deploymentid"), **pairs}
        if request.values("deploymentid")
        else pairs
    )


def _names_without_case(self: Right, request: Request) -> dict[str, list[str]]:
    own = {
        name.lower(): name
        for name in ("deploymentId", "pageIndex", "pageSize", "sortName", "sortOrder")
    }
    return {
        own.get(name.lower(), name): texts for name, texts in Right.pairs(self, request).items()
    }


def _matched(match: Any, *names: str) -> dict[str, Any]:
    """Find a deployment by another comparison of these ids."""

    def belongs(self: Right, job: Job, ids: Sequence[str]) -> bool:
        wanted = dict(zip(IDS, ids, strict=True))
        return all(
            match(job, name, wanted[name]) if name in names else job[name] == wanted[name]
            for name in IDS
        )

    return {"belongs": belongs}


def _job_by(find: Any) -> dict[str, Any]:
    """Find a job by another comparison of its id."""

    def get_job(self: Right, values: Mapping[str, Any]) -> Job:
        for job in self.jobs:
            ids = [job["workspace"], job["namespace"]]
            if ids == [values["workspace"], values["namespace"]] and find(job, values["jobId"]):
                return {"data": job}
        return Right.get_job(self, values)

    return {"get_job": get_job}


def _routes(pattern: str) -> dict[str, Any]:
    """Accept other paths for the same operations."""

    def route(self: Right, request: Request) -> tuple[str, Mapping[str, str]]:
        list_jobs = pattern + r"(?P<namespace>[^/]*)/jobs"
        for operation, tail in (("ListJobs", ""), ("GetJob", "/(?P<jobId>[^/]*)")):
            if match := re.fullmatch(list_jobs + tail, request.path, re.DOTALL):
                self.check_method(request)
                return operation, match.groupdict()
        raise Refusal("InvalidApi.NotFound", 404)

    return {"route": route}


def _slash_after(self: Right, request: Request) -> tuple[str, Mapping[str, str]]:
    path = request.path.rstrip("/")
    return Right.route(self, Request(request.method, path, request.query, request.headers))


FAULTS: Mapping[str, Mapping[str, Any]] = {
    "a workspace in the query wins": {"read_workspace": _workspace_in_query},
    "a workspace in the query will do": {"read_workspace": _workspace_in_query_too},
    "a deployment in a header will do": {"pairs": _deployment_in_header},
    "names of parameters have no case": {"pairs": _names_without_case},
    "a deployment is found by its name": _matched(
        lambda job, name, text: text in (job[name], job.get("deploymentName")), "deploymentId"
    ),
    "a deployment is found by a job": _matched(
        lambda job, name, text: text in (job[name], job["jobId"]), "deploymentId"
    ),
    "a deployment is found by its namespace": _matched(
        lambda job, name, text: text in (job[name], job["namespace"]), "deploymentId"
    ),
    "a deployment is found without dashes": _matched(
        lambda job, name, text: text.replace("-", "") == job[name].replace("-", ""), "deploymentId"
    ),
    "a deployment is found in braces": _matched(
        lambda job, name, text: text.strip("{}") == job[name], "deploymentId"
    ),
    "ids have no case": _matched(lambda job, name, text: text.lower() == job[name].lower(), *IDS),
    "ids are trimmed": _matched(lambda job, name, text: text.strip() == job[name], *IDS),
    "ids are cut to their length": _matched(
        lambda job, name, text: text[: len(job[name])] == job[name], *IDS
    ),
    "the beginning of an id is enough": _matched(
        lambda job, name, text: job[name].startswith(text), *IDS
    ),
    "ids are patterns": _matched(lambda job, name, text: text in ("%", "*", job[name]), *IDS),
    "ids end at NUL": _matched(lambda job, name, text: text.partition("\0")[0] == job[name], *IDS),
    "an overlong id is cut": _matched(
        lambda job, name, text: (
            text == job[name] or (len(text) > 255 and text.startswith(job[name]))
        ),
        *IDS,
    ),
    "the workspace is ignored": _matched(lambda job, name, text: True, "workspace"),
    "the namespace is ignored": _matched(lambda job, name, text: True, "namespace"),
    "the deployment is ignored": _matched(lambda job, name, text: True, "deploymentId"),
    "a job is found by its deployment": _job_by(lambda job, text: job["deploymentId"] == text),
    "a job is found by the name of its deployment": _job_by(
        lambda job, text: job.get("deploymentName") == text
    ),
    "a job is found by a number": _job_by(lambda job, text: text == "1"),
    "a job is found without dashes": _job_by(
        lambda job, text: job["jobId"].replace("-", "") == text
    ),
    "a job is found in capitals": _job_by(lambda job, text: job["jobId"].upper() == text),
    "the latest is a job": _job_by(lambda job, text: text == "latest"),
    "version 1 of the path": _routes(r"/api/v[12]/namespaces/"),
    "any version of the path": _routes(r"/api/v\d+/namespaces/"),
    "the path needs no version": _routes(r"/api/(?:v2/)?namespaces/"),
    "the path may have a prefix": _routes(r"(?:/[^/]+)?/api/v2/namespaces/"),
    "a path may end with a slash": {"route": _slash_after},
}
