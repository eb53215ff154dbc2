"""Nonces in a file: hash tables, each twice as large as the one before it, made when it is needed.

A nonce has a few places in each table, and takes the first that was never used or whose time is
over. So a look-up may end at a place that was never used: what it looks for would be there. Nothing
is ever moved or swept. The replay caches of MIT Kerberos are files of this kind (its type `file2`).

The file is locked while a nonce is looked up and written, for there may be several processes. It is
not waited for the disk: what is written outlives the program, and after a crash of the machine some
of it may be forgotten.
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
from .interface import CLOCKS_DIFFER

__all__ = ["NonceFile"]

P = ParamSpec("P")
ResultT = TypeVar("ResultT")

_MAGIC = b"flinkjobs nonces 1\n".ljust(32)
_KEY_SIZE = 32
_HEAD_SIZE = len(_MAGIC) + _KEY_SIZE
_TAG_SIZE = 24
_PLACE = struct.Struct(f">{_TAG_SIZE}sq")
"""A nonce's tag, and until when it counts, in seconds: 0 where none ever was. None lies across two
blocks of the disk."""
_NEVER_USED = bytes(_PLACE.size)
_BUCKET = 8 * _PLACE.size
"""The places of a table that a nonce may be at."""
_FIRST_TABLE = 2**11 - 1
"""Buckets of the first table, which take half a megabyte. Any table has another odd number of them."""
_PIECE = 2**20
_PATIENCE = 2.0
"""Seconds to wait for another process, which needs microseconds unless something is wrong."""
_PAUSE = 0.001


class NonceFile:
    """The nonces of all access keys, for all processes that serve one directory.

    What is kept of a nonce is a hash with a key that the file has for itself, so that nobody can
    choose nonces whose places are the same.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lacking = 0
        self._lock = Lock()
        self._file = open_private(path)
        try:
            self._key = self._alone(self._read_key)
        except TargetError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        file, self._file = self._file, -1
        os.close(file)

    async def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Use a nonce of an access key; tell whether it was fresh. Times are in seconds.

        Raises UnavailableError when it cannot be written.
        """
        used = f"{key_id}\n{nonce}".encode()
        tag = hashlib.blake2b(used, key=self._key, digest_size=_TAG_SIZE).digest()
        return self._alone(self._put, tag, expires_at, now - CLOCKS_DIFFER)

    def check(self, now: int) -> None:
        """Raise UnavailableError when no nonce can be written; time is in seconds."""
        self._alone(self._extend, self._lacking)
        self._alone(self._put, secrets.token_bytes(_TAG_SIZE), now, now - CLOCKS_DIFFER)

    def _put(self, tag: bytes, expires_at: int, long_ago: int) -> bool:
        """Write a nonce where it belongs, unless it is there; tell whether it was not."""
        number = int.from_bytes(tag)
        start, buckets, free = _HEAD_SIZE, _FIRST_TABLE, 0
        while True:
            offset = start + number % buckets * _BUCKET
            start += buckets * _BUCKET
            bucket = self._read_bucket(offset)
            if bucket is None and not free:
                self._extend(start)
            for other, until in _PLACE.iter_unpack(bucket or _NEVER_USED):
                if not until:
                    os.pwrite(self._file, _PLACE.pack(tag, expires_at or 1), free or offset)
                    return True
                if until < long_ago:
                    free = free or offset
                elif other == tag:
                    return False
                offset += _PLACE.size
            buckets = 2 * buckets + 1

    def _read_bucket(self, offset: int) -> bytes | None:
        """Read the places of a bucket; None when its table has not been made, or not to the end."""
        bucket = os.pread(self._file, _BUCKET, offset)
        if len(bucket) == _BUCKET:
            return bucket
        if os.fstat(self._file).st_size >= offset + _BUCKET:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return None

    def _extend(self, end: int) -> None:
        """Make room for a table, so that a disk that is full later on is no trouble."""
        self._lacking = end
        size = os.fstat(self._file).st_size
        while size < end:
            size += os.pwrite(self._file, bytes(min(end - size, _PIECE)), size)
        self._lacking = 0

    def _read_key(self) -> bytes:
        """Give the file's key; begin the file when it is empty, as it may be after a crash."""
        head = os.pread(self._file, _HEAD_SIZE, 0)
        if not head.strip(b"\0"):
            self._extend(_HEAD_SIZE + _FIRST_TABLE * _BUCKET)
            head = _MAGIC + secrets.token_bytes(_KEY_SIZE)
            os.pwrite(self._file, head, 0)
        if len(head) < _HEAD_SIZE or not head.startswith(_MAGIC):
            raise TargetError(
                f"{self._path}: is not a file of nonces, or is that of another version; "
                "move it away, or use another --data"
            )
        return head[len(_MAGIC) :]

    def _alone(self, work: Callable[P, ResultT], *values: P.args, **named: P.kwargs) -> ResultT:
        """Work while other threads and processes keep away from the file."""
        try:
            with self._lock:
                self._wait_for_others()
                try:
                    return work(*values, **named)
                finally:
                    fcntl.flock(self._file, fcntl.LOCK_UN)
        except OSError as error:
            raise UnavailableError(
                f"{self._path}: {error.strerror}; the data were not changed: {remedy_of(error)}"
            ) from error

    def _wait_for_others(self) -> None:
        if self._file < 0:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
            else:
                return
