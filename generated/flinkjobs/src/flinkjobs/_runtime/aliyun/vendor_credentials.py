"""Access keys that are fetched: the vendor's package alibabacloud-credentials as an optional dependency.

It assumes roles, reads the metadata service of ECS and runs external programs, and renews
temporary keys before they expire. It is imported when such a key is first needed.
"""

import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from ..errors import UsageError
from ..messages import Message
from .access_keys import AccessKey

__all__ = [
    "PROFILE_MODES",
    "FetchedKey",
    "fetched_by_oidc",
    "fetched_by_profile",
    "fetched_by_service",
]

PROFILE_MODES = frozenset(
    {
        "ChainableRamRoleArn",
        "CloudSSO",
        "CredentialsURI",
        "EcsRamRole",
        "External",
        "OAuth",
        "OIDC",
        "RamRoleArn",
    }
)
"""The modes of a profile whose key the vendor's package fetches."""
_PACKAGE = "alibabacloud_credentials"
_INSTALL = 'pip install "alibabacloud-credentials>=1.0.12"'
_OIDC = (
    "ALIBABA_CLOUD_ROLE_ARN",
    "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
    "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
)
_METADATA = "ALIBABA_CLOUD_ECS_METADATA"
_URI = "ALIBABA_CLOUD_CREDENTIALS_URI"
_LONGEST_REASON = 500
Make = Callable[[Any], Any]
"""Makes a provider of the vendor's module `provider`, which it is passed."""


class FetchedKey:
    """An access key of a provider of the vendor's, which caches it until shortly before it expires.

    Calling it returns the key of the moment, and may take as long as the service behind it.
    """

    def __init__(self, source: str | Message, make: Make) -> None:
        self._source = source
        self._make = make
        self._lock = Lock()
        self._provider: Any = None
        if find_spec(_PACKAGE) is None:
            raise self._not_installed()

    def __call__(self) -> AccessKey:
        """Return the key of the moment; raise UsageError with the reason when there is none."""
        try:
            with self._lock:
                if self._provider is None:
                    self._provider = self._make(_load_package())
            fetched = self._provider.get_credentials()
        except ImportError:
            raise self._not_installed() from None
        except Exception as error:  # the vendor's errors, those of requests, and of the system
            raise self._failed(error) from None
        id, secret = fetched.get_access_key_id(), fetched.get_access_key_secret()
        if not id or not secret:
            raise self._failed(ValueError("it is empty"))
        return AccessKey(id, secret, fetched.get_security_token() or None).checked()

    def _not_installed(self) -> UsageError:
        return UsageError(
            Message(
                "{source} needs the vendor's package alibabacloud-credentials; install it: {command}",
                source=self._source,
                command=_INSTALL,
            )
        )

    def _failed(self, error: Exception) -> UsageError:
        text = " ".join(str(error).split())
        if "AccessKeySecret" in text:  # the vendor's message quotes a response with a key in it
            text = text.partition("result:")[0].rstrip(" ,")
        reason = text[:_LONGEST_REASON] or type(error).__name__
        return UsageError(
            Message(
                "{source} gave no access key: {reason}; look at its settings, and whether its service is reached",
                source=self._source,
                reason=reason,
            )
        )


def fetched_by_profile(name: str, mode: str, path: Path, uri: str | None) -> FetchedKey:
    """Return the key that a profile of one of `PROFILE_MODES` describes; raise UsageError without the package."""
    source = Message("profile {name} (mode {mode})", name=repr(name), mode=mode)
    if mode == "CredentialsURI":
        return FetchedKey(source, lambda vendor: vendor.URLCredentialsProvider(uri=uri))
    return FetchedKey(
        source,
        lambda vendor: vendor.CLIProfileCredentialsProvider(
            profile_name=name, profile_file=str(path)
        ),
    )


def fetched_by_oidc(environ: Mapping[str, str]) -> FetchedKey | None:
    """Return the key for the token of a pod, whose role the environment names; None where it names none."""
    role, provider, token = (environ.get(variable) for variable in _OIDC)
    if not (role and provider and token):
        return None
    return FetchedKey(
        _OIDC[2],
        lambda vendor: vendor.OIDCRoleArnCredentialsProvider(
            role_arn=role, oidc_provider_arn=provider, oidc_token_file_path=token
        ),
    )


def fetched_by_service(environ: Mapping[str, str]) -> FetchedKey | None:
    """Return the key of the metadata service or the URI that the environment names; None for neither."""
    if role := environ.get(_METADATA):
        return FetchedKey(
            _METADATA, lambda vendor: vendor.EcsRamRoleCredentialsProvider(role_name=role)
        )
    if uri := environ.get(_URI):
        return FetchedKey(_URI, lambda vendor: vendor.URLCredentialsProvider(uri=uri))
    return None


def _load_package() -> Any:
    """Import the vendor's providers, without the handler that prints their errors with stack traces."""
    logger = logging.getLogger("credentials")
    before = list(logger.handlers)
    provider = import_module(f"{_PACKAGE}.provider")
    for handler in [handler for handler in logger.handlers if handler not in before]:
        logger.removeHandler(handler)
        logger.addHandler(logging.NullHandler())
    return provider
