"""Names that emitted modules have for themselves beside the class of a resource."""

from typing import Final

__all__ = ["CLASSES"]

CLASSES: Final = (
    *("ABC", "AbstractAsyncContextManager", "Any", "App", "BusinessFailure", "Call", "Callable"),
    *("Client", "ClientGone", "Exchange", "Guard", "Items", "Limits", "Literal", "Mapping"),
    *("Message", "Observer", "Outcome", "Principal", "Receive", "Refusal", "Route", "Scope"),
    *("Send", "Sequence", "Session", "Struct"),
    *("True", "False", "None"),
)
