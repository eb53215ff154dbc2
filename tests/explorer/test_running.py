"""A request of the page: filled in, signed in the browser, sent, and explained."""

import json
import re

import pytest
from playwright.sync_api import expect

from flinkjobs.contract import ERRORS

from .explorer import EXAMPLE_VALUES, Explorer


def test_a_listing_shows_its_jobs(explorer: Explorer) -> None:
    """With status, duration, size and request id."""
    explorer.run({**EXAMPLE_VALUES, "pageSize": "3"})

    expect(explorer.response).to_contain_text("Succeeded")
    assert explorer.listed[0] == EXAMPLE_VALUES["deploymentId"]
    assert len(explorer.listed) == 3
    facts = explorer.page.locator(".outcome dd").all_inner_texts()
    assert facts[0] == "200"
    assert re.fullmatch(r"[\d.]+ ms", facts[1])
    assert re.fullmatch(r"[0-9A-F-]{36}", facts[3])


def test_the_form_shows_the_contracts_parameters(explorer: Explorer) -> None:
    """Type, bounds, default, choices, description, and whether it is required."""
    form = explorer.page.locator("form").first

    expect(form).to_contain_text("Number of job instances on a page. integer from 1 to 100")
    expect(form).to_contain_text("one of asc, desc · default desc")
    expect(form.locator("[name=deploymentId]")).to_have_attribute("aria-required", "true")
    choices = form.locator("[name=sortName] option").all_inner_texts()
    assert choices[1:] == ["gmt_create", "job_id", "status"]
    expect(form).to_contain_text("stream:ListJobs")


def test_raw_body_and_headers_are_shown_unchanged(explorer: Explorer) -> None:
    """The request id is the same everywhere."""
    with explorer.page.expect_response("**/jobs?*") as waited:
        explorer.run({**EXAMPLE_VALUES, "pageSize": "2"})

    raw = explorer.show("Raw").locator("pre").inner_text()
    assert waited.value.text() == raw
    headers = explorer.show("Headers").inner_text()
    assert json.loads(raw)["requestId"] in headers
    assert "x-acs-signature-nonce" in headers


def test_each_field_has_its_description(explorer: Explorer) -> None:
    """Times are formatted, and embedded JSON is expanded."""
    explorer.run(EXAMPLE_VALUES)
    explorer.page.locator("tbody button").first.click()
    tree = explorer.page.locator(".detail .tree")

    expect(tree).to_contain_text("Id of the deployed job that it is an instance of.")
    expect(tree).to_contain_text("2022-08-11 04:07:15 UTC")
    explorer.page.get_by_text("resourcePlan", exact=True).click()
    expect(tree).to_contain_text("Sizes that slot sharing groups may have.")


@pytest.mark.parametrize(
    ("values", "code", "message"),
    [
        ({"pageSize": "101"}, "InvalidPageSize", "an integer from 1 to 100"),
        ({"deploymentId": "nowhere"}, "990301", "nowhere"),
    ],
)
def test_an_error_is_explained_with_the_contracts_remedy(
    explorer: Explorer, values: dict[str, str], code: str, message: str
) -> None:
    """Code and message of the response; cause and remedy of the contract."""
    explorer.run({**EXAMPLE_VALUES, **values})

    kinds = {code, re.sub("(Invalid|Missing).*", r"\1{Parameter}", code)}
    rule = next(rule for rule in ERRORS if rule.code in kinds)
    alert = explorer.page.get_by_role("alert")
    for text in (code, message, rule.when, rule.remedy):
        expect(alert).to_contain_text(text)


def test_a_wrong_secret_is_explained(explorer: Explorer) -> None:
    """With the canonical request of the server."""
    explorer.fill(EXAMPLE_VALUES)
    explorer.give_key(secret="wrong")
    explorer.press_run()

    expect(explorer.page.get_by_role("alert")).to_contain_text("SignatureDoesNotMatch")
    explorer.page.get_by_role("button", name="Show all").first.click()
    canonical = explorer.show("Signature").locator("pre").nth(1).inner_text()
    message = explorer.page.locator(".message").inner_text()
    assert canonical.replace("\n", "\\n") in message or canonical in message


def test_a_missing_field_is_focused_and_marked(explorer: Explorer) -> None:
    """Of the parameters first, then of the key; nothing is sent before."""
    explorer.fill({**EXAMPLE_VALUES, "namespace": "", "deploymentId": ""})
    explorer.give_key(secret="")
    explorer.press_run()

    namespace = explorer.page.locator("form [name=namespace]")
    expect(namespace).to_be_focused()
    marked = explorer.page.locator("form [aria-invalid=true]")
    expect(marked).to_have_count(3)
    expect(namespace.locator("~ .warning")).to_have_text(
        "Fill in this field; the request needs it."
    )
    explorer.fill(EXAMPLE_VALUES)
    explorer.press_run()
    expect(explorer.page.get_by_label("Access key secret")).to_be_focused()
    expect(marked).to_have_count(1)
    assert explorer.api_requests == []


def test_every_operation_has_a_form(explorer: Explorer) -> None:
    """Common parameters are kept when the operation changes."""
    explorer.fill(EXAMPLE_VALUES)
    explorer.run({"jobId": EXAMPLE_VALUES["deploymentId"]}, "GetJob")

    expect(explorer.response.locator(".detail h3")).to_have_text(EXAMPLE_VALUES["deploymentId"])
    expect(explorer.page.locator("form [name=namespace]")).to_have_value("namespacetest")


def test_a_secret_is_neither_sent_nor_stored(explorer: Explorer) -> None:
    """Not in a URL, header, body, cookie or storage."""
    requests: list[str] = []
    explorer.page.on(
        "request",
        lambda request: requests.append(f"{request.url}{request.headers}{request.post_data}"),
    )
    explorer.run(EXAMPLE_VALUES)
    stored = explorer.page.evaluate(
        "async () => JSON.stringify([localStorage, sessionStorage, document.cookie,"
        " await indexedDB.databases(), await caches.keys()])"
    )

    secret = explorer.target.access_key_secret
    assert any("Signature=" in text for text in requests)
    assert not any(secret in text for text in requests)
    assert secret not in stored
    assert secret not in explorer.page.url
