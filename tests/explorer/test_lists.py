"""A list of jobs: reason and duration, sorting, filtering, time zone, and the timeline's bars."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from .explorer import EXAMPLE_VALUES, Explorer

PAGE = {**EXAMPLE_VALUES, "pageSize": "41"}


@pytest.fixture
def listed(explorer: Explorer) -> Explorer:
    """The explorer with a listing of all varied jobs."""
    explorer.fill(PAGE)
    explorer.press_run()
    return explorer


def column(explorer: Explorer, name: str) -> list[str]:
    """Return the texts of a column."""
    heads = explorer.page.locator("thead [data-column]").evaluate_all(
        "buttons => buttons.map(button => button.dataset.column)"
    )
    cells = explorer.page.locator(f"tbody tr > :nth-child({heads.index(name) + 1})")
    return [text.strip() for text in cells.all_inner_texts()]


def head(explorer: Explorer, name: str) -> Locator:
    """Return the button in the heading of a column."""
    return explorer.page.locator(f"thead [data-column={name}]")


def test_the_table_shows_why_a_job_failed_beside_its_state(listed: Explorer) -> None:
    """And how long it ran; columns and their order are those of the contract."""
    heads = listed.page.locator("thead [data-column]").evaluate_all(
        "buttons => buttons.map(button => button.dataset.column)"
    )

    assert heads[:4] == ["jobId", "state", "reason", "restarts"]
    assert heads[4:8] == ["createdAtUtc", "startTimeUtc", "endTimeUtc", "duration"]
    states, reasons = column(listed, "state"), column(listed, "reason")
    failed = [reason for state, reason in zip(states, reasons, strict=True) if "FAILED" in state]
    assert len(failed) > 3
    assert "–" not in failed
    assert "4 d 21 h" in column(listed, "duration")


def test_a_column_sorts_up_down_and_not(listed: Explorer) -> None:
    """By value and not by text; an empty value is last in both directions."""
    received = column(listed, "restarts")
    head(listed, "restarts").click()
    up = column(listed, "restarts")
    expect(head(listed, "restarts")).to_be_focused()
    expect(listed.page.locator("th[aria-sort=ascending]")).to_have_count(1)
    head(listed, "restarts").click()
    down = column(listed, "restarts")
    head(listed, "restarts").click()

    numbers = sorted(text for text in received if text != "–")
    empty = ["–"] * received.count("–")
    assert (up, down) == ([*numbers, *empty], [*reversed(numbers), *empty])
    assert column(listed, "restarts") == received


def test_durations_sort_by_length(listed: Explorer) -> None:
    """Two hours come before one day."""
    head(listed, "duration").click()
    units = {"d": 86_400, "h": 3600, "min": 60, "s": 1}
    seconds = []
    for text in column(listed, "duration"):
        parts = text.split() if text != "–" else []
        pairs = zip(parts[::2], parts[1::2], strict=True)
        seconds.append(sum(int(count) * units[unit] for count, unit in pairs))

    known = [length for length in seconds if length]
    assert len(known) > 10
    assert known == sorted(known)


def test_the_legend_filters_by_state(listed: Explorer) -> None:
    """Table and timeline alike; a second press shows the state again."""
    running = listed.page.locator(".legend [data-state=RUNNING]")
    bars = listed.page.locator(".bar")
    expect(bars).to_have_count(41)
    count = int(running.inner_text().split()[-1])
    running.click()

    expect(running).to_have_attribute("aria-pressed", "false")
    expect(running).to_be_focused()
    expect(bars).to_have_count(41 - count)
    assert not any("RUNNING" in state for state in column(listed, "state"))
    expect(listed.response).to_contain_text(f"{41 - count} of the 41 on this page are shown.")
    running.press("Enter")
    expect(bars).to_have_count(41)


def test_times_are_in_utc_or_local(browser: Browser, target: RunningTarget) -> None:
    """Headings, cells, axis and tooltips say which."""
    with Explorer(browser, target, timezone="Asia/Shanghai") as explorer:
        explorer.fill({**EXAMPLE_VALUES, "pageSize": "1"})
        explorer.press_run()
        utc = column(explorer, "startTimeUtc")
        expect(head(explorer, "startTimeUtc")).to_have_text("startTime (UTC)")
        ticks = explorer.page.locator(".tick")
        ticks.first.wait_for()

        explorer.page.get_by_role("button", name="Local time (Asia/Shanghai)").click()

        assert utc == ["2022-08-11 04:07:15"]
        assert column(explorer, "startTimeUtc") == ["2022-08-11 12:07:15"]
        expect(head(explorer, "startTimeUtc")).to_have_text("startTime (local)")
        title = explorer.page.locator(".bar title").first
        expect(title).to_contain_text("2022-08-11 12:07:15 UTC+08:00")


def test_a_bar_opens_its_job(listed: Explorer) -> None:
    """By a click; the way back leads to the same bar."""
    bar = listed.page.locator(".bar").nth(3)
    key = bar.get_attribute("data-key")
    bar.click()
    expect(listed.page.locator(".detail h3")).to_have_text(str(key))

    listed.page.get_by_role("button", name="Back to the list").click()

    expect(listed.page.locator(".bar").first).to_be_visible()


def test_bars_are_reached_by_keyboard(listed: Explorer) -> None:
    """One is in the tab order; arrows, Home and End move; Enter opens."""
    bars = listed.page.locator(".bar")
    bars.first.focus()
    reached = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "Home", "End"):
        listed.page.keyboard.press(key)
        reached.append(listed.page.evaluate("() => document.activeElement.dataset.key"))
    keys = listed.listed

    assert reached == [keys[1], keys[2], keys[1], keys[-1], keys[0], keys[-1]]
    assert listed.page.locator(".bar[tabindex='0']").count() == 1
    listed.page.keyboard.press("Enter")
    expect(listed.page.locator(".detail h3")).to_have_text(keys[-1])


@pytest.mark.parametrize("name", [".timeline", ".items"])
def test_axis_and_headings_stay_in_view(listed: Explorer, name: str) -> None:
    """While their rows are scrolled."""
    region = listed.page.locator(name)
    fixed = region.locator(".axis" if name == ".timeline" else "thead th").first
    listed.page.locator(".bar").first.wait_for()
    region.scroll_into_view_if_needed()
    region.evaluate("region => { region.scrollTop = 300; }")

    assert region.evaluate("region => region.scrollTop") == 300
    top = region.evaluate("region => region.getBoundingClientRect().top + region.clientTop")
    assert fixed.evaluate("node => node.getBoundingClientRect().top") == pytest.approx(top, abs=1)


def test_a_narrow_timeline_opens_at_the_newest(browser: Browser, target: RunningTarget) -> None:
    """Scrolled to its end, with the labels in view."""
    with Explorer(browser, target, size=(375, 800)) as explorer:
        explorer.fill(PAGE)
        explorer.press_run()
        explorer.page.locator(".bar").first.wait_for()
        holder = explorer.page.locator(".timeline")

        left, end, label = holder.evaluate(
            "holder => [holder.scrollLeft, holder.scrollWidth - holder.clientWidth,"
            " holder.querySelector('.labels').getBoundingClientRect().left"
            " - holder.getBoundingClientRect().left]"
        )
        assert end > 50
        assert left == pytest.approx(end, abs=1)
        assert label == pytest.approx(1, abs=1)
