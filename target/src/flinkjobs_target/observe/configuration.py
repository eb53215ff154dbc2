"""From settings to what is observed."""

from collections.abc import Iterable

from ..errors import TargetError
from ..settings import ObserveSettings
from .observer import ClusterPlace, Observing

__all__ = ["observing"]


def observing(settings: ObserveSettings) -> Observing:
    """Say what is to be observed; raise TargetError when clusters are missing or named wrongly."""
    clusters = _places(settings.cluster, "--cluster")
    history = _places(settings.history_server, "--history-server")
    if not clusters:
        raise TargetError("there is no cluster to observe; name one with --cluster NAME=URL")
    for name in history.keys() - clusters.keys():
        raise TargetError(f"--history-server {name}: there is no --cluster of this name")
    return Observing(
        clusters=[
            ClusterPlace(name=name, url=url, history_url=history.get(name))
            for name, url in clusters.items()
        ],
        interval=settings.interval,
        timeout=settings.request_seconds,
        at_once=settings.at_once,
        lost_after=settings.lost_after,
        message_length=settings.message_length,
    )


def _places(texts: Iterable[str], flag: str) -> dict[str, str]:
    places: dict[str, str] = {}
    for text in texts:
        name, equals, url = text.partition("=")
        if not (name and equals and url.startswith(("http://", "https://"))):
            raise TargetError(f"{flag} must be NAME=URL with http:// or https://, not {text}")
        if name in places:
            raise TargetError(f"{flag} {name} stands there twice")
        places[name] = url.rstrip("/")
    return places
