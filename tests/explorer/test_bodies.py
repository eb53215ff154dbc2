"""Bodies of requests: fields by the contract, the same as JSON, signed in the browser."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from .explorer import Explorer

SCOPE = {"workspace": "w", "namespace": "bodies"}
SQL = "CREATE TABLE t (name STRING);\nINSERT INTO sink SELECT name FROM t;"


def body_of(explorer: Explorer) -> Any:
    """Return the body of the form's JSON view."""
    return json.loads(explorer.page.locator("textarea[name=body]").input_value())


def open_part(explorer: Explorer, path: str) -> None:
    """Unfold a part of the body."""
    explorer.page.locator(f'details[data-path="{path}"] > summary').click()


def fill_example(explorer: Explorer) -> None:
    """Fill in the example of the contract."""
    form = explorer.page.get_by_role("form", name="Request")
    form.get_by_role("button", name="Fill in the example").click()


def write_json(explorer: Explorer, text: str) -> None:
    """Write into the JSON view."""
    area = explorer.page.locator("textarea[name=body]")
    if not area.is_visible():
        explorer.page.locator("details.json > summary").click()
    area.fill(text)


def test_fields_of_a_body_are_written_as_json(explorer: Explorer) -> None:
    """Nested objects, open enumerations, texts with lines, lists, free maps and numbers."""
    explorer.fill({"body.name": "d", "body.executionMode": "STREAMING"}, "CreateDeployment")
    open_part(explorer, "body.artifact")
    explorer.fill({"body.artifact.kind": "SQLSCRIPT"})
    open_part(explorer, "body.artifact.sqlArtifact")
    explorer.fill({"body.artifact.sqlArtifact.sqlScript": SQL})
    open_part(explorer, "body.batchResourceSetting")
    explorer.fill({"body.batchResourceSetting.maxSlot": "4"})
    for button in ("flinkConf", "localVariables"):
        open_part(explorer, f"body.{button}")
        explorer.page.get_by_role("button", name=f"Add to {button}").click()
    explorer.fill({"body.flinkConf.0.name": "a.b", "body.flinkConf.0.value": "180s"})
    explorer.fill({"body.localVariables.0.name": "x", "body.localVariables.0.value": "1"})

    assert body_of(explorer) == {
        "name": "d",
        "executionMode": "STREAMING",
        "artifact": {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": SQL}},
        "batchResourceSetting": {"maxSlot": 4},
        "flinkConf": {"a.b": "180s"},
        "localVariables": [{"name": "x", "value": "1"}],
    }


def test_what_is_emptied_or_removed_leaves_the_json(explorer: Explorer) -> None:
    """With the objects that nothing is left in."""
    explorer.fill({}, "CreateDeployment")
    fill_example(explorer)
    for name in ("kind", "sqlArtifact.sqlScript"):
        explorer.fill({f"body.artifact.{name}": ""})
    explorer.page.get_by_role("button", name="Remove flinkConf 1").click()

    assert set(body_of(explorer)) == {
        "name",
        "executionMode",
        "engineVersion",
        "deploymentTarget",
    }


def test_json_of_a_body_is_shown_in_its_fields(explorer: Explorer) -> None:
    """Values that no field has, and integers that a browser would round, stay as they are."""
    explorer.fill({}, "StartJobWithParams")
    text = '{"restoreStrategy":{"kind":"FROM_SAVEPOINT","jobStartTimeInMs":9007199254740993},"new":[1]}'
    write_json(explorer, text)
    form = explorer.page.locator("form").first

    expect(form.locator('[name="body.restoreStrategy.kind"]')).to_have_value("FROM_SAVEPOINT")
    explorer.fill({"body.restoreStrategy.savepointId": "s", "body.deploymentId": "d"})
    assert "9007199254740993" in form.locator("textarea[name=body]").input_value()
    assert body_of(explorer)["new"] == [1]
    assert body_of(explorer)["restoreStrategy"]["savepointId"] == "s"
    assert body_of(explorer)["deploymentId"] == "d"


@pytest.mark.parametrize("text", ["{", "[1]", "7"])
def test_a_body_that_is_no_object_is_not_sent(explorer: Explorer, text: str) -> None:
    """The JSON view says so, and is focused."""
    explorer.fill({**SCOPE, "jobId": "j"}, "StopJob")
    write_json(explorer, text)
    explorer.page.get_by_role("button", name="Run", exact=True).click()

    expect(explorer.page.locator("textarea[name=body]")).to_be_focused()
    expect(explorer.page.locator("details.json .warning")).to_contain_text("no JSON object")
    assert explorer.api_requests == []
    write_json(explorer, '{"stopStrategy": "NONE"}')
    expect(explorer.page.locator('[name="body.stopStrategy"]')).to_have_value("NONE")


def test_required_properties_are_asked_for(explorer: Explorer) -> None:
    """Those of an optional object only once it has a value."""
    explorer.fill({**SCOPE}, "StartJobWithParams")
    explorer.give_key()
    run = explorer.page.get_by_role("button", name="Run", exact=True)
    run.click()
    expect(explorer.page.locator('[name="body.deploymentId"]')).to_be_focused()
    explorer.fill({"body.deploymentId": "d"})
    open_part(explorer, "body.restoreStrategy")
    explorer.fill({"body.restoreStrategy.savepointId": "s"})
    run.click()

    expect(explorer.page.locator('[name="body.restoreStrategy.kind"]')).to_be_focused()
    assert explorer.api_requests == []


def test_read_only_properties_have_no_field(explorer: Explorer) -> None:
    """They are named."""
    explorer.fill({}, "UpdateDeployment")
    form = explorer.page.locator("form").first

    expect(form.locator('[name="body.creator"]')).to_have_count(0)
    expect(form.locator(".body .note", has_text="Read-only")).to_contain_text("jobSummary")


def test_a_signed_body_creates_a_deployment(browser: Browser, target: RunningTarget) -> None:
    """Its hash is that of the bytes that are sent, beyond ASCII, too; Back shows it again."""
    with Explorer(browser, target) as explorer:
        explorer.fill({}, "CreateDeployment")
        fill_example(explorer)
        explorer.run({**SCOPE, "body.name": "部署 ü"})
        explorer.show("Fields")
        expect(explorer.response).to_contain_text("部署 ü")
        explorer.run({**SCOPE, "body.name": "second"})
        explorer.page.go_back()

        expect(explorer.page.locator('[name="body.name"]')).to_have_value("部署 ü")
        explorer.page.reload()
        expect(explorer.page.locator('[name="body.name"]')).to_have_value("部署 ü")
