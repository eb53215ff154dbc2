"""Changes of extensions, and whom they break, one change at a time."""

import pytest

from generator.compare import compare

from .editing import ABSENT, CONTRACT, edited

LIST = "/paths/~1api~1v2~1namespaces~1{namespace}~1jobs/get"
GET = "/paths/~1api~1v2~1namespaces~1{namespace}~1jobs~1{jobId}/get"
STOP = "/paths/~1api~1v2~1namespaces~1{namespace}~1jobs~1{jobId}:stop/post"
SCHEMAS = "/components/schemas"
SIGNATURE = "/components/securitySchemes/acs3/x-signature"
REGIONS = CONTRACT["servers"][0]["variables"]["region"]["enum"]

BOTH, CALLERS, SERVERS, NOBODY = (
    "(breaks callers and servers)",
    "(breaks callers)",
    "(breaks servers)",
    "(breaks nobody)",
)
CASES = [
    (
        f"{LIST}/x-pagination/key",
        "name",
        f"ListJobs, x-pagination: key changed from jobId to name {BOTH}",
    ),
    (
        f"{LIST}/x-ram/action",
        "stream:ShowJobs",
        f"ListJobs, x-ram: action changed from stream:ListJobs to stream:ShowJobs {BOTH}",
    ),
    (
        f"{LIST}/x-ram/conditionKeys",
        ["acs:SourceIp"],
        f'ListJobs, x-ram: conditionKeys changed from [] to ["acs:SourceIp"] {BOTH}',
    ),
    (
        "/x-responses",
        ABSENT,
        'responses: x-responses changed from {"absent": "any"} to none (breaks servers)',
    ),
    (f"{LIST}/x-latest", ABSENT, f"ListJobs, x-latest: removed {CALLERS}"),
    (f"{LIST}/x-latest/size", 5, f"ListJobs, x-latest: size changed from 10 to 5 {CALLERS}"),
    (f"{GET}/x-waiters/wait", ABSENT, f"GetJob, x-waiters wait: removed {CALLERS}"),
    (
        f"{GET}/x-waiters/watch",
        CONTRACT["paths"]["/api/v2/namespaces/{namespace}/jobs/{jobId}"]["get"]["x-waiters"][
            "wait"
        ],
        f"GetJob, x-waiters watch: added {NOBODY}",
    ),
    (
        f"{GET}/x-waiters/wait/goal",
        "FINISHED",
        f"GetJob, x-waiters wait: goal changed from RUNNING to FINISHED {CALLERS}",
    ),
    (f"{STOP}/x-confirm", ABSENT, f"StopJob: x-confirm removed {CALLERS}"),
    (f"{GET}/x-confirm", {"question": "Really?"}, f"GetJob: x-confirm added {CALLERS}"),
    (f"{STOP}/x-awaits", ABSENT, f"StopJob, x-awaits: removed {CALLERS}"),
    (
        f"{STOP}/x-awaits/goal",
        "RUNNING",
        f"StopJob, x-awaits: goal changed from STOPPED to RUNNING {CALLERS}",
    ),
    (
        f"{GET}/x-awaits",
        {"operation": "GetJob", "waiter": "wait", "subject": "jobId", "goal": "RUNNING"},
        f"GetJob, x-awaits: added {NOBODY}",
    ),
    (f"{STOP}/x-method", "end", f"StopJob: x-method changed from none to end {CALLERS}"),
    (
        f"{LIST}/parameters/2/x-lookup",
        ABSENT,
        f"ListJobs, parameter deploymentId (query): x-lookup removed {CALLERS}",
    ),
    (
        f"{LIST}/parameters/3/x-lookup",
        "deployment",
        f"ListJobs, parameter pageIndex (query): x-lookup added {NOBODY}",
    ),
    ("/x-lookups/deployment", ABSENT, f"x-lookups deployment: removed {CALLERS}"),
    (
        "/x-lookups/deployment/match",
        "deploymentId",
        f"x-lookups deployment: match changed from name to deploymentId {CALLERS}",
    ),
    (
        f"{SCHEMAS}/starts.JobStartParameters/properties/jobId/x-lookup",
        "deployment",
        f"starts.JobStartParameters, field jobId: x-lookup changed from none to deployment {NOBODY}",
    ),
    (
        f"{SCHEMAS}/jobs.Job/x-related",
        {"next": {"operation": "ListJobs", "parameters": {"deploymentId": "deploymentId"}}},
        "jobs.Job: x-related changed from none to "
        '{"next": {"operation": "ListJobs", "parameters": {"deploymentId": "deploymentId"}}} '
        f"{NOBODY}",
    ),
    (f"{GET}/x-unheard", 1, f"GetJob: x-unheard changed from none to 1 {BOTH}"),
    (
        "/x-envelope/response/payload",
        "result",
        f"x-envelope, response: payload changed from data to result {BOTH}",
    ),
    (
        f"{SIGNATURE}/version",
        "2023-01-01",
        f"security scheme acs3, x-signature: version changed from 2022-07-18 to 2023-01-01 {BOTH}",
    ),
    ("/security", [], f'every call: security changed from [{{"acs3": []}}] to [] {SERVERS}'),
    ("/x-product", "Flink", f"the package: x-product changed from FlinkJobs to Flink {CALLERS}"),
    (
        "/servers/0/variables/region/enum",
        REGIONS[1:],
        f"endpoints: region {REGIONS[0]} removed {CALLERS}",
    ),
    (
        "/servers/0/variables/region/enum",
        [*REGIONS, "moon-1"],
        f"endpoints: region moon-1 added {NOBODY}",
    ),
    (
        "/servers/0/url",
        "https://example.com",
        "endpoints: url changed from https://ververica.{region}.aliyuncs.com to "
        f"https://example.com {BOTH}",
    ),
]


@pytest.mark.parametrize(("pointer", "value", "expected"), CASES)
def test_one_change(pointer: str, value: object, expected: str) -> None:
    """One edit of an extension is reported as one change, with whom it breaks."""
    assert "\n".join(map(str, compare(CONTRACT, edited(pointer, value)))) == expected
