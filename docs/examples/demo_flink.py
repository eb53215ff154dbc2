"""The deploy loop on a real Flink cluster, with the command line: a release that keeps its state.

`make demo-flink` runs this: it starts a cluster and a target, deploys a job that counts, takes a
savepoint, stops, updates and starts the job from there, and stops what it started. It needs Java 17; the
first time, it fetches Flink's jars.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from flinkjobs_target.testing.subprocess import RunningTarget, running_target
from tests.flink.cluster import Cluster, open_cluster, wait_until
from tests.flink.releases import RELEASES

RELEASE = next(iter(RELEASES.values()))
NAME = "counting"
WAIT = ("--wait", "--poll", "1s")
ROWS = 20


def main() -> None:
    """Run and announce each step; stop everything at the end, even after an error."""
    say(f"start Flink {RELEASE.version}, and the target that runs jobs on it")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster = stack.enter_context(open_cluster(RELEASE))
        flags = [
            f"--cluster=demo={cluster.url}",
            f"--savepoints=demo={cluster.folder.as_uri()}/savepoints",
        ]
        target = stack.enter_context(running_target(folder / "data", flags=flags))
        Demo(cluster, target, folder).run()
        await_person()
    say("stopped everything and removed what it wrote")


class Demo:
    """The commands of the demonstration, run in a folder beside the files that they name."""

    def __init__(self, cluster: Cluster, target: RunningTarget, folder: Path) -> None:
        self._target = target
        self._url = cluster.url
        self._folder = folder
        self._output = cluster.folder / "counted"

    def run(self) -> None:
        """Deploy, take a savepoint, stop with another, update, and start from that."""
        print(f"  explorer:          {self._target.endpoint}/")
        print(f"  Flink's dashboard: {self._url}", flush=True)
        say("create a deployment that writes how many rows it has seen so far, with its version")
        self._write("counting.json", self._deployment("v1"))
        self._command("deployments", "create", "--body", "counting.json")
        say("start it: its job runs on the cluster")
        self._command("jobs", "start", "--deployment", NAME, *WAIT)
        self._show_rows("v1")
        say("take a savepoint while it runs")
        self._command("savepoints", "create", "--deployment", NAME, *WAIT)
        say("stop it with another savepoint, as for a release")
        self._stop("STOP_WITH_SAVEPOINT")
        self._show_rows("v1")
        say("update the deployment, and start it from there: the count goes on")
        self._write("update.json", {"artifact": self._deployment("v2")["artifact"]})
        self._command("deployments", "update", "--deployment", NAME, "--body", "update.json")
        restore = ("--restore-strategy.kind", "LATEST_SAVEPOINT")
        self._command("jobs", "start", "--deployment", NAME, *restore, *WAIT)
        self._show_rows("v2")
        say("what became of it")
        self._command("jobs", "list", "--deployment", NAME)
        self._command("savepoints", "list")

    def _stop(self, strategy: str) -> None:
        jobs = self._run("jobs", "list", "--deployment", NAME, "--output", "ids")
        job_id = jobs.splitlines()[0]
        stop = ("--stop-strategy", strategy, "--yes")
        self._command("jobs", "stop", "--job-id", job_id, *stop, *WAIT)

    def _deployment(self, version: str) -> dict[str, object]:
        script = f"""
CREATE TABLE numbers (number INT, seen AS PROCTIME())
WITH ('connector' = 'datagen', 'rows-per-second' = '{ROWS}');
CREATE TABLE counted (version STRING, so_far BIGINT) WITH (
    'connector' = 'filesystem', 'format' = 'csv', 'path' = '{self._output.as_uri()}',
    'sink.rolling-policy.rollover-interval' = '1 s', 'sink.rolling-policy.check-interval' = '1 s'
);
INSERT INTO counted SELECT '{version}', COUNT(*) OVER (
    ORDER BY seen ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
) FROM numbers;
"""
        return {
            "name": NAME,
            "executionMode": "STREAMING",
            "artifact": {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": script}},
            "flinkConf": {"execution.checkpointing.interval": "1s"},
        }

    def _show_rows(self, version: str) -> None:
        """Wait until the job has written a few rows of a version; show the first and the last one."""
        rows = wait_until(lambda: self._rows(version)[ROWS - 1 :] and self._rows(version))
        print(f"  rows of {version}: {rows[0]} to {rows[-1]}", flush=True)

    def _rows(self, version: str) -> list[int]:
        """Return the counts that were committed with a version, in order."""
        files = [file for file in self._output.glob("*") if not file.name.startswith(".")]
        lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
        return sorted(int(line.split(",")[1]) for line in lines if line.startswith(f"{version},"))

    def _write(self, name: str, document: Mapping[str, object]) -> None:
        (self._folder / name).write_text(json.dumps(document, indent=2), "utf-8")

    def _command(self, *words: str) -> None:
        """Show a command and what it prints."""
        print(f"$ {shlex.join(['flinkjobs', *words])}", flush=True)
        print(self._run(*words), end="", flush=True)

    def _run(self, *words: str) -> str:
        """Run the program beside this interpreter; return what it prints."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name("flinkjobs")), *words],
            cwd=self._folder,
            env={**os.environ, **settings(self._target)},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"demo: flinkjobs ended with {done.returncode}")
        return done.stdout


def settings(target: RunningTarget) -> dict[str, str]:
    """Return the environment variables with which the command finds the target."""
    return {
        "FLINKJOBS_ENDPOINT": target.endpoint,
        "FLINKJOBS_WORKSPACE": "demo",
        "FLINKJOBS_NAMESPACE": "default",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
    }


def await_person() -> None:
    """Leave everything running for whoever sits at the terminal, until Enter."""
    if sys.stdin.isatty():
        say("look around in the explorer and the dashboard; Enter stops everything")
        sys.stdin.readline()


def say(text: str) -> None:
    """Announce a step."""
    print(f"\n{text}", flush=True)


if __name__ == "__main__":
    main()
