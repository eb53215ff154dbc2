"""Journeys through deployments: why a job failed, and a restart from a savepoint."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, expect

from flinkjobs import Client
from flinkjobs_target.services.deployment_rules import new_document
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.definitions import definition_of
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.store.tables import Tables
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .explorer import Explorer
from .test_samples import KINDS, environment, run_sample

SCOPE = {"workspace": "w", "namespace": "loop"}
MANY = 10_000


class FailedRestart(Struct, frozen=True):
    """A deployment whose latest job failed, since its program does not fit the savepoint."""

    deployment: str
    job: str
    savepoint: str


def sql(sink: str) -> dict[str, Any]:
    """Return a program that writes one table."""
    script = f"INSERT INTO {sink} SELECT * FROM source;"
    return {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": script}}


def client_of(target: RunningTarget) -> Client:
    """Return a client in the scope of these tests."""
    return Client(
        endpoint=target.endpoint,
        access_key_id=target.access_key_id,
        access_key_secret=target.access_key_secret,
        **SCOPE,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def looped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target whose simulated engine runs jobs."""
    with running_target(tmp_path_factory.mktemp("loop")) as running:
        yield running


@pytest.fixture
def failed(looped: RunningTarget) -> FailedRestart:
    """Run a deployment, take a savepoint, change the program, and start from the savepoint."""
    with client_of(looped) as client:
        name = f"orders-{time.monotonic_ns()}"
        created = client.deployments.create(
            body={"name": name, "executionMode": "STREAMING", "artifact": sql("old")}
        )
        deployment = str(created.deployment_id)
        first = client.jobs.start(body={"deploymentId": deployment})
        client.jobs.wait(job_id=first.job_id, poll=0.1)
        savepoint = client.savepoints.create(body={"deploymentId": deployment})
        client.savepoints.wait(savepoint_id=str(savepoint.savepoint_id), poll=0.1)
        client.jobs.stop(job_id=str(first.job_id), body={"stopStrategy": "NONE"})
        client.jobs.wait(job_id=first.job_id, until="STOPPED", poll=0.1)
        client.deployments.update(deployment_id=deployment, body={"artifact": sql("new")})
        restore = {"kind": "FROM_SAVEPOINT", "savepointId": savepoint.savepoint_id}
        second = client.jobs.start(body={"deploymentId": deployment, "restoreStrategy": restore})
        client.jobs.wait(job_id=second.job_id, until="FAILED", poll=0.1)
    return FailedRestart(deployment, str(second.job_id), str(savepoint.savepoint_id))


def act(explorer: Explorer, operation: str) -> None:
    """Press a button of the open item."""
    explorer.page.locator(f'.item-actions [data-operation="{operation}"]').click()


def open_deployment(explorer: Explorer, failed: FailedRestart) -> None:
    """List the deployments, and open one."""
    explorer.run(SCOPE, "ListDeployments")
    explorer.page.locator(f'tbody [data-key="{failed.deployment}"]').click()


def test_it_shows_why_a_job_failed(
    browser: Browser, looped: RunningTarget, failed: FailedRestart
) -> None:
    """From the state of the latest job in the list of deployments."""
    with Explorer(browser, looped) as explorer:
        explorer.run({**SCOPE, "status": "FAILED"}, "ListDeployments")
        row = explorer.page.locator("tbody tr", has=explorer.page.locator(key_of(failed)))
        row.get_by_role("button", name="Show the latest job: FAILED").click()

        failure = explorer.page.locator(".detail .callout.bad")
        expect(failure).to_contain_text("IllegalStateException")
        expect(failure).to_contain_text("start with allowNonRestoredState to drop that state")
        expect(explorer.page.locator(".detail h3")).to_have_text(failed.job)


def key_of(failed: FailedRestart) -> str:
    """Return what selects the button of a deployment."""
    return f'[data-key="{failed.deployment}"]'


def test_a_deployment_leads_to_its_jobs_and_back(
    browser: Browser, looped: RunningTarget, failed: FailedRestart
) -> None:
    """A job leads to its deployment."""
    with Explorer(browser, looped) as explorer:
        open_deployment(explorer, failed)
        act(explorer, "ListJobs")
        expect(explorer.page.locator("tbody tr")).to_have_count(2)
        explorer.page.locator(f'tbody [data-key="{failed.job}"]').click()
        act(explorer, "GetDeployment")

        expect(explorer.page.locator(".detail")).to_contain_text(failed.deployment)


