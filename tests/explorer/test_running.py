"""A call from the page: filled in, signed in the browser, answered, explained."""

import json
import re

import pytest
from playwright.sync_api import expect

from flinkjobs.contract import ERRORS

from .explorer import EXAMPLE_VALUES, Explorer


def test_a_listing_shows_its_jobs(explorer: Explorer) -> None:
    """With status, duration, size and request id."""
    explorer.run({**EXAMPLE_VALUES, "pageSize": "3"})

    expect(explorer.answer).to_contain_text("Succeeded")
    assert EXAMPLE_VALUES["deploymentId"] == explorer.listed[0]
    assert 3 == len(explorer.listed)
    facts = explorer.page.locator(".outcome dd").all_inner_texts()
    assert "200" == facts[0]
    assert re.fullmatch(r"[\d.]+ ms", facts[1])
    assert re.fullmatch(r"[0-9A-F-]{36}", facts[3])


def test_the_form_says_what_the_contract_says(explorer: Explorer) -> None:
    """Type, bounds, default, choices and meaning of each parameter; what must be given."""
    form = explorer.page.locator("form").first

    expect(form).to_contain_text("Number of job instances on a page. integer from 1 to 100")
    expect(form).to_contain_text("one of asc, desc · default desc")
    expect(form.locator("[name=deploymentId]")).to_have_attribute("aria-required", "true")
    choices = form.locator("[name=sortName] option").all_inner_texts()
    assert ["gmt_create", "job_id", "status"] == choices[1:]
    expect(form).to_contain_text("stream:ListJobs")


def test_the_raw_bytes_and_headers_are_those_of_the_wire(explorer: Explorer) -> None:
    """Nothing is made prettier; the request id is the same everywhere."""
    with explorer.page.expect_response("**/jobs?*") as waited:
        explorer.run({**EXAMPLE_VALUES, "pageSize": "2"})

    raw = explorer.show("Raw").locator("pre").inner_text()
    assert waited.value.text() == raw
    headers = explorer.show("Headers").inner_text()
    assert json.loads(raw)["requestId"] in headers
    assert "x-acs-signature-nonce" in headers


def test_each_field_has_its_meaning(explorer: Explorer) -> None:
    """Times are read, and JSON inside a string opens as what it is."""
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
        ({"deploymentId": ""}, "MissingDeploymentId", "deploymentId"),
        ({"deploymentId": "nowhere"}, "990301", "nowhere"),
    ],
)
def test_an_error_is_explained_with_the_contracts_remedy(
    explorer: Explorer, values: dict[str, str], code: str, message: str
) -> None:
    """Code and message of the answer; when it happens, and what to do, of the contract."""
    explorer.run({**EXAMPLE_VALUES, **values})

    kinds = {code, re.sub("(Invalid|Missing).*", r"\1{Parameter}", code)}
    rule = next(rule for rule in ERRORS if rule.code in kinds)
    alert = explorer.page.get_by_role("alert")
    for text in (code, message, rule.when, rule.remedy):
        expect(alert).to_contain_text(text)


def test_a_wrong_secret_is_explained(explorer: Explorer) -> None:
    """With the canonical request of the server, to compare with that of the page."""
    explorer.fill(EXAMPLE_VALUES)
    explorer.give_key(secret="wrong")
    explorer.press_run()

    expect(explorer.page.get_by_role("alert")).to_contain_text("SignatureDoesNotMatch")
    canonical = explorer.show("Signature").locator("pre").nth(1).inner_text()
    told = explorer.page.locator(".message").inner_text()
    assert canonical.replace("\n", "\\n") in told or canonical in told


def test_a_call_without_a_key_is_not_made(explorer: Explorer) -> None:
    """The page says what is missing."""
    explorer.fill(EXAMPLE_VALUES)
    before = len(explorer.requests)
    explorer.press_run()

    expect(explorer.page.get_by_role("alert")).to_contain_text("Give an access key id")
    assert before == len(explorer.requests)


def test_every_operation_has_its_form(explorer: Explorer) -> None:
    """What two operations share is taken along from one to the other."""
    explorer.fill(EXAMPLE_VALUES)
    explorer.run({"jobId": EXAMPLE_VALUES["deploymentId"]}, "GetJob")

    expect(explorer.answer.locator(".detail h3")).to_have_text(EXAMPLE_VALUES["deploymentId"])
    expect(explorer.page.locator("form [name=namespace]")).to_have_value("namespacetest")


def test_a_secret_is_neither_sent_nor_stored(explorer: Explorer) -> None:
    """Not in an address, a header, a body, a cookie or any storage."""
    sent: list[str] = []
    explorer.page.on(
        "request", lambda request: sent.append(f"{request.url}{request.headers}{request.post_data}")
    )
    explorer.run(EXAMPLE_VALUES)
    stored = explorer.page.evaluate(
        "async () => JSON.stringify([localStorage, sessionStorage, document.cookie,"
        " await indexedDB.databases(), await caches.keys()])"
    )

    secret = explorer.target.access_key_secret
    assert any("Signature=" in one for one in sent)
    assert not any(secret in one for one in sent)
    assert secret not in stored
    assert secret not in explorer.page.url
