"""The guard that checks the permission that the contract requires for an operation."""

from flinkjobs.server import ErrorResponse, RequestContext

from ..clock import Clock
from .conditions import RequestConditions
from .keyring import Keyring
from .ram_policy import Decision, evaluate

__all__ = ["PermissionGuard"]

_REASONS = {"ImplicitDeny": "no policy allows it", "ExplicitDeny": "a policy denies it"}


class PermissionGuard:
    """Permits everything to the owner of an account, and to users what their policies allow."""

    def __init__(self, keyring: Keyring, *, clock: Clock) -> None:
        self._keyring = keyring
        self._clock = clock

    async def __call__(self, context: RequestContext) -> None:
        """Refuse an action that the caller is not permitted to perform."""
        principal, action = context.principal, context.operation.permission
        if action is None or principal.user is None:
            return
        policies = self._keyring.policies(principal.account, principal.user)
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
