"""The page for people: what broke and how, with nothing secret and nothing alive in it."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.contract.report.case import Case, shown
from tests.contract.report.page import write_page
from tests.contract.senders import Reply
from tests.contract.signing import Key, Sent
from tests.contract.wire import Exchange

from .bench import opened_bench

ROOT = Path(__file__).parents[2]
HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>'\"&{{7*7}}"


def page(tmp_path: Path, *cases: Case) -> str:
    path = tmp_path / "new" / "index.html"
    write_page(path, cases=cases, left_out=3, target=HOSTILE, seed="5", seconds=1.0)
    return path.read_text("utf-8")


def case(message: str = "", exchange: Exchange | None = None) -> Case:
    exchanges = (shown("http://127.0.0.1", exchange),) if exchange else ()
    return Case(HOSTILE, HOSTILE, not message, 0.01, message, exchanges)


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """Whatever a server answers, the page shows it and runs nothing."""
    sent = Sent("GET", f"/{HOSTILE}", HOSTILE, {"x": HOSTILE}, HOSTILE.encode())
    exchange = Exchange("ListJobs", sent, Reply(200, {"y": HOSTILE}, HOSTILE.encode()))
    text = page(tmp_path, case(HOSTILE, exchange), case("", exchange))

    assert "<script" not in text
    assert "<img" not in text
    assert "{{7*7}}" in text
    assert 2 < text.count("&lt;script&gt;")


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    """One file is all there is, and the browser is told so."""
    text = page(tmp_path, case())

    assert "default-src 'none'" in text
    assert not re.search(r"<[^>]*\b(src|href)=|<link|@import|url\(", text)


def test_secrets_are_not_shown() -> None:
    """Neither signature nor token gets onto the page; the key's id may."""
    with opened_bench() as bench:
        operation = bench.contract.operations[0]
        key = Key("temporary", "the-secret", "the-token")
        sent = bench.signed(operation, key=key)
        bench.wire.send(operation, sent)
        signature = sent.headers["authorization"].rpartition("=")[2]
        for one in (sent, replace(sent, as_signed=False)):
            exchange = Exchange(operation.name, one, bench.wire.exchanges[-1].reply)
            text = str(shown("http://127.0.0.1", exchange))

            assert "Credential=temporary" in text
            assert not any(secret in text for secret in (signature, "the-secret", "the-token"))


def test_the_command_is_signed_anew() -> None:
    """What the page gives to repeat a request, a shell can run: its signing part prints headers."""
    with opened_bench() as bench:
        operation = bench.contract.operations[0]
        bench.call(operation)
        command = shown(bench.target.url, bench.wire.exchanges[-1]).command
    signing = command.partition("@<(python")[2].removesuffix(")")
    environ = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable}{signing}"],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    headers = dict(line.split(": ", 1) for line in run.stdout.splitlines())

    assert "ListJobs" == headers["x-acs-action"]
    assert "workspace" in headers["authorization"]
    assert headers["authorization"].startswith("ACS3-HMAC-SHA256 Credential=id,")
