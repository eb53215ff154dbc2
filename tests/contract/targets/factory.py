"""The factory of targets: in process, local, or at a URL with a key from the environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import inf
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
    """The target cannot be tested; the message has the reason, in one line."""


@contextmanager
def open_target(address: str) -> Iterator[Target]:
    """Open the target that an address names: nothing, `local` or a URL; leave nothing running."""
    if not address:
        from .own import in_process

        with in_process() as target:
            yield target
    elif address == "local":
        from .own import local

        with local() as target:
            yield target
    else:
        yield _remote(address, os.environ)


def _remote(url: str, environ: Mapping[str, str]) -> Target:
    """Read key and ids from the environment; the data of such a target are unknown."""
    host = _host_of(url)
    missing = [name for name in (*KEY, *NEEDED.values()) if not environ.get(name, "").strip()]
    if missing:
        raise UnusableTarget(f"a target by URL needs {', '.join(missing)} in the environment")
    for name in (*KEY, TOKEN, *NEEDED.values()):
        value = environ.get(name, "")
        if value != value.strip() or not value.isprintable():
            raise UnusableTarget(f"{name} has a blank or a line break too many; look at its ends")
    key = Key(environ[KEY[0]], environ[KEY[1]], environ.get(TOKEN) or None)
    return Target(
        url=url.rstrip("/"),
        key=key,
        values={name: environ[variable] for name, variable in NEEDED.items()},
        send=HttpSender(url),
        read_only=True,
        rate=_rate(environ.get("RATE") or ("0" if host in _LOOPBACK else _RATE)),
    )


def _host_of(url: str) -> str:
    """Return the host of a URL; raise UnusableTarget for anything but a plain URL."""
    example = "'local' or a URL such as http://127.0.0.1:8080"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UnusableTarget(f"TARGET must be {example}; {error}") from None
    if parts.scheme not in ("http", "https") or not host or port == 0 or " " in url:
        raise UnusableTarget(f"TARGET must be {example}, not {url}")
    if parts.username is not None or parts.query or parts.fragment:
        raise UnusableTarget(
            f"TARGET must be {example}, without user, query and fragment; "
            f"the access key goes into {' and '.join(KEY)}"
        )
    return host


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0 <= rate < inf:
        raise UnusableTarget(
            f"RATE must be a number of requests a second, 0 for any number, not {text}"
        )
    return rate
