"""The explorer as people use it: what they fill in, press and read."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

from flinkjobs_target.testing.subprocess import RunningTarget

__all__ = ["EXAMPLE_VALUES", "Explorer"]

EXAMPLE_VALUES = {
    "workspace": "edcef******b4f",
    "namespace": "namespacetest",
    "deploymentId": "354dde66-a3ae-463e-967a-0b4107fd****",
}
_REFUSED = "Failed to load resource: the server responded with a status of "
"""What Chromium itself writes about each answer that is an error, as tests mean it to be."""


class Explorer:
    """One tab, which remembers what it asked for and what went wrong in it."""

    def __init__(
        self,
        browser: Browser,
        target: RunningTarget,
        *,
        size: tuple[int, int] = (1280, 900),
        dark: bool = False,
        locale: str = "en-GB",
    ) -> None:
        self.target = target
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=locale,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._context.set_default_timeout(10_000)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._remember)

    def __enter__(self) -> Self:
        self.page.goto(self.target.endpoint)
        self.page.locator("form").first.wait_for()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._context.close()
        if error is None:
            origins = {"://".join(urlsplit(url)[:2]) for url in self.requests}
            assert [] == self.errors
            assert {self.target.endpoint} == origins

    def fill(self, values: Mapping[str, str], operation: str | None = None) -> None:
        """Fill in parameters by their names."""
        if operation:
            self.page.get_by_label("Operation").select_option(operation)
        for name, value in values.items():
            field = self.page.locator(f"form [name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def give_key(
        self, key_id: str | None = None, secret: str | None = None, token: str | None = None
    ) -> None:
        """Type an access key: the target's own, unless told otherwise."""
        self.page.get_by_label("Access key id").fill(key_id or self.target.access_key_id)
        self.page.get_by_label("Access key secret").fill(secret or self.target.access_key_secret)
        self.page.get_by_label("Security token").fill(token or "")

    def press_run(self) -> None:
        """Press Run, and wait until the call is over."""
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.locator(".answer:not([aria-busy])").wait_for()

    def run(self, values: Mapping[str, str], operation: str | None = None) -> None:
        """Fill in everything, and run it."""
        self.fill(values, operation)
        self.give_key()
        self.press_run()

    def show(self, tab: str) -> Locator:
        """Turn to a view of the answer, and give its panel."""
        self.page.get_by_role("tab", name=tab, exact=True).click()
        return self.page.get_by_role("tabpanel").first

    def sample(self, kind: str) -> str:
        """Copy a sample, and give what is in the clipboard then."""
        self.show("Samples")
        self.page.get_by_role("tab", name=kind, exact=True).click()
        self.page.get_by_role("button", name="Copy").click()
        self.page.get_by_text("Copied").wait_for()
        return str(self.page.evaluate("() => navigator.clipboard.readText()"))

    @property
    def answer(self) -> Locator:
        """All that is shown of the last call."""
        return self.page.locator(".answer")

    @property
    def listed(self) -> list[str]:
        """The ids in the table, in its order."""
        buttons = self.page.locator("tbody button").all()
        return [str(button.get_attribute("title")) for button in buttons]

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_REFUSED):
            self.errors.append(message.text)

    def _remember(self, request: Request) -> None:
        self.requests.append(request.url)
