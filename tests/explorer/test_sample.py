"""The sample jobs: offered where they are missing, loaded for the page of this machine only."""

import json
from datetime import UTC, datetime

import pytest
import urllib3
from playwright.sync_api import Browser, expect

from flinkjobs_target.explorer.sample import sample_document
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .explorer import EXAMPLE_VALUES, Explorer

HTTP = urllib3.PoolManager(retries=False)


def load_sample(target: RunningTarget, origin: str) -> urllib3.BaseHTTPResponse:
    """Load the sample jobs as a page of an origin does."""
    headers = {"origin": origin, "content-type": "application/json"}
    url = f"{target.endpoint}/explorer/sample"
    return HTTP.request("POST", url, body=b"{}", headers=headers)


def test_the_sample_is_the_example_and_recent() -> None:
    """Its ids are those of the form's example; none of its times is in the future."""
    now = datetime(2026, 3, 4, tzinfo=UTC)
    first, *others = json.loads(sample_document(now))

    assert {name: first[name] for name in EXAMPLE_VALUES} == EXAMPLE_VALUES
    assert {job["deploymentId"] for job in others} == {first["deploymentId"]}
    days = [(now.timestamp() - int(job["createdAt"])) / 86_400 for job in (first, *others)]
    assert days == sorted(days)
    assert (round(days[0]), len(days)) == (6, 41)


def test_only_the_own_page_loads_it(empty: RunningTarget) -> None:
    """Another origin is refused."""
    response = load_sample(empty, "http://evil.example")

    assert response.status == 403
    missing = HTTP.request("GET", f"{empty.endpoint}/explorer/sample").json()
    assert missing == {"missing": True}


def test_an_empty_store_is_no_dead_end(browser: Browser, empty: RunningTarget) -> None:
    """One button loads the sample jobs and lists them; then it is not offered again."""
    with Explorer(browser, empty) as explorer:
        explorer.page.get_by_role("button", name="Load the sample jobs and run").click()
        explorer.page.locator("tbody").wait_for()

        assert explorer.listed[0] == EXAMPLE_VALUES["deploymentId"]
        expect(explorer.page.get_by_text("has no jobs of the example")).to_have_count(0)
        again = load_sample(empty, empty.endpoint)
        assert again.status == 409
        assert again.json()["error"].endswith("has jobs already; nothing was loaded")


def test_the_example_offers_the_sample_after_a_call(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On an empty store, after a listing that failed."""
    with (
        running_target(tmp_path_factory.mktemp("empty")) as target,
        Explorer(browser, target) as explorer,
    ):
        explorer.fill({**EXAMPLE_VALUES, "deploymentId": "nowhere"})
        explorer.press_run()
        offer = explorer.page.get_by_text("has no jobs of the example")
        expect(offer).to_have_count(0)

        explorer.page.get_by_role("button", name="Fill in the example").click()

        expect(offer).to_be_visible()
