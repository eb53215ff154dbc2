"""Encrypted variables of a run: their values, and the removal of these from what Flink tells."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from ...value_cipher import ValueCipher
from ..interface import Failure, SavepointProgress, SealedValue, StepResult
from .state import FlinkState, decode_state

__all__ = ["redact_json", "redact_result", "reveal"]

_MASK = "******"


def reveal(sealed: Mapping[str, SealedValue], cipher: ValueCipher) -> Mapping[str, str]:
    """Return the values of encrypted variables; raise SecretError for one that stays secret."""
    return {name: cipher.decrypt(value.ciphertext, value.context) for name, value in sealed.items()}


def redact_json(content: str, secrets: Collection[str]) -> str:
    """Return a JSON text without secrets in its texts."""
    if not any(secrets):
        return content
    try:
        value = msgspec.json.decode(content)
    except msgspec.DecodeError:
        return _masked(content, secrets)
    return msgspec.json.encode(_redacted(value, secrets)).decode()


def redact_result(result: StepResult, secrets: Collection[str]) -> StepResult:
    """Return the result of a step without secrets in failures and in the log of the start."""
    if not any(secrets):
        return result
    job = result.job
    if job is not None:
        job = msgspec.structs.replace(job, failure=_failure(job.failure, secrets))
    savepoints = [_savepoint(savepoint, secrets) for savepoint in result.savepoints]
    state = msgspec.json.encode(_state(decode_state(result.state), secrets))
    return msgspec.structs.replace(result, state=state, job=job, savepoints=savepoints)


def _state(state: FlinkState, secrets: Collection[str]) -> FlinkState:
    final = state.final
    if final is not None:
        final = msgspec.structs.replace(final, failure=_failure(final.failure, secrets))
    return msgspec.structs.replace(
        state,
        refusal=_failure(state.refusal, secrets),
        problem=_masked(state.problem, secrets),
        final=final,
        log=tuple(
            msgspec.structs.replace(line, text=_masked(line.text, secrets)) for line in state.log
        ),
    )


def _savepoint(savepoint: SavepointProgress, secrets: Collection[str]) -> SavepointProgress:
    return msgspec.structs.replace(savepoint, failure=_failure(savepoint.failure, secrets))


def _failure(failure: Failure | None, secrets: Collection[str]) -> Failure | None:
    if failure is None:
        return None
    return Failure(
        reason=_masked(failure.reason, secrets), message=_masked(failure.message, secrets)
    )


def _redacted(value: Any, secrets: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {name: _redacted(item, secrets) for name, item in value.items()}
    if isinstance(value, list):
        return [_redacted(item, secrets) for item in value]
    return _masked(value, secrets) if isinstance(value, str) else value


def _masked(text: str, secrets: Collection[str]) -> str:
    """Return a text with each secret replaced, longer ones first."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, _MASK)
    return text
