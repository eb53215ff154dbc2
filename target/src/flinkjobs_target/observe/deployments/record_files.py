"""The reader of deployment record files in TOML or YAML; its errors carry a pointer."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ...errors import TargetError
from .records import DeploymentRecord, MatchRule

__all__ = ["read_records"]


class _File(Struct, forbid_unknown_fields=True):
    deployments: list[DeploymentRecord]


def read_records(file: Path) -> list[DeploymentRecord]:
    """Read a file with a list `deployments`; raise TargetError, with a pointer, when it is invalid."""
    content = _parse_file(file)
    try:
        records = msgspec.convert(content, _File).deployments
    except msgspec.ValidationError as error:
        raise TargetError(f"{file}: {error}") from None
    for pointer in _unknown_fields(content, msgspec.to_builtins(_File(records)), "$"):
        raise TargetError(f"{file}: `{pointer}` is not a field of a deployment record, or null")
    for index, record in enumerate(records):
        if problem := _check_rule(record.recognise):
            raise TargetError(f"{file}: `$.deployments[{index}].recognise`: {problem}")
    _check_unique(file, records)
    return records


def _parse_file(file: Path) -> Any:
    try:
        text = file.read_text("utf-8")
        return _select_parser(file)(text)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise TargetError(f"{file}: {' '.join(str(error).split())}") from None


def _select_parser(file: Path) -> Callable[[str], Any]:
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


def _unknown_fields(content: Any, decoded: Any, pointer: str) -> Iterator[str]:
    """Yield pointers to fields that decoding has dropped, such as misspelled ones."""
    if isinstance(content, Mapping) and isinstance(decoded, Mapping):
        for key, value in content.items():
            if key not in decoded:
                yield f"{pointer}.{key}"
            else:
                yield from _unknown_fields(value, decoded[key], f"{pointer}.{key}")
    elif isinstance(content, list) and isinstance(decoded, list):
        for index, (item, decoded_item) in enumerate(zip(content, decoded, strict=True)):
            yield from _unknown_fields(item, decoded_item, f"{pointer}[{index}]")


def _check_rule(rule: MatchRule) -> str | None:
    """Return the problem of a rule, or None."""
    if rule.labels is not None:
        if rule.cluster or rule.job_name:
            return "has labels and also cluster or jobName; use one of the two"
        return None if rule.labels else "labels are empty, which every job would match"
    if not (rule.cluster and rule.job_name):
        return "needs labels, or cluster and jobName together"
    return None


def _check_unique(file: Path, records: list[DeploymentRecord]) -> None:
    seen = set()
    for record in records:
        if record.key in seen:
            raise TargetError(f"{file}: deployment {record} is defined twice")
        seen.add(record.key)
