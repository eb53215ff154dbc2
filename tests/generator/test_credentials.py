"""A client of somebody else's API takes its credentials, and sends each where it belongs."""

import json
from pathlib import Path
from typing import Any

import pytest

from .generating import generator, python

SPEC = Path(__file__).parent / "other" / "locked.yaml"
CALL = """
import http.server, json, sys, threading
from locked import Client

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        names = ("authorization", "x-key", "cookie")
        seen = {name: self.headers[name] for name in names if name in self.headers}
        body = json.dumps({"path": self.path, **seen}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
endpoint = f"http://127.0.0.1:{server.server_address[1]}"
found = eval(sys.argv[1])
server.shutdown()
print(json.dumps(found))
"""
ALL = (
    "Client(endpoint=endpoint, token='t', header_key='h', query_key='q&', cookie_key='c',"
    " password=('ada', 'p:w'), oauth='o').default.%s"
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of an API with a credential of each kind; what it cannot send has been said."""
    out = tmp_path_factory.mktemp("credentials") / "locked"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "locked")

    assert done.returncode == 0, done.stderr
    assert 'security scheme "seal" is not sent by the client' in done.stderr
    return out


def ask(package: Path, expression: str, token: str = "", password: str = "") -> Any:
    environ = {"LOCKED_TOKEN": token, "LOCKED_PASSWORD": password}
    done = python("-c", CALL, expression, cwd=package / "src", **environ)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


SENT = [
    ("by_token()", {"path": "/token", "authorization": "Bearer t"}),
    ("open()", {"path": "/open"}),
    ("by_header()", {"path": "/header", "x-key": "h"}),
    ("by_query(q='a')", {"path": "/query?q=a&key=q%26"}),
    ("by_cookie(s='1')", {"path": "/cookie", "cookie": "s=1; sid=c"}),
    ("by_password()", {"path": "/basic", "authorization": "Basic YWRhOnA6dw=="}),
    ("either()", {"path": "/either", "authorization": "Bearer o"}),
]


@pytest.mark.parametrize(("call", "expected"), SENT)
def test_each_goes_where_it_belongs(package: Path, call: str, expected: dict[str, str]) -> None:
    """An operation gets the credentials that it asks for, and no other."""
    assert ask(package, ALL % call) == expected


def test_a_group_that_is_given_whole(package: Path) -> None:
    """Of several ways to say who calls, the one that was given is taken."""
    given = "Client(endpoint=endpoint, header_key='h', query_key='q').default.either()"

    assert ask(package, given) == {"path": "/either?key=q", "x-key": "h"}


def test_environment(package: Path) -> None:
    """Credentials that are not passed are read from the environment."""
    call = "[Client(endpoint=endpoint).default.by_token(), Client(endpoint=endpoint).default.by_password()]"
    token, basic = ask(package, call, token="t", password="ada:p:w")

    assert token["authorization"] == "Bearer t"
    assert basic["authorization"] == "Basic YWRhOnA6dw=="


def test_a_function_is_asked_at_each_call(package: Path) -> None:
    """A token that is renewed comes from a function."""
    given = "(lambda c: [c.default.by_token()['authorization'] for _ in 'ab'])(Client(endpoint=endpoint, token=iter(['1', '2']).__next__))"

    assert ask(package, given) == ["Bearer 1", "Bearer 2"]


def test_own_headers_come_first(package: Path) -> None:
    """A header that the user adds is sent instead of the credential."""
    given = "Client(endpoint=endpoint, token='t', headers={'Authorization': 'Own x'}).default.by_token()"

    assert ask(package, given)["authorization"] == "Own x"


@pytest.mark.parametrize("given", ["token='secret\\n'", "password='secret'", "header_key=''"])
def test_what_cannot_be_sent(package: Path, given: str) -> None:
    """A credential of the wrong form is refused at once, and not shown."""
    code = f"from locked import Client; Client(endpoint='https://x', {given})"
    done = python("-c", code, PYTHONPATH=str(package / "src"))

    assert "UsageError" in done.stderr
    assert "it is not shown here" in done.stderr
    assert "secret" not in done.stderr.rpartition("UsageError")[2]


def test_nothing_shows_a_credential(package: Path) -> None:
    """Neither a request nor what a client keeps shows a credential when it is printed."""
    code = (
        "from locked import Client; from locked.operations import BY_QUERY;"
        "c = Client(endpoint='https://x', query_key='secret', token='secret')._session._context;"
        "r = c.authenticate(c.build(BY_QUERY, {}));"
        "assert 'key=secret' in r.target; print(r, c)"
    )
    done = python("-c", code, PYTHONPATH=str(package / "src"))

    assert (done.returncode, done.stderr) == (0, "")
    assert "secret" not in done.stdout


def test_types(package: Path, mypy_cache: Path) -> None:
    """The package passes mypy's strictest settings."""
    command = ["-m", "mypy", "--strict", "--cache-dir", str(mypy_cache), "-p", "locked"]
    done = python(*command, cwd=package / "src")

    assert (done.returncode, "" if done.returncode == 0 else done.stdout) == (0, "")
