"""The operations: grouped, found by name or field, and confirmed before they change something."""

from playwright.sync_api import expect

from .explorer import Explorer

SCOPE = {"workspace": "w", "namespace": "n"}


def test_operations_are_grouped_by_resource(explorer: Explorer) -> None:
    """In the order of the contract."""
    groups = explorer.page.locator("form optgroup")
    names = {
        group.get_attribute("label"): group.locator("option").all_inner_texts()
        for group in groups.all()
    }

    assert list(names) == [
        "Deployments",
        "Deployment targets",
        "Engine versions",
        "Events",
        "Variables",
        "Savepoints",
        "SQL",
        "Flink",
        "Jobs",
    ]
    assert names["Savepoints"] == [
        "ListSavepoints",
        "CreateSavepoint",
        "GetSavepoint",
        "DeleteSavepoint",
    ]
    assert sum(map(len, names.values())) == 29


def test_an_operation_is_found_by_a_field(explorer: Explorer) -> None:
    """Of its body, at any depth; Enter chooses the first hit."""
    search = explorer.page.get_by_label("Find by name or field")
    search.fill("allowNonRestored")
    hits = explorer.page.locator(".hits li").all_inner_texts()
    explorer.page.locator(".hits button", has_text="StartJobWithParams").click()

    assert any("restoreStrategy.allowNonRestoredState" in hit for hit in hits)
    expect(explorer.page.get_by_label("Operation")).to_have_value("StartJobWithParams")
    search.fill("stopjob")
    search.press("Enter")
    expect(explorer.page.get_by_label("Operation")).to_have_value("StopJob")
    search.fill("no such field")
    expect(explorer.page.locator(".search")).to_contain_text("Nothing has this name.")


def test_a_write_asks_the_question_of_the_contract(explorer: Explorer) -> None:
    """With what is sent. Escape sends nothing, and Run has the focus again."""
    explorer.fill({**SCOPE, "jobId": "j", "body.stopStrategy": "NONE"}, "StopJob")
    explorer.give_key()
    run = explorer.page.get_by_role("button", name="Run", exact=True)
    run.click()
    dialog = explorer.page.get_by_role("dialog", name="Stop the job instance?")

    expect(dialog).to_contain_text("POST /api/v2/namespaces/n/jobs/j:stop")
    expect(dialog).to_contain_text('"stopStrategy": "NONE"')
    expect(dialog.get_by_role("button", name="Do not send")).to_be_focused()
    explorer.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(run).to_be_focused()
    assert explorer.api_requests == []


def test_a_confirmed_write_is_sent(explorer: Explorer) -> None:
    """One without a question of its own names method and path."""
    explorer.fill({**SCOPE, "body.deploymentId": "missing"}, "CreateSavepoint")
    explorer.give_key()
    explorer.page.get_by_role("button", name="Run", exact=True).click()
    dialog = explorer.page.get_by_role("dialog", name="Send this request?")
    expect(dialog).to_contain_text("POST /api/v2/namespaces/n/savepoints")
    dialog.get_by_role("button", name="Send", exact=True).click()

    expect(explorer.page.get_by_role("alert")).to_contain_text("990301")
    assert len(explorer.api_requests) == 1
