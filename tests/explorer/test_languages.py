"""English and Chinese: the page's own words, and the contract's where it has them."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from .explorer import EXAMPLE_VALUES, Explorer

Change = Callable[[dict[str, Any]], None]


def opened_with(explorer: Explorer, change: Change) -> None:
    """Load the page again, with the contract of the target changed."""

    def changed(route: Route) -> None:
        contract = json.loads(route.fetch().text())
        change(contract)
        route.fulfill(json=contract)

    explorer.page.route("**/contract.json", changed)
    explorer.page.reload()
    explorer.page.locator("form").first.wait_for()


def test_the_readers_language_is_taken_and_changed(browser: Browser, target: RunningTarget) -> None:
    """As the browser says at first; a switch keeps what was filled in."""
    with Explorer(browser, target, locale="zh-CN") as explorer:
        expect(explorer.page.get_by_role("heading", name="请求")).to_be_visible()
        expect(explorer.page.locator("header")).to_contain_text("实时计算 Flink 版")
        assert "zh-CN" == explorer.page.locator("html").get_attribute("lang")
        explorer.fill(EXAMPLE_VALUES)
        explorer.page.get_by_role("button", name="English").click()

        explorer.give_key()
        explorer.press_run()

        assert 10 == len(explorer.listed)
        explorer.page.get_by_role("button", name="中文").click()
        expect(explorer.answer).to_contain_text("成功")
        expect(explorer.page.get_by_role("button", name="中文")).to_be_focused()


@pytest.mark.parametrize(("size", "said"), [("1", ("1 item", "1 项")), ("2", ("2 items", "2 项"))])
def test_one_item_is_one(explorer: Explorer, size: str, said: tuple[str, str]) -> None:
    """A number stands beside its noun as each language has it."""
    explorer.run({**EXAMPLE_VALUES, "pageSize": size})
    english, chinese = said

    expect(explorer.show("Fields").get_by_text(english, exact=True).first).to_be_visible()
    explorer.page.get_by_role("button", name="中文").click()
    expect(explorer.show("字段").get_by_text(chinese, exact=True).first).to_be_visible()


def test_chinese_of_the_contract_is_shown_beside_english(explorer: Explorer) -> None:
    """Parameter, operation, field and remedy, each where it has Chinese."""

    def change(contract: dict[str, Any]) -> None:
        document = contract["document"]
        listing = document["paths"]["/api/v2/namespaces/{namespace}/jobs"]["get"]
        listing["x-zh"] = {"summary": "列出作业实例。"}
        listing["parameters"][3].pop("x-zh", None)
        listing["parameters"][2]["x-zh"] = {"description": "已部署作业的 ID。"}
        document["components"]["schemas"]["jobs.Job"]["properties"]["jobId"]["x-zh"] = {
            "description": "作业实例的 ID。"
        }
        for rule in document["x-errors"]:
            rule["x-zh"] = {"when": "出错时。", "remedy": "请改正。"}

    opened_with(explorer, change)
    explorer.run(EXAMPLE_VALUES)
    explorer.show("Fields")
    explorer.page.get_by_role("button", name="中文").click()

    for text in ("列出作业实例。", "已部署作业的 ID。", "作业实例的 ID。"):
        expect(explorer.page.locator("main")).to_contain_text(text)
    expect(explorer.page.locator("main")).to_contain_text("Number of the page, counted from 1.")
    explorer.fill({"pageSize": "101"})
    explorer.page.get_by_role("button", name="运行").click()
    expect(explorer.page.get_by_role("alert")).to_contain_text("请改正。")


def test_an_operation_that_is_added_has_a_form_at_once(explorer: Explorer) -> None:
    """The page knows operations from the contract alone; so it does bounds and choices."""

    def change(contract: dict[str, Any]) -> None:
        paths = contract["document"]["paths"]
        added = json.loads(json.dumps(paths["/api/v2/namespaces/{namespace}/jobs"]["get"]))
        added["operationId"] = "ListDeployments"
        flag = {"name": "withDrafts", "in": "query", "schema": {"type": "boolean"}}
        size = {"name": "pageSize", "in": "query", "schema": {"type": "integer", "maximum": 7}}
        added["parameters"] = [added["parameters"][1], flag, size]
        paths["/api/v2/namespaces/{namespace}/deployments"] = {"get": added}
        contract["names"]["ListDeployments"] = {
            "resource": "deployments",
            "method": "list",
            "parameters": {"namespace": "namespace", "withDrafts": "with_drafts"},
            "columns": ["name"],
        }

    opened_with(explorer, change)
    explorer.run(
        {"namespace": "n", "withDrafts": "true", "pageSize": "8"},
        "ListDeployments",
    )

    expect(explorer.page.locator("form").first).to_contain_text("integer at most 7")
    expect(explorer.page.locator(".warning").last).to_contain_text("The contract forbids")
    expect(explorer.page.get_by_role("alert")).to_contain_text("no operation has the path")
    assert "client.deployments.list(" in explorer.sample("Python")
    assert "with_drafts=True" in explorer.sample("Python")
    assert "list_deployments_with_options" in explorer.sample("Vendor's SDK")


def test_the_axis_of_time_speaks_the_readers_language(explorer: Explorer) -> None:
    """A job that lasted some days shows days of the week, in English or in Chinese."""
    ended = {"sortName": "status", "sortOrder": "asc", "pageSize": "1"}
    explorer.run({**EXAMPLE_VALUES, **ended})
    ticks = explorer.page.locator(".timeline .tick")
    ticks.first.wait_for()
    english = ticks.all_text_contents()
    explorer.page.get_by_role("button", name="中文").click()
    expect(explorer.answer).to_contain_text("重启次数")
    chinese = ticks.all_text_contents()

    assert all(re.fullmatch(r"[A-Z][a-z]{2} \d\d|\d\d [A-Z][a-z]{2}", one) for one in english)
    assert all(re.fullmatch(r"\d+日周.|\d+月\d+日", one) for one in chinese)
    assert any("周" in one for one in chinese)


@pytest.mark.parametrize("name", ["workspace", "namespace"])
def test_a_path_that_a_browser_would_change_is_not_sent(explorer: Explorer, name: str) -> None:
    """A segment of dots is taken away by every browser; a header with them is not."""
    explorer.run({**EXAMPLE_VALUES, name: ".."})

    told = "A browser cannot ask" if name == "namespace" else "990301"
    expect(explorer.page.get_by_role("alert")).to_contain_text(told)
