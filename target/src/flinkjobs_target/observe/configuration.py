"""The observer's configuration, built from the settings of `flinkjobs-target observe`."""

from collections.abc import Iterable
from pathlib import Path

from ..cluster_credentials import Credentials, check_plain_http, read_credentials
from ..errors import TargetError
from ..notices.routing import Routing
from ..settings import ObserveSettings
from .observer import ClusterEndpoints, ObserverConfig

__all__ = ["build_observer_config", "parse_named"]

_HTTP = ("http://", "https://")


def build_observer_config(
    settings: ObserveSettings, routing: Routing | None = None
) -> ObserverConfig:
    """Build the configuration; `routing` is that of notices. Raise TargetError when clusters are missing or malformed."""
    urls = parse_named(settings.cluster, "--cluster", _HTTP)
    history_urls = parse_named(settings.history_server, "--history-server", _HTTP)
    if not urls:
        raise TargetError("there is no cluster to observe; name one with --cluster NAME=URL")
    files = parse_named(settings.observe_auth, "--cluster-auth")
    for flag, named in (("--history-server", history_urls), ("--cluster-auth", files)):
        for name in named.keys() - urls.keys():
            raise TargetError(f"{flag} {name}: there is no --cluster of this name")
    return ObserverConfig(
        clusters=[
            _endpoints(name, url, history_urls.get(name), files.get(name))
            for name, url in urls.items()
        ],
        interval=settings.interval,
        timeout=settings.request_seconds,
        max_concurrent_requests=settings.at_once,
        lost_after=settings.lost_after,
        message_length=settings.message_length,
        routing=routing,
    )


def _endpoints(
    name: str, url: str, history_url: str | None, credentials_file: str | None
) -> ClusterEndpoints:
    credentials = read_credentials(Path(credentials_file)) if credentials_file else Credentials()
    for address in filter(None, (url, history_url)):
        if address.startswith("http://"):
            check_plain_http(name, address, credentials)
    return ClusterEndpoints(name=name, url=url, history_url=history_url, credentials=credentials)


def parse_named(
    values: Iterable[str], flag: str, schemes: tuple[str, ...] = ("",)
) -> dict[str, str]:
    """Parse NAME=VALUE values; return the values, which begin with a scheme, by name."""
    named: dict[str, str] = {}
    for text in values:
        name, separator, value = text.partition("=")
        if not (name and separator and value and value.startswith(schemes)):
            form = "NAME=URL with http:// or https://" if "" not in schemes else "NAME=VALUE"
            raise TargetError(f"{flag} must be {form}, not {text}")
        if name in named:
            raise TargetError(f"{flag} {name} is given twice")
        named[name] = value.rstrip("/")
    return named
