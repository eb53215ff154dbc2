"""Jobs of every kind, one after the other, and what the target said of them meanwhile."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from flinkjobs.models import Job

from .cluster import until
from .scene import DEPLOYMENT, LABELS, NAMESPACE, WORKSPACE, Scene

__all__ = ["Story", "tell"]

OWN_LABELS = {
    "flinkjobs.workspace": WORKSPACE,
    "flinkjobs.namespace": NAMESPACE,
    "flinkjobs.deployment": "own",
}


class Story:
    """What was seen of a scene while its jobs came and went."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.states: dict[str, list[str]] = {}
        self.at: dict[str, Job] = {}

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note, again and again, the state of each job that the target lists."""
        over = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            noted = pool.submit(self._note_until, over)
            try:
                yield
            finally:
                over.set()
            noted.result()

    def _note_until(self, over: threading.Event) -> None:
        while not over.wait(0.1):
            for name, job in self.scene.listed().items():
                known = self.states.setdefault(name, [])
                if job.state and known[-1:] != [job.state]:
                    known.append(job.state)


def tell(scene: Scene) -> Story:
    """Submit jobs of every kind, and wait until the target says of each where it ends up."""
    story = Story(scene)
    with story.noting():
        _run_to_the_end(story)
        _start_while_somebody_waits(story)
        _fail(story)
        _belong_elsewhere(story)
        _end(story)
        _wait_for_slots(story)
    return story


def _run_to_the_end(story: Story) -> None:
    story.scene.stage.submit("bounded", "bounded", LABELS)
    story.scene.await_state("bounded", "FINISHED")


def _start_while_somebody_waits(story: Story) -> None:
    """Submit the page's job while `wait` looks for one that is newer than the last."""
    scene = story.scene
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(
            scene.client.jobs.wait,
            deployment_id=DEPLOYMENT,
            after=scene.id_of("bounded"),
            timeout=60,
            poll=0.2,
        )
        scene.stage.submit("page", "page", LABELS)
        story.at["wait"] = waiting.result()


def _fail(story: Story) -> None:
    scene = story.scene
    scene.stage.submit("failing", "failing", LABELS)
    scene.stage.submit("restarting", "restarting", LABELS)
    scene.await_state("failing", "FAILED")
    until(lambda: _restarts(scene.get("restarting")) > 0)


def _restarts(job: Job) -> int:
    running = job.status.running if job.status else None
    return (running.observed_flink_job_restarts if running else None) or 0


def _belong_elsewhere(story: Story) -> None:
    """Submit jobs that are of other deployments, or of none."""
    scene = story.scene
    scene.stage.submit("named", "bounded", {})
    scene.stage.submit("own", "bounded", OWN_LABELS)
    scene.stage.submit("stray", "bounded", {})


def _end(story: Story) -> None:
    """Cancel a job; stop one with a savepoint, and go on from that."""
    scene = story.scene
    scene.stage.submit("cancelled", "page", LABELS)
    scene.stage.submit("stopped", "stateful", LABELS)
    story.at["before cancel"] = scene.await_state("cancelled", "RUNNING")
    scene.stage.cancel("cancelled")
    scene.await_state("stopped", "RUNNING")
    savepoint = scene.stage.stop("stopped")
    for name in ("cancelled", "stopped"):
        scene.await_state(name, "CANCELLED")
    scene.stage.submit("restored", "stateful", LABELS, savepoint)
    scene.await_state("restored", "RUNNING")


def _wait_for_slots(story: Story) -> None:
    """Submit a job that is too wide for the cluster, and cancel it again."""
    scene = story.scene
    scene.stage.submit("wide", "wide", LABELS)
    scene.stage.await_state("wide", "RUNNING")
    story.at["without slots"] = scene.await_state("wide", "STARTING")
    scene.stage.cancel("wide")
    scene.await_state("wide", "CANCELLED")
