"""The observer's configuration, built from the settings of `flinkjobs-target observe`."""

from collections.abc import Iterable

from ..errors import TargetError
from ..settings import ObserveSettings
from .observer import ClusterEndpoints, ObserverConfig

__all__ = ["build_observer_config", "parse_named"]

_HTTP = ("http://", "https://")


def build_observer_config(settings: ObserveSettings) -> ObserverConfig:
    """Build the configuration; raise TargetError when clusters are missing or malformed."""
    urls = parse_named(settings.cluster, "--cluster", _HTTP)
    history_urls = parse_named(settings.history_server, "--history-server", _HTTP)
    if not urls:
        raise TargetError("there is no cluster to observe; name one with --cluster NAME=URL")
    for name in history_urls.keys() - urls.keys():
        raise TargetError(f"--history-server {name}: there is no --cluster of this name")
    return ObserverConfig(
        clusters=[
            ClusterEndpoints(name=name, url=url, history_url=history_urls.get(name))
            for name, url in urls.items()
        ],
        interval=settings.interval,
        timeout=settings.request_seconds,
        max_concurrent_requests=settings.at_once,
        lost_after=settings.lost_after,
        message_length=settings.message_length,
    )


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
