"""Accessibility: an audit, keyboard, dark mode and narrow screens."""

import json
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from .explorer import EXAMPLE_VALUES, Explorer

ROOT = Path(__file__).parents[2]
AXE = ROOT / "target" / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
APPEARANCES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"dark": True},
    "narrow": {"size": (360, 740)},
    "narrow and dark": {"size": (360, 740), "dark": True},
    "Chinese": {"locale": "zh-CN"},
}
TABS = 6
EXAMPLE_BODY = {
    "executionMode": "STREAMING",
    "artifact": {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": "INSERT INTO t SELECT 1"}},
    "flinkConf": {"a": "b"},
    "localVariables": [{"name": "x", "value": "1"}],
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which npm installs."""
    if not AXE.exists():
        missing = "axe-core is not there; npm ci in target/explorer installs it"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return AXE.read_text("utf-8")


@pytest.fixture
def audit(axe: str) -> Callable[[Explorer], None]:
    """Return a function that audits the page in its current state."""

    def audit(explorer: Explorer) -> None:
        explorer.page.evaluate(axe)
        result = explorer.page.evaluate("() => axe.run()")
        problems = [
            f"{violation['id']}: {violation['help']}: {[node['html'] for node in violation['nodes']]}"
            for violation in result["violations"]
        ]
        assert problems == []

    return audit


@pytest.mark.parametrize("appearance", APPEARANCES.values(), ids=APPEARANCES)
def test_the_audit_reports_no_violations(
    browser: Browser,
    target: RunningTarget,
    audit: Callable[[Explorer], None],
    appearance: dict[str, Any],
) -> None:
    """On the first page, in each view of a response, in a detail, with missing fields and with an error."""
    with Explorer(browser, target, **appearance) as explorer:
        audit(explorer)
        explorer.fill({**EXAMPLE_VALUES, "pageSize": "3"})
        explorer.page.locator("button.primary").click()
        explorer.page.locator("tbody").wait_for()
        for index in range(TABS):
            explorer.page.locator(".response [role=tab]").nth(index).click()
            audit(explorer)
        explorer.page.locator(".response [role=tab]").first.click()
        explorer.page.locator("tbody button").first.click()
        audit(explorer)
        explorer.fill({"pageSize": "101"})
        explorer.page.locator("input[type=radio]").last.check()
        explorer.page.locator("button.primary").click()
        audit(explorer)
        explorer.page.locator("input[type=radio]").first.check()
        explorer.page.locator("button.primary").click()
        explorer.page.get_by_role("alert").wait_for()
        audit(explorer)


@pytest.mark.parametrize("appearance", APPEARANCES.values(), ids=APPEARANCES)
def test_the_audit_of_writes_reports_no_violations(
    browser: Browser,
    target: RunningTarget,
    audit: Callable[[Explorer], None],
    appearance: dict[str, Any],
) -> None:
    """In a body with all its parts, a search, the question before a write, a list and its item."""
    scope = {"workspace": "w", "namespace": "audit"}
    with Explorer(browser, target, **appearance) as explorer:
        page = explorer.page
        explorer.fill(scope)
        page.locator("input[type=search]").fill("sqlScript")
        audit(explorer)
        page.locator(".hits button", has_text="CreateDeployment").click()
        page.locator("form .pinned button").nth(1).click()
        explorer.fill({**scope, "body.name": str(uuid.uuid4())})
        while page.locator("form details:not([open])").count():
            page.evaluate(
                "() => document.querySelectorAll('details').forEach(part => part.open = true)"
            )
        page.evaluate(
            "() => document.querySelectorAll('.parts > button').forEach(add => add.click())"
        )
        audit(explorer)
        page.locator("textarea[name=body]").fill("{")
        audit(explorer)
        body = {**EXAMPLE_BODY, "name": str(uuid.uuid4())}
        page.locator("textarea[name=body]").fill(json.dumps(body))
        audit(explorer)
        page.locator("button.primary").click()
        page.get_by_role("dialog").wait_for()
        audit(explorer)
        page.locator("dialog button.primary").click()
        page.locator(".item-actions").wait_for()
        audit(explorer)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        explorer.fill(scope, "ListDeployments")
        page.locator("button.primary").click()
        page.locator("tbody td.latest").first.wait_for()
        audit(explorer)


def test_everything_is_reached_by_keyboard(explorer: Explorer) -> None:
    """Enter runs; arrows, Home and End move between tabs; Enter opens a job."""
    explorer.fill(EXAMPLE_VALUES)
    explorer.give_key()
    keyboard = explorer.page.keyboard
    keyboard.press("Enter")
    explorer.page.locator("tbody").wait_for()
    explorer.page.get_by_role("tab", name="Jobs").focus()
    seen = []
    for key in ("ArrowRight", "End", "Home", "ArrowLeft", "ArrowRight"):
        keyboard.press(key)
        seen.append(explorer.page.evaluate("() => document.activeElement.textContent"))
    assert seen == ["Fields", "Samples", "Jobs", "Samples", "Jobs"]

    explorer.page.locator("tbody button").first.focus()
    keyboard.press("Enter")

    expect(explorer.page.locator(".detail h3")).to_be_focused()


def test_a_narrow_screen_scrolls_in_one_direction(browser: Browser, target: RunningTarget) -> None:
    """Wider content scrolls by itself."""
    with Explorer(browser, target, size=(360, 740)) as explorer:
        explorer.run({**EXAMPLE_VALUES, "pageSize": "100"})
        for name in ("Jobs", "Fields", "Raw", "Headers", "Signature", "Samples"):
            explorer.show(name)
            width = explorer.page.evaluate("() => document.documentElement.scrollWidth")
            assert width == 360, name
