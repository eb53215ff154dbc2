"""JSON and YAML that options hold or name."""

import sys
from pathlib import Path
from typing import Any

import msgspec

from ...errors import UsageError
from ...messages import Message

__all__ = ["read_document"]

_STARTS = ("{", "[")


def read_document(text: str, flag: str) -> Any:
    """Return the value of an option: of JSON or YAML itself, or in the file that it names.

    Raises UsageError where it cannot be read.
    """
    content = text if text.lstrip().startswith(_STARTS) or "\n" in text else _read(text, flag)
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        return _yaml(content, flag, str(error))


def _read(name: str, flag: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(
            Message("{flag}: {name} cannot be read: {reason}", flag=flag, name=name, reason=reason)
        ) from None


def _yaml(content: str, flag: str, reason: str) -> Any:
    try:
        import yaml
    except ModuleNotFoundError:
        raise UsageError(
            Message("{flag}: {error}", flag=flag, error=reason),
            remedy=Message("to read YAML, install PyYAML"),
        ) from None
    try:
        value = yaml.safe_load(content)
        return msgspec.json.decode(msgspec.json.encode(value))
    except (yaml.YAMLError, TypeError, ValueError) as error:
        text = " ".join(str(error).split())
        raise UsageError(Message("{flag}: {error}", flag=flag, error=text)) from None
