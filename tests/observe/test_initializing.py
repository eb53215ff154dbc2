"""While a job is INITIALIZING, Flink's details are those of no job: they are not taken for its own."""

from flinkjobs_target.observe.flink.responses import Look
from flinkjobs_target.observe.jobs.facts import Facts
from flinkrest.models import ExecutionConfig, Job, JobConfig

SUMMARY = Facts(job_id="0" * 32, name="page", flink_state="RUNNING", started=1)
EMPTY = JobConfig(execution_config=ExecutionConfig(user_config={}, job_parallelism=1))


def look(state: str) -> Facts:
    """Give what a look with an answer in this state tells."""
    detail = Job(state=state, vertices=[], timestamps={})
    return Look(summary=SUMMARY, detail=detail, config=EMPTY, checkpointed=False).facts()


def test_unknown() -> None:
    """Labels, parallelism and restore stay unknown, so that they are asked for again."""
    facts = look("INITIALIZING")

    assert (None, None, None) == (facts.labels, facts.parallelism, facts.restored)


def test_known() -> None:
    """Afterwards a job without labels is known to have none."""
    facts = look("RUNNING")

    assert ({}, 1) == (facts.labels, facts.parallelism)
    assert facts.restored is not None and facts.restored.any is False
