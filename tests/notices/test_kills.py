"""An observer that is killed again and again: each failure is told at least once."""

import json
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from ..observe.conftest import LABELS
from ..observe.observer_process import running_observer
from ..observe.server import serve_clusters
from ..observe.simulator import SimulatedFlink, SimulatedJob
from ..sizes import KILLS
from .servers import WebhookReceiver

JOBS_PER_KILL = 5


def failing_job(number: int) -> SimulatedJob:
    """Return a job that has just failed."""
    now = int(time.time() * 1000)
    job = SimulatedJob("fail-after-2", job_id=f"{number:032x}").with_labels(**LABELS)
    job.detail["timestamps"] = {"INITIALIZING": now}
    return job.with_start(now).enter_state("FAILED", now)


def told_ids(webhook: WebhookReceiver) -> set[str]:
    """Return the ids of the jobs whose failure was told."""
    notices = [json.loads(request.body) for request in webhook.requests]
    return {notice["jobId"].replace("-", "") for notice in notices}


def test_kills_lose_no_notice(
    tmp_path: Path,
    webhook: WebhookReceiver,
    webhook_port: int,
    write_file: Callable[..., Path],
) -> None:
    """Neither before a failure is stored, nor while the webhook is asked: that is done again in a minute."""
    flink = SimulatedFlink()
    file = write_file(
        f'[[channels]]\ntype = "webhook"\nname = "ops"\nurl = "http://127.0.0.1:{webhook_port}/"\n'
    )
    flags, data = f"--notices={file}", tmp_path / "data"
    with serve_clusters(flink) as urls:
        for kill in range(KILLS):
            with running_observer(data, {"prod": urls[0]}, flags) as process:
                process.wait_for_line("observing 1 cluster")
                numbers = range(kill * JOBS_PER_KILL, (kill + 1) * JOBS_PER_KILL)
                flink.add(*map(failing_job, numbers))
                time.sleep(random.uniform(0, 1.5))
                process.stop(signal.SIGKILL)
        with running_observer(data, {"prod": urls[0]}, flags) as process:
            process.wait_for(lambda: len(told_ids(webhook)) == len(flink.jobs), seconds=100)
            assert process.stop() == 0

    assert told_ids(webhook) == set(flink.jobs)
