"""The first visit: what the page shows before a request, and samples while typing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from flinkjobs_target.testing.subprocess import RunningTarget

from ..target.processes import serving
from .explorer import EXAMPLE_VALUES, Explorer


@pytest.fixture(scope="module")
def without_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target that lends the page no key."""
    folder = tmp_path_factory.mktemp("without")
    with serving(folder, "--no-explorer-key", "--access-log=none") as server:
        yield RunningTarget(
            endpoint=server.url,
            access_key_id=server.key.id,
            access_key_secret=server.key.secret,
            data=folder,
        )


def test_the_lent_key_is_named_and_can_be_switched(explorer: Explorer) -> None:
    """In the form, with the flag that turns it off."""
    form = explorer.page.locator("form").first

    expect(form).to_contain_text(f"The target's key ({explorer.target.access_key_id})")
    expect(form).to_contain_text("serve --no-explorer-key turns that off")
    expect(explorer.page.get_by_label("Access key secret")).to_be_hidden()
    explorer.page.get_by_label("A key of your own").check()
    expect(explorer.page.get_by_label("Access key secret")).to_be_visible()


def test_without_a_key_the_page_names_the_commands(
    browser: Browser, without_key: RunningTarget
) -> None:
    """Each with a button that copies it."""
    sample = f"curl -s {without_key.endpoint}/explorer/sample.json | flinkjobs-target load -"
    commands = ["flinkjobs-target keys create", "flinkjobs-target load jobs.json", sample]
    with Explorer(browser, without_key) as explorer:
        assert explorer.page.locator(".command code").all_text_contents() == commands
        copied = []
        for command in commands:
            explorer.page.get_by_role("button", name=f"Copy: {command}", exact=True).click()
            copied.append(explorer.page.evaluate("() => navigator.clipboard.readText()"))

    assert copied == commands


def test_samples_follow_the_typing(browser: Browser, without_key: RunningTarget) -> None:
    """Before any call and without a key; a missing value is named in angle brackets."""
    with Explorer(browser, without_key) as explorer:
        explorer.fill({"workspace": "w"})
        panel = explorer.show("Samples")
        expect(panel).to_contain_text('deployment_id="<deploymentId>"')
        expect(panel).to_contain_text("stand in angle brackets")

        explorer.fill({**EXAMPLE_VALUES, "deploymentId": "d\u202e1"})

        expect(panel).to_contain_text('deployment_id="d\\u202e1"')
        explorer.page.get_by_role("tab", name="curl and openssl").click()
        expect(panel).to_contain_text("deploymentId=d%E2%80%AE1")
        explorer.fill({"workspace": "w\u202ex"})
        expect(panel).to_contain_text("workspace:w\"$'\\342\\200\\256'\"x")
        warning = explorer.page.locator("[name=workspace] ~ .warning")
        expect(warning).to_have_text("It has characters that cannot be seen: w\\u202ex")
        assert explorer.api_requests == []


def test_the_contract_can_be_downloaded(explorer: Explorer) -> None:
    """As an OpenAPI document, named after the package and its version."""
    with explorer.page.expect_download() as waited:
        explorer.page.get_by_role("link", name="Download the contract").click()

    assert waited.value.suggested_filename.endswith(".openapi.json")
    assert '"openapi": "3.1.0"' in waited.value.path().read_text("utf-8")
