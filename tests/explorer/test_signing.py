"""Signing in the browser, compared with worked examples and with the package."""

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
    """One page for all examples, which do not change it."""
    with Explorer(browser, target) as explorer:
        yield explorer


def signed(explorer: Explorer, stated: dict[str, Any]) -> dict[str, Any]:
    """Sign the request of an example in the page."""
    request = {name: stated[name] for name in ("action", "method", "path", "query", "host", "body")}
    moment = {"date": stated["date"], "nonce": stated["nonce"]}
    request["headers"] = stated["headers"]
    arguments = [request, stated["access_key"], stated["version"], moment]
    return dict(explorer.page.evaluate(SIGN, arguments))


@pytest.mark.parametrize("name", NAMES)
def test_each_step_equals_the_worked_example(opened: Explorer, name: str) -> None:
    """Canonical request, string to sign and Authorization header."""
    signed_request = signed(opened, json.loads(read(name, "request.json")))

    assert read(name, "canonical_request.txt") == signed_request["canonicalRequest"]
    assert read(name, "string_to_sign.txt") == signed_request["stringToSign"]
    assert read(name, "authorization.txt") == signed_request["authorization"]


@settings(deadline=None)
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
    signed_request = signed(opened, stated)

    headers = {
        name: value for name, value in signed_request["headers"].items() if name != "authorization"
    }
    query = canonical_query(stated["query"])
    key = AccessKey("LTAIexample", secret)
    expected = authorization(key, "GET", stated["path"], query, headers, sha256_hex(b""))
    assert str(expected) == signed_request["authorization"]


def test_the_steps_of_the_request_are_shown(explorer: Explorer) -> None:
    """The last step equals the header that was sent."""
    with explorer.page.expect_request("**/jobs?*") as waited:
        explorer.run(EXAMPLE_VALUES)

    steps = explorer.show("Signature").locator("pre").all_inner_texts()
    assert len(steps) == 5
    assert waited.value.all_headers()["authorization"] == steps[-1]
    assert f"Signature={steps[3]}" in steps[-1]
    assert steps[1].startswith("GET\n/api/v2/namespaces/namespacetest/jobs\n")
