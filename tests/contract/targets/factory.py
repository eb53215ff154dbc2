"""The factory of targets: in process, local, or at a URL with settings of a file or the environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import inf
from pathlib import Path
from urllib.parse import urlsplit

from ..senders import HttpSender
from ..signing import Key
from .fixtures import ConfiguredFixtures
from .settings import Settings, load_settings
from .target import Target, UnusableTarget

__all__ = ["KEY", "NEEDED", "TOKEN", "key_of_environment", "open_target"]

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


@contextmanager
def open_target(address: str, config: Path | None = None) -> Iterator[Target]:
    """Open the target that an address or a file of settings names; leave nothing running.

    An address is nothing, `local` or a URL.
    """
    settings = load_settings(config) if config else Settings()
    if address == "local":
        from .own import local

        with local() as target:
            yield target
    elif address or settings.url:
        yield _remote(address or settings.url, settings, os.environ)
    elif config:
        raise UnusableTarget(f"{config} has no url; add one, or give --target URL")
    else:
        from .in_process import in_process

        with in_process() as target:
            yield target


def key_of_environment(environ: Mapping[str, str] = os.environ) -> Key:
    """Return the key of the environment."""
    _require(environ, *KEY)
    return Key(environ[KEY[0]], environ[KEY[1]], environ.get(TOKEN) or None)


def _remote(url: str, settings: Settings, environ: Mapping[str, str]) -> Target:
    """Build the target of a URL; the environment has what the settings do not state."""
    host = _host_of(url)
    stated = settings.ids.values
    variables = {name: text for name, text in NEEDED.items() if name not in stated}
    _require(environ, *(() if settings.key else KEY), *variables.values())
    values = {**stated, **{name: stated.get(name) or environ[NEEDED[name]] for name in NEEDED}}
    usual = "0" if host in _LOOPBACK else _RATE
    return Target(
        url=url.rstrip("/"),
        key=settings.key or key_of_environment(environ),
        values=values,
        send=HttpSender(url),
        fixtures=ConfiguredFixtures(settings, values),
        read_only=True,
        may_write=settings.writes,
        rate=_rate(environ.get("RATE") or usual) if settings.rate is None else settings.rate,
    )


def _require(environ: Mapping[str, str], *names: str) -> None:
    """Require variables of the environment, and that they and the token have no blank at an end."""
    missing = [name for name in names if not environ.get(name, "").strip()]
    if missing:
        raise UnusableTarget(
            f"a target by URL needs {', '.join(missing)} in the environment, or --config"
        )
    for name in (*names, TOKEN):
        value = environ.get(name, "")
        if value != value.strip() or not value.isprintable():
            raise UnusableTarget(f"{name} has a blank or a line break too many; look at its ends")


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
