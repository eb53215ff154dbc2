"""Requests that deserve a refusal, and which one."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ..contract.oracle import judge
from ..contract.signing import Key
from .caller import Caller, expect
from .outages import Unexpected

__all__ = [
    "a_disabled_key",
    "a_forbidden_job",
    "a_half_sent_request",
    "a_large_header",
    "a_long_url",
    "a_post",
    "a_replay",
    "a_wrong_signature",
    "an_old_request",
    "an_unknown_deployment",
    "an_unknown_job",
    "an_unknown_key",
    "an_unknown_path",
    "an_unsigned_request",
    "bad_parameters",
    "somebody_elses_jobs",
]

NOT_FOUND = "990301"
_WRONG = (
    {"pageSize": 0},
    {"pageSize": 101},
    {"pageSize": "ten"},
    {"pageIndex": 0},
    {"pageIndex": 2**31},
    {"pageIndex": "1.5"},
    {"sortName": "creator"},
    {"sortOrder": "up"},
    {"deploymentId": None},
    {"deploymentId": ""},
    {"deploymentId": b"%FF"},
    {"workspace": None},
)
_SLOWEST = 30.0


async def bad_parameters(caller: Caller) -> None:
    """What each request deserves is said by the specification."""
    operation = caller.list_jobs
    wrong = caller.chance.choice(_WRONG)
    sent = caller.sign(operation, caller.unsigned(operation, **{"deploymentId": "steady", **wrong}))
    verdict = judge(caller.contract, operation, sent)
    expect(await caller.send(sent), verdict.status, *verdict.codes)


async def a_wrong_signature(caller: Caller) -> None:
    """Signed with another secret."""
    wrong = replace(caller.world.owner, secret="guessed")
    expect(await caller.list(wrong), 400, "SignatureDoesNotMatch")


async def an_unknown_key(caller: Caller) -> None:
    """Signed with a key that was never made."""
    unknown = Key(f"FJ{caller.chance.getrandbits(60)}", "guessed")
    expect(await caller.list(unknown), 404, "InvalidAccessKeyId.NotFound")


async def a_disabled_key(caller: Caller) -> None:
    """Signed with a key that was disabled before the run."""
    expect(await caller.list(caller.world.disabled), 400, "InvalidAccessKeyId.Inactive")


async def a_replay(caller: Caller) -> None:
    """A request that is sent twice is answered once.

    When the database crashes in between it may have forgotten the nonce.
    """
    sent = caller.unsigned(caller.list_jobs, deploymentId="steady")
    signed = caller.sign(caller.list_jobs, sent)
    expect(await caller.send(signed), 200)
    again = await caller.send(signed)
    if again.status == 200:
        raise Unexpected("a replay was answered", excused=True)
    expect(again, 400, "SignatureNonceUsed")


async def an_old_request(caller: Caller) -> None:
    """Signed twenty minutes ago."""
    then = datetime.now(UTC) - timedelta(minutes=20)
    sent = caller.unsigned(caller.list_jobs, deploymentId="steady")
    signed = caller.sign(caller.list_jobs, sent, now=then)
    expect(await caller.send(signed), 400, "InvalidTimeStamp.Expired")


async def an_unsigned_request(caller: Caller) -> None:
    """Without any signature."""
    sent = caller.unsigned(caller.list_jobs, deploymentId="steady")
    expect(await caller.send(sent), 400, "MissingAuthorization")


async def an_unknown_deployment(caller: Caller) -> None:
    """A deployment that nobody has."""
    nowhere = f"nowhere-{caller.chance.getrandbits(60)}"
    expect(await caller.list(deploymentId=nowhere), 200, NOT_FOUND)


async def an_unknown_job(caller: Caller) -> None:
    """A job that nobody has."""
    expect(await caller.get(f"none-{caller.chance.getrandbits(60)}"), 200, NOT_FOUND)


async def somebody_elses_jobs(caller: Caller) -> None:
    """Another account's workspace does not exist for a caller."""
    world = caller.world
    if caller.chance.random() < 0.5:
        reply = await caller.list(world.other)
    else:
        reply = await caller.list(workspace="w-other", deploymentId="theirs")
    expect(reply, 200, NOT_FOUND)


async def a_forbidden_job(caller: Caller) -> None:
    """A user who may only list gets no job."""
    job = caller.chance.choice(caller.world.jobs)
    expect(await caller.get(job["jobId"], caller.world.lister), 403, "Forbidden.RAM")


async def an_unknown_path(caller: Caller) -> None:
    """A path that no operation has."""
    sent = caller.unsigned(caller.list_jobs, deploymentId="steady")
    expect(await caller.send(sent.but(path="/api/v2/nothing")), 404, "InvalidApi.NotFound")


async def a_post(caller: Caller) -> None:
    """A method that no operation has there."""
    sent = caller.unsigned(caller.list_jobs, deploymentId="steady").but(method="POST")
    expect(await caller.send(caller.sign(caller.list_jobs, sent)), 405, "InvalidApi.NotFound")


async def a_long_url(caller: Caller) -> None:
    """A query beyond what the target reads."""
    sent = caller.unsigned(caller.list_jobs, deploymentId="d" * 10_000)
    expect(await caller.send(sent), 414, "InvalidUrl")


async def a_large_header(caller: Caller) -> None:
    """Headers beyond what the target reads."""
    sent = caller.unsigned(caller.list_jobs, deploymentId="steady")
    large = sent.header("x-large", "a" * 7_000)
    for number in range(6):
        large = large.header(f"x-large-{number}", "a" * 7_000)
    expect(await caller.send(large), 431, "InvalidHeaders")


async def a_half_sent_request(caller: Caller) -> None:
    """Half of a request is answered by nothing: we hang up, or wait until the target does."""
    sent = caller.sign(caller.list_jobs, caller.unsigned(caller.list_jobs, deploymentId="steady"))
    lines = [f"{sent.method} {sent.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in sent.headers.items()]
    whole = "\r\n".join(lines).encode()
    reader, writer = await asyncio.open_connection(caller.host, caller.port)
    try:
        writer.write(whole[: caller.chance.randrange(1, len(whole))])
        await writer.drain()
        if caller.chance.random() < 0.5:
            answer = await asyncio.wait_for(reader.read(), _SLOWEST)
            if answer:
                raise Unexpected(f"half a request was answered: {answer[:300]!r}")
    except (OSError, TimeoutError) as error:
        if isinstance(error, TimeoutError):
            raise Unexpected("half a request was waited for without an end") from error
    finally:
        writer.close()
