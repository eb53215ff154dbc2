"""Formats of strings and numbers are types of Python: in parameters, bodies and responses."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from tests.client.scripted import CannedResponse, serve

from .generating import python
from .loaded import Loopback, canned, load

SPEC = Path(__file__).parent / "other" / "formats.yaml"
ID = UUID("3f2b8c1e-5d64-4a3f-9a56-0c1d2e3f4a5b")
MOMENT = datetime(2026, 1, 31, 9, 30, tzinfo=timezone(timedelta(hours=8)))
DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load(SPEC, "formatted", tmp_path_factory.mktemp("formats"))


@pytest.fixture
def received() -> list[Any]:
    """The parameters that the server's methods got."""
    return []


@pytest.fixture
def transport(package: ModuleType, received: list[Any]) -> Loopback:
    """A server that returns what it got."""

    class Parcels(package.server.Parcels):  # type: ignore[name-defined, misc]
        async def read_day(self, _call: object, parameters: Any) -> Any:
            received.append(parameters)
            return package.models.Parcel(
                id=parameters.parcel, date=parameters.day, price=parameters.weight
            )

        async def add_parcel(self, _call: object, parameters: Any) -> Any:
            received.append(parameters)
            return parameters.body

    class Labels(package.server.Labels):  # type: ignore[name-defined, misc]
        async def add_label(self, _call: object, parameters: Any) -> Any:
            received.append(parameters)
            return [parameters.body.id]

    return Loopback(package, package.server.build_app(parcels=Parcels(), labels=Labels()))


@pytest.fixture
def client(package: ModuleType, transport: Loopback) -> Any:
    return package.Client(transport=transport)


def test_parameters_in_every_location(
    client: Any, transport: Loopback, received: list[Any]
) -> None:
    """Path, query and header carry the texts of OpenAPI; the server gets the values again."""
    found = client.parcels.read_day(
        parcel=ID,
        day=DAY,
        since=MOMENT,
        weight=Decimal("1.10"),
        days=[DAY],
        when=MOMENT,
        x_trace=ID,
    )

    (request,), (parameters,) = transport.requests, received
    moment = "2026-01-31T09%3A30%3A00%2B08%3A00"
    assert request.path == f"/v1/parcels/{ID}/days/2026-01-31"
    assert request.query == f"days=2026-01-31&since={moment}&weight=1.10&when={moment}"
    assert request.headers["x-trace"] == str(ID)
    assert (parameters.parcel, parameters.day, parameters.since) == (ID, DAY, MOMENT)
    assert (str(parameters.weight), parameters.days) == ("1.10", [DAY])
    assert (parameters.when, parameters.x_trace) == (MOMENT, ID)
    assert (
        transport.responses[0].body == f'{{"id":"{ID}","date":"2026-01-31","price":1.10}}'.encode()
    )
    assert (found.id, found.date, str(found.price)) == (ID, DAY, "1.10")


def test_a_default_is_a_value(client: Any, received: list[Any]) -> None:
    """A server's default has the type of the parameter."""
    client.parcels.read_day(parcel=ID, day=DAY)

    assert received[0].since == datetime(2026, 1, 1, tzinfo=UTC)


def test_texts_of_the_format_are_accepted(client: Any, received: list[Any]) -> None:
    """A text that has the format may stand for the value."""
    client.parcels.read_day(parcel=str(ID), day="2026-01-31", when="2026-01-31")

    assert (received[0].parcel, received[0].day, received[0].when) == (ID, DAY, DAY)


