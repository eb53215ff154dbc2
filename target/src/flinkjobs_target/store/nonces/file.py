"""A replay cache in a file: hash tables, each twice as large as the one before, created on demand.

A nonce has a bucket of slots in each table and takes the first slot that is unused or expired. A
look-up therefore ends at an unused slot. Entries are never moved or swept. The replay caches of MIT
Kerberos are files of this kind (its type `file2`).

The file is locked while a nonce is looked up and written, since several processes may share it.
Writes do not wait for the disk: they outlive the process, but a crash of the machine may lose some.
"""

import errno
import fcntl
import hashlib
import os
import secrets
import struct
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import ParamSpec, TypeVar

from ...errors import TargetError
from ..database.interface import UnavailableError
from ..database.private_files import open_private, remedy_of
from .interface import CLOCK_TOLERANCE

__all__ = ["NonceFile"]

P = ParamSpec("P")
ResultT = TypeVar("ResultT")

_MAGIC = b"flinkjobs nonces 1\n".ljust(32)
_KEY_SIZE = 32
_HEADER_SIZE = len(_MAGIC) + _KEY_SIZE
_TAG_SIZE = 24
_SLOT = struct.Struct(f">{_TAG_SIZE}sq")
"""A nonce's tag, and its expiry in seconds: 0 in an unused slot. No slot crosses a disk block."""
_UNUSED = bytes(_SLOT.size)
_BUCKET = 8 * _SLOT.size
"""The slots of a table that a nonce may occupy."""
_FIRST_TABLE = 2**11 - 1
"""Buckets of the first table, half a megabyte. Each table has a different odd number of buckets."""
_CHUNK = 2**20
_LOCK_TIMEOUT = 2.0
"""Seconds to wait for the lock, which other processes hold for microseconds."""
_LOCK_POLL = 0.001


class NonceFile:
    """The used nonces of all access keys, for all processes that serve one directory.

    A nonce is stored as a hash keyed with the file's own random key, so that nobody can choose
    nonces that collide.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._missing_end = 0
        self._lock = Lock()
        self._file = open_private(path)
        try:
            self._key = self._locked(self._read_key)
        except TargetError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        file, self._file = self._file, -1
        os.close(file)

    async def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Record a nonce of an access key; return whether it was fresh. Times are in seconds.

        Raises UnavailableError when it cannot be written.
        """
        content = f"{key_id}\n{nonce}".encode()
        tag = hashlib.blake2b(content, key=self._key, digest_size=_TAG_SIZE).digest()
        return self._locked(self._put, tag, expires_at, now - CLOCK_TOLERANCE)

    async def check(self, now: int) -> None:
        """Raise UnavailableError when no nonce can be written; time is in seconds."""
        self._locked(self._extend, self._missing_end)
        self._locked(self._put, secrets.token_bytes(_TAG_SIZE), now, now - CLOCK_TOLERANCE)

    def _put(self, tag: bytes, expires_at: int, expired_before: int) -> bool:
        """Write a nonce into its slot unless it is present; return whether it was absent."""
        number = int.from_bytes(tag)
        start, buckets, free = _HEADER_SIZE, _FIRST_TABLE, 0
        while True:
            offset = start + number % buckets * _BUCKET
            start += buckets * _BUCKET
            bucket = self._read_bucket(offset)
            if bucket is None and not free:
                self._extend(start)
            for other, until in _SLOT.iter_unpack(bucket or _UNUSED):
                if not until:
                    os.pwrite(self._file, _SLOT.pack(tag, expires_at or 1), free or offset)
                    return True
                if until < expired_before:
                    free = free or offset
                elif other == tag:
                    return False
                offset += _SLOT.size
            buckets = 2 * buckets + 1

    def _read_bucket(self, offset: int) -> bytes | None:
        """Read the slots of a bucket; None when its table is missing or incomplete."""
        bucket = os.pread(self._file, _BUCKET, offset)
        if len(bucket) == _BUCKET:
            return bucket
        if os.fstat(self._file).st_size >= offset + _BUCKET:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return None

    def _extend(self, end: int) -> None:
        """Allocate a table, so that a disk that fills up later does no harm."""
        self._missing_end = end
        size = os.fstat(self._file).st_size
        while size < end:
            size += os.pwrite(self._file, bytes(min(end - size, _CHUNK)), size)
        self._missing_end = 0

    def _read_key(self) -> bytes:
        """Read the file's key; initialize the file when it is empty, as it may be after a crash."""
        header = os.pread(self._file, _HEADER_SIZE, 0)
        if not header.strip(b"\0"):
            self._extend(_HEADER_SIZE + _FIRST_TABLE * _BUCKET)
            header = _MAGIC + secrets.token_bytes(_KEY_SIZE)
            os.pwrite(self._file, header, 0)
        if len(header) < _HEADER_SIZE or not header.startswith(_MAGIC):
            raise TargetError(
                f"{self._path}: is not a nonce file, or one of another version; "
                "move it away, or use another --data"
            )
        return header[len(_MAGIC) :]

    def _locked(self, work: Callable[P, ResultT], *values: P.args, **named: P.kwargs) -> ResultT:
        """Call `work` while holding the lock of the file against threads and processes."""
        try:
            with self._lock:
                self._acquire_file_lock()
                try:
                    return work(*values, **named)
                finally:
                    fcntl.flock(self._file, fcntl.LOCK_UN)
        except OSError as error:
            raise UnavailableError(
                f"{self._path}: {error.strerror}; the data were not changed: {remedy_of(error)}"
            ) from error

    def _acquire_file_lock(self) -> None:
        if self._file < 0:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        until = time.monotonic() + _LOCK_TIMEOUT
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise
                time.sleep(_LOCK_POLL)
            else:
                return
