"""How a command is run: each setting has a flag, an environment variable and a key in a file.

A flag goes before the environment, the environment before the file, the file before the default.
All commands may share one file: what only another of them knows is passed over.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from .errors import TargetError

__all__ = [
    "CONFIG_VARIABLE",
    "ObserveSettings",
    "Setting",
    "Settings",
    "known_settings",
    "read_settings",
]

SettingsT = TypeVar("SettingsT", bound=Struct)

_PREFIX = "FLINKJOBS_TARGET_"
CONFIG_VARIABLE = f"{_PREFIX}CONFIG"


class Settings(Struct, frozen=True, kw_only=True):
    """All settings of `serve`. The order is that of --help."""

    data: Annotated[str | None, Meta(title="PLACE", description="where data are kept")] = None
    host: Annotated[str, Meta(min_length=1, description="address to listen at")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="port, 0 for any free one")] = 8080
    admin: Annotated[
        str | None,
        Meta(
            title="HOST:PORT",
            description="address with /health and /metrics; without it there are none",
        ),
    ] = None
    no_explorer: Annotated[bool, Meta(description="serve no explorer, the page at /")] = False
    explorer_key: Annotated[
        str | None,
        Meta(description="access key id that the explorer may use; on this machine only"),
    ] = None
    tls_certificate: Annotated[
        str | None, Meta(title="FILE", description="certificate and its chain, PEM; turns TLS on")
    ] = None
    tls_key: Annotated[str | None, Meta(title="FILE", description="its private key, PEM")] = None
    allow_plaintext: Annotated[
        bool, Meta(description="listen without TLS at an address that other machines reach")
    ] = False
    access_log: Annotated[
        str,
        Meta(
            title="FILE", description="one JSON line per request; - is standard error, none is none"
        ),
    ] = "-"
    rate: Annotated[
        float, Meta(ge=0, description="requests a second that one access key may send; 0: any")
    ] = 0.0
    burst: Annotated[int, Meta(ge=1, description="requests that it may send at once")] = 100
    connections: Annotated[
        int, Meta(ge=1, le=1_000_000, description="connections at once; further ones wait")
    ] = 16384
    idle_seconds: Annotated[
        float,
        Meta(ge=0.1, le=3600, description="time for the next request's headers, or for a body"),
    ] = 30.0
    largest_url: Annotated[
        int, Meta(ge=256, le=65000, description="bytes of path and query together")
    ] = 8 * 1024
    largest_headers: Annotated[
        int, Meta(ge=1024, le=262_144, description="bytes of all headers of a request together")
    ] = 32 * 1024
    stop_seconds: Annotated[
        float, Meta(ge=0, le=3600, description="time for answers under way when told to stop")
    ] = 10.0
    faults: Annotated[
        bool,
        Meta(description="for tests only: let anyone who reaches --admin order failures there"),
    ] = False


class ObserveSettings(Struct, frozen=True, kw_only=True):
    """All settings of `observe`. The order is that of --help."""

    data: Annotated[str | None, Meta(title="PLACE", description="where data are kept")] = None
    account: Annotated[
        str | None, Meta(description="whose workspaces the jobs are in; without, the first one's")
    ] = None
    cluster: Annotated[
        tuple[str, ...],
        Meta(
            title="NAME=URL",
            description="address of a Flink cluster's REST API; one for each cluster",
        ),
    ] = ()
    history_server: Annotated[
        tuple[str, ...],
        Meta(title="NAME=URL", description="address of the history server of the cluster NAME"),
    ] = ()
    interval: Annotated[
        float, Meta(ge=0.1, le=3600, description="seconds from one look at a cluster to the next")
    ] = 10.0
    request_seconds: Annotated[
        float, Meta(ge=0.1, le=600, description="time for one answer of a cluster")
    ] = 10.0
    at_once: Annotated[
        int, Meta(ge=1, le=64, description="requests at a time to one JobManager")
    ] = 4
    lost_after: Annotated[
        int, Meta(ge=1, le=10_000, description="looks without a job until it counts as lost")
    ] = 3
    message_length: Annotated[
        int,
        Meta(ge=0, le=10_000, description="characters of an exception's message; 0 leaves it out"),
    ] = 300


_ALL: tuple[type[Struct], ...] = (Settings, ObserveSettings)


class Setting(Struct, frozen=True, kw_only=True):
    """One setting, how it is called in each place, and what its value is called and must be."""

    name: str
    description: str
    default: object
    switch: bool
    many: bool = False
    value: str = ""
    expects: str = ""

    @property
    def flag(self) -> str:
        """Its name on the command line."""
        return f"--{self.key}"

    @property
    def key(self) -> str:
        """Its name in a file."""
        return self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return f"{_PREFIX}{self.name.upper()}"


def known_settings(kind: type[Struct] = Settings) -> Iterator[Setting]:
    """Give all settings of a command in the order of --help."""
    hints = get_type_hints(kind, include_extras=True)
    for field in msgspec.structs.fields(kind):
        type_, meta = get_args(hints[field.name])
        yield Setting(
            name=field.name,
            description=meta.description,
            default=field.default,
            switch=type_ is bool,
            many=get_origin(type_) is tuple,
            value=meta.title or ("N" if type_ is int else field.name.rpartition("_")[2].upper()),
            expects=_expected(type_, meta),
        )


def _expected(type_: object, meta: Meta) -> str:
    """Say what a value must be, for people."""
    if type_ is bool:
        return "true or false"
    kind = {int: "a whole number", float: "a number"}.get(cast(Any, type_))
    if kind is None:
        return "texts" if get_origin(type_) is tuple else "a text that is not empty"
    return (
        f"{kind} of at least {meta.ge}"
        if meta.le is None
        else f"{kind} from {meta.ge} to {meta.le}"
    )


def read_settings(
    kind: type[SettingsT], flags: Mapping[str, object], environ: Mapping[str, str]
) -> SettingsT:
    """Put flags, environment and file together; raise TargetError where one is wrong."""
    file = flags.get("config") or environ.get(CONFIG_VARIABLE)
    given = _from_file(kind, Path(str(file))) if file else kind()
    for setting in known_settings(kind):
        text = environ.get(setting.variable)
        if text:
            value = text.split() if setting.many else text
            given = _changed(given, setting, value, setting.variable)
        if flags.get(setting.name) is not None:
            given = _changed(given, setting, flags[setting.name], setting.flag)
    return given


def _from_file(kind: type[SettingsT], file: Path) -> SettingsT:
    try:
        content = file.read_text("utf-8")
        values = tomllib.loads(content)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: {error}") from error
    known = {setting.key: setting for setting in known_settings(kind)}
    others = {setting.key for other in _ALL for setting in known_settings(other)}
    settings = kind()
    for key, value in values.items():
        place = f"{file}:{_line_of(key, content)}: {key}"
        if key in known:
            settings = _changed(settings, known[key], value, place)
        elif key not in others:
            raise TargetError(f"{place}: there is no such setting; there are {', '.join(known)}")
    return settings


def _changed(settings: SettingsT, setting: Setting, value: Any, place: str) -> SettingsT:
    """Give the settings with one changed; say at which place it is wrong."""
    known = {name: getattr(settings, name) for name in settings.__struct_fields__}
    try:
        return msgspec.convert({**known, setting.name: value}, type(settings), strict=False)
    except msgspec.ValidationError:
        raise TargetError(f"{place}: must be {setting.expects}, not {value!r}") from None


def _line_of(key: str, content: str) -> int:
    """Find the line on which a key of a file stands, 1 when it is written in an odd way."""
    found = re.search(rf"^\s*\[*\s*[\"']?{re.escape(key)}\b", content, re.MULTILINE)
    return content.count("\n", 0, found.end()) + 1 if found else 1
