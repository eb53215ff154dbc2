"""The page's files: headers, caching, size, and an unchanged API."""

import gzip
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
import urllib3

from flinkjobs_target.testing.subprocess import RunningTarget

from ..target.processes import Server, serving
from .explorer import Explorer

HTTP = urllib3.PoolManager(retries=False)
FIRST_VIEW = 300_000
FILES = {
    "/": "text/html; charset=utf-8",
    "/explorer/explorer.js": "text/javascript; charset=utf-8",
    "/explorer/signing.js": "text/javascript; charset=utf-8",
    "/explorer/style.css": "text/css; charset=utf-8",
    "/explorer/icon.svg": "image/svg+xml",
    "/explorer/contract.json": "application/json",
    "/explorer/licences.txt": "text/plain; charset=utf-8",
    "/explorer/openapi.json": "application/json",
    "/explorer/sample.json": "application/json",
    "/explorer/zh.json": "application/json",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without the explorer."""
    flags = ("--no-explorer", "--access-log=none")
    with serving(tmp_path_factory.mktemp("without"), *flags) as server:
        yield server


def get(
    target: RunningTarget, path: str, method: str = "GET", **headers: str
) -> urllib3.BaseHTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTP.request(
        method, f"{target.endpoint}{path}", headers=named, decode_content=False, redirect=False
    )


@pytest.mark.parametrize(("path", "kind"), FILES.items())
def test_each_file_has_its_type_and_a_strict_policy(
    target: RunningTarget, path: str, kind: str
) -> None:
    """Scripts, styles and requests of the own origin only; nothing inline."""
    response = get(target, path)

    assert (response.status, response.headers["content-type"]) == (200, kind)
    assert set(response.headers["content-security-policy"].split("; ")) == POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", FILES)
def test_a_cached_file_is_not_sent_again(target: RunningTarget, path: str) -> None:
    """HEAD omits the body."""
    first = get(target, path)
    second = get(target, path, if_none_match=first.headers["etag"])
    head = get(target, path, "HEAD")

    assert (second.status, second.data) == (304, b"")
    assert second.headers["etag"] == first.headers["etag"]
    assert (head.status, head.data) == (200, b"")
    assert head.headers["content-length"] == first.headers["content-length"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_compressed_for_clients_that_accept_it(target: RunningTarget, path: str) -> None:
    """Each form has its own ETag."""
    plain, compressed = get(target, path), get(target, path, accept_encoding="gzip, br")

    assert compressed.headers["content-encoding"] == "gzip"
    assert compressed.headers["vary"] == "accept-encoding"
    assert gzip.decompress(compressed.data) == plain.data
    assert plain.headers["etag"] != compressed.headers["etag"]


def test_the_first_view_is_small(target: RunningTarget) -> None:
    """All files together, compressed."""
    sizes = [len(get(target, path, accept_encoding="gzip").data) for path in FILES]

    assert sum(sizes) < FIRST_VIEW


def test_the_browser_enforces_the_policy(explorer: Explorer) -> None:
    """No text becomes markup, no other origin is reached, nothing inline runs."""
    attempts = explorer.page.evaluate(
        """async () => {
            const failed = [];
            try { document.body.innerHTML = "<b>x</b>"; } catch (error) { failed.push(error.name); }
            const script = document.createElement("script");
            try { script.text = "window.ran = true"; } catch (error) { failed.push(error.name); }
            await fetch("https://example.com/").catch((error) => failed.push(error.name));
            return [failed, window.ran];
        }"""
    )
    message = " ".join(explorer.errors)
    explorer.errors.clear()

    assert attempts == [["TypeError"] * 3, None]
    assert "TrustedHTML" in message
    assert "connect-src" in message


def test_nothing_is_inline(target: RunningTarget) -> None:
    """Neither script nor style nor event handler; all URLs are of the own origin."""
    page = get(target, "/").data.decode()

    assert len(re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)) == 0
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"]+)', page))


def test_no_script_parses_markup_or_text(target: RunningTarget) -> None:
    """Responses cannot become markup or code."""
    script = get(target, "/explorer/explorer.js").data.decode()

    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in script


def test_the_contract_is_that_of_the_package(target: RunningTarget) -> None:
    """The bundled document byte for byte; for the page, with the Python names."""
    document = get(target, "/explorer/openapi.json").data
    served = json.loads(get(target, "/explorer/contract.json").data)

    package = resources.files("flinkjobs")
    assert (package / "openapi.json").read_bytes() == document
    described = json.loads((package / "contract.json").read_bytes())
    assert served == {**described, "document": json.loads(document)}
    names = served["names"]["ListJobs"]
    assert (names["resource"], names["method"]) == ("jobs", "list")
    assert names["parameters"]["pageSize"] == "page_size"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("DELETE", "/explorer/style.css"),
        ("GET", "/explorer"),
        ("GET", "/explorer/"),
        ("GET", "/explorer/../settings.py"),
        ("GET", "/explorer/%2e%2e/app.py"),
        ("GET", "/index.html"),
        ("PUT", "/explorer/key"),
        ("DELETE", "/explorer/sample"),
        ("GET", "/api/v2/namespaces/n/jobs"),
        ("OPTIONS", "/api/v2/namespaces/n/jobs"),
    ],
)
def test_other_requests_are_handled_as_without_the_explorer(
    target: RunningTarget, without: Server, method: str, path: str
) -> None:
    """Same status, code and headers."""
    outcomes = []
    for endpoint in (target.endpoint, without.url):
        response = HTTP.request(method, f"{endpoint}{path}")
        body = response.json()
        hidden = {"date", "x-acs-request-id", "content-length"}
        headers = {k.lower(): v for k, v in response.headers.items() if k.lower() not in hidden}
        outcomes.append((response.status, headers, body["Code"], body["Message"]))

    assert outcomes[1] == outcomes[0]
    assert outcomes[0][0] >= 400


@pytest.mark.parametrize("path", [*FILES, "/explorer/key", "/explorer/sample"])
def test_the_explorer_can_be_turned_off(without: Server, path: str) -> None:
    """Its paths are unknown then."""
    response = HTTP.request("GET", f"{without.url}{path}")

    assert (response.status, response.json()["Code"]) == (404, "InvalidApi.NotFound")


def test_faults_do_not_apply_to_the_page(tmp_path: Path) -> None:
    """They apply to the next API request."""
    flags = ("--faults", "--admin=127.0.0.1:0", "--access-log=none")
    with serving(tmp_path, *flags) as server:
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "error", "status": 503})

        assert HTTP.request("GET", f"{server.url}/").status == 200
        assert HTTP.request("GET", f"{server.url}/api/v2/namespaces/n/jobs").status == 503
