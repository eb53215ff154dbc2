"""Paths with a verb are found however they are spelled, and never mistaken for another operation."""

import pytest

from .conftest import WireClient, problem, start


@pytest.mark.parametrize("path", ["/jobs:start", "/jobs%3Astart", "/jobs%3astart"])
def test_a_start_is_found_by_both_spellings(
    wire: WireClient, deployment_id: str, path: str
) -> None:
    """The vendor's SDK encodes the colon; people do not."""
    response = wire.send("StartJobWithParams", "POST", path, {"deploymentId": deployment_id})

    assert response.body["data"]["deploymentId"] == deployment_id


@pytest.mark.parametrize("verb", [":stop", "%3Astop", "%3astop"])
def test_a_stop_is_found_by_both_spellings(wire: WireClient, deployment_id: str, verb: str) -> None:
    """Of the job before the verb."""
    job_id = start(wire, deployment_id).body["data"]["jobId"]

    body = {"stopStrategy": "NONE"}
    response = wire.send("StopJob", "POST", f"/jobs/{job_id}{verb}", body)
    assert response.body["data"]["jobId"] == job_id
    assert response.body["data"]["status"]["currentJobStatus"] == "CANCELLING"


@pytest.mark.parametrize("path", ["/jobs/x:stop", "/jobs/x%3Astop"])
def test_a_verb_of_another_method_is_part_of_the_id(
    wire: WireClient, loaded_job: str, path: str
) -> None:
    """GET reads the job instance of that id, and a stop of it names the id before the last verb."""
    found = wire.send("GetJob", "GET", path)
    stopped = wire.send("StopJob", "POST", f"{path}:stop", {"stopStrategy": "NONE"})

    assert found.body["data"]["jobId"] == loaded_job
    assert "job instance x:stop was not started here" in stopped.body["errorMessage"]


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/jobs:start", "POST"),
        ("POST", "/jobs/:stop", "DELETE, GET, HEAD"),
        ("PUT", "/jobs/x%3Astop", "DELETE, GET, HEAD, POST"),
    ],
)
def test_a_wrong_method_names_the_right_ones(
    wire: WireClient, method: str, path: str, allow: str
) -> None:
    """Also of paths with a verb, whose id must not be empty."""
    response = wire.send("StopJob", method, path)

    assert (response.status, response.headers["allow"]) == (405, allow)


def test_the_signed_action_tells_a_stop_from_a_read(wire: WireClient, loaded_job: str) -> None:
    """A signed StopJob never becomes a GetJob."""
    response = wire.send("StopJob", "GET", "/jobs/x%3Astop")

    assert problem(response) == (
        404,
        "InvalidAction.NotFound",
        "this path is GetJob by its x-acs-action, but StopJob was signed",
    )