def test_a_deployment_is_restarted_from_a_savepoint(
    browser: Browser, looped: RunningTarget, failed: FailedRestart
) -> None:
    """By the buttons of the savepoint; the copied sample sends the same."""
    with Explorer(browser, looped) as explorer:
        open_deployment(explorer, failed)
        act(explorer, "ListSavepoints")
        explorer.page.locator(f'tbody [data-key="{failed.savepoint}"]').click()
        act(explorer, "StartJobWithParams")
        explorer.fill({"body.restoreStrategy.allowNonRestoredState": "true"})
        samples = {kind: explorer.sample(kind) for kind in KINDS}
        explorer.page.get_by_role("button", name="Run", exact=True).click()
        explorer.confirm()
        job = explorer.page.locator(".detail h3").inner_text()

    with client_of(looped) as client:
        assert client.jobs.wait(job_id=job, poll=0.1).restore_strategy is not None
        for kind, text in samples.items():
            client.jobs.stop(job_id=job, body={"stopStrategy": "NONE"})
            client.jobs.wait(job_id=job, until="STOPPED", poll=0.1)
            (job,) = run_sample(kind, text, environment(looped))[:1]
            started = client.jobs.wait(job_id=job, poll=0.1)
            assert started.restore_strategy is not None
            assert started.restore_strategy.savepoint_id == failed.savepoint


def test_a_deployment_is_started_saved_and_stopped(browser: Browser, looped: RunningTarget) -> None:
    """Each write asks first."""
    with client_of(looped) as client:
        name = f"started-{time.monotonic_ns()}"
        body = {"name": name, "executionMode": "STREAMING", "artifact": sql("t")}
        deployment = client.deployments.create(body=body).deployment_id
    with Explorer(browser, looped) as explorer:
        explorer.run({**SCOPE, "deploymentId": str(deployment)}, "GetDeployment")
        act(explorer, "StartJobWithParams")
        expect(explorer.page.get_by_role("button", name="Run", exact=True)).to_be_focused()
        explorer.page.keyboard.press("Enter")
        explorer.confirm()
        job = explorer.page.locator(".detail h3").inner_text()
        with client_of(looped) as client:
            client.jobs.wait(job_id=job, poll=0.1)
        act(explorer, "GetDeployment")
        act(explorer, "CreateSavepoint")
        explorer.page.keyboard.press("Enter")
        explorer.confirm()
        with client_of(looped) as client:
            savepoint = explorer.page.locator(".detail h3").inner_text()
            client.savepoints.wait(savepoint_id=savepoint, poll=0.1)
        explorer.run({**SCOPE, "jobId": job}, "GetJob")
        act(explorer, "StopJob")
        explorer.fill({"body.stopStrategy": "NONE"})
        explorer.page.get_by_role("button", name="Run", exact=True).click()
        explorer.confirm()
        with client_of(looped) as client:
            assert client.jobs.wait(job_id=job, until="STOPPED", poll=0.1).state == "CANCELLED"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target with 10,000 deployments."""
    with running_target(tmp_path_factory.mktemp("crowded")) as running:
        with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
            thread.submit(insert_into, running).result()
        yield running


def insert_into(target: RunningTarget) -> None:
    """Add deployments to the storage of a target."""
    with open_storage(target.data) as data:
        asyncio.run(data.deploying.write(insert_many))


def insert_many(tables: Tables) -> None:
    """Write deployments, as the service that creates them does."""
    for number in range(MANY):
        key = DeploymentKey(SCOPE["workspace"], SCOPE["namespace"], f"id-{number}")
        now = datetime(2026, 1, 1, tzinfo=UTC)
        properties = {"name": f"d-{number}", "executionMode": "STREAMING", "artifact": sql("t")}
        tables.deployments.lock("owner", key)
        document = new_document(properties, key, "owner", int(now.timestamp()), {})
        tables.definitions.insert(definition_of(key, document, changed=False))


def test_many_deployments_are_listed_by_the_page(browser: Browser, crowded: RunningTarget) -> None:
    """Only the latest jobs of the rows that are shown are requested."""
    with Explorer(browser, crowded) as explorer:
        explorer.run(SCOPE, "ListDeployments")
        expect(explorer.page.locator(".pager .total")).to_have_text("10,000 in total")
        assert len(explorer.listed) == 10
        expect(explorer.page.locator("td.latest", has_text="none")).to_have_count(10)
        assert len(explorer.api_requests) == 11
        first = explorer.listed
        explorer.page.get_by_role("button", name="Last page").click()
        expect(explorer.page.locator(".page-number")).to_have_value("1000")

        assert len(explorer.listed) == 10
        assert set(explorer.listed).isdisjoint(first)


def test_deployments_fit_a_narrow_screen(browser: Browser, crowded: RunningTarget) -> None:
    """The table scrolls by itself."""
    with Explorer(browser, crowded, size=(375, 740)) as explorer:
        explorer.run({**SCOPE, "pageSize": "100"}, "ListDeployments")
        explorer.page.locator("tbody [data-key]").first.click()

        assert explorer.page.evaluate("() => document.documentElement.scrollWidth") == 375
