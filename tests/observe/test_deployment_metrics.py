"""Metrics of deployments, and the alert rules that use them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec import structs

from flinkjobs_target.observe.deployment_jobs import DeploymentJobs
from flinkjobs_target.observe.deployment_metrics import MAX_DEPLOYMENTS
from flinkjobs_target.observe.deployments.records import DeploymentRecord, MatchRule
from flinkjobs_target.observe.jobs.facts import Facts, Observation, Transition
from flinkjobs_target.observe.metrics import ObserverMetrics
from flinkjobs_target.observe.status import ObserverStatus

RULES = Path(__file__).parents[2] / "docs" / "examples" / "alert-rules.yaml"
RECORD = DeploymentRecord(
    deployment_id="orders", workspace="w", namespace="n", recognise=MatchRule(labels={"a": "b"})
)
RUNNING = Observation(
    cluster="prod",
    facts=Facts(
        job_id="1" * 32,
        name="orders",
        flink_state="RUNNING",
        started=1_000_000,
        restarts=4,
        flink_conf={"execution.checkpointing.interval": "1000 ms"},
    ),
    state="RUNNING",
    modified_at=1,
    transitions=(Transition(2_000_000, "RUNNING"),),
    record=RECORD,
    alarms=("restarting",),
)
LABELS = 'cluster="prod",deployment="orders",namespace="n"'


def values(*observations: Observation) -> dict[str, float]:
    """Return the values of all metrics after some observations."""
    status = ObserverStatus(["prod"], interval=10, unhealthy_after=3)
    fill(status.deployments, observations)
    lines = ObserverMetrics(status).text().decode().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: float(value) for name, value in pairs}


def fill(deployments: DeploymentJobs, observations: tuple[Observation, ...]) -> None:
    for number, observation in enumerate(observations):
        deployments.update({f"{number:032x}": observation})


def test_a_running_job_has_metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    """State, restarts, time in state and age of the latest checkpoint."""
    monkeypatch.setattr("time.time", lambda: 3000.0)

    found = values(RUNNING)

    assert found[f'flinkjobs_deployment_jobs{{{LABELS},state="RUNNING"}}'] == 1
    assert found[f"flinkjobs_deployment_restarts{{{LABELS}}}"] == 4
    assert found[f"flinkjobs_deployment_state_seconds{{{LABELS}}}"] == 1000
    assert found[f"flinkjobs_deployment_checkpoint_age_seconds{{{LABELS}}}"] == 2000
    assert found[f'flinkjobs_deployment_alarm{{alarm="restarting",{LABELS}}}'] == 1
    assert found[f'flinkjobs_deployment_alarm{{alarm="lost",{LABELS}}}'] == 0


def test_only_the_latest_ended_job_counts() -> None:
    """Ended jobs before it are history; one that runs beside it is not."""
    failed = structs.replace(
        RUNNING, state="FAILED", facts=structs.replace(RUNNING.facts, started=2_000_000)
    )
    later = structs.replace(
        RUNNING, state="FINISHED", facts=structs.replace(RUNNING.facts, started=3_000_000)
    )

    found = values(RUNNING, failed, later)

    states = {name: value for name, value in found.items() if "_deployment_jobs{" in name}
    assert states == {
        f'flinkjobs_deployment_jobs{{{LABELS},state="FINISHED"}}': 1,
        f'flinkjobs_deployment_jobs{{{LABELS},state="RUNNING"}}': 1,
    }


def test_the_number_of_deployments_with_metrics_is_bounded() -> None:
    """Those that are left out are counted."""
    many = tuple(
        structs.replace(RUNNING, record=structs.replace(RECORD, deployment_id=str(number)))
        for number in range(MAX_DEPLOYMENTS + 7)
    )

    found = values(*many)

    assert len([name for name in found if "_deployment_restarts{" in name]) == MAX_DEPLOYMENTS
    assert found["flinkjobs_deployments_omitted"] == 7


def test_jobs_without_a_deployment_have_no_metrics() -> None:
    """Their names are made by anybody who submits jobs."""
    assert not [
        name
        for name in values(structs.replace(RUNNING, record=None))
        if "_deployment_jobs{" in name
    ]


def test_alert_rules_use_metrics_that_exist() -> None:
    """A renamed metric would silence an alert."""
    used = set(re.findall(r"flinkjobs_\w+", RULES.read_text()))
    status = ObserverStatus(["prod"], interval=10, unhealthy_after=3)
    text = ObserverMetrics(status).text().decode()

    assert used - set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE)) == set()


@pytest.mark.skipif(
    shutil.which("promtool") is None, reason="needs promtool: apt install prometheus"
)
def test_promtool_accepts_the_alert_rules() -> None:
    """Prometheus' own check."""
    checked = subprocess.run(
        ["promtool", "check", "rules", str(RULES)], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "SUCCESS: 7 rules found" in checked.stdout
