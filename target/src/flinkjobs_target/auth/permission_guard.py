"""The guard that checks the permission that the contract requires for an operation."""

from flinkjobs.server import ErrorResponse, RequestContext

from ..clock import Clock
from .caller import Caller
from .conditions import RequestConditions
from .ram_policy import Decision, evaluate, parse_policy

__all__ = ["PermissionGuard"]

_REASONS = {"ImplicitDeny": "no policy allows it", "ExplicitDeny": "a policy denies it"}


class PermissionGuard:
    """Permits everything to the owner of an account, and to users what their policies allow."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, context: RequestContext) -> None:
        """Refuse an action that the caller is not permitted to perform."""
        principal, action = context.principal, context.operation.permission
        if action is None or principal.user is None:
            return
        documents = principal.policies if isinstance(principal, Caller) else ()
        policies = [parse_policy(document) for document in documents]
        decision = evaluate(policies, action, self._conditions(context))
        if decision != "Allow":
            raise _forbidden(principal.account, principal.user, action, decision)

    def _conditions(self, context: RequestContext) -> RequestConditions:
        return RequestConditions(now=self._clock(), source=context.client, secure=context.secure)


def _forbidden(account: str, user: str, action: str, decision: Decision) -> ErrorResponse:
    return ErrorResponse(
        "Forbidden.RAM",
        f"user {user} is not permitted to perform {action}: {_REASONS[decision]}",
        detail={
            "PolicyType": "AccountLevelIdentityBasedPolicy",
            "NoPermissionType": decision,
            "AuthAction": action,
            "AuthPrincipalType": "SubUser",
            "AuthPrincipalDisplayName": user,
            "AuthPrincipalOwnerId": account,
        },
    )
