"""The observer's configuration, built from the settings of `flinkjobs-target observe`."""

from collections.abc import Iterable

from ..errors import TargetError
from ..settings import ObserveSettings
from .observer import ClusterEndpoints, ObserverConfig

__all__ = ["build_observer_config"]


def build_observer_config(settings: ObserveSettings) -> ObserverConfig:
    """Build the configuration; raise TargetError when clusters are missing or malformed."""
    urls = _parse_urls(settings.cluster, "--cluster")
    history_urls = _parse_urls(settings.history_server, "--history-server")
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


def _parse_urls(values: Iterable[str], flag: str) -> dict[str, str]:
    """Parse NAME=URL values; return the URLs by name."""
    urls: dict[str, str] = {}
    for value in values:
        name, separator, url = value.partition("=")
        if not (name and separator and url.startswith(("http://", "https://"))):
            raise TargetError(f"{flag} must be NAME=URL with http:// or https://, not {value}")
        if name in urls:
            raise TargetError(f"{flag} {name} is given twice")
        urls[name] = url.rstrip("/")
    return urls
