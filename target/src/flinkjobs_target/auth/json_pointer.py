"""Places in a JSON document, and the complaint that something at one of them cannot be judged."""

__all__ = ["Unjudgeable", "pointer"]


def pointer(*tokens: str | int) -> str:
    """Write a JSON pointer (RFC 6901)."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


class Unjudgeable(ValueError):
    """Something in a policy is beyond what can be judged here; its text begins with the place."""

    def __init__(self, what: str, *place: str | int) -> None:
        super().__init__(f"{pointer(*place) or 'the whole'}: {what}")
