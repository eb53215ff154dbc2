"""The Flink engine of `serve`, built from its settings."""

from collections.abc import Iterable
from pathlib import Path

from flinkrest.errors import UsageError

from ...cluster_credentials import Credentials, check_plain_http, read_credentials
from ...errors import TargetError
from ...observe.configuration import parse_named
from ...settings import Settings
from ...value_cipher import NoCipher, ValueCipher
from .cluster import Cluster
from .engine import FlinkEngine
from .jar_sources import JarSources
from .state import Limits

__all__ = ["build_flink_engine"]

_NO_CIPHER = NoCipher()


def build_flink_engine(settings: Settings, cipher: ValueCipher = _NO_CIPHER) -> FlinkEngine:
    """Build the engine; raise TargetError without a cluster, or when settings contradict each other."""
    urls = parse_named(settings.run_cluster, "--cluster", ("http://", "https://"))
    files = parse_named(settings.cluster_auth, "--cluster-auth")
    savepoints = parse_named(settings.savepoints, "--savepoints")
    _require_clusters(files, urls, "--cluster-auth")
    _require_clusters(savepoints, urls, "--savepoints")
    if not urls:
        raise TargetError("--jars has no effect without --cluster NAME=URL")
    if settings.script is not None:
        raise TargetError(
            "--script and --cluster contradict each other: only simulated jobs have scripts"
        )
    limits = Limits(
        run=round(settings.run_seconds * 1000), start=round(settings.start_seconds * 1000)
    )
    clusters = [
        _cluster(name, url, files.get(name), savepoints.get(name), settings, limits)
        for name, url in urls.items()
    ]
    return FlinkEngine(clusters, JarSources(settings.jars), limits, cipher)


def _cluster(
    name: str,
    url: str,
    file: str | None,
    savepoints: str | None,
    settings: Settings,
    limits: Limits,
) -> Cluster:
    credentials = read_credentials(Path(file)) if file else Credentials()
    if savepoints is not None and ":/" not in savepoints:
        raise TargetError(f"--savepoints {name}={savepoints}: must be a URL such as file:///srv/sp")
    if url.startswith("http://"):
        check_plain_http(name, url, credentials)
    try:
        return Cluster(
            name,
            url,
            savepoints=savepoints,
            credentials=credentials,
            run_seconds=settings.run_seconds,
            message_length=limits.message_length,
        )
    except UsageError as error:
        raise TargetError(f"cluster {name}: {error.message}") from None


def _require_clusters(names: Iterable[str], clusters: Iterable[str], flag: str) -> None:
    for name in sorted(set(names) - set(clusters)):
        raise TargetError(f"{flag} {name}: there is no --cluster of this name")
