"""The browser signs as the contract has it: step by step as the worked examples, on any text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from flinkjobs.signing import AccessKey, authorization, canonical_query, sha256_hex
from flinkjobs_target.testing.subprocess import RunningTarget

from .explorer import EXAMPLE_VALUES, Explorer

VECTORS = Path(__file__).parents[1] / "signing" / "vectors"
TEXTS = st.text(st.characters(codec="utf-8"))
NAMES = sorted(folder.name for folder in VECTORS.iterdir())
SIGN = """async ([request, key, version, moment]) => {
    const {sign, keyWithSecret} = await import("/explorer/signing.js");
    const {id, secret, security_token} = key;
    return await sign(request, keyWithSecret(id, secret, security_token), version, moment);
}"""


def read(name: str, file: str) -> str:
    return (VECTORS / name / file).read_text("utf-8")


@pytest.fixture(scope="module")
def opened(browser: Browser, target: RunningTarget) -> Iterator[Explorer]:
    """One page for all examples, since none changes it."""
    with Explorer(browser, target) as explorer:
        yield explorer


def signed(explorer: Explorer, stated: dict[str, Any]) -> dict[str, Any]:
    """Let the page sign the request of an example."""
    request = {name: stated[name] for name in ("action", "method", "path", "query", "host", "body")}
    moment = {"date": stated["date"], "nonce": stated["nonce"]}
    request["headers"] = stated["headers"]
    arguments = [request, stated["access_key"], stated["version"], moment]
    return dict(explorer.page.evaluate(SIGN, arguments))


@pytest.mark.parametrize("name", NAMES)
def test_each_step_is_that_of_the_worked_example(opened: Explorer, name: str) -> None:
    """Canonical request, string to sign and Authorization header."""
    found = signed(opened, json.loads(read(name, "request.json")))

    assert read(name, "canonical_request.txt") == found["canonicalRequest"]
    assert read(name, "string_to_sign.txt") == found["stringToSign"]
    assert read(name, "authorization.txt") == found["authorization"]


@settings(max_examples=60, deadline=None)
@given(
    pairs=st.lists(
        st.tuples(TEXTS.filter(bool), TEXTS),
        max_size=4,
    ),
    secret=TEXTS.filter(bool),
)
def test_any_query_is_signed_as_the_package_signs_it(
    opened: Explorer, pairs: list[tuple[str, str]], secret: str
) -> None:
    """Keys and values of any text, in any order, repeated or not."""
    stated = {
        **json.loads(read("plain", "request.json")),
        "query": urlencode(pairs),
        "access_key": {"id": "LTAIexample", "secret": secret},
    }
    found = signed(opened, stated)

    headers = {name: value for name, value in found["headers"].items() if name != "authorization"}
    query = canonical_query(stated["query"])
    key = AccessKey("LTAIexample", secret)
    expected = authorization(key, "GET", stated["path"], query, headers, sha256_hex(b""))
    assert str(expected) == found["authorization"]


def test_the_steps_are_shown_and_are_those_of_the_call(explorer: Explorer) -> None:
    """What was sent is what the last step shows."""
    with explorer.page.expect_request("**/jobs?*") as waited:
        explorer.run(EXAMPLE_VALUES)

    steps = explorer.show("Signature").locator("pre").all_inner_texts()
    assert 5 == len(steps)
    assert waited.value.all_headers()["authorization"] == steps[-1]
    assert f"Signature={steps[3]}" in steps[-1]
    assert steps[1].startswith("GET\n/api/v2/namespaces/namespacetest/jobs\n")