WRONG = [
    ({"parcel": "3f2b"}, "parcel must be a UUID, such as 3f2b8c1e-5d64-4a3f-9a56-0c1d2e3f4a5b"),
    ({"day": MOMENT}, "day must be a date, such as 2026-01-31"),
    ({"day": "31.01.2026"}, "day must be a date, such as 2026-01-31"),
    (
        {"since": datetime(2026, 1, 31)},
        "since must be a date and time with its offset from UTC, such as 2026-01-31T09:30:00Z",
    ),
    ({"weight": Decimal("NaN")}, "weight must be a number of at least 0.1"),
    ({"weight": Decimal(-1)}, "weight must be a number of at least 0.1"),
    ({"days": [DAY, "today"]}, "days must be a list, each of it a date, such as 2026-01-31"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_wrong_argument(
    package: ModuleType,
    client: Any,
    transport: Loopback,
    arguments: dict[str, object],
    message: str,
) -> None:
    """It is refused before anything is sent, with what is expected."""
    with pytest.raises(package.errors.UsageError) as raised:
        client.parcels.read_day(**{"parcel": ID, "day": DAY, **arguments})

    assert str(raised.value).startswith(f"readDay: {message}, not ")
    assert transport.requests == []


def test_bodies_and_responses(
    package: ModuleType, client: Any, transport: Loopback, received: list[Any]
) -> None:
    """A model goes both ways with its values; a decimal number is a number of JSON, exactly."""
    price = Decimal("12345678901234567890.10")
    parcel = package.models.Parcel(
        id=ID, date=DAY, datetime=MOMENT, price=price, taken=[MOMENT], due=DAY, sizes={"a": price}
    )

    found = client.parcels.add(body=parcel)

    body = (
        f'{{"id":"{ID}","date":"2026-01-31","datetime":"2026-01-31T09:30:00+08:00",'
        '"price":12345678901234567890.10,"taken":["2026-01-31T09:30:00+08:00"],'
        '"due":"2026-01-31","sizes":{"a":12345678901234567890.10}}'
    )
    assert transport.requests[0].body.decode() == body
    assert received[0].body == parcel
    assert found == parcel


def test_a_bound_is_compared_by_its_digits(client: Any, transport: Loopback) -> None:
    """A decimal number equals a bound that is the same decimal fraction, which is none in binary."""
    client.parcels.read_day(parcel=ID, day=DAY, weight=Decimal("0.1"))
    client.parcels.add(body={"id": ID, "date": DAY, "price": Decimal("0.1")})

    assert transport.requests[0].query == "weight=0.1"
    assert transport.requests[1].body.endswith(b',"price":0.1}')


def test_a_form(client: Any, transport: Loopback, received: list[Any]) -> None:
    """The fields of a form are the same texts."""
    found = client.labels.add(body={"id": ID, "printed": MOMENT, "price": Decimal("0.30")})

    assert transport.requests[0].body == (
        f"id={ID}&printed=2026-01-31T09%3A30%3A00%2B08%3A00&price=0.30".encode()
    )
    assert (received[0].body.id, received[0].body.printed) == (ID, MOMENT)
    assert str(received[0].body.price) == "0.30"
    assert found == [ID]


WRONG_BODIES = [
    ({"id": "x", "date": DAY}, "$.id must be a UUID, such as "),
    ({"id": ID, "date": DAY, "taken": [MOMENT, "now"]}, "$.taken[1] must be a date and time"),
    (
        {"id": ID, "date": DAY, "datetime": datetime(2026, 1, 1)},
        "$.datetime must be a date and time",
    ),
    ({"id": ID, "date": DAY, "price": "1.10"}, '$.price must be a number, not "1.10"'),
    ({"id": ID, "date": DAY, "price": Decimal("-0.1")}, "$.price must be at least 0.1, not -0.1"),
]


@pytest.mark.parametrize(("body", "message"), WRONG_BODIES)
def test_a_wrong_body(
    package: ModuleType, client: Any, body: dict[str, object], message: str
) -> None:
    """It is refused with its JSON path, also by a server."""
    with pytest.raises(package.errors.UsageError) as raised:
        client.parcels.add(body=body)

    assert f"body is invalid: {message}" in str(raised.value)


def test_a_server_checks_formats(package: ModuleType, transport: Loopback) -> None:
    """The server refuses what a client would not send."""
    client = package.Client(transport=transport, headers={"content-type": "application/json"})

    with pytest.raises(package.errors.ServiceError) as raised:
        client.request("POST", "/v1/parcels", body={"id": "x", "date": "2026-01-31"})

    assert raised.value.status == 400
    assert "$.id must be a UUID" in str(raised.value)


def test_a_wrong_response(package: ModuleType) -> None:
    """A value that a server sends in another form is an error with its JSON path."""
    body = f'{{"id":"{ID}","date":"2026-01-31","taken":["yesterday"]}}'.encode()
    client = package.Client(transport=canned(package, body))

    with pytest.raises(package.errors.InvalidResponseError) as raised:
        client.parcels.read_day(parcel=ID, day=DAY)

    assert "Invalid RFC3339 encoded datetime - at `$.taken[0]`" in str(raised.value)


def test_a_time_without_offset_in_a_response(package: ModuleType) -> None:
    """It is read as it is: a naive time, which is not sent back."""
    body = f'{{"id":"{ID}","date":"2026-01-31","datetime":"2026-01-31T09:30:00"}}'.encode()
    client = package.Client(transport=canned(package, body))

    found = client.parcels.read_day(parcel=ID, day=DAY)

    assert found.datetime == datetime(2026, 1, 31, 9, 30)
    with pytest.raises(package.errors.UsageError, match="with its offset from UTC"):
        client.parcels.add(body=found)


DUE = [
    ('"2026-01-31"', DAY),
    ('"2026-01-31T09:30:00+08:00"', MOMENT),
    ('"never"', "never"),
    ('"soon"', "soon"),
]


@pytest.mark.parametrize(("text", "value"), DUE)
def test_a_choice_of_formats(package: ModuleType, text: str, value: object) -> None:
    """A value is of the first format that its text has, else text."""
    body = f'{{"id":"{ID}","date":"2026-01-31","due":{text}}}'.encode()
    client = package.Client(transport=canned(package, body))

    found = client.parcels.read_day(parcel=ID, day=DAY).due

    assert (type(found), found) == (type(value), value)


def test_decimal_strings_beside_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document writes decimal numbers in one way; the strings of another stay texts, with a note."""
    from generator.cli import main

    text = SPEC.read_text("utf-8").replace(
        "sizes: {", "rate: {type: string, format: decimal}\n        sizes: {"
    )
    (tmp_path / "spec.yaml").write_text(text, "utf-8")

    code = main(["generate", f"--spec={tmp_path / 'spec.yaml'}", f"--out={tmp_path / 'mixed'}"])

    assert code == 0
    assert "decimal numbers are strings and numbers in this document" in capsys.readouterr().err
    models = (tmp_path / "mixed" / "src").glob("*/models/__init__.py")
    assert "    rate: str | None = None\n" in next(models).read_text("utf-8")


def run(package: ModuleType, *words: str) -> tuple[int, str]:
    """Run the package's command line; return its exit code and its output."""
    root = str(Path(str(package.__file__)).parents[1])
    done = python("-m", "formatted", *words, PYTHONPATH=root, LC_ALL="C.UTF-8")
    return done.returncode, done.stdout + done.stderr


def test_options(package: ModuleType) -> None:
    """The command line takes the texts of a format, also for properties of a body."""
    body = f'{{"id":"{ID}","date":"2026-01-31"}}'.encode()
    with serve() as server:
        server.response = CannedResponse(body, headers={"content-type": "application/json"})
        endpoint = (f"--endpoint={server.url}", "--output=json")
        read = ("parcels", "read_day", f"--parcel={ID}", "--day=2026-01-31", "--weight=1.10")
        added = ("parcels", "add", f"--id={ID}", "--date=2026-01-31", "--price=2.50")

        assert run(package, *read, "--since=2026-01-31T09:30:00Z", *endpoint)[0] == 0
        assert run(package, *added, *endpoint)[0] == 0

    assert server.requests[0].target == (
        f"/v1/parcels/{ID}/days/2026-01-31?since=2026-01-31T09%3A30%3A00Z&weight=1.10"
    )
    assert server.requests[1].body == f'{{"id":"{ID}","date":"2026-01-31","price":2.50}}'.encode()


def test_a_wrong_option(package: ModuleType) -> None:
    """The error says what is expected."""
    code, text = run(package, "parcels", "read_day", f"--parcel={ID}", "--day=tomorrow")

    assert code == 2
    assert "--day: must be a date, such as 2026-01-31, not 'tomorrow'" in text
