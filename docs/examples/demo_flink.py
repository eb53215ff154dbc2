"""Real jobs on a real Flink cluster, while `flinkjobs jobs list --watch` shows their states change.

`make demo-flink` runs this: it starts a cluster, an observer and the target, submits the product
page's own SQL and a few others, and stops what it started. It needs Java 17; the first time, it
fetches Flink's jars.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.flink.cluster import until
from tests.flink.releases import RELEASES
from tests.flink.scene import DEPLOYMENT, LABELS, Scene, open_scene
from tests.flink.story import restarts

RELEASE = next(iter(RELEASES.values()))
LIST = ["jobs", "list", "--deployment-id", DEPLOYMENT, "--output", "table"]
STOPPED = 130
"""How a command ends at ^C."""


def main() -> None:
    """Do each step and say what it is; whatever happens, everything is stopped at the end."""
    say(f"start Flink {RELEASE.version}, an observer that watches it, and the target")
    with tempfile.TemporaryDirectory() as data, open_scene(RELEASE, Path(data)) as scene:
        say(f"Flink's own dashboard is at {scene.stage.cluster.url}")
        say("watch the list of jobs from here on, a line for each change: when it was seen,")
        print("+ new or * changed, the job's id, its state, and when it was made, began and ended")
        with Watch(scene) as watch:
            run_jobs(scene, watch)
            end_jobs(scene, watch)
            lose_jobs(scene, watch)
        say("the history of it all, newest first")
        print(shown(LIST), flush=True)
        done = subprocess.run(program(LIST), env=environ(scene), check=False)
    if done.returncode != 0:
        raise SystemExit(f"demo: flinkjobs ended with {done.returncode}")
    say("stopped everything and removed what it wrote")


def run_jobs(scene: Scene, watch: "Watch") -> None:
    """Submit jobs that run, end by themselves, fail, and fail again and again."""
    submit(scene, "bounded", "bounded", "a job that ends by itself")
    watch.wait_for("bounded", "FINISHED")
    submit(scene, "page", "page", "the product page's own SQL")
    watch.wait_for("page", "RUNNING")
    submit(scene, "failing", "failing", "one that fails at its first row")
    watch.wait_for("failing", "FAILED")
    explain(scene, "failing")
    submit(scene, "restarting", "restarting", "one that fails, too, and that Flink restarts")
    watch.wait_for("restarting", "RUNNING")
    until(lambda: restarts(scene.get("restarting")) > 0)
    print(f"  restarts so far: {restarts(scene.get('restarting'))}", flush=True)


def end_jobs(scene: Scene, watch: "Watch") -> None:
    """Stop a job with a savepoint, and go on from that; cancel others."""
    submit(scene, "stopped", "stateful", "one that is stopped, with a savepoint, once it runs")
    watch.wait_for("stopped", "RUNNING")
    savepoint = scene.stage.stop("stopped")
    watch.wait_for("stopped", "CANCELLED")
    submit(scene, "restored", "stateful", "another that goes on from the savepoint", savepoint)
    watch.wait_for("restored", "RUNNING")

    submit(scene, "wide", "wide", "one that waits for more slots than there are")
    watch.wait_for("wide", "STARTING")
    for name, what in (("wide", "it"), ("page", "the product page's job")):
        say(f"cancel {what} ({scene.id_of(name)})")
        scene.stage.cancel(name)
        watch.wait_for(name, "CANCELLED")


def lose_jobs(scene: Scene, watch: "Watch") -> None:
    """Kill the JobManager and start it again; what was known of its jobs is still there."""
    say("kill Flink's JobManager and start it again: it forgets its jobs, the list does not;")
    print("those that were running are lost, and said to be", flush=True)
    scene.stage.cluster.kill_job_manager()
    scene.stage.cluster.start_job_manager()
    for name in ("restarting", "restored"):
        watch.wait_for(name, "FAILED")
    explain(scene, "restored")


def explain(scene: Scene, name: str) -> None:
    """Say why a job failed, as GetJob tells it."""
    status = scene.get(name).status
    if status and status.failure:
        print(f"  why: {status.failure.reason}: {status.failure.message}", flush=True)


def submit(scene: Scene, name: str, kind: str, what: str, savepoint: str | None = None) -> None:
    """Say what is submitted, and submit it."""
    scene.stage.choose_id(name)
    say(f"submit {what} ({scene.id_of(name)})")
    scene.stage.submit(name, kind, LABELS, savepoint)


class Watch:
    """`flinkjobs jobs list --watch` beside the demo, each of its lines printed as it comes."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._lines: list[str] = []

    def __enter__(self) -> "Watch":
        words = [*LIST, "--watch", "1s"]
        print(shown(words), flush=True)
        self._process = subprocess.Popen(
            program(words), env=environ(self._scene), stdout=subprocess.PIPE, text=True
        )
        self._thread = threading.Thread(target=self._print)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait()
        self._thread.join()
        if code != STOPPED:
            raise SystemExit(f"demo: flinkjobs ended with {code}")

    def wait_for(self, name: str, state: str) -> None:
        """Wait until it shows a job in a state."""
        job_id = self._scene.id_of(name)

        def is_shown() -> bool:
            if self._process.poll() is not None:
                raise SystemExit(f"demo: flinkjobs ended with {self._process.returncode}")
            return any(job_id in line and state in line for line in list(self._lines))

        until(is_shown)

    def _print(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            print(f"  {line.rstrip()}", flush=True)
            self._lines.append(line)


def program(words: list[str]) -> list[str]:
    """Give a command with the program that stands beside this Python."""
    return [str(Path(sys.executable).with_name("flinkjobs")), *words]


def shown(words: list[str]) -> str:
    """Show a command as anybody would type it."""
    return f"$ {shlex.join(['flinkjobs', *words])}"


def environ(scene: Scene) -> dict[str, str]:
    """Give the environment in which the command finds the target."""
    return {**os.environ, **scene.environ}


def say(text: str) -> None:
    """Announce a step."""
    print(f"\n{text}", flush=True)


if __name__ == "__main__":
    main()
