"""Encryption of the values of variables, with keys of the operator's (AES-256-GCM).

A ciphertext names its key and is bound to what it is of, so that it cannot be moved to another
variable. The first key of the file encrypts; the others decrypt what was encrypted before.
"""

import hashlib
import importlib.util
import os
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from .errors import TargetError
from .store.keys import require_private

__all__ = [
    "KeyFileCipher",
    "NoCipher",
    "SecretError",
    "ValueCipher",
    "open_cipher",
    "temporary_cipher",
]

_KEY_BYTES, _NONCE_BYTES, _ID_BYTES = 32, 12, 4
_REMEDY = "make one with: openssl rand -base64 32"


class SecretError(Exception):
    """A value cannot be encrypted or decrypted here; the message says what to do."""


class ValueCipher(Protocol):
    """Encrypts and decrypts texts; `context` is what a text is of, and no other can decrypt it."""

    def encrypt(self, text: str, context: str) -> str:
        """Return the ciphertext of a text; raise SecretError without a key."""

    def decrypt(self, ciphertext: str, context: str) -> str:
        """Return the text; raise SecretError without its key, or when it was altered."""


class NoCipher:
    """The cipher of a target without keys."""

    def encrypt(self, text: str, context: str) -> str:
        """Raise SecretError: there is no key."""
        raise SecretError(
            "this service has no key to encrypt it with; have its operator serve with "
            "--variables-key, or choose the kind Plain"
        )

    def decrypt(self, ciphertext: str, context: str) -> str:
        """Raise SecretError: there is no key."""
        raise SecretError(
            "this service has no key to decrypt it with; have its operator serve with "
            "--variables-key"
        )


class KeyFileCipher:
    """A cipher with keys of 32 bytes each, the first of which encrypts."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # slow to import

        self._ciphers = {_key_id(key): AESGCM(key) for key in reversed(keys)}
        self._first = _key_id(keys[0])

    def encrypt(self, text: str, context: str) -> str:
        """Return the ciphertext of a text, with the id of its key."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._first].encrypt(nonce, text.encode(), context.encode())
        return urlsafe_b64encode(self._first + nonce + sealed).decode()

    def decrypt(self, ciphertext: str, context: str) -> str:
        """Return the text; raise SecretError without its key, or when it was altered."""
        from cryptography.exceptions import InvalidTag

        content = urlsafe_b64decode(ciphertext.encode())
        id, nonce = content[:_ID_BYTES], content[_ID_BYTES : _ID_BYTES + _NONCE_BYTES]
        cipher = self._ciphers.get(id)
        if cipher is None:
            raise SecretError(
                "it was encrypted with a key that the file of --variables-key lacks; have the "
                "operator add that, or set the value anew"
            )
        try:
            return cipher.decrypt(
                nonce, content[_ID_BYTES + _NONCE_BYTES :], context.encode()
            ).decode()
        except (InvalidTag, ValueError):
            raise SecretError("its ciphertext was altered; set the value anew") from None


def open_cipher(file: str | None) -> ValueCipher:
    """Read the keys of a file, one a line in base64; without a file there are none.

    Raises TargetError for a file that others can read, and for one without keys.
    """
    if file is None:
        return NoCipher()
    path = Path(file)
    if not path.exists():
        raise TargetError(f"{file}: does not exist; {_REMEDY}")
    require_private(path)
    try:
        lines = path.read_text("ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: cannot be read: {error}; pass a file of keys") from None
    if not lines:
        raise TargetError(f"{file}: has no key; {_REMEDY}")
    if importlib.util.find_spec("cryptography") is None:
        raise TargetError(
            "--variables-key needs the package cryptography; run: "
            "pip install 'flinkjobs-target[encryption]'"
        )
    return KeyFileCipher([_key(file, number, line) for number, line in enumerate(lines, 1)])


def _key(file: str, number: int, text: str) -> bytes:
    try:
        key = b64decode(text, b"-_" if {"-", "_"} & set(text) else None, validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise TargetError(f"{file}: key {number} is not 32 bytes in base64; {_REMEDY}")
    return key


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"flinkjobs variables" + key).digest()[:_ID_BYTES]


def temporary_cipher() -> ValueCipher:
    """Return a cipher with a key that nobody keeps, for tests; none without the package for it."""
    if importlib.util.find_spec("cryptography") is None:
        return NoCipher()
    return KeyFileCipher([os.urandom(_KEY_BYTES)])
