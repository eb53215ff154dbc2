"""Settings of a target in a TOML file: its address, keys, places and jobs."""

import difflib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from math import inf
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ..signing import Key
from .target import UnusableTarget

__all__ = ["Identifiers", "KeySettings", "Settings", "load_settings"]

_ITEMS = "data"
_EXAMPLES = {
    "url": 'url = "http://127.0.0.1:8080"',
    "rate": "rate = 5",
    "writes": "writes = true",
    "waits": "waits = true",
    "jobs": 'jobs = "jobs.json"',
    "id": 'id = "LTAI…"',
    "secret": 'secret = {env = "NAME_OF_A_VARIABLE"}',
    "env": 'secret = {env = "NAME_OF_A_VARIABLE"}',
}


class Identifiers(Struct, frozen=True, forbid_unknown_fields=True):
    """The ids of a place: of a deployment, and of one of its jobs."""

    workspace: str = ""
    namespace: str = ""
    deployment: str = ""
    job: str = ""
    savepoint: str = ""

    @property
    def values(self) -> dict[str, str]:
        """The ids that are stated, by the names of the parameters."""
        names = {"deployment": "deploymentId", "job": "jobId", "savepoint": "savepointId"}
        stated = msgspec.structs.asdict(self)
        return {names.get(name, name): value for name, value in stated.items() if value}


class KeySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """An access key; a temporary one has a token."""

    id: str
    secret: str
    token: str | None = None

    @property
    def key(self) -> Key:
        return Key(self.id, self.secret, self.token or None)


class Keys(Struct, frozen=True, forbid_unknown_fields=True):
    """The keys: that of the run, and further ones by what they are for."""

    main: KeySettings | None = None
    second: KeySettings | None = None
    denied: KeySettings | None = None
    disabled: KeySettings | None = None
    other_account: KeySettings | None = None


class Places(Struct, frozen=True, forbid_unknown_fields=True):
    """Further places; ids that one does not state are those of the target."""

    empty: Identifiers | None = None
    other_workspace: Identifiers | None = None
    other_namespace: Identifiers | None = None


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of a target; each is optional."""

    url: str = ""
    rate: float | None = None
    writes: bool = False
    waits: bool = False
    jobs: str = ""
    ids: Identifiers = Identifiers()
    keys: Keys = Keys()
    places: Places = Places()
    loaded_jobs: tuple[dict[str, Any], ...] = ()
    """The jobs of the file that `jobs` names."""

    @property
    def key(self) -> Key | None:
        """The key of the run, where the file has it."""
        return self.keys.main.key if self.keys.main else None

    @property
    def all_keys(self) -> list[Key]:
        """All keys, that of the run first."""
        stated = msgspec.structs.asdict(self.keys).values()
        return [settings.key for settings in stated if settings]


def load_settings(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read a file; raise UnusableTarget with file, key, fault and remedy."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UnusableTarget(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableTarget(f"{path} is not TOML: {error}") from None
    for key, suggestion in _unknown_keys(document, Settings):
        raise UnusableTarget(f"{path}: {key} is unknown; {suggestion}")
    resolved = _with_environment(path, document, "", environ)
    try:
        settings = msgspec.convert(resolved, Settings)
    except msgspec.ValidationError as error:
        raise UnusableTarget(f"{path}: {_explained(str(error))}") from None
    if settings.rate is not None and not 0 <= settings.rate < inf:
        raise UnusableTarget(
            f"{path}: rate must be a number of requests a second, 0 for any number, "
            f"not {settings.rate}"
        )
    return _with_jobs(path, settings)


def _unknown_keys(
    table: Mapping[str, Any], model: type[Struct], prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the keys that no setting has, each with those it may have."""
    known = {field.name: field.type for field in msgspec.structs.fields(model)}
    known.pop("loaded_jobs", None)
    for name, value in table.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"did you mean {prefix}{near[0]}? " if near else ""
            yield f"{prefix}{name}", f"{meant}known here: {', '.join(known)}"
        elif isinstance(value, dict) and (inner := _model_of(known[name])):
            yield from _unknown_keys(value, inner, f"{prefix}{name}.")


def _model_of(annotation: Any) -> type[Struct] | None:
    """Return the struct of an annotation such as `Keys` or `KeySettings | None`."""
    for part in getattr(annotation, "__args__", (annotation,)):
        if isinstance(part, type) and issubclass(part, Struct):
            return part
    return None


def _with_environment(path: Path, value: Any, name: str, environ: Mapping[str, str]) -> Any:
    """Replace each `{env = "NAME"}` by the variable of that name."""
    if not isinstance(value, dict):
        return value
    if value.keys() == {"env"}:
        variable = value["env"]
        if not isinstance(variable, str):
            raise UnusableTarget(f"{path}: {name}.env must be the name of a variable, in quotes")
        if not environ.get(variable, "").strip():
            raise UnusableTarget(
                f"{path}: {name}: the environment has no {variable}; export it, or name another"
            )
        return environ[variable]
    return {
        key: _with_environment(path, inner, f"{name}.{key}".lstrip("."), environ)
        for key, inner in value.items()
    }


def _explained(message: str) -> str:
    """Write msgspec's message with the key in front, and an example after it."""
    what, _, place = message.partition(" - at `$")
    key = place.rstrip("`").lstrip(".")
    if what.startswith("Object missing required field"):
        missing = what.rpartition(" ")[2].strip("`")
        example = _EXAMPLES.get(missing, "")
        return f"{key}.{missing} is missing; add it, such as {example}"
    example = _EXAMPLES.get(key.rpartition(".")[2], "")
    remedy = f"; write it such as {example}" if example else ""
    return f"{key}: {what[:1].lower()}{what[1:].replace('`', '')}{remedy}"


def _with_jobs(path: Path, settings: Settings) -> Settings:
    """Read the file of jobs: an array, or a response of ListJobs."""
    if not settings.jobs:
        return settings
    source = path.parent / settings.jobs
    try:
        loaded = json.loads(source.read_text("utf-8"))
    except OSError as error:
        raise UnusableTarget(
            f"{path}: jobs: {source} cannot be read: {error.strerror}; "
            "its path is relative to that of the settings"
        ) from None
    except ValueError as error:
        raise UnusableTarget(f"{path}: jobs: {source} is not JSON: {error}") from None
    jobs = loaded.get(_ITEMS) if isinstance(loaded, dict) else loaded
    if not isinstance(jobs, list) or not jobs or not all(isinstance(job, dict) for job in jobs):
        raise UnusableTarget(
            f"{path}: jobs: {source} must hold an array of jobs, or a response of ListJobs"
        )
    return msgspec.structs.replace(settings, loaded_jobs=tuple(jobs))
