"""Real jobs on a real Flink cluster, while `flinkjobs jobs list --watch` shows their states change.

`make demo-observe` runs this: it starts a cluster, an observer and the target, submits the product
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

from tests.flink.cluster import wait_until
from tests.flink.observed_cluster import DEPLOYMENT, LABELS, ObservedCluster, open_observed_cluster
from tests.flink.releases import RELEASES
from tests.flink.timeline import restart_count

RELEASE = next(iter(RELEASES.values()))
LIST = ["jobs", "list", "--deployment-id", DEPLOYMENT, "--output", "table"]
STOPPED = 130
"""The exit code of a command at ^C."""


def main() -> None:
    """Run and announce each step; stop everything at the end, even after an error."""
    say(f"start Flink {RELEASE.version}, an observer that watches it, and the target")
    with (
        tempfile.TemporaryDirectory() as data,
        open_observed_cluster(RELEASE, Path(data)) as observed,
    ):
        say(f"Flink's own dashboard is at {observed.workload.cluster.url}")
        say("watch the list of jobs from here on, a line for each change: when it was seen,")
        print("+ new or * changed, the job's id, its state, and when it was made, began and ended")
        with Watch(observed) as watch:
            run_jobs(observed, watch)
            end_jobs(observed, watch)
            lose_jobs(observed, watch)
        say("the history of it all, newest first")
        print(shown(LIST), flush=True)
        done = subprocess.run(command(LIST), env=environ(observed), check=False)
    if done.returncode != 0:
        raise SystemExit(f"demo: flinkjobs ended with {done.returncode}")
    say("stopped everything and removed what it wrote")


def run_jobs(observed: ObservedCluster, watch: "Watch") -> None:
    """Submit jobs that run, end by themselves, fail, and fail again and again."""
    submit(observed, "bounded", "bounded", "a job that ends by itself")
    watch.wait_for("bounded", "FINISHED")
    submit(observed, "page", "page", "the product page's own SQL")
    watch.wait_for("page", "RUNNING")
    submit(observed, "failing", "failing", "one that fails at its first row")
    watch.wait_for("failing", "FAILED")
    explain(observed, "failing")
    submit(observed, "restarting", "restarting", "one that fails, too, and that Flink restarts")
    watch.wait_for("restarting", "RUNNING")
    wait_until(lambda: restart_count(observed.get_job("restarting")) > 0)
    print(f"  restarts so far: {restart_count(observed.get_job('restarting'))}", flush=True)


def end_jobs(observed: ObservedCluster, watch: "Watch") -> None:
    """Stop a job with a savepoint, and restore it; cancel others."""
    submit(observed, "stopped", "stateful", "one that is stopped, with a savepoint, once it runs")
    watch.wait_for("stopped", "RUNNING")
    savepoint = observed.workload.stop("stopped")
    watch.wait_for("stopped", "CANCELLED")
    submit(observed, "restored", "stateful", "another that goes on from the savepoint", savepoint)
    watch.wait_for("restored", "RUNNING")

    submit(observed, "wide", "wide", "one that waits for more slots than there are")
    watch.wait_for("wide", "STARTING")
    for name, description in (("wide", "it"), ("page", "the product page's job")):
        say(f"cancel {description} ({observed.id_of(name)})")
        observed.workload.cancel(name)
        watch.wait_for(name, "CANCELLED")


def lose_jobs(observed: ObservedCluster, watch: "Watch") -> None:
    """Kill the JobManager and start it again; its jobs are still listed."""
    say("kill Flink's JobManager and start it again: it forgets its jobs, the list does not;")
    print("those that were running are lost, and said to be", flush=True)
    observed.workload.cluster.kill_job_manager()
    observed.workload.cluster.start_job_manager()
    for name in ("restarting", "restored"):
        watch.wait_for(name, "FAILED")
    explain(observed, "restored")


def explain(observed: ObservedCluster, name: str) -> None:
    """Print why a job failed, from GetJob."""
    status = observed.get_job(name).status
    if status and status.failure:
        print(f"  why: {status.failure.reason}: {status.failure.message}", flush=True)


def submit(
    observed: ObservedCluster,
    name: str,
    program: str,
    description: str,
    savepoint: str | None = None,
) -> None:
    """Announce and submit a job."""
    observed.workload.choose_id(name)
    say(f"submit {description} ({observed.id_of(name)})")
    observed.workload.submit(name, program, LABELS, savepoint)


class Watch:
    """`flinkjobs jobs list --watch` beside the demo, which prints each line as it arrives."""

    def __init__(self, observed: ObservedCluster) -> None:
        self._observed = observed
        self._lines: list[str] = []

    def __enter__(self) -> "Watch":
        words = [*LIST, "--watch", "1s"]
        print(shown(words), flush=True)
        self._process = subprocess.Popen(
            command(words), env=environ(self._observed), stdout=subprocess.PIPE, text=True
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
        """Wait until the list shows a job in a state."""
        job_id = self._observed.id_of(name)

        def is_shown() -> bool:
            if self._process.poll() is not None:
                raise SystemExit(f"demo: flinkjobs ended with {self._process.returncode}")
            return any(job_id in line and state in line for line in list(self._lines))

        wait_until(is_shown)

    def _print(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            print(f"  {line.rstrip()}", flush=True)
            self._lines.append(line)


def command(words: list[str]) -> list[str]:
    """Return a command with the program beside this interpreter."""
    return [str(Path(sys.executable).with_name("flinkjobs")), *words]


def shown(words: list[str]) -> str:
    """Return a command as it is typed."""
    return f"$ {shlex.join(['flinkjobs', *words])}"


def environ(observed: ObservedCluster) -> dict[str, str]:
    """Return the environment in which the command finds the target."""
    return {**os.environ, **observed.environ}


def say(text: str) -> None:
    """Announce a step."""
    print(f"\n{text}", flush=True)


if __name__ == "__main__":
    main()
