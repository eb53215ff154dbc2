"""Visual views: pager, states, timeline and resource plan."""

from playwright.sync_api import Browser, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from .conftest import MANY
from .explorer import EXAMPLE_VALUES, Explorer

MANY_VALUES = {"workspace": "w", "namespace": "n", "deploymentId": "many"}


def test_a_state_has_an_icon_and_a_name(explorer: Explorer) -> None:
    """Not only a color."""
    explorer.run({**EXAMPLE_VALUES, "pageSize": "100"})

    badges = explorer.page.locator("tbody .badge").all_inner_texts()
    signs = {tuple(badge.split()) for badge in badges}
    assert 6 == len(signs) == len({sign for sign, _ in signs}) == len({word for _, word in signs})


def test_the_timeline_has_a_bar_for_each_instance(explorer: Explorer) -> None:
    """With state, times, restarts and failure."""
    explorer.run({**EXAMPLE_VALUES, "pageSize": "20"})

    bars = explorer.page.locator(".timeline .bar")
    expect(bars).to_have_count(20)
    first = bars.first
    assert "RUNNING" in first.locator("title").inner_html()
    assert "2022-08-11 04:07:15 UTC" in first.locator("title").inner_html()
    expect(first.locator(".bar-note")).to_have_text("↻4")
    expect(first.locator(".failure-mark")).to_have_count(1)
    failed = explorer.page.locator(".bar.state-failed")
    assert failed.count() == failed.locator(".failure-mark").count() > 0
    going = explorer.page.locator(".bar.state-running.ongoing")
    assert "ongoing" in going.first.locator("title").inner_html()


def test_bars_are_ordered_by_time(explorer: Explorer) -> None:
    """A later start is further right."""
    explorer.run({**EXAMPLE_VALUES, "pageIndex": "2", "pageSize": "10"})
    explorer.page.locator(".timeline .bar").first.wait_for()

    edges = explorer.page.locator(".timeline .bar .span").evaluate_all(
        "spans => spans.map(span => span.x.baseVal.value)"
    )
    assert sorted(edges, reverse=True) == edges


def test_the_resource_plan_is_drawn(explorer: Explorer) -> None:
    """A box for each operator, and an arrow for each data flow."""
    explorer.run(EXAMPLE_VALUES)
    explorer.page.locator("tbody button").first.click()

    plan = explorer.page.locator("svg.plan")
    names = plan.locator(".operator-name").all_text_contents()
    assert names == ["Source: datagen_source[78]", "Sink: blackhole_sink[79]"]
    expect(plan.locator(".operator-type").nth(1)).to_have_text("parallelism 1 · group default")
    expect(plan.locator("path.flow")).to_have_count(1)
    expect(plan.locator(".flow-name")).to_have_text("FORWARD")


def test_a_wide_plan_is_drawn_vertically(browser: Browser, target: RunningTarget) -> None:
    """As on narrow screens."""
    with Explorer(browser, target, size=(390, 844)) as explorer:
        explorer.run(EXAMPLE_VALUES)
        explorer.page.locator("tbody button").first.click()

        lefts = explorer.page.locator(".operator").evaluate_all(
            "boxes => boxes.map(box => box.x.baseVal.value)"
        )
        assert len(lefts) == 2
        assert len(set(lefts)) == 1


def test_a_detail_shows_the_failure(explorer: Explorer) -> None:
    """And leads back to the same row of the list."""
    explorer.run(EXAMPLE_VALUES)
    explorer.page.locator("tbody button").first.click()
    expect(explorer.page.locator(".detail .callout")).to_contain_text("is not progressing")

    explorer.page.get_by_role("button", name="Back to the list").click()

    expect(explorer.page.locator("tbody button").first).to_be_focused()


def test_turning_a_page_sends_one_request(explorer: Explorer) -> None:
    """Whatever the number of pages."""
    explorer.run({**MANY_VALUES, "pageSize": "100"})
    last = MANY // 100
    before = len(explorer.api_requests)

    sizes = []
    for name in ("Next page", "Last page", "Previous page", "First page"):
        explorer.page.get_by_role("button", name=name).click()
        explorer.page.locator(".response:not([aria-busy])").wait_for()
        sizes.append(explorer.page.locator("*").count())
        explorer.page.wait_for_timeout(50)
    go_to(explorer, last // 2)

    assert explorer.listed[0] == "many-002599"
    assert len(explorer.api_requests) - before == 5
    assert max(sizes) < 2900
    assert max(sizes) - min(sizes) < 100
    expect(explorer.page.locator(".total")).to_have_text(f"{MANY:,} in total")


def go_to(explorer: Explorer, page: int) -> None:
    """Go to a page by its number."""
    explorer.page.get_by_label("Page", exact=True).fill(str(page))
    explorer.page.get_by_role("button", name="Go", exact=True).click()
    explorer.page.locator(".response:not([aria-busy])").wait_for()
    expect(explorer.page.locator(".page-number")).to_have_value(str(page))


def test_an_empty_page_is_no_failure(explorer: Explorer) -> None:
    """Beyond the last one."""
    explorer.run({**MANY_VALUES, "pageIndex": "999999"})

    expect(explorer.response).to_contain_text("This page is empty.")
