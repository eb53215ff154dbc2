"""Samples of writes, run as they are copied: each kind sends the body of the form."""

import json
import uuid
from collections.abc import Iterator

import pytest

from flinkjobs import Client

from .explorer import Explorer
from .test_bodies import write_json
from .test_samples import KINDS, environment, run_sample

SCOPE = {"workspace": "w", "namespace": "samples"}
SCRIPT = (
    "CREATE TABLE t (x STRING COMMENT '$x `y` \\\\ ü \u202e');\nINSERT INTO sink SELECT x FROM t;"
)
PROGRAM = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": SCRIPT}}
SETTINGS = {"text": "it's", "number": 1.5, "large": 9007199254740993, "yes": True, "list": [1, "a"]}


@pytest.fixture
def client(explorer: Explorer) -> Iterator[Client]:
    """A client of the target of the page."""
    with Client(
        endpoint=explorer.target.endpoint,
        access_key_id=explorer.target.access_key_id,
        access_key_secret=explorer.target.access_key_secret,
        **SCOPE,  # type: ignore[arg-type]
    ) as opened:
        yield opened


@pytest.fixture
def deployment(client: Client) -> str:
    """A deployment of its own."""
    body = {"name": f"d-{uuid.uuid4()}", "executionMode": "STREAMING", "artifact": PROGRAM}
    return str(client.deployments.create(body=body).deployment_id)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_sends_the_body_of_the_form(
    explorer: Explorer, client: Client, deployment: str, kind: str
) -> None:
    """With characters that are hard to quote, and values of all types."""
    explorer.fill({**SCOPE, "deploymentId": deployment}, "UpdateDeployment")
    body = {"description": SCRIPT, "artifact": PROGRAM, "flinkConf": SETTINGS}
    write_json(explorer, json.dumps(body))
    run_sample(kind, explorer.sample(kind), environment(explorer.target))

    changed = client.deployments.get(deployment_id=deployment)
    assert changed.description == SCRIPT
    assert changed.flink_conf == SETTINGS


def test_every_kind_of_sample_takes_a_savepoint_and_stops_the_job(
    explorer: Explorer, client: Client, deployment: str
) -> None:
    """The path may have a verb, and the vendor's request the properties of the body."""
    environ = environment(explorer.target)
    job = str(client.jobs.start(body={"deploymentId": deployment}).job_id)
    client.jobs.wait(job_id=job, poll=0.1)
    explorer.fill({**SCOPE, "body.deploymentId": deployment}, "CreateSavepoint")
    for kind in KINDS:
        run_sample(kind, explorer.sample(kind), environ)
        newest = client.savepoints.list(deployment_id=deployment).items[0]
        client.savepoints.wait(savepoint_id=str(newest.savepoint_id), poll=0.1)
    assert len(client.savepoints.list(deployment_id=deployment).items) == len(KINDS)

    explorer.fill({**SCOPE, "jobId": job, "body.stopStrategy": "NONE"}, "StopJob")
    for kind in KINDS:
        assert run_sample(kind, explorer.sample(kind), environ)[:1] == [job]
        assert client.jobs.wait(job_id=job, until="STOPPED", poll=0.1).state == "CANCELLED"


def test_what_a_body_lacks_stands_in_angle_brackets(explorer: Explorer) -> None:
    """A body that is no object has no samples."""
    explorer.fill(SCOPE, "StartJobWithParams")

    assert '"deploymentId": "<deploymentId>"' in explorer.sample("Python")
    assert "<deploymentId>" in explorer.sample("curl and openssl")
    write_json(explorer, "[")
    assert "JSON object" in explorer.show("Samples").inner_text()
