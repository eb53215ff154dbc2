"""The details of an INITIALIZING job, which Flink fills with placeholders, are ignored."""

from flinkjobs_target.observe.flink.responses import JobResponses
from flinkjobs_target.observe.jobs.facts import Facts
from flinkrest.models import ExecutionConfig, Job, JobConfig

SUMMARY = Facts(job_id="0" * 32, name="page", flink_state="RUNNING", started=1)
EMPTY = JobConfig(execution_config=ExecutionConfig(user_config={}, job_parallelism=1))


def facts_in(state: str) -> Facts:
    """Return the facts of responses whose detail has this state."""
    detail = Job(state=state, vertices=[], timestamps={})
    return JobResponses(
        summary=SUMMARY, detail=detail, config=EMPTY, has_checkpoints=False
    ).to_facts()


def test_details_of_an_initializing_job_are_unknown() -> None:
    """Labels, parallelism and restore stay None, so that they are read again."""
    facts = facts_in("INITIALIZING")

    assert (facts.labels, facts.parallelism, facts.restored) == (None, None, None)


def test_details_of_an_initialized_job_are_known() -> None:
    """A job without labels has empty labels."""
    facts = facts_in("RUNNING")

    assert (facts.labels, facts.parallelism) == ({}, 1)
    assert facts.restored is not None and facts.restored.any is False
