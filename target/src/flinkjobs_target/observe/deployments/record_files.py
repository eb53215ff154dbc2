"""Files of deployment records, in TOML or YAML: read, and refused with the place of a mistake."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ...errors import TargetError
from .records import DeploymentRecord, Recognition

__all__ = ["read_records"]


class _File(Struct, forbid_unknown_fields=True):
    deployments: list[DeploymentRecord]


def read_records(file: Path) -> list[DeploymentRecord]:
    """Read a file with a list `deployments`; raise TargetError, with the place, when it is wrong."""
    content = _parsed(file)
    try:
        records = msgspec.convert(content, _File).deployments
    except msgspec.ValidationError as error:
        raise TargetError(f"{file}: {error}") from None
    for unknown in _unknown(content, msgspec.to_builtins(_File(records)), "$"):
        raise TargetError(f"{file}: `{unknown}` is not a field of a deployment record, or null")
    for index, record in enumerate(records):
        if wrong := _wrong(record.recognise):
            raise TargetError(f"{file}: `$.deployments[{index}].recognise`: {wrong}")
    _refuse_twice(file, records)
    return records


def _parsed(file: Path) -> Any:
    try:
        text = file.read_text("utf-8")
        return _parser(file)(text)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise TargetError(f"{file}: {' '.join(str(error).split())}") from None


def _parser(file: Path) -> Callable[[str], Any]:
    if file.suffix == ".toml":
        return tomllib.loads
    if file.suffix in (".yaml", ".yml"):
        return _parse_yaml
    raise TargetError(f"{file}: must end in .toml, .yaml or .yml")


def _parse_yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _unknown(given: Any, known: Any, path: str) -> Iterator[str]:
    """Give the places of what was given and not understood, such as a name that was mistyped."""
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        for key, value in given.items():
            if key not in known:
                yield f"{path}.{key}"
            else:
                yield from _unknown(value, known[key], f"{path}.{key}")
    elif isinstance(given, list) and isinstance(known, list):
        for index, (one, other) in enumerate(zip(given, known, strict=True)):
            yield from _unknown(one, other, f"{path}[{index}]")


def _wrong(how: Recognition) -> str | None:
    if how.labels is not None:
        if how.cluster or how.job_name:
            return "has labels and also cluster or jobName; use one of the two ways"
        return None if how.labels else "labels are empty, which every job would match"
    if not (how.cluster and how.job_name):
        return "needs labels, or cluster and jobName together"
    return None


def _refuse_twice(file: Path, records: list[DeploymentRecord]) -> None:
    seen = set()
    for record in records:
        if record.key in seen:
            raise TargetError(f"{file}: deployment {record} stands there twice")
        seen.add(record.key)
