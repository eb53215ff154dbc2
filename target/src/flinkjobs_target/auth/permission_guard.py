"""The guard that asks whether the caller may do what the contract says the operation needs."""

from flinkjobs.server import Exchange, Refusal

from ..clock import Clock
from .conditions import Circumstances
from .keyring import Keyring
from .ram_policy import Verdict, judge

__all__ = ["PermissionGuard"]

_REASONS = {"ImplicitDeny": "no policy allows it", "ExplicitDeny": "a policy denies it"}


class PermissionGuard:
    """Lets the owner of an account do everything, and a user what the user's policies permit."""

    def __init__(self, keyring: Keyring, *, clock: Clock) -> None:
        self._keyring = keyring
        self._clock = clock

    async def __call__(self, exchange: Exchange) -> None:
        """Refuse what the caller is not permitted to do."""
        principal, action = exchange.principal, exchange.operation.permission
        if action is None or principal.user is None:
            return
        policies = self._keyring.policies(principal.account, principal.user)
        verdict = judge(policies, action, self._circumstances(exchange))
        if verdict != "Allow":
            raise _forbidden(principal.account, principal.user, action, verdict)

    def _circumstances(self, exchange: Exchange) -> Circumstances:
        return Circumstances(now=self._clock(), source=exchange.client, secure=exchange.secure)


def _forbidden(account: str, user: str, action: str, verdict: Verdict) -> Refusal:
    return Refusal(
        "Forbidden.RAM",
        f"user {user} may not do {action}: {_REASONS[verdict]}",
        detail={
            "PolicyType": "AccountLevelIdentityBasedPolicy",
            "NoPermissionType": verdict,
            "AuthAction": action,
            "AuthPrincipalType": "SubUser",
            "AuthPrincipalDisplayName": user,
            "AuthPrincipalOwnerId": account,
        },
    )
