"""The random life of a Flink cluster with its history server: what is true, and what each of them lists."""

import random
from collections.abc import Callable, Iterator

from msgspec import Struct

__all__ = ["FINAL", "IDS", "Instance", "SimulatedLife"]

FINAL = ("FINISHED", "CANCELED", "FAILED")
IDS = ("0" * 32, f"{1:032x}", f"{2:032x}", f"{3:032x}")
"""Few ids, so that they are used again; the first is that of every job in application mode."""
START = 1_795_350_000_000
_STATES = ("RUNNING", "RESTARTING", "RUNNING", "RUNNING", "FAILING", "CANCELLING")


class Instance(Struct):
    """A job: `start` is that which its JobManager reports, and `changed` its last change."""

    job_id: str
    start: int
    changed: int
    state: str = "CREATED"
    end: int | None = None
    is_listed: bool = True
    timestamps: dict[str, int] = {}

    def enter(self, state: str, now: int) -> None:
        """Enter a state."""
        self.state, self.changed = state, now
        self.timestamps = {**self.timestamps, state: now}
        if state in FINAL:
            self.end = now


class SimulatedLife:
    """A cluster and its history server; each event takes some seconds."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = START
        self.instances: list[Instance] = []
        self.archive: list[Instance] = []
        self.restarts: list[int] = []
        self.recovers = self.random.random() < 0.5
        self.archives_only_failed = self.random.random() < 0.3
        self._recovering: list[Instance] = []

    @property
    def process(self) -> str:
        """The directory that the current JobManager process has named."""
        return f"/tmp/flink-web-{len(self.restarts)}"

    def listed(self) -> list[Instance]:
        """Return the jobs that the JobManager lists."""
        return [instance for instance in self.instances if instance.is_listed]

    def live(self) -> list[Instance]:
        """Return the jobs that have not ended."""
        return [instance for instance in self.instances if instance.end is None]

    def pass_time(self, seconds: float) -> None:
        """Let time pass; at least two seconds, so that no two jobs start in the same one."""
        self.now += round(1000 * max(2.0, seconds))

    def step(self) -> None:
        """Let something happen."""
        self.pass_time(self.random.uniform(2, 6))
        events: tuple[tuple[Callable[[], None], int], ...] = (
            (self._submit, 5),
            (self._change, 8),
            (self._end, 4),
            (self._restart, 1),
            (self._recover, 3),
            (self._forget, 2),
            (self._archive, 3),
            (self._prune_archive, 1),
        )
        (event,) = self.random.choices(
            [event for event, _ in events], [weight for _, weight in events]
        )
        event()

    def _submit(self) -> None:
        """Start a job; its id may be that of an ended one, whose entry it replaces."""
        taken = {instance.job_id for instance in self.live()}
        free = [job_id for job_id in IDS if job_id not in taken]
        if not free:
            return
        job_id = self.random.choice(free)
        for instance in self.instances:
            if instance.job_id == job_id:
                instance.is_listed = False
        instance = Instance(job_id=job_id, start=self.now, changed=self.now)
        instance.enter("CREATED", self.now)
        self.instances.append(instance)

    def _change(self) -> None:
        for instance in self._some(self._visible()):
            instance.enter(self.random.choice(_STATES), self.now)

    def _end(self) -> None:
        for instance in self._some(self._visible()):
            instance.enter(self.random.choice(FINAL), self.now)

    def _restart(self) -> None:
        """Start the JobManager again: it forgets all jobs, and may recover the live ones later."""
        self.restarts.append(self.now)
        for instance in self.instances:
            instance.is_listed = False
        if self.recovers:
            self._recovering = self.live()
        else:
            for instance in self.live():
                instance.end = self.now  # lost: it has no final state

    def _recover(self) -> None:
        for instance in self._recovering:
            instance.start, instance.is_listed = self.now, True
            instance.timestamps = {}
            instance.enter(self.random.choice(("RECONCILING", "CREATED", "RUNNING")), self.now)
        self._recovering = []

    def _forget(self) -> None:
        """Forget an ended job, as Flink does after an hour."""
        for instance in self._some([i for i in self.listed() if i.end is not None]):
            instance.is_listed = False

    def _archive(self) -> None:
        """Archive a job, which replaces an earlier one with its id."""
        ended = [instance for instance in self.instances if instance.state in FINAL]
        for instance in self._some(ended):
            if self.archives_only_failed and instance.state != "FAILED":
                continue
            self.archive = [i for i in self.archive if i.job_id != instance.job_id]
            self.archive.append(instance)

    def _prune_archive(self) -> None:
        self.archive = self.archive[1:]

    def _visible(self) -> list[Instance]:
        return [instance for instance in self.live() if instance.is_listed]

    def _some(self, instances: list[Instance]) -> Iterator[Instance]:
        """Yield one of the instances, if there is any."""
        if instances:
            yield self.random.choice(instances)
