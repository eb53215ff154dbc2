"""Access keys, from arguments, the environment, a profile file or a credential provider."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, runtime_checkable

from msgspec import Struct

from ..client.request import is_header_value
from ..errors import UsageError
from ..messages import Argument, Message

if TYPE_CHECKING:
    from .profiles import Profile

__all__ = ["AccessKey", "CredentialProvider", "KeySource", "key_from_arguments", "key_source"]

_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID"
_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"
_NONE = Message(
    "no access key: pass {argument}, or set {id} and {secret} in the environment",
    argument=Argument("access_key_id and access_key_secret", option="--profile"),
    id=_ID,
    secret=_SECRET,
)
_OTHER_PROFILE = Message(
    "choose another with --profile, or set {id}, {secret} and, of a temporary key, {token}",
    id=_ID,
    secret=_SECRET,
    token=_TOKEN,
)


def key_from_arguments(id: str | None, secret: str | None, token: str | None) -> "AccessKey | None":
    """Return the access key of the arguments, checked later; None where there is neither id nor secret."""
    return None if id is None and secret is None else AccessKey(id or "", secret or "", token)


class AccessKey:
    """An access key; with a security token it is a temporary one. Its repr hides the secret."""

    __slots__ = ("id", "secret", "security_token")

    def __init__(self, id: str, secret: str, security_token: str | None = None) -> None:
        self.id = id
        self.secret = secret
        self.security_token = security_token

    def __repr__(self) -> str:
        return f"AccessKey(id={self.id!r}, secret=…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "an AccessKey holds a secret and is not pickled; make one where it is needed"
        )

    def checked(self) -> "AccessKey":
        """Return the key itself; raise UsageError for a part that no header could hold."""
        parts = {"id": self.id, "secret": self.secret, "security token": self.security_token or ""}
        for name, value in parts.items():
            if not is_header_value(value):
                raise UsageError(
                    Message(
                        "the access key's {name} must be printable ASCII without blanks around it; a line end may have come along when it was copied",
                        name=name,
                    )
                )
        return self


@runtime_checkable
class CredentialProvider(Protocol):
    """A source of the current access key, such as the vendor's credentials client.

    It is called for each attempt, so that temporary keys are renewed in a long-lived client; by an
    asynchronous client in a thread, so that it may block.
    """

    def get_credential(self) -> Any:
        """Return an object with access_key_id, access_key_secret and security_token."""


class KeySource(Struct, frozen=True):
    """The source of a client's access keys, asked for each attempt.

    `may_block` is whether asking may take long, such as for a request to another service.
    """

    find: Callable[[], AccessKey]
    may_block: bool = False


def key_source(
    key: AccessKey | None,
    provider: CredentialProvider | None,
    profile: str | None,
    environ: Mapping[str, str],
) -> KeySource:
    """Return the source of access keys: arguments, a provider, the environment or the profile file.

    The variables of the environment that describe how a key is fetched come after those that hold
    one: a pod's before the file, the others after it. Raises UsageError when there is no key.
    """
    if key is not None:
        return _constant(_complete(key))
    if provider is not None:
        return KeySource(lambda: _from_provider(provider), may_block=True)
    if not profile and (stored := _from_environment(environ)):
        return _constant(stored)
    source = _from_settings(profile, environ)
    if source is None:
        raise UsageError(_NONE)
    return source


def _constant(key: AccessKey) -> KeySource:
    checked = key.checked()
    return KeySource(lambda: checked)


def _from_settings(profile: str | None, environ: Mapping[str, str]) -> KeySource | None:
    """Return what the environment and the profile file say of a key that the former does not hold."""
    from .vendor_credentials import fetched_by_oidc, fetched_by_service

    fetched = None if profile else fetched_by_oidc(environ)
    if fetched is None:
        if source := _from_file(profile, environ):
            return source
        fetched = fetched_by_service(environ)
    return None if fetched is None else KeySource(fetched, may_block=True)


def _complete(key: AccessKey) -> AccessKey:
    if key.id and key.secret:
        return key
    raise UsageError(_NONE)


def _from_environment(environ: Mapping[str, str]) -> AccessKey | None:
    if not environ.get(_ID) or not environ.get(_SECRET):
        return None
    return AccessKey(environ[_ID], environ[_SECRET], environ.get(_TOKEN) or None)


def _from_file(name: str | None, environ: Mapping[str, str]) -> KeySource | None:
    from .profiles import find_profile, profile_file

    profile = find_profile(name, environ)
    if profile is None:
        return None
    if profile.access_key_id and profile.access_key_secret and profile.mode in ("AK", "StsToken"):
        return _constant(
            AccessKey(profile.access_key_id, profile.access_key_secret, profile.sts_token)
        )
    from .vendor_credentials import PROFILE_MODES, fetched_by_profile

    if profile.mode not in PROFILE_MODES:
        return _unusable(profile)
    path, uri = profile_file(environ), profile.credentials_uri
    return KeySource(fetched_by_profile(profile.name, profile.mode, path, uri), may_block=True)


def _unusable(profile: "Profile") -> NoReturn:
    raise UsageError(
        Message(
            "profile {name} holds no key (its mode is {mode}); {remedy}",
            name=repr(profile.name),
            mode=profile.mode,
            remedy=Argument(
                "pass credentials=, for instance a client of alibabacloud-credentials",
                option=_OTHER_PROFILE,
            ),
        )
    )


def _from_provider(provider: CredentialProvider) -> AccessKey:
    value = provider.get_credential()
    if not getattr(value, "access_key_id", None) or not getattr(value, "access_key_secret", None):
        raise UsageError(Message("credentials gave no access key; look at how they are configured"))
    token = getattr(value, "security_token", None) or None
    return AccessKey(value.access_key_id, value.access_key_secret, token).checked()
