"""Fixtures: a browser, a target with varied jobs, and the explorer opened in it."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser

from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .chromium import chromium, find_chromium
from .explorer import Explorer

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
VARIED = 40
ODD = "d' \"$(x)`\u202e \\ ü%2F*~+&="
MANY = 5_000

Open: TypeAlias = Callable[..., Explorer]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, closed before tests of other directories, which its event loop would disturb."""
    program = find_chromium()
    if program is None:
        missing = "there is no chromium on the path; Debian's package has this name"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with chromium(program) as running:
        yield running


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target with the job of the product's page, variations of it, odd names, and a large deployment."""
    jobs = [*example_jobs(), *odd_jobs(), *many_jobs()]
    with running_target(tmp_path_factory.mktemp("explorer"), jobs) as running:
        yield running


@pytest.fixture
def explorer(browser: Browser, target: RunningTarget) -> Iterator[Explorer]:
    """The explorer in a new tab; its errors fail the test."""
    with Explorer(browser, target) as opened:
        yield opened


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target without jobs."""
    with running_target(tmp_path_factory.mktemp("empty")) as running:
        yield running


def example_jobs() -> list[dict[str, Any]]:
    """Return the product page's job and instances of all states."""
    job: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    return [job, *varied_jobs(job, VARIED)]


def odd_jobs() -> list[dict[str, Any]]:
    """Return jobs whose namespace and deployment are hard to quote."""
    ids = {"workspace": "w", "namespace": ODD, "deploymentId": ODD}
    return [{**ids, "jobId": f"odd-{n}", "createdAt": str(n)} for n in range(5)]


def many_jobs() -> list[dict[str, Any]]:
    """Return more jobs than fit on a page."""
    ids = {"workspace": "w", "namespace": "n", "deploymentId": "many"}
    return [
        {**ids, "jobId": f"many-{n:06}", "createdAt": str(1_700_000_000 + n)} for n in range(MANY)
    ]
