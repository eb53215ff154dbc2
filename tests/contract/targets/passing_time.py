"""Time that passes when a test lets it pass, for the clock and the engine of a target."""

import asyncio

from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.engine.simulated.script import Phase, Script
from flinkjobs_target.storage import Storage

from .control import ControlledClock

__all__ = ["SCRIPTS", "PassingTime"]

_STARTING = Phase(state="STARTING", seconds=0.3)
_RUNNING = Phase(state="RUNNING")
SCRIPTS = (
    Script(
        deployment="*-fails-later",
        phases=(
            _STARTING,
            Phase(state="RUNNING", seconds=10),
            Phase(state="FAILED", reason="Broken", message="It broke."),
        ),
    ),
    Script(deployment="*-restarts", phases=(_STARTING, Phase(state="RUNNING", restarts=3))),
    Script(
        deployment="*-no-savepoints", phases=(_STARTING, _RUNNING), savepoint_failure="No disk."
    ),
    Script(deployment="*-slow", phases=(_STARTING, _RUNNING), savepoint_seconds=5, stop_seconds=5),
    Script(
        deployment="*-by-polls",
        phases=(Phase(state="STARTING", polls=2), _RUNNING),
    ),
)
"""What the names of deployments ask of their jobs; all others run until they are stopped."""


class PassingTime:
    """The engine of a target, and the steps that it takes when time passes."""

    def __init__(self, data: Storage, clock: ControlledClock) -> None:
        self.engine = SimulatedEngine(SCRIPTS)
        self._clock = clock
        self._reconciler = Reconciler(data.deploying, self.engine, clock)

    def advance(self, seconds: float) -> None:
        """Let time pass, and take all steps that are due by then."""
        self._clock.advance(seconds=seconds)
        asyncio.run(self._reconciler.step())
