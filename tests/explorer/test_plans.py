"""Resource plans of many operators, and long failures."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .explorer import Explorer

VALUES = {"workspace": "w", "namespace": "n", "jobId": "large"}
NODES = 40
NAMES = (
    "Source: kafka_orders_with_a_very_long_table_name_of_the_warehouse[{}]",
    "GroupWindowAggregate(groupBy=[user_id], window=[TumblingGroupWindow('w$)], select=[…])[{}]",
    "Join(joinType=[InnerJoin], where=[(order_id = order_id0)], select=[order_id, price])[{}]",
    "写入数据仓库的一个名称非常长的结果表，用于每日报表和实时大屏展示[{}]",
)
MESSAGE = "java.lang.IllegalStateException: " + "at some.frame.Of(TheStack.java:42) " * 142


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target with a job of 40 operators and a failure of 5,000 characters."""
    nodes = [
        {
            "id": number,
            "type": "StreamExecGroupWindowAggregateWithALongName",
            "desc": NAMES[number % len(NAMES)].format(number),
            "profile": {"group": "default", "parallelism": 4},
        }
        for number in range(NODES)
    ]
    edges = [
        {"source": number // 2, "target": number, "strategy": f"HASH[key_{number}]"}
        for number in range(1, NODES)
    ]
    plan = json.dumps({"nodes": nodes, "edges": edges})
    job = {
        **VALUES,
        "deploymentId": "d",
        "createdAt": "1714058507",
        "status": {
            "currentJobStatus": "FAILED",
            "failure": {"reason": "Lost", "message": MESSAGE[:5000], "failedAt": 1714058508},
        },
        "streamingResourceSetting": {"expertResourceSetting": {"resourcePlan": plan}},
    }
    with running_target(tmp_path_factory.mktemp("large"), [job]) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, large: RunningTarget) -> Iterator[Explorer]:
    """The explorer with that job."""
    with Explorer(browser, large) as explorer:
        explorer.fill(VALUES, "GetJob")
        explorer.press_run()
        yield explorer


def test_labels_fit_into_their_boxes(opened: Explorer) -> None:
    """Names of any script and length, in two lines at most; the whole text is in the tooltip."""
    plan = opened.page.locator("svg.plan")
    expect(plan.locator(".operator")).to_have_count(NODES)
    outside = plan.evaluate(
        """plan => [...plan.querySelectorAll("g")].flatMap(group => {
            const box = group.querySelector(".operator")?.getBBox();
            const texts = box ? [...group.querySelectorAll("text")] : [];
            return texts.filter(text => {
                const {x, y, width, height} = text.getBBox();
                return x < box.x || x + width > box.x + box.width - 8
                    || y < box.y || y + height > box.y + box.height;
            }).map(text => text.textContent);
        })"""
    )

    assert outside == []
    assert plan.locator("tspan").count() > NODES
    tooltips = plan.locator("g > title").all_text_contents()
    assert any(NAMES[1].format(1) in tooltip for tooltip in tooltips)


def test_a_plan_can_be_zoomed(opened: Explorer) -> None:
    """By buttons and keys; a whole plan is shown on demand."""
    plan = opened.page.locator("svg.plan")
    region = opened.page.locator(".plan-region")

    def width() -> float:
        return float(plan.evaluate("plan => plan.getBoundingClientRect().width"))

    opened.page.get_by_role("button", name="100 %").click()
    actual = width()
    opened.page.get_by_role("button", name="Zoom in").click()
    assert width() == pytest.approx(actual * 1.25, rel=0.01)
    region.press("-")
    region.press("-")
    assert width() == pytest.approx(actual / 1.25, rel=0.01)
    opened.page.get_by_role("button", name="Show the whole plan").click()
    assert width() <= float(region.evaluate("region => region.clientWidth"))
    region.press("0")
    assert width() == pytest.approx(actual, rel=0.01)


def test_a_long_failure_is_folded(opened: Explorer) -> None:
    """Its beginning is shown, and the rest on demand, in the block and in the field."""
    callout = opened.page.locator(".detail .callout")
    expect(callout).to_contain_text("IllegalStateException")
    assert len(callout.inner_text()) < 700

    callout.get_by_role("button", name="Show all 5,000 characters").click()

    expect(callout).to_contain_text(MESSAGE[:5000].rsplit(maxsplit=1)[-1])
    assert len(callout.inner_text()) > 5000
    callout.get_by_role("button", name="Show less").click()
    assert len(callout.inner_text()) < 700
    expect(opened.page.locator(".detail .tree .fold")).to_have_count(1)
