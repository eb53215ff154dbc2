"""Delivery from the outbox: at least once, with back-off, and not in a silence."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flinkjobs_target.notices.channels.interface import DeliveryError
from flinkjobs_target.notices.configuration import CommandSettings, NoticesFile
from flinkjobs_target.notices.delivery import Delivery
from flinkjobs_target.notices.notice import Notice
from flinkjobs_target.notices.routing import Routing
from flinkjobs_target.notices.silences import Silence, end_of_silence
from flinkjobs_target.storage import Storage

from .conftest import NOTICE

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
SUNDAY = 7


class RecordingChannel:
    """A channel that fails a number of times."""

    name = "ops"

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.delivered: list[str] = []

    async def deliver(self, notice: Notice) -> None:
        if self.failures:
            self.failures -= 1
            raise DeliveryError("it is away")
        self.delivered.append(notice.notice_id)

    async def close(self) -> None:
        pass


class Deliveries:
    """Deliveries of one observer at a time that a test sets."""

    def __init__(self, data: Storage, channel: RecordingChannel, **options: Any) -> None:
        self.now = NOON
        self._channel = channel
        self._data = data
        settings = CommandSettings(name="ops", command=("x",), kinds=options.pop("kinds", ()))
        self.routing = Routing(NoticesFile(channels=(settings,), **options))
        clock = lambda: self.now  # noqa: E731
        self._delivery = Delivery(data.outbox, "owner", [channel], self.routing, clock)

    def put(self, notice: Notice = NOTICE) -> None:
        """Put a notice into the outbox, now."""
        at = int(self.now.timestamp())
        self._data.outbox.put("owner", self.routing.entries(_at(notice, at)))

    def deliver(self, *, after: float = 0) -> None:
        """Deliver what is due, after some seconds."""
        self.now += timedelta(seconds=after)
        asyncio.run(self._delivery.deliver_due(self._channel))


def _at(notice: Notice, at: int) -> Notice:
    return Notice(notice_id=notice.notice_id, kind=notice.kind, at=at, text=notice.text)


def test_a_delivered_notice_leaves_the_outbox(data: Storage) -> None:
    """It is delivered once, also when it was put in twice."""
    channel = RecordingChannel()
    deliveries = Deliveries(data, channel)
    deliveries.put()
    deliveries.put()

    deliveries.deliver()
    deliveries.deliver(after=7200)

    assert channel.delivered == [NOTICE.notice_id]
    assert data.outbox.waiting("owner") == {}


def test_a_notice_is_sent_until_it_is_taken(
    data: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    """The pauses grow; the failure is logged once."""
    channel = RecordingChannel(failures=3)
    deliveries = Deliveries(data, channel)
    deliveries.put()

    for after in (0, 4, 2, 9, 2, 19, 2):
        deliveries.deliver(after=after)

    assert (channel.failures, channel.delivered) == (0, [NOTICE.notice_id])
    assert [line for line in caplog.messages if "ops" in line] == [
        "channel ops: it is away; its notices wait and are sent again"
    ]


def test_a_notice_of_a_killed_process_is_delivered_by_another(data: Storage) -> None:
    """It was claimed, and nobody knows whether it was sent: it is sent again after a minute."""
    channel = RecordingChannel()
    deliveries = Deliveries(data, channel)
    deliveries.put()
    now = int(NOON.timestamp())
    (entry,) = data.outbox.due("owner", "ops", now, 10)
    assert data.outbox.claim(entry, now + 60) is not None
    assert data.outbox.claim(entry, now + 60) is None

    deliveries.deliver(after=59)
    assert channel.delivered == []
    deliveries.deliver(after=2)

    assert channel.delivered == [NOTICE.notice_id]


def test_notices_wait_for_the_end_of_a_silence(data: Storage) -> None:
    """Nothing is lost; one that is put in before the silence is not sent in it, either."""
    channel = RecordingChannel(failures=1)
    silence = Silence(begin="12:00", end="13:00")
    deliveries = Deliveries(data, channel, silences=(silence,))
    deliveries.now = NOON - timedelta(seconds=2)
    deliveries.put()
    deliveries.deliver()

    deliveries.deliver(after=600)
    assert channel.delivered == []
    deliveries.deliver(after=3010)

    assert channel.delivered == [NOTICE.notice_id]


def test_a_channel_gets_the_kinds_that_it_wants(data: Storage) -> None:
    """Others are not stored for it."""
    deliveries = Deliveries(data, RecordingChannel(), kinds=("job-lost",))

    deliveries.put()

    assert data.outbox.waiting("owner") == {}


@pytest.mark.parametrize(
    ("silence", "hours"),
    [
        (Silence(begin="11:00", end="12:00"), 0),
        (Silence(begin="11:59", end="12:01"), 1 / 60),
        (Silence(begin="22:00", end="14:00"), 2),
        (Silence(begin="11:00", end="14:00", days=(SUNDAY,)), 2),
        (Silence(begin="11:00", end="14:00", days=(1,)), 0),
        (Silence(begin="22:00", end="14:00", days=(6,)), 2),
        (Silence(begin="11:00", end="14:00", channels=("other",)), 0),
    ],
)
def test_the_end_of_a_silence(silence: Silence, hours: float) -> None:
    """Windows may end on the next day; their days are those of the begin."""
    now = int(NOON.timestamp())

    assert end_of_silence([silence], "ops", now) - now == round(hours * 3600)


def test_silences_may_follow_each_other() -> None:
    """The end of one may be in another."""
    silences = [Silence(begin="13:00", end="14:00"), Silence(begin="11:00", end="13:00")]
    now = int(NOON.timestamp())

    assert end_of_silence(silences, "ops", now) - now == 7200
