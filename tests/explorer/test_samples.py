"""Each copied sample sends the same request and lists the same jobs."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import Struct

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_storage
from flinkjobs_target.testing.subprocess import RunningTarget

from .conftest import ODD
from .explorer import EXAMPLE_VALUES, Explorer

BIN = Path(sys.executable).parent
PYTHON = (sys.executable, "-W", "ignore", "-")
BASH = ("bash",)
KINDS = {
    "Python": PYTHON,
    "Python, async": PYTHON,
    "Command line": BASH,
    "curl and openssl": BASH,
    "Vendor's SDK": PYTHON,
}
NEWEST = EXAMPLE_VALUES["deploymentId"]
ID = r"[0-9a-f-]{32,36}(?:\*{4})?|odd-\d|many-\d{6}"


class Case(Struct, frozen=True):
    """A request, with the number of jobs that it lists."""

    values: Mapping[str, str]
    jobs: int
    operation: str = "ListJobs"


CASES = {
    "what is required": Case(EXAMPLE_VALUES, 10),
    "a page in another order": Case(
        {
            **EXAMPLE_VALUES,
            "pageIndex": "3",
            "pageSize": "7",
            "sortName": "status",
            "sortOrder": "asc",
        },
        7,
    ),
    "names that are hard to quote": Case(
        {"workspace": "w", "namespace": ODD, "deploymentId": ODD, "sortName": "job_id"}, 5
    ),
    "a page far away": Case(
        {
            "workspace": "w",
            "namespace": "n",
            "deploymentId": "many",
            "pageIndex": "50",
            "pageSize": "100",
        },
        100,
    ),
    "one job": Case(
        {**EXAMPLE_VALUES, "jobId": NEWEST},
        1,
        "GetJob",
    ),
}


def run_sample(kind: str, text: str, key: Mapping[str, str]) -> list[str]:
    """Run a sample with a key in the environment; return the printed ids."""
    known = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    environ = {**known, "PATH": f"{BIN}:{os.environ['PATH']}", **key}
    done = subprocess.run(
        KINDS[kind],
        input=text,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    matches = re.findall(
        rf"jobId['\"]: ?['\"]({ID})['\"]|^({ID})(?=\s|$)", done.stdout, re.MULTILINE
    )
    return [quoted or plain for quoted, plain in matches]


def run_all(texts: Mapping[str, str], key: Mapping[str, str]) -> dict[str, list[str]]:
    """Run all kinds of samples concurrently."""
    with ThreadPoolExecutor() as threads:
        matches = threads.map(lambda kind: run_sample(kind, texts[kind], key), texts)
        return dict(zip(texts, matches, strict=True))


def environment(target: RunningTarget) -> dict[str, str]:
    """Return the environment variables of the target's key."""
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
    }


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_kind_of_sample_lists_the_same_jobs(explorer: Explorer, case: Case) -> None:
    """As the page, in the same order."""
    values = {**case.values}
    if case.operation == "GetJob":
        values.pop("deploymentId")
    explorer.run(values, case.operation)
    shown = explorer.listed or [explorer.page.locator(".detail h3").inner_text()]

    assert len(shown) == case.jobs
    texts = {kind: explorer.sample(kind) for kind in KINDS}
    assert explorer.page.locator(".samples pre").inner_text() == texts["Vendor's SDK"]
    assert not any("\u202e" in text for text in texts.values())
    assert dict.fromkeys(KINDS, shown) == run_all(texts, environment(explorer.target))


def test_samples_of_a_temporary_key_send_its_token(explorer: Explorer) -> None:
    """From the environment; no sample contains key, secret or token."""
    with open_storage(explorer.target.data) as data:
        key = Keyring(data.keys).create(expires_in=timedelta(hours=1))
    assert key.security_token is not None
    environ = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": key.security_token,
    }
    explorer.fill({**EXAMPLE_VALUES, "pageSize": "2"})
    explorer.give_key(key.id, key.secret, key.security_token)
    explorer.press_run()
    shown = explorer.listed

    assert len(shown) == 2
    texts = {kind: explorer.sample(kind) for kind in KINDS}
    assert not any(value in text for value in environ.values() for text in texts.values())
    assert dict.fromkeys(KINDS, shown) == run_all(texts, environ)
