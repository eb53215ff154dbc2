"""Jobs that come and go on a cluster for as long as a test looks elsewhere."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

from .scene import NAMESPACE, WORKSPACE, Scene

__all__ = ["CHANGING", "changing"]

CHANGING = "changing"
"""The deployment that they are of, by labels of their own; one of its jobs has this name and stays."""
_LABELS = {
    "flinkjobs.workspace": WORKSPACE,
    "flinkjobs.namespace": NAMESPACE,
    "flinkjobs.deployment": CHANGING,
}
_PAUSE = 1.0


@contextmanager
def changing(scene: Scene) -> Iterator[None]:
    """Run a job that stays; beside it start, cancel and end others, one after the other."""
    over = threading.Event()
    scene.stage.submit(CHANGING, "stateful", _LABELS)
    scene.await_state(CHANGING, "RUNNING", CHANGING)
    with ThreadPoolExecutor(1) as pool:
        changes = pool.submit(_change_until, over, scene)
        try:
            yield
        finally:
            over.set()
        changes.result()
    scene.stage.cancel(CHANGING)


def _change_until(over: threading.Event, scene: Scene) -> None:
    for number in count():
        cancelled, bounded = f"cancelled-{number}", f"bounded-{number}"
        scene.stage.submit(cancelled, "stateful", _LABELS)
        scene.await_state(cancelled, "RUNNING", CHANGING)
        scene.stage.submit(bounded, "bounded", _LABELS)
        scene.await_state(bounded, "FINISHED", CHANGING)
        scene.stage.cancel(cancelled)
        scene.await_state(cancelled, "CANCELLED", CHANGING)
        if over.wait(_PAUSE):
            return
