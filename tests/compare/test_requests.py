"""Changes of operations and parameters, and whom they break, one change at a time."""

import pytest

from generator.compare import compare

from .editing import ABSENT, CONTRACT, edited

LIST = "/paths/~1api~1v2~1namespaces~1{namespace}~1jobs/get"
GET = "/paths/~1api~1v2~1namespaces~1{namespace}~1jobs~1{jobId}/get"
DEPLOYMENT, INDEX, SIZE, NAME, ORDER = (f"{LIST}/parameters/{index}" for index in range(2, 7))
NEW = {"name": "state", "in": "query", "description": "State.", "schema": {"type": "string"}}

BOTH, CALLERS, SERVERS, NOBODY = (
    "(breaks callers and servers)",
    "(breaks callers)",
    "(breaks servers)",
    "(breaks nobody)",
)
CASES = [
    (GET, ABSENT, f"GetJob: operation removed {CALLERS}"),
    (
        f"{GET}/operationId",
        "ShowJob",
        f"GetJob: operation removed {CALLERS}\nShowJob: operation added {SERVERS}",
    ),
    (f"{GET}/tags", ["runs"], f'GetJob: tags changed from ["jobs"] to ["runs"] {BOTH}'),
    (
        f"{LIST}/parameters/-",
        NEW,
        f"ListJobs, parameter state (query): added, optional {SERVERS}",
    ),
    (
        f"{LIST}/parameters/-",
        {**NEW, "required": True},
        f"ListJobs, parameter state (query): added, required {BOTH}",
    ),
    (ORDER, ABSENT, f"ListJobs, parameter sortOrder (query): removed {CALLERS}"),
    (DEPLOYMENT, ABSENT, f"ListJobs, parameter deploymentId (query): removed {BOTH}"),
    (
        f"{INDEX}/required",
        True,
        f"ListJobs, parameter pageIndex (query): is required now {BOTH}",
    ),
    (
        f"{DEPLOYMENT}/required",
        False,
        f"ListJobs, parameter deploymentId (query): is optional now {SERVERS}",
    ),
    (
        f"{SIZE}/x-bound",
        "client",
        f"ListJobs, parameter pageSize (query): is set on the client now {CALLERS}",
    ),
    (
        f"{SIZE}/style",
        "pipeDelimited",
        f"ListJobs, parameter pageSize (query): style changed from none to pipeDelimited {BOTH}",
    ),
    (
        f"{SIZE}/schema/maximum",
        50,
        f"ListJobs, parameter pageSize (query): maximum lowered from 100 to 50 {BOTH}",
    ),
    (
        f"{SIZE}/schema/maximum",
        200,
        f"ListJobs, parameter pageSize (query): maximum raised from 100 to 200 {SERVERS}",
    ),
    (
        f"{SIZE}/schema/maximum",
        ABSENT,
        f"ListJobs, parameter pageSize (query): maximum of 100 removed {SERVERS}",
    ),
    (
        f"{SIZE}/schema/minimum",
        2,
        f"ListJobs, parameter pageSize (query): minimum raised from 1 to 2 {BOTH}",
    ),
    (
        f"{INDEX}/schema/maximum",
        9,
        f"ListJobs, parameter pageIndex (query): maximum of 9 added {BOTH}",
    ),
    (
        f"{SIZE}/schema/default",
        20,
        f"ListJobs, parameter pageSize (query): default changed from 10 to 20 {BOTH}",
    ),
    (
        f"{SIZE}/schema/type",
        "number",
        f"ListJobs, parameter pageSize (query): type changed from integer to number {SERVERS}",
    ),
    (
        f"{SIZE}/schema/format",
        "int64",
        f"ListJobs, parameter pageSize (query): format changed from int32 to int64 {BOTH}",
    ),
    (
        f"{NAME}/schema/enum",
        ["gmt_create", "job_id"],
        f"ListJobs, parameter sortName (query): value status removed {BOTH}",
    ),
    (
        f"{ORDER}/schema/enum",
        ["asc", "desc", "none"],
        f"ListJobs, parameter sortOrder (query): value none added {SERVERS}",
    ),
    (
        f"{ORDER}/schema/enum",
        ABSENT,
        f"ListJobs, parameter sortOrder (query): values other than asc, desc allowed now {SERVERS}",
    ),
]


@pytest.mark.parametrize(("pointer", "value", "expected"), CASES)
def test_one_change(pointer: str, value: object, expected: str) -> None:
    """One edit of a request is reported as one change, with whom it breaks."""
    assert "\n".join(map(str, compare(CONTRACT, edited(pointer, value)))) == expected


def test_another_path() -> None:
    """An operation that moved is found by its id, under its new request line."""
    moved = edited(GET, ABSENT)
    moved["paths"]["/api/v3/jobs/{jobId}"] = {
        "get": CONTRACT["paths"]["/api/v2/namespaces/{namespace}/jobs/{jobId}"]["get"]
    }
    (change,) = compare(CONTRACT, moved)

    before = "GET /api/v2/namespaces/{namespace}/jobs/{jobId}"
    expected = f"GetJob: request line changed from {before} to GET /api/v3/jobs/{{jobId}} {BOTH}"
    assert str(change) == expected
