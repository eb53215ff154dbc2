"""Threads that decode a model for the first time at once: msgspec by itself ends the process."""

import subprocess
import sys

import pytest

from flinkjobs._runtime.models import known_types
from flinkjobs._runtime.models.unions import decode_union, union

CODE = """
import sys, threading
sys.setswitchinterval(1e-6)
import msgspec
from flinkjobs._runtime.client.response import _decoder
from flinkjobs._runtime.models.known_types import known
from flinkjobs.models import Deployment, Job, Savepoint
barrier = threading.Barrier(8)
def decode():
    barrier.wait()
    for model in (Job, Deployment, Savepoint):
        {decode}
threads = [threading.Thread(target=decode) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
RUNS = 5


@pytest.mark.parametrize(
    "decode",
    ["_decoder(model).decode(b'{}')", "msgspec.json.decode(b'{}', type=known(model))"],
    ids=["a-response", "a-part"],
)
def test_threads_decode_a_model_for_the_first_time(decode: str) -> None:
    """Without the lock, more than half of such processes ended by a signal."""
    command = [sys.executable, "-c", CODE.replace("{decode}", decode)]
    ended = [subprocess.run(command, capture_output=True, check=False) for _ in range(RUNS)]

    assert [(done.returncode, done.stderr) for done in ended] == [(0, b"")] * RUNS


def test_the_members_of_a_union_are_learned_once() -> None:
    """However often values are decoded, and though its types are made by a function."""
    either = union("Either", lambda: (list[int], dict[str, int]), (None, None))
    decoded = [decode_union(either, [number]) for number in range(5)]
    learned = len(known_types._known)
    decoded += [decode_union(either, [number]) for number in range(5, 9)]

    assert decoded == [[number] for number in range(9)]
    assert len(known_types._known) == learned
