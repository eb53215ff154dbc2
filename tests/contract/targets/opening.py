"""Opening the target that is asked for, and trying it before anything is held against it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from ..senders import HttpSender
from ..signing import Key
from .target import Target

__all__ = ["KEY", "NEEDED", "TOKEN", "UnusableTarget", "open_target"]

NEEDED = {
    "workspace": "WORKSPACE",
    "namespace": "NAMESPACE",
    "deploymentId": "DEPLOYMENT",
    "jobId": "JOB",
}
KEY = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_RATE = "5"


class UnusableTarget(Exception):
    """The target cannot be held to anything; the message says why, in one line."""


@contextmanager
def open_target(where: str) -> Iterator[Target]:
    """Open the target that `where` names: nothing, `local` or a URL; leave nothing running."""
    if not where:
        from .own import in_process

        with in_process() as target:
            yield target
    elif where == "local":
        from .own import local

        with local() as target:
            yield target
    else:
        yield _remote(where, os.environ)


def _remote(url: str, environ: Mapping[str, str]) -> Target:
    """Take key and ids from the environment; nobody knows what such a target holds."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnusableTarget(
            f"TARGET must be 'local' or a URL such as http://127.0.0.1:8080, not {url}"
        )
    missing = [name for name in (*KEY, *NEEDED.values()) if not environ.get(name)]
    if missing:
        raise UnusableTarget(f"a target by URL needs {', '.join(missing)} in the environment")
    key = Key(environ[KEY[0]], environ[KEY[1]], environ.get(TOKEN) or None)
    here = parts.hostname in _LOOPBACK
    return Target(
        url=url.rstrip("/"),
        key=key,
        values={name: environ[variable] for name, variable in NEEDED.items()},
        send=HttpSender(url),
        careful=True,
        rate=float(environ.get("RATE") or ("0" if here else _RATE)),
    )
