"""The runner reads strings, names and comments as Flink's own parser does."""

from hypothesis import example, given
from hypothesis import strategies as st

from .driver import Driver

TABLE = "CREATE TABLE b (x STRING) WITH ('connector'='blackhole');\n"
CONTENT = st.text("';\"`-/*\\ \n\r\t$xE", max_size=10) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=10
)


LINE = CONTENT.map(lambda text: " ".join(text.split()))
"""Content without line ends, which a name and a line comment cannot have."""


@given(string=CONTENT, name=LINE, comment=LINE)
@example(string="it's; -- so", name="`;", comment="'")
@example(string="\\", name="/*", comment="\\")
def test_what_is_quoted(driver: Driver, string: str, name: str, comment: str) -> None:
    """Statements with any content of strings, names and comments are valid, each for itself."""
    quoted = "'" + string.replace("'", "''") + "'"
    alias = "`_" + name.replace("`", "``") + "`"
    insert = (
        f"INSERT INTO b /* {comment.replace('*', '+')} */ SELECT {quoted} AS {alias} -- {comment}\n"
        f"FROM (VALUES ({quoted})) AS v ({alias}) // {comment}\n"
    )

    driver.validate(f"{TABLE}{insert};{insert}")
