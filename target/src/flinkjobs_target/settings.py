"""The settings of commands: each has a flag, an environment variable and a key in a TOML file.

A flag overrides the environment, the environment the file, the file the default. All commands may
share one file: keys of other commands are ignored.
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
    "read_settings",
    "settings_of",
]

SettingsT = TypeVar("SettingsT", bound=Struct)

_PREFIX = "FLINKJOBS_TARGET_"
CONFIG_VARIABLE = f"{_PREFIX}CONFIG"


class Settings(Struct, frozen=True, kw_only=True):
    """All settings of `serve`. The order is that of --help."""

    data: Annotated[str | None, Meta(title="LOCATION", description="storage location")] = None
    host: Annotated[str, Meta(min_length=1, description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="port, 0 for any free one")] = 8080
    admin: Annotated[
        str | None,
        Meta(
            title="HOST:PORT",
            description="address of /health and /metrics; without it there are none",
        ),
    ] = None
    no_explorer: Annotated[bool, Meta(description="do not serve the explorer, the page at /")] = (
        False
    )
    explorer_key: Annotated[
        str | None,
        Meta(
            description="access key id that the explorer may use, on a loopback address only "
            "(default: the oldest key of the first account)"
        ),
    ] = None
    no_explorer_key: Annotated[
        bool, Meta(description="lend the explorer no key, not even on a loopback address")
    ] = False
    tls_certificate: Annotated[
        str | None, Meta(title="FILE", description="certificate and its chain, PEM; enables TLS")
    ] = None
    tls_key: Annotated[str | None, Meta(title="FILE", description="its private key, PEM")] = None
    allow_plaintext: Annotated[
        bool, Meta(description="listen without TLS on an address that other machines can reach")
    ] = False
    access_log: Annotated[
        str,
        Meta(title="FILE", description="JSON line per request; - is standard output, none is off"),
    ] = "-"
    error_log: Annotated[
        str, Meta(title="FILE", description="errors and warnings; - is standard error")
    ] = "-"
    rate: Annotated[
        float, Meta(ge=0, description="requests per second of one access key; 0: unlimited")
    ] = 0.0
    burst: Annotated[int, Meta(ge=1, description="burst of requests of one access key")] = 100
    connections: Annotated[
        int, Meta(ge=1, le=1_000_000, description="concurrent connections; further ones wait")
    ] = 16384
    idle_seconds: Annotated[
        float,
        Meta(ge=0.1, le=3600, description="timeout of a request's headers, and of its body"),
    ] = 30.0
    largest_url: Annotated[
        int, Meta(ge=256, le=65000, description="maximum bytes of path and query together")
    ] = 8 * 1024
    largest_headers: Annotated[
        int,
        Meta(ge=1024, le=262_144, description="maximum bytes of all headers of a request together"),
    ] = 32 * 1024
    stop_seconds: Annotated[
        float, Meta(ge=0, le=3600, description="time to finish requests in progress when stopping")
    ] = 10.0
    run_cluster: Annotated[
        tuple[str, ...],
        Meta(
            title="NAME=URL",
            description="Flink cluster to run jobs on",
            extra={"flag": "--cluster"},
        ),
    ] = ()
    cluster_auth: Annotated[
        tuple[str, ...],
        Meta(
            title="NAME=FILE",
            description="private TOML file: token, user and password, or certificate and key, and ca",
        ),
    ] = ()
    jars: Annotated[
        tuple[str, ...],
        Meta(
            title="PREFIX", description="file:, https: or s3: folder whose jars may run; repeatable"
        ),
    ] = ()
    savepoints: Annotated[
        tuple[str, ...],
        Meta(title="NAME=URL", description="directory that the cluster NAME writes savepoints to"),
    ] = ()
    run_seconds: Annotated[
        float, Meta(ge=1, le=3600, description="timeout of one request that starts a job")
    ] = 60.0
    start_seconds: Annotated[
        float, Meta(ge=1, le=86400, description="time until a start that no cluster takes fails")
    ] = 300.0
    variables_key: Annotated[
        str | None,
        Meta(
            title="FILE",
            description="private file of keys that encrypt variables, one a line; the first encrypts",
        ),
    ] = None
    script: Annotated[
        str | None,
        Meta(title="FILE", description="JSON file of scripts that simulated jobs follow"),
    ] = None
    faults: Annotated[
        bool, Meta(description="for tests only: clients of --admin inject faults and script jobs")
    ] = False


class ObserveSettings(Struct, frozen=True, kw_only=True):
    """All settings of `observe`. The order is that of --help."""

    data: Annotated[str | None, Meta(title="LOCATION", description="storage location")] = None
    account: Annotated[
        str | None,
        Meta(description="account that owns the jobs' workspaces (default: the first account)"),
    ] = None
    cluster: Annotated[
        tuple[str, ...],
        Meta(
            title="NAME=URL",
            description="address of a Flink cluster's REST API; may be repeated",
        ),
    ] = ()
    history_server: Annotated[
        tuple[str, ...],
        Meta(title="NAME=URL", description="address of the history server of the cluster NAME"),
    ] = ()
    interval: Annotated[
        float, Meta(ge=0.1, le=3600, description="seconds between two polls of a cluster")
    ] = 10.0
    request_seconds: Annotated[
        float, Meta(ge=0.1, le=600, description="timeout of one request to a cluster")
    ] = 10.0
    at_once: Annotated[
        int, Meta(ge=1, le=64, description="concurrent requests to one JobManager")
    ] = 4
    lost_after: Annotated[
        int, Meta(ge=1, le=10_000, description="polls without a job until it counts as lost")
    ] = 3
    message_length: Annotated[
        int,
        Meta(
            ge=0, le=10_000, description="maximum characters of an exception's message; 0 omits it"
        ),
    ] = 300
    observe_auth: Annotated[
        tuple[str, ...],
        Meta(
            title="NAME=FILE",
            description="private TOML file: token, user and password, or certificate and key, and ca",
            extra={"flag": "--cluster-auth"},
        ),
    ] = ()
    notices: Annotated[
        str | None,
        Meta(
            title="FILE",
            description="private TOML file of channels by which somebody is told of failures",
        ),
    ] = None
    error_log: Annotated[
        str,
        Meta(title="FILE", description="errors, warnings and changes of jobs; - is standard error"),
    ] = "-"
    observer_admin: Annotated[
        str | None,
        Meta(
            title="HOST:PORT",
            description="address of the observer's /health and /metrics; without it there are none",
        ),
    ] = None
    unhealthy_after: Annotated[
        int,
        Meta(
            ge=1, le=10_000, description="polls without a reading of a cluster until /health fails"
        ),
    ] = 3
    allow_plaintext: Annotated[
        bool, Meta(description="serve --observer-admin at an address that other machines can reach")
    ] = False


_ALL: tuple[type[Struct], ...] = (Settings, ObserveSettings)


class Setting(Struct, frozen=True, kw_only=True):
    """A setting: its names, its default, and the values that it accepts."""

    name: str
    stated_flag: str | None = None  # where another command has a key of that name
    description: str
    default: object
    is_switch: bool
    repeatable: bool = False
    metavar: str = ""
    expected: str = ""

    @property
    def flag(self) -> str:
        """The flag on the command line."""
        return self.stated_flag or f"--{self.key}"

    @property
    def key(self) -> str:
        """The key in the TOML file."""
        return self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"{_PREFIX}{self.name.upper()}"


def settings_of(settings_type: type[Struct] = Settings) -> Iterator[Setting]:
    """Yield all settings of a command in the order of --help."""
    hints = get_type_hints(settings_type, include_extras=True)
    for field in msgspec.structs.fields(settings_type):
        type_, meta = get_args(hints[field.name])
        yield Setting(
            name=field.name,
            stated_flag=(meta.extra or {}).get("flag"),
            description=meta.description,
            default=field.default,
            is_switch=type_ is bool,
            repeatable=get_origin(type_) is tuple,
            metavar=meta.title or ("N" if type_ is int else field.name.rpartition("_")[2].upper()),
            expected=_expected(type_, meta),
        )


def _expected(type_: object, meta: Meta) -> str:
    """Return a description of the accepted values."""
    if type_ is bool:
        return "true or false"
    number = {int: "an integer", float: "a number"}.get(cast(Any, type_))
    if number is None:
        return "an array of strings" if get_origin(type_) is tuple else "a non-empty string"
    return (
        f"{number} of at least {meta.ge}"
        if meta.le is None
        else f"{number} from {meta.ge} to {meta.le}"
    )


def read_settings(
    settings_type: type[SettingsT], flags: Mapping[str, object], environ: Mapping[str, str]
) -> SettingsT:
    """Read settings from flags, environment and file; raise TargetError for an invalid value."""
    file = flags.get("config") or environ.get(CONFIG_VARIABLE)
    settings = _from_file(settings_type, Path(str(file))) if file else settings_type()
    for setting in settings_of(settings_type):
        text = environ.get(setting.variable)
        if text:
            value = text.split() if setting.repeatable else text
            settings = _changed(settings, setting, value, setting.variable)
        if flags.get(setting.name) is not None:
            settings = _changed(settings, setting, flags[setting.name], setting.flag)
    return settings


def _from_file(settings_type: type[SettingsT], file: Path) -> SettingsT:
    try:
        content = file.read_text("utf-8")
        values = tomllib.loads(content)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: {error}") from error
    by_key = {setting.key: setting for setting in settings_of(settings_type)}
    all_keys = {setting.key for other in _ALL for setting in settings_of(other)}
    settings = settings_type()
    for key, value in values.items():
        source = f"{file}:{_line_of(key, content)}: {key}"
        if key in by_key:
            settings = _changed(settings, by_key[key], value, source)
        elif key not in all_keys:
            raise TargetError(f"{source}: unknown setting; the settings are {', '.join(by_key)}")
    return settings


def _changed(settings: SettingsT, setting: Setting, value: Any, source: str) -> SettingsT:
    """Return the settings with one changed; raise TargetError, with its source, when it is invalid."""
    values = {name: getattr(settings, name) for name in settings.__struct_fields__}
    try:
        return msgspec.convert({**values, setting.name: value}, type(settings), strict=False)
    except msgspec.ValidationError:
        raise TargetError(f"{source}: must be {setting.expected}, not {value!r}") from None


def _line_of(key: str, content: str) -> int:
    """Return the line number of a key in a file; 1 when it is not found."""
    match = re.search(rf"^\s*\[*\s*[\"']?{re.escape(key)}\b", content, re.MULTILINE)
    return content.count("\n", 0, match.end()) + 1 if match else 1
