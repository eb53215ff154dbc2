"""A browser, a target with jobs worth looking at, and the explorer opened in it."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser

from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .explorer import Explorer
from .surroundings import chromium, find_chromium

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
VARIED = 40
ODD = "d' \"$(x)` \\ ü%2F*~+&="
MANY = 5_000

Open: TypeAlias = Callable[..., Explorer]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window; gone before tests elsewhere, which its event loop would disturb."""
    program = find_chromium()
    if program is None:
        missing = "there is no chromium on the path; Debian's package has this name"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with chromium(program) as running:
        yield running


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target with the product page's job, others like it, odd names, and many of one kind."""
    jobs = [*example_jobs(), *odd_jobs(), *many_jobs()]
    with running_target(tmp_path_factory.mktemp("explorer"), jobs) as running:
        yield running


@pytest.fixture
def explorer(browser: Browser, target: RunningTarget) -> Iterator[Explorer]:
    """The explorer, just opened; at the end nothing may have gone wrong in the browser."""
    with Explorer(browser, target) as opened:
        yield opened


def example_jobs() -> list[dict[str, Any]]:
    """Give the product page's job and instances of all states."""
    job: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    return [job, *varied_jobs(job, VARIED)]


def odd_jobs() -> list[dict[str, Any]]:
    """Give jobs whose namespace and deployment are hard to quote."""
    ids = {"workspace": "w", "namespace": ODD, "deploymentId": ODD}
    return [{**ids, "jobId": f"odd-{n}", "createdAt": str(n)} for n in range(5)]


def many_jobs() -> list[dict[str, Any]]:
    """Give more jobs than fit on any page."""
    ids = {"workspace": "w", "namespace": "n", "deploymentId": "many"}
    return [
        {**ids, "jobId": f"many-{n:06}", "createdAt": str(1_700_000_000 + n)} for n in range(MANY)
    ]
