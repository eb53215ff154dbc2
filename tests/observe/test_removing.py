"""A deployment is removed with its record, and with its jobs only when that is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flinkjobs_target import cli
from flinkjobs_target.auth.keys import Keyring
from flinkjobs_target.data import Data
from flinkjobs_target.observe.records import DeploymentRecord, Recognition
from flinkjobs_target.store.jobs import DeploymentKey, UnknownError

from .conftest import KEY, Observer
from .simulator import SimulatedFlink, SimulatedJob

IDS = ("--workspace=w", "--namespace=n", "--deployment-id=d")
HERE = DeploymentRecord(
    deployment_id="d",
    workspace="w",
    namespace="n",
    recognise=Recognition(cluster="prod", job_name="here"),
)


@pytest.fixture(autouse=True)
def account(data: Data) -> None:
    """Have an account."""
    Keyring(data.keys).create_first()


def remove(place: Path | str, *more: str) -> int:
    """Remove the deployment `d`, unless told otherwise."""
    return cli.main(["deployments", "remove", f"--data={place}", *(more or IDS)])


def is_known(data: Data, key: DeploymentKey = KEY) -> bool:
    """Tell whether the owner has a deployment."""
    try:
        data.observed._deployments.total("owner", key)
    except UnknownError:
        return False
    return True


def test_a_deployment_without_jobs_is_removed_with_its_record(
    place: Path | str,
    data: Data,
    apply: Callable[..., None],
    observer: Observer,
    flink: SimulatedFlink,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Jobs are no longer recognised by it."""
    apply(HERE)

    assert 0 == remove(place)
    flink.add(SimulatedJob("seed-stream").named("here"))
    observer.look()

    assert "removed deployment d and 0 jobs\n" == capsys.readouterr().out
    assert (False, 1) == (is_known(data), len(observer.unassigned()))


def test_a_deployment_with_jobs_is_left_alone(
    place: Path | str,
    data: Data,
    apply: Callable[..., None],
    observer: Observer,
    flink: SimulatedFlink,
    job: SimulatedJob,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The message says what it has, and what to do; the record stays as well."""
    apply(HERE)
    flink.add(job)
    observer.look()

    assert 1 == remove(place)
    assert (
        "flinkjobs-target: deployment d has jobs (1); delete them first, or remove it with all of "
        "them by --with-jobs\n" == capsys.readouterr().err
    )
    assert (1, 1) == (len(observer.jobs()), len(data.observed.records("owner")))


def test_jobs_go_with_it_when_told(
    place: Path | str,
    data: Data,
    observer: Observer,
    flink: SimulatedFlink,
    job: SimulatedJob,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whether or not there is a record."""
    flink.add(job)
    observer.look()

    assert 0 == remove(place, *IDS, "--with-jobs")
    assert "removed deployment d and 1 job\n" == capsys.readouterr().out
    assert not is_known(data)


def test_a_job_that_still_runs_is_published_again_when_it_changes(
    place: Path | str, observer: Observer, flink: SimulatedFlink, job: SimulatedJob
) -> None:
    """What an observer watches does not stay away."""
    flink.add(job)
    observer.look()
    remove(place, *IDS, "--with-jobs")
    observer.look()
    assert [] == observer.jobs()

    job.becomes("FINISHED", 1_795_350_400_000)
    observer.look()

    assert "FINISHED" == observer.job()["status"]["currentJobStatus"]


def test_a_record_is_removed_whose_deployment_is_gone(
    place: Path | str, data: Data, apply: Callable[..., None]
) -> None:
    """`delete` leaves the record, which can still be removed."""
    apply(HERE)
    data.jobs.forget("owner", KEY)

    assert 0 == remove(place)
    assert [] == data.observed.records("owner")


def test_what_an_account_does_not_have_is_not_removed(
    place: Path | str, data: Data, apply: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither what nobody has, nor what another account has."""
    apply(HERE)
    Keyring(data.keys).create("acme")

    assert 1 == remove(place, *IDS, "--account=acme")
    assert 1 == remove(place, *IDS[:2], "--deployment-id=e")
    assert (
        "flinkjobs-target: account acme has no workspace w\n"
        "flinkjobs-target: account owner has no deployment e\n" == capsys.readouterr().err
    )
    assert (True, 1) == (is_known(data), len(data.observed.records("owner")))
