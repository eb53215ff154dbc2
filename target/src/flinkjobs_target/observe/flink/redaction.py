"""The removal of secrets from configurations and labels."""

import re
from collections.abc import Mapping
from typing import TypeVar

__all__ = ["without_secrets"]

T = TypeVar("T")

_SECRET_KEY = re.compile(
    "pass(word|wd|phrase)|pwd|secret|credential|token|api-?key|service-?key|auth-params|basic-auth"
    "|jaas|http-headers|account[.-]?key|access[.-]?key|private[.-]?key|shared[.-]?key",
    re.IGNORECASE,
)
"""Keys that Flink itself treats as sensitive (GlobalConfiguration.SENSITIVE_SECRET_KEYS), and more."""
_SECRET_VALUE = re.compile(
    r"://[^/\s:@]*:[^/\s@]+@|(password|passwd|pwd|secret|token|access-?key|signature|[?&]sig)[^\s=]*=",
    re.IGNORECASE,
)
"""A password in a URL, or among the options of a command line."""
_MASK = "******"


def without_secrets(entries: Mapping[str, T]) -> dict[str, T]:
    """Return the entries without those whose key or value looks like a secret."""
    return {key: value for key, value in entries.items() if not _is_secret(key, value)}


def _is_secret(key: str, value: object) -> bool:
    if _SECRET_KEY.search(key.replace("_", "-")):
        return True
    return isinstance(value, str) and (value == _MASK or _SECRET_VALUE.search(value) is not None)
