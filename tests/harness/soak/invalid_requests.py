"""Invalid requests, each with the expected error response."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ...contract.oracle import judge
from ...contract.signing import Key
from .load_client import LoadClient, expect
from .outages import UnexpectedResponse

__all__ = [
    "access_other_account",
    "get_forbidden_job",
    "get_unknown_job",
    "list_unknown_deployment",
    "request_unknown_path",
    "send_disabled_key",
    "send_expired_timestamp",
    "send_invalid_parameters",
    "send_large_headers",
    "send_long_url",
    "send_partial_request",
    "send_replay",
    "send_unknown_key",
    "send_unsigned_request",
    "send_wrong_method",
    "send_wrong_signature",
]

NOT_FOUND = "990301"
_INVALID_VALUES = (
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
_CLOSE_TIMEOUT = 30.0


async def send_invalid_parameters(client: LoadClient) -> None:
    """Send an invalid parameter; expect the error that the specification defines."""
    operation = client.list_jobs
    invalid = client.rng.choice(_INVALID_VALUES)
    sent = client.sign(
        operation, client.unsigned(operation, **{"deploymentId": "steady", **invalid})
    )
    verdict = judge(client.contract, operation, sent)
    expect(await client.send(sent), verdict.status, *verdict.codes)


async def send_wrong_signature(client: LoadClient) -> None:
    """Sign with another secret; expect 400 SignatureDoesNotMatch."""
    wrong = replace(client.seed_data.owner, secret="guessed")
    expect(await client.list(wrong), 400, "SignatureDoesNotMatch")


async def send_unknown_key(client: LoadClient) -> None:
    """Sign with an unknown key; expect 404 InvalidAccessKeyId.NotFound."""
    unknown = Key(f"FJ{client.rng.getrandbits(60)}", "guessed")
    expect(await client.list(unknown), 404, "InvalidAccessKeyId.NotFound")


async def send_disabled_key(client: LoadClient) -> None:
    """Sign with a disabled key; expect 400 InvalidAccessKeyId.Inactive."""
    expect(await client.list(client.seed_data.disabled), 400, "InvalidAccessKeyId.Inactive")


async def send_replay(client: LoadClient) -> None:
    """Send a request twice; expect 400 SignatureNonceUsed the second time.

    The nonce may be lost when the database crashes in between.
    """
    sent = client.unsigned(client.list_jobs, deploymentId="steady")
    signed = client.sign(client.list_jobs, sent)
    expect(await client.send(signed), 200)
    second = await client.send(signed)
    if second.status == 200:
        raise UnexpectedResponse("a replay was accepted", excused_by_outage=True)
    expect(second, 400, "SignatureNonceUsed")


async def send_expired_timestamp(client: LoadClient) -> None:
    """Send a signature of twenty minutes ago; expect 400 InvalidTimeStamp.Expired."""
    then = datetime.now(UTC) - timedelta(minutes=20)
    sent = client.unsigned(client.list_jobs, deploymentId="steady")
    signed = client.sign(client.list_jobs, sent, now=then)
    expect(await client.send(signed), 400, "InvalidTimeStamp.Expired")


async def send_unsigned_request(client: LoadClient) -> None:
    """Send no signature; expect 400 MissingAuthorization."""
    sent = client.unsigned(client.list_jobs, deploymentId="steady")
    expect(await client.send(sent), 400, "MissingAuthorization")


async def list_unknown_deployment(client: LoadClient) -> None:
    """List an unknown deployment; expect the business error 990301."""
    deployment_id = f"unknown-{client.rng.getrandbits(60)}"
    expect(await client.list(deploymentId=deployment_id), 200, NOT_FOUND)


async def get_unknown_job(client: LoadClient) -> None:
    """Get an unknown job; expect the business error 990301."""
    expect(await client.get(f"none-{client.rng.getrandbits(60)}"), 200, NOT_FOUND)


async def access_other_account(client: LoadClient) -> None:
    """List jobs in the workspace of another account; expect the business error 990301."""
    seed_data = client.seed_data
    if client.rng.random() < 0.5:
        reply = await client.list(seed_data.other)
    else:
        reply = await client.list(workspace="w-other", deploymentId="theirs")
    expect(reply, 200, NOT_FOUND)


async def get_forbidden_job(client: LoadClient) -> None:
    """Get a job as a user who may only list; expect 403 Forbidden.RAM."""
    job = client.rng.choice(client.seed_data.jobs)
    expect(await client.get(job["jobId"], client.seed_data.list_only), 403, "Forbidden.RAM")


async def request_unknown_path(client: LoadClient) -> None:
    """Request an unknown path; expect 404 InvalidApi.NotFound."""
    sent = client.unsigned(client.list_jobs, deploymentId="steady")
    expect(await client.send(sent.with_changes(path="/api/v2/nothing")), 404, "InvalidApi.NotFound")


async def send_wrong_method(client: LoadClient) -> None:
    """Send a method that the path does not have; expect 405 InvalidApi.NotFound."""
    sent = client.unsigned(client.list_jobs, deploymentId="steady").with_changes(method="DELETE")
    expect(await client.send(client.sign(client.list_jobs, sent)), 405, "InvalidApi.NotFound")


async def send_long_url(client: LoadClient) -> None:
    """Send a URL above the limit; expect 414 InvalidUrl."""
    sent = client.unsigned(client.list_jobs, deploymentId="d" * 10_000)
    expect(await client.send(sent), 414, "InvalidUrl")


async def send_large_headers(client: LoadClient) -> None:
    """Send headers above the limit; expect 431 InvalidHeaders."""
    sent = client.unsigned(client.list_jobs, deploymentId="steady")
    large = sent.with_header("x-large", "a" * 7_000)
    for number in range(6):
        large = large.with_header(f"x-large-{number}", "a" * 7_000)
    expect(await client.send(large), 431, "InvalidHeaders")


async def send_partial_request(client: LoadClient) -> None:
    """Send part of a request, then close or wait; expect no response."""
    sent = client.sign(client.list_jobs, client.unsigned(client.list_jobs, deploymentId="steady"))
    lines = [f"{sent.method} {sent.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in sent.headers.items()]
    request = "\r\n".join(lines).encode()
    reader, writer = await asyncio.open_connection(client.host, client.port)
    try:
        writer.write(request[: client.rng.randrange(1, len(request))])
        await writer.drain()
        if client.rng.random() < 0.5:
            response = await asyncio.wait_for(reader.read(), _CLOSE_TIMEOUT)
            if response:
                raise UnexpectedResponse(f"an incomplete request was answered: {response[:300]!r}")
    except (OSError, TimeoutError) as error:
        if isinstance(error, TimeoutError):
            raise UnexpectedResponse(
                "the connection of an incomplete request was not closed"
            ) from error
    finally:
        writer.close()
