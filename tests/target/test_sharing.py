"""What one target keeps, others share; what a client exports, a target loads."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

from flinkjobs_target import cli
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.storage import Data, open_data
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .conftest import Caller, Clock


def test_processes_on_one_place_share_jobs_keys_and_nonces(place: Path | str, clock: Clock) -> None:
    """A request that one has answered is a replay at the other, and a key of one is known there."""
    with open_data(place) as one, open_data(place) as other:
        key = Keyring(one.keys).create_first()
        assert key is not None
        callers = [Caller(app_on(data, clock), key, clock, count()) for data in (one, other)]
        cli_load(place)
        request = callers[0].request()
        headers = callers[0].sign(request)
        answers = [caller.send(request, headers) for caller in callers]
        Keyring(other.keys).set_active(key.id, False)
        later = callers[0].list()

    assert (["j"], "SignatureNonceUsed") == (answers[0].job_ids, answers[1].code)
    assert "InvalidAccessKeyId.Inactive" == later.code


def app_on(data: Data, clock: Clock) -> Any:
    """Make an application on data."""
    keyring = Keyring(data.keys, clock=clock)
    return create_app(jobs=data.jobs, keyring=keyring, nonces=data.nonces, clock=clock)


def cli_load(place: Path | str) -> None:
    """Load a job by command, in a process of its own."""
    job = '{"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}'
    command = [sys.executable, "-m", "flinkjobs_target", "load", "-", f"--data={place}"]
    subprocess.run(command, input=job, text=True, check=True, capture_output=True)


def test_what_a_client_exports_loads_again_and_lists_the_same(
    place: Path | str, tmp_path: Path, example: dict[str, Any]
) -> None:
    """With all pages, in the order in which they were listed."""
    file, copy = tmp_path / "jobs.json", tmp_path / "copy"
    with running_target(place, [example, *varied_jobs(example, 150)]) as target:
        file.write_text(listed(target, example))
    assert 0 == cli.main(["load", str(file), f"--data={copy}"])

    with running_target(copy) as target:
        again = listed(target, example)
    assert file.read_text() == again
    assert 151 == again.count('"jobId"')


def listed(target: RunningTarget, job: dict[str, Any]) -> str:
    """List all jobs with the client's command."""
    environ = os.environ | {
        "FLINKJOBS_ENDPOINT": target.endpoint,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
    }
    words = ["--deployment-id", job["deploymentId"], "--namespace", job["namespace"]]
    command = [sys.executable, "-m", "flinkjobs", "jobs", "list", "--all", "-o", "json", *words]
    done = subprocess.run(
        [*command, "--workspace", job["workspace"]],
        env=environ,
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout
