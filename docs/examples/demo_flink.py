"""Real jobs on a real Flink cluster, shown by `flinkjobs jobs list` while their states change.

`make demo-flink` runs this: it starts a cluster, an observer and the target, submits the product
page's own SQL and a few others, lists them at each step, and stops what it started. It needs
Java 17; the first time, it fetches Flink's jars.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.flink.releases import RELEASES
from tests.flink.scene import DEPLOYMENT, LABELS, Scene, open_scene

RELEASE = next(iter(RELEASES.values()))


def main() -> None:
    """Do each step and say what it is; whatever happens, everything is stopped at the end."""
    say(f"start Flink {RELEASE.version}, an observer that watches it, and the target")
    with tempfile.TemporaryDirectory() as data, open_scene(RELEASE, Path(data)) as scene:
        say(f"Flink's own dashboard is at {scene.stage.cluster.url}")
        run_jobs(scene)
        end_jobs(scene)
        lose_a_job(scene)
    say("stopped everything and removed what it wrote")


def run_jobs(scene: Scene) -> None:
    """Submit jobs that run, end by themselves, fail, and fail again and again."""
    say("submit a bounded job and the product page's own SQL")
    scene.stage.submit("bounded", "bounded", LABELS)
    scene.await_state("bounded", "FINISHED")
    scene.stage.submit("page", "page", LABELS)
    show(scene)
    scene.await_state("page", "RUNNING")
    show(scene)

    say("submit one that fails at its first row, and one that Flink restarts each time")
    scene.stage.submit("failing", "failing", LABELS)
    scene.stage.submit("restarting", "restarting", LABELS)
    scene.await_state("failing", "FAILED")
    scene.await_state("restarting", "RUNNING")
    show(scene)
    failure = scene.get("failing").status
    if failure and failure.failure:
        print(f"    it failed with {failure.failure.reason}: {failure.failure.message}")


def end_jobs(scene: Scene) -> None:
    """Stop a job with a savepoint, and go on from that; cancel another."""
    say("stop a job with a savepoint, and start another from it")
    scene.stage.submit("stopped", "stateful", LABELS)
    scene.await_state("stopped", "RUNNING")
    savepoint = scene.stage.stop("stopped")
    scene.await_state("stopped", "CANCELLED")
    scene.stage.submit("restored", "stateful", LABELS, savepoint)
    scene.await_state("restored", "RUNNING")
    show(scene)

    say("cancel the product page's job")
    scene.stage.cancel("page")
    scene.await_state("page", "CANCELLED")
    show(scene)


def lose_a_job(scene: Scene) -> None:
    """Kill the JobManager; what was known of its jobs is still there."""
    say("kill the JobManager: Flink forgets its jobs, the list does not")
    scene.stage.cluster.kill_job_manager()
    show(scene)
    say("start it again: the jobs that were running are lost, and said to be")
    scene.stage.cluster.start_job_manager()
    scene.await_state("restored", "FAILED")
    show(scene)


def show(scene: Scene) -> None:
    """Run `flinkjobs jobs list`, as anybody would."""
    program = str(Path(sys.executable).with_name("flinkjobs"))
    command = [program, "jobs", "list", "--deployment-id", DEPLOYMENT, "--output", "table"]
    print(f"\n  $ flinkjobs {' '.join(command[1:])}")
    environ = {**os.environ, **scene.environ}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    for line in (done.stdout + done.stderr).splitlines():
        print(f"    {line.rstrip()}", flush=True)
    if done.returncode != 0:
        raise SystemExit(f"demo: flinkjobs ended with {done.returncode}")


def say(text: str) -> None:
    """Announce a step."""
    print(f"\n{text}", flush=True)


if __name__ == "__main__":
    main()
