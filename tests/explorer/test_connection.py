"""Slow and lost connections: elapsed time, Cancel, and an explanation."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from playwright.sync_api import Browser, Route, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from ..target.processes import Server, serving
from .explorer import EXAMPLE_VALUES, Explorer

HTTP = urllib3.PoolManager(retries=False)


def test_a_running_request_shows_its_time_and_can_be_cancelled(explorer: Explorer) -> None:
    """Then the page says how long it took, and that the target may have acted."""
    held: list[Route] = []
    explorer.page.route("**/api/**", lambda route: held.append(route))  # noqa: PLW0108 (Playwright takes no builtin)
    explorer.fill(EXAMPLE_VALUES)
    timer = explorer.page.get_by_role("timer")
    expect(timer).to_be_hidden()
    explorer.page.get_by_role("button", name="Run", exact=True).click()

    expect(timer).to_have_text(re.compile(r"0\.[3-9] s|[1-9]\.\d s"))
    explorer.page.get_by_role("button", name="Cancel").click()

    alert = explorer.page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"The request was cancelled after \d+\.\d s"))
    expect(timer).to_be_hidden()
    explorer.page.unroute("**/api/**")
    explorer.press_run()
    assert len(explorer.listed) == 10


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Server]:
    """A target that injects faults."""
    with serving(tmp_path, "--faults", "--admin=127.0.0.1:0", "--access-log=none") as server:
        yield server


def opened(browser: Browser, server: Server) -> Explorer:
    """Return the explorer of a server."""
    return Explorer(
        browser,
        RunningTarget(endpoint=server.url, access_key_id="", access_key_secret="", data=""),
    )


def test_a_response_that_breaks_off_is_explained(browser: Browser, faulty: Server) -> None:
    """As another fault than that of a target that is not there."""
    with opened(browser, faulty) as explorer:
        fault = {"kind": "cut", "after": 20}
        HTTP.request("POST", f"{faulty.admin}/faults", json=fault)
        explorer.fill(EXAMPLE_VALUES)
        explorer.press_run()

        alert = explorer.page.get_by_role("alert")
        expect(alert).to_contain_text("broke while the response was being received")
        explorer.errors.clear()  # Chromium tells of the broken connection, as it should


def test_a_stopped_target_is_explained(browser: Browser, faulty: Server) -> None:
    """With its address and the command that starts it; or the device is offline."""
    with opened(browser, faulty) as explorer:
        explorer.fill(EXAMPLE_VALUES)
        faulty.process.kill()
        faulty.process.wait()
        explorer.press_run()

        alert = explorer.page.get_by_role("alert")
        expect(alert).to_contain_text("No response was received")
        expect(alert).to_contain_text(f"Nothing answers at {faulty.url}")
        expect(alert).to_contain_text("flinkjobs-target serve")
        explorer.page.context.set_offline(True)
        explorer.press_run()
        expect(alert).to_contain_text("This device is offline")
        explorer.errors.clear()  # Chromium tells of the broken connections, as it should
