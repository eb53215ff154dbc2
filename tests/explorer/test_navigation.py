"""The address of the page: it holds what is shown, through reload, Back and a shared link."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from .explorer import EXAMPLE_VALUES, Explorer

JOB = EXAMPLE_VALUES["deploymentId"]


def fragment(explorer: Explorer) -> str:
    """Return the part of the fragment before the parameters."""
    return urlsplit(explorer.page.url).fragment.partition("?")[0]


@pytest.fixture
def listed(explorer: Explorer) -> Explorer:
    """The explorer with a listing, signed with the key that the target lends."""
    explorer.fill({**EXAMPLE_VALUES, "pageSize": "4"})
    explorer.press_run()
    return explorer


def test_a_reload_keeps_operation_values_tab_job_and_language(listed: Explorer) -> None:
    """The listing is requested again, since a key is lent."""
    listed.page.locator("tbody button").first.click()
    listed.page.get_by_role("button", name="中文").click()

    listed.page.reload()

    expect(listed.page.locator(".detail h3")).to_have_text(JOB)
    expect(listed.page.locator("form [name=pageSize]")).to_have_value("4")
    assert fragment(listed) == f"/zh/ListJobs/jobs/{JOB.replace('*', '%2A')}"
    listed.show("原文")
    listed.page.reload()
    expect(listed.page.get_by_role("tab", name="原文")).to_have_attribute("aria-selected", "true")
    listed.page.locator(".outcome").wait_for()


def test_back_returns_to_the_former_result(listed: Explorer) -> None:
    """From a job to the list, and from another request to the first, without a new request."""
    listed.page.locator("tbody button").first.click()
    listed.page.go_back()
    expect(listed.page.locator("tbody tr")).to_have_count(4)
    listed.fill({"pageSize": "2"})
    listed.press_run()
    expect(listed.page.locator("tbody tr")).to_have_count(2)
    before = len(listed.api_requests)

    listed.page.go_back()

    expect(listed.page.locator("tbody tr")).to_have_count(4)
    expect(listed.page.locator("form [name=pageSize]")).to_have_value("4")
    listed.page.go_forward()
    expect(listed.page.locator("tbody tr")).to_have_count(2)
    assert len(listed.api_requests) == before


def test_a_link_fills_in_the_form_and_sends_nothing(
    browser: Browser, target: RunningTarget
) -> None:
    """Run opens what the link names."""
    path = f"/#/en/ListJobs/jobs/{JOB}?" + "&".join(
        f"{name}={value}" for name, value in {**EXAMPLE_VALUES, "secret": "s"}.items()
    )
    with Explorer(browser, target, path=path) as explorer:
        expect(explorer.page.locator("form [name=namespace]")).to_have_value("namespacetest")
        assert explorer.api_requests == []

        explorer.press_run()

        expect(explorer.page.locator(".detail h3")).to_have_text(JOB)
        explorer.fill({"pageSize": "5"})
        explorer.page.wait_for_url(re.compile("pageSize=5"))
        assert "secret" not in explorer.page.url


def test_no_part_of_a_key_is_in_the_address(explorer: Explorer) -> None:
    """Nor in the entries of the history."""
    explorer.run(EXAMPLE_VALUES)
    state = explorer.page.evaluate("() => JSON.stringify([history.state, location.href])")

    assert explorer.target.access_key_secret not in state
    assert explorer.target.access_key_id not in state
    assert "namespacetest" in state


def test_after_a_failed_call_the_next_success_opens_on_the_jobs(listed: Explorer) -> None:
    """Though a failure has no jobs to show."""
    listed.fill({"pageSize": "101"})
    listed.press_run()
    listed.show("Raw")
    listed.fill({"pageSize": "3"})

    listed.press_run()

    expect(listed.page.locator("tbody tr")).to_have_count(3)
    jobs = listed.page.get_by_role("tab", name="Jobs", exact=True)
    expect(jobs).to_have_attribute("aria-selected", "true")


def test_a_view_is_kept_through_successes(listed: Explorer) -> None:
    """Such as the raw body."""
    listed.show("Raw")
    listed.fill({"pageSize": "1"})
    listed.press_run()

    raw = listed.page.get_by_role("tab", name="Raw", exact=True)
    expect(raw).to_have_attribute("aria-selected", "true")
