"""A page object of the explorer."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from flinkjobs_target.testing.subprocess import RunningTarget

__all__ = ["EXAMPLE_VALUES", "Explorer"]

EXAMPLE_VALUES = {
    "workspace": "edcef******b4f",
    "namespace": "namespacetest",
    "deploymentId": "354dde66-a3ae-463e-967a-0b4107fd****",
}
_ERROR_STATUS = "Failed to load resource: the server responded with a status of "
"""The beginning of Chromium's own message about an error status, which tests expect."""


def _is_write(response: Response) -> bool:
    return response.request.method != "GET" and "/api/" in response.url


class Explorer:
    """A browser tab that records requests and errors."""

    def __init__(
        self,
        browser: Browser,
        target: RunningTarget,
        *,
        size: tuple[int, int] = (1280, 900),
        dark: bool = False,
        locale: str = "en-GB",
        timezone: str = "UTC",
        path: str = "",
    ) -> None:
        self.target = target
        self._path = path
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=locale,
            timezone_id=timezone,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._context.set_default_timeout(10_000)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._remember)

    def __enter__(self) -> Self:
        self.page.goto(f"{self.target.endpoint}{self._path}")
        self.page.locator("form").first.wait_for()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._context.close()
        if error is None:
            origins = {"://".join(urlsplit(url)[:2]) for url in self.requests}
            assert self.errors == []
            assert origins == {self.target.endpoint}

    def fill(self, values: Mapping[str, str], operation: str | None = None) -> None:
        """Fill in parameters by their names."""
        if operation:
            self.page.locator("form select").first.select_option(operation)
        for name, value in values.items():
            field = self.page.locator(f'form [name="{name}"]')
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def give_key(
        self, key_id: str | None = None, secret: str | None = None, token: str | None = None
    ) -> None:
        """Type an access key; the default is the target's own."""
        own = self.page.locator("input[type=radio]").last
        if own.count():
            own.check()
        self.page.get_by_label("Access key id").fill(key_id or self.target.access_key_id)
        self.page.get_by_label("Access key secret").fill(
            self.target.access_key_secret if secret is None else secret
        )
        self.page.get_by_label("Security token").fill(token or "")

    def press_run(self) -> None:
        """Press Run, confirm a write, and wait for the response."""
        self.page.get_by_role("button", name="Run", exact=True).click()
        if self.page.get_by_role("dialog").count():
            self.confirm()
        self.page.locator(".response:not([aria-busy])").wait_for()

    def confirm(self) -> None:
        """Confirm a write, and wait until its response is shown."""
        send = self.page.get_by_role("dialog").get_by_role("button", name="Send", exact=True)
        with self.page.expect_response(_is_write) as waited:
            send.click()
        request_id = waited.value.headers["x-acs-request-id"]
        self.page.locator(".outcome", has_text=request_id).wait_for()

    def run(self, values: Mapping[str, str], operation: str | None = None) -> None:
        """Fill in parameters and key, and run the request."""
        self.fill(values, operation)
        self.give_key()
        self.press_run()

    def show(self, tab: str) -> Locator:
        """Select a tab of the response, and return its panel."""
        self.page.get_by_role("tab", name=tab, exact=True).click()
        return self.page.get_by_role("tabpanel").first

    def sample(self, kind: str) -> str:
        """Copy a sample, and return the content of the clipboard."""
        self.show("Samples")
        self.page.get_by_role("tab", name=kind, exact=True).click()
        self.page.get_by_role("button", name="Copy").click()
        self.page.get_by_text("Copied").wait_for()
        return str(self.page.evaluate("() => navigator.clipboard.readText()"))

    @property
    def response(self) -> Locator:
        """The section of the last response."""
        return self.page.locator(".response")

    @property
    def api_requests(self) -> list[str]:
        """The URLs of the requests to the API."""
        return [url for url in self.requests if "/api/" in url]

    @property
    def listed(self) -> list[str]:
        """The ids in the table."""
        buttons = self.page.locator("tbody [data-key]")
        return list(buttons.evaluate_all("buttons => buttons.map(button => button.dataset.key)"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_ERROR_STATUS):
            self.errors.append(message.text)

    def _remember(self, request: Request) -> None:
        self.requests.append(request.url)
