"""Changes of responses and errors, and whom they break, one change at a time."""

import pytest

from generator.compare import compare

from .editing import ABSENT, CONTRACT, edited

LIST = "/paths/~1api~1v2~1namespaces~1{namespace}~1jobs/get"
PAGE, JOB, STATUS = (
    f"/components/schemas/{name}"
    for name in ("jobs.ListJobsResponse", "jobs.Job", "states.JobStatus")
)
STATE = f"{STATUS}/properties/currentJobStatus"
THROTTLED = CONTRACT["components"]["responses"]["Throttled"]
REQUIRED = CONTRACT["components"]["schemas"]["jobs.ListJobsResponse"]["required"]
STATES = CONTRACT["components"]["schemas"]["states.JobStatus"]["properties"]["currentJobStatus"]
VALUES = STATES["anyOf"][0]["enum"]
ERROR = CONTRACT["x-errors"][0]

BOTH, CALLERS, SERVERS, NOBODY = (
    "(breaks callers and servers)",
    "(breaks callers)",
    "(breaks servers)",
    "(breaks nobody)",
)
CASES = [
    (f"{JOB}/properties/creator", ABSENT, f"jobs.Job, field creator: removed {CALLERS}"),
    (f"{JOB}/properties/mood", {"type": "string"}, f"jobs.Job, field mood: added {NOBODY}"),
    (
        f"{JOB}/properties/engineVersion/type",
        "integer",
        f"jobs.Job, field engineVersion: type changed from string to integer {BOTH}",
    ),
    (
        f"{JOB}/properties/metric/$ref",
        "#/components/schemas/states.JobStatus/properties/currentJobStatus",
        f"jobs.Job, field metric: type changed from object to string {BOTH}",
    ),
    (
        f"{PAGE}/required",
        [name for name in REQUIRED if name != "data"],
        f"jobs.ListJobsResponse, field data: may be absent now {CALLERS}",
    ),
    (
        f"{PAGE}/required",
        [*REQUIRED, "totalSize"],
        f"jobs.ListJobsResponse, field totalSize: always present now {SERVERS}",
    ),
    (
        f"{PAGE}/properties/pageSize/maximum",
        200,
        f"jobs.ListJobsResponse, field pageSize: maximum raised from 100 to 200 {NOBODY}",
    ),
    (
        f"{PAGE}/properties/pageSize/maximum",
        50,
        f"jobs.ListJobsResponse, field pageSize: maximum lowered from 100 to 50 {SERVERS}",
    ),
    (
        f"{PAGE}/properties/data/items",
        {"type": "string"},
        "jobs.ListJobsResponse, field data, items: type changed from object to string " + BOTH,
    ),
    (
        f"{STATE}/anyOf/0/enum",
        [*VALUES, "PAUSED"],
        f"states.JobStatus, field currentJobStatus: value PAUSED added {NOBODY}",
    ),
    (
        f"{STATE}/anyOf/0/enum",
        VALUES[1:],
        f"states.JobStatus, field currentJobStatus: value STARTING removed {SERVERS}",
    ),
    (
        STATE,
        {**{k: v for k, v in STATES.items() if k != "anyOf"}, "type": "string", "enum": VALUES},
        f"states.JobStatus, field currentJobStatus: no other value allowed any more {SERVERS}",
    ),
    (
        f"{JOB}/properties/startTime/x-time/unit",
        "millisecond",
        'jobs.Job, field startTime: x-time changed from {"unit": "second", "view": "startTimeUtc"} '
        f'to {{"unit": "millisecond", "view": "startTimeUtc"}} {CALLERS}',
    ),
    (
        f"{JOB}/x-short/started",
        "startTime",
        f"jobs.Job: x-short started added {NOBODY}",
    ),
    (f"{JOB}/x-short/state", ABSENT, f"jobs.Job: x-short state removed {CALLERS}"),
    (
        "/components/schemas/jobs.GetJobResponse",
        ABSENT,
        f"jobs.GetJobResponse: model removed {CALLERS}",
    ),
    (
        "/components/schemas/jobs.New",
        {"type": "object"},
        f"jobs.New: model added {NOBODY}",
    ),
    (f"{LIST}/responses/503", ABSENT, f"ListJobs, response 503: removed {SERVERS}"),
    (
        f"{LIST}/responses/418",
        {"description": "A teapot."},
        f"ListJobs, response 418: added {NOBODY}",
    ),
    (
        f"{LIST}/responses/429",
        {name: value for name, value in THROTTLED.items() if name != "headers"},
        f"ListJobs, response 429, header x-acs-retry-after: removed {CALLERS}",
    ),
    ("/x-errors/0", ABSENT, f"error Missing{{Parameter}}: removed {BOTH}"),
    ("/x-errors/-", {**ERROR, "code": "Busy"}, f"error Busy: added {SERVERS}"),
    (
        "/x-errors/0/status",
        422,
        f"error Missing{{Parameter}}: status changed from 400 to 422 {BOTH}",
    ),
    (
        "/x-errors/0/meaning",
        "server",
        f"error Missing{{Parameter}}: meaning changed from invalid_parameter to server {CALLERS}",
    ),
    (
        "/x-errors/0/retryable",
        True,
        f"error Missing{{Parameter}}: retryable changed from false to true {CALLERS}",
    ),
]


@pytest.mark.parametrize(("pointer", "value", "expected"), CASES)
def test_one_change(pointer: str, value: object, expected: str) -> None:
    """One edit of a response is reported as one change, with whom it breaks."""
    assert "\n".join(map(str, compare(CONTRACT, edited(pointer, value)))) == expected


def test_a_closed_enumeration() -> None:
    """A value that is new in a closed enumeration of a response breaks callers."""
    place = STATE.rpartition("/")[2]
    closed = {"type": "string", "enum": VALUES}
    before = edited(STATE, closed)
    after = edited(STATE, {**closed, "enum": [*VALUES, "PAUSED"]})
    (change,) = compare(before, after)

    assert str(change) == f"states.JobStatus, field {place}: value PAUSED added {CALLERS}"
