"""English and Chinese: the page's strings, and the contract's translations."""

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
    """Reload the page with a changed contract."""

    def changed(route: Route) -> None:
        contract = json.loads(route.fetch().text())
        change(contract)
        route.fulfill(json=contract)

    explorer.page.route("**/contract.json", changed)
    explorer.page.reload()
    explorer.page.locator("form").first.wait_for()


def test_the_language_is_the_browsers_and_can_be_switched(
    browser: Browser, target: RunningTarget
) -> None:
    """A switch keeps the form."""
    with Explorer(browser, target, locale="zh-CN") as explorer:
        expect(explorer.page.get_by_role("heading", name="请求", exact=True)).to_be_visible()
        expect(explorer.page.locator("header")).to_contain_text("实时计算 Flink 版")
        assert explorer.page.locator("html").get_attribute("lang") == "zh-CN"
        explorer.fill(EXAMPLE_VALUES)
        explorer.page.get_by_role("button", name="English").click()

        explorer.give_key()
        explorer.press_run()

        assert len(explorer.listed) == 10
        explorer.page.get_by_role("button", name="中文").click()
        expect(explorer.response).to_contain_text("成功")
        expect(explorer.page.get_by_role("button", name="中文")).to_be_focused()


@pytest.mark.parametrize(("size", "texts"), [("1", ("1 item", "1 项")), ("2", ("2 items", "2 项"))])
def test_counts_have_singular_and_plural(
    explorer: Explorer, size: str, texts: tuple[str, str]
) -> None:
    """In both languages."""
    explorer.run({**EXAMPLE_VALUES, "pageSize": size})
    english, chinese = texts

    expect(explorer.show("Fields").get_by_text(english, exact=True).first).to_be_visible()
    explorer.page.get_by_role("button", name="中文").click()
    expect(explorer.show("字段").get_by_text(chinese, exact=True).first).to_be_visible()


def test_translations_of_the_contract_are_shown(explorer: Explorer) -> None:
    """Texts without a translation are shown in English."""

    def change(contract: dict[str, Any]) -> None:
        listing = contract["document"]["paths"]["/api/v2/namespaces/{namespace}/jobs"]["get"]
        chinese = contract["translations"]["zh"]
        chinese[listing["summary"]] = "列出作业实例。"
        del chinese["Number of the page, counted from 1. A page beyond the last one is empty."]
        for rule in contract["document"]["x-errors"]:
            chinese[rule["remedy"]] = "请改正。"

    opened_with(explorer, change)
    explorer.run(EXAMPLE_VALUES)
    explorer.show("Fields")
    explorer.page.get_by_role("button", name="中文").click()

    for text in ("列出作业实例。", "要列出其实例的已部署作业的 ID。", "作业实例的 ID。"):
        expect(explorer.page.locator("main")).to_contain_text(text)
    expect(explorer.page.locator("main")).to_contain_text("Number of the page, counted from 1.")
    explorer.fill({"pageSize": "101"})
    explorer.page.get_by_role("button", name="运行").click()
    expect(explorer.page.get_by_role("alert")).to_contain_text("请改正。")


def test_a_new_operation_of_the_contract_has_a_form(explorer: Explorer) -> None:
    """The page reads operations from the contract only."""

    def change(contract: dict[str, Any]) -> None:
        paths = contract["document"]["paths"]
        added = json.loads(json.dumps(paths["/api/v2/namespaces/{namespace}/jobs"]["get"]))
        added["operationId"] = "ListSessions"
        flag = {"name": "withDrafts", "in": "query", "schema": {"type": "boolean"}}
        size = {"name": "pageSize", "in": "query", "schema": {"type": "integer", "maximum": 7}}
        added["parameters"] = [added["parameters"][1], flag, size]
        paths["/api/v2/namespaces/{namespace}/sessions"] = {"get": added}
        contract["names"]["ListSessions"] = {
            "resource": "sessions",
            "method": "list",
            "parameters": {"namespace": "namespace", "withDrafts": "with_drafts"},
            "columns": ["name"],
        }

    opened_with(explorer, change)
    explorer.run(
        {"namespace": "n", "withDrafts": "true", "pageSize": "8"},
        "ListSessions",
    )

    expect(explorer.page.locator("form").first).to_contain_text("integer at most 7")
    expect(explorer.page.locator("[name=pageSize] ~ .warning")).to_contain_text(
        "The contract does not allow"
    )
    expect(explorer.page.get_by_role("alert")).to_contain_text("no operation has the path")
    assert "client.sessions.list(" in explorer.sample("Python")
    assert "with_drafts=True" in explorer.sample("Python")
    assert "list_sessions_with_options" in explorer.sample("Vendor's SDK")


def test_the_time_axis_is_localized(explorer: Explorer) -> None:
    """A job that lasted some days has weekdays on the axis."""
    ended = {"sortName": "status", "sortOrder": "asc", "pageSize": "1"}
    explorer.run({**EXAMPLE_VALUES, **ended})
    ticks = explorer.page.locator(".timeline .tick")
    ticks.first.wait_for()
    english = ticks.all_text_contents()
    explorer.page.get_by_role("button", name="中文").click()
    expect(explorer.response).to_contain_text("重启次数")
    chinese = ticks.all_text_contents()

    assert all(re.fullmatch(r"[A-Z][a-z]{2} \d\d|\d\d [A-Z][a-z]{2}", label) for label in english)
    assert all(re.fullmatch(r"\d+日周.|\d+月\d+日", label) for label in chinese)
    assert any("周" in label for label in chinese)


@pytest.mark.parametrize("name", ["workspace", "namespace"])
def test_a_path_that_a_browser_would_change_is_not_sent(explorer: Explorer, name: str) -> None:
    """Browsers remove dot segments of paths; headers are not affected."""
    explorer.run({**EXAMPLE_VALUES, name: ".."})

    message = "A browser cannot send" if name == "namespace" else "990301"
    expect(explorer.page.get_by_role("alert")).to_contain_text(message)
