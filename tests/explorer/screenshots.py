"""Takes the README's screenshots into docs/images: `make screenshots`."""

import json
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from flinkjobs_target.samples import varied_jobs
from flinkjobs_target.testing import RunningTarget, running_target

from .surroundings import chromium, find_chromium

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "spec" / "examples" / "list-jobs.json"
IMAGES = ROOT / "docs" / "images"
JOBS = 40


def main(folder: Path) -> None:
    """Take each picture; SystemExit where there is no browser."""
    program = find_chromium()
    if program is None:
        raise SystemExit("screenshots: there is no chromium on the path; install it")
    folder.mkdir(parents=True, exist_ok=True)
    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    jobs = [job, *varied_jobs(job, JOBS)]
    with (
        tempfile.TemporaryDirectory() as data,
        running_target(Path(data), jobs) as target,
        chromium(program) as browser,
    ):
        _take(browser, target, folder)


def _take(browser: Browser, target: RunningTarget, folder: Path) -> None:
    page = _listed(browser, target, 1280, 860, "light")
    page.screenshot(path=folder / "explorer.png")
    page.locator("tbody button").first.click()
    page.screenshot(path=folder / "explorer-job.png")
    page = _listed(browser, target, 1280, 860, "dark")
    page.get_by_role("tab", name="Samples").click()
    page.screenshot(path=folder / "explorer-samples-dark.png")


def _listed(browser: Browser, target: RunningTarget, width: int, height: int, scheme: str) -> Page:
    """Open the explorer and list the example's deployment."""
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
    )
    page.goto(target.endpoint)
    page.get_by_role("button", name="Fill in the example").click()
    page.get_by_label("Access key id").fill(target.access_key_id)
    page.get_by_label("Access key secret").fill(target.access_key_secret)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("table").wait_for()
    return page


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
