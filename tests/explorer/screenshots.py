"""Takes the README's screenshots: `make screenshots`."""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .chromium import chromium, find_chromium

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "spec" / "examples" / "list-jobs.json"
IMAGES = ROOT / "docs" / "images"
JOBS = 40
SEED = 7


def main(folder: Path) -> None:
    """Take all screenshots; raise SystemExit without a browser."""
    program = find_chromium()
    if program is None:
        raise SystemExit("screenshots: there is no chromium on the path; install it")
    folder.mkdir(parents=True, exist_ok=True)
    job = _recent(json.loads(EXAMPLE.read_text("utf-8"))["data"][0])
    jobs = [job, *varied_jobs(job, JOBS, seed=SEED)]
    with (
        tempfile.TemporaryDirectory() as data,
        running_target(Path(data), jobs) as target,
        chromium(program) as browser,
    ):
        _take(browser, target, folder)


def _recent(job: dict[str, Any]) -> dict[str, Any]:
    """Return a job that started some days ago, so that its variations have ended."""
    started = int(time.time()) - 6 * 86_400
    running = {**job, "createdAt": str(started), "startTime": started + 9}
    del running["endTime"], running["status"]["failure"]
    return running


def _take(browser: Browser, target: RunningTarget, folder: Path) -> None:
    page = _listed(browser, target, "light")
    _shoot(page, folder / "explorer.png")
    page.get_by_role("button", name="中文").click()
    _shoot(page, folder / "explorer-zh.png")
    page.get_by_role("button", name="English").click()
    page.locator("tbody tr", has_text="FAILED").first.get_by_role("button").click()
    _shoot(page, folder / "explorer-job.png")
    page = _listed(browser, target, "dark")
    page.get_by_role("tab", name="Samples").click()
    _shoot(page, folder / "explorer-samples-dark.png")


def _shoot(page: Page, file: Path) -> None:
    """Take a screenshot of the top of the page, without hover effects."""
    page.mouse.move(0, 0)
    page.evaluate(
        "() => [document.documentElement, ...document.querySelectorAll('.request')]"
        ".forEach(element => { element.scrollTop = 0; })"
    )
    page.screenshot(path=file)


def _listed(browser: Browser, target: RunningTarget, scheme: str) -> Page:
    """Open the explorer and list the example's deployment."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 860},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
    )
    page.goto(target.endpoint)
    page.get_by_role("button", name="Fill in the example").first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("table").wait_for()
    return page


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
