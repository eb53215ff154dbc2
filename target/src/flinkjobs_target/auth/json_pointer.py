"""JSON pointers, and the error that names a part of a policy by one."""

__all__ = ["PolicyError", "json_pointer"]


def json_pointer(*tokens: str | int) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


class PolicyError(ValueError):
    """A part of a policy is invalid or not supported; the message begins with its JSON pointer."""

    def __init__(self, problem: str, *tokens: str | int) -> None:
        super().__init__(f"{json_pointer(*tokens) or 'the document'}: {problem}")
