"""Texts of jobs are shown as text, never as markup."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .explorer import Explorer
from .test_languages import opened_with

NASTY = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</pre></svg><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "\u202egnp.exe\u0007\u200f",
    "a" * 250,
)
VALUES = {"workspace": "w", "namespace": "n", "deploymentId": "d"}


def visible(text: str) -> str:
    """Return a text as the page shows it: marks that a browser would obey are escaped."""
    return re.sub("[\u202e\u0007\u200f]", lambda match: f"\\u{ord(match[0]):04x}", text)


def nasty_job(number: int, text: str) -> dict[str, object]:
    """Return a job with a text in every field that the page shows."""
    plan = {
        "nodes": [
            {"id": 1, "desc": text, "type": text, "profile": {"group": text}},
            {"id": 2, "desc": text},
        ],
        "edges": [{"source": 1, "target": 2, "strategy": text}, {"source": 1, "target": 99}],
    }
    return {
        **VALUES,
        "jobId": f"{number} {text}",
        "deploymentName": text,
        "createdAt": "1714058507",
        "startTime": 1714058507,
        "status": {
            "currentJobStatus": text,
            "failure": {"reason": text, "message": text, "failedAt": 1714058508},
        },
        "flinkConf": {text: text, "__proto__": text},
        "streamingResourceSetting": {"expertResourceSetting": {"resourcePlan": json.dumps(plan)}},
    }


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target with such jobs."""
    jobs = [nasty_job(number, text) for number, text in enumerate(NASTY)]
    with running_target(tmp_path_factory.mktemp("nasty"), jobs) as running:
        yield running


def test_names_are_shown_as_they_are(browser: Browser, nasty: RunningTarget) -> None:
    """In table, timeline, detail, plan, tree, raw view and samples; nothing is executed or loaded."""
    with Explorer(browser, nasty) as explorer:
        opened: list[str] = []
        explorer.page.on("dialog", lambda dialog: opened.append(dialog.message))
        explorer.run({**VALUES, "sortName": "job_id", "sortOrder": "asc"})
        expect(explorer.page.locator(".bar")).to_have_count(len(NASTY))
        for index, text in enumerate(NASTY):
            button = explorer.page.locator("tbody button").nth(index)
            shown = visible(text)
            assert button.text_content() == f"{index} {shown}"
            button.click()
            assert shown in (explorer.page.locator(".callout").text_content() or "")
            assert explorer.page.locator(".operator").count() == 2
            explorer.page.get_by_role("button", name="Back").click()
        for tab in ("Fields", "Raw", "Headers", "Signature", "Samples"):
            explorer.show(tab)

        assert opened == []
        assert explorer.page.locator("img, script:not([src]), svg[onload]").count() == 0


def test_a_response_that_is_not_json_is_shown_as_text(
    browser: Browser, nasty: RunningTarget
) -> None:
    """Such as that of a proxy, with the failure."""
    with Explorer(browser, nasty) as explorer:
        explorer.page.route(
            "**/api/**",
            lambda route: route.fulfill(status=502, content_type="text/html", body=NASTY[1]),
        )
        explorer.run(VALUES)

        expect(explorer.page.get_by_role("alert")).to_contain_text("HTTP 502")
        assert explorer.show("Raw").locator("pre").text_content() == NASTY[1]


def test_a_missing_response_is_reported(browser: Browser, nasty: RunningTarget) -> None:
    """The page stays usable."""
    with Explorer(browser, nasty) as explorer:
        explorer.page.route("**/api/**", lambda route: route.abort())
        explorer.run(VALUES)
        expect(explorer.page.get_by_role("alert")).to_contain_text("No response was received")
        explorer.errors.clear()  # Chromium tells of the broken connection, as it should
        explorer.page.unroute("**/api/**")

        explorer.press_run()

        assert len(NASTY) == len(explorer.listed)


def test_a_new_state_has_the_tone_of_the_contract(browser: Browser, nasty: RunningTarget) -> None:
    """A color and an icon, though the page does not know the state."""

    def change(contract: dict[str, Any]) -> None:
        status = contract["document"]["components"]["schemas"]["states.JobStatus"]
        status["properties"]["currentJobStatus"]["x-tones"][NASTY[3]] = "bad"

    with Explorer(browser, nasty) as explorer:
        opened_with(explorer, change)
        explorer.fill({**VALUES, "sortName": "job_id", "sortOrder": "asc"})
        explorer.press_run()

        badges = explorer.page.locator("tbody .badge")
        classes = [badge.get_attribute("class") for badge in badges.all()]
        assert classes == [
            f"badge state-{name}" for name in ["unknown"] * 3 + ["bad"] + ["unknown"] * 3
        ]
        expect(badges.nth(3)).to_contain_text("✕")
