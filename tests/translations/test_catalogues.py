"""Catalogues: complete, with the same placeholders, and written the same way each time."""

import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

from generator.translations.catalogue import (
    EXPLORER,
    REFERENCE,
    RUNTIME,
    Text,
    contract_catalogue,
    contract_translations,
    read_catalogue,
    read_translations,
)
from generator.translations.source_texts import explorer_texts, runtime_texts
from generator.translations.update import Translated, faults, translated, update

ROOT = Path(__file__).parents[2]
CONTRACT = contract_catalogue(ROOT / "spec" / "openapi.yaml")
WORKFLOWS = CONTRACT.with_name("workflows.arazzo.po")
CATALOGUES = (RUNTIME, REFERENCE, EXPLORER, CONTRACT, WORKFLOWS)
SOURCES = ROOT / "target" / "explorer" / "src"
README = ROOT / "docs" / "README.zh-CN.md"
CHINESE = re.compile("[\u3400-\u9fff]")
OTHER_TERMS = re.compile("密文|访问密钥|命名空间|名字空间|应答|头部|名词|动词")
"""Terms that are not the vendor's: AccessKey, AccessKey Secret, 项目空间, 响应, 请求头, 资源, 操作."""
NAMES = re.compile(
    r"Flink|Python|Java|Session|JobManager|TaskManager|AccessKey|Secret|ID|SQL|YAML|JSON|URL|XML|Log4j|CPU|GiB|API"
    r"|UTC|UTF-8|ASCII|TLS|SDK|JAR|HTTP|nonce|slot|Ctrl-C|ACS3-HMAC-SHA256|HMAC"
)
"""Names of products, formats and protocols, which Chinese sentences keep."""


def catalogue_of(tmp_path: Path, entries: str) -> Path:
    path = tmp_path / "pets.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(header + entries, "utf-8")
    return path


def translated_by(path: Path, *texts: str) -> Translated:
    stated = [Text(text, path.parent / "pets.py", line) for line, text in enumerate(texts, 3)]
    return Translated(path, lambda: stated, True)


def test_nothing_is_missing_fuzzy_or_obsolete() -> None:
    """Every message of the runtime, label of the reference and text of the contract is translated."""
    subjects = list(translated())

    assert [subject.catalogue for subject in subjects] == list(CATALOGUES)
    assert [str(fault) for subject in subjects for fault in faults(subject)] == []


def test_every_message_of_the_runtime_is_extracted() -> None:
    """Those that errors raise, those of the help, and those that describe valid values."""
    texts = {text.english for text in runtime_texts()}

    assert {
        "no connection to {endpoint}: {reason}",
        "Endpoint to call.",
        "an integer from {minimum} to {maximum}",
        "OPTIONS",
    } <= texts
    assert len(texts) > 120


def test_every_message_of_the_explorer_is_extracted() -> None:
    """Each call has a literal text, which the extraction finds; but for their own definitions."""
    calls = [
        f"{path.name}:{call}"
        for path in SOURCES.rglob("*.ts")
        for call in re.findall(r"\bmessage(?:Parts)?\(\s*(.)", path.read_text("utf-8"))
    ]
    other = sorted(call for call in calls if not call.endswith('"'))

    assert other == ["messages.ts:e"] * 3
    assert len(calls) - len(other) == len(list(explorer_texts())) > 100


@pytest.mark.parametrize("path", (RUNTIME, REFERENCE, EXPLORER), ids=lambda path: path.stem)
def test_rendering_fills_all_placeholders(path: Path) -> None:
    """A translation has the placeholders of its template: formatting it leaves none."""
    for english, chinese in read_translations(path).items():
        names = {name for _, name, _, _ in Formatter().parse(english) if name}
        rendered = chinese.format(**dict.fromkeys(names, 7))

        assert not re.search(r"\{\w+", rendered), english


def chinese_texts(path: Path) -> list[str]:
    """Return the Chinese of a catalogue, or of a page."""
    if path.suffix == ".po":
        return list(read_translations(path).values())
    return [line for line in path.read_text("utf-8").splitlines() if CHINESE.search(line)]


@pytest.mark.parametrize("path", (*CATALOGUES, README), ids=lambda path: path.name)
def test_the_terms_are_the_vendors(path: Path) -> None:
    """One term for each thing, and one form of colon."""
    texts = chinese_texts(path)

    assert len(texts) > 20
    assert [text for text in texts if OTHER_TERMS.search(text)] == []
    assert [text for text in texts if re.search(r"[\u3400-\u9fff}]: ?[\u3400-\u9fff{]", text)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_english_sentence_is_left(path: Path) -> None:
    """Two English words in a row are a name, a placeholder or code."""
    for english, chinese in read_translations(path).items():
        plain = NAMES.sub("", re.sub(r"\{[^}]*\}|`[^`]*`|\([^)]*\)", "", chinese))

        assert not re.search(r"[a-z]{2,} [a-z]{2,}", plain), english


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_an_update_writes_the_same_bytes(path: Path, tmp_path: Path) -> None:
    """Without dates, versions of tools and line numbers of the texts."""
    (subject,) = (subject for subject in translated() if subject.catalogue == path)
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    update(subject._replace(catalogue=copy))

    assert copy.read_bytes() == path.read_bytes()
    assert not re.search(r"-Date:|Generated-By|\.py:\d|\.yaml:\d", path.read_text("utf-8"))


def test_a_missing_translation_is_named_by_file_and_line(tmp_path: Path) -> None:
    """The line is that of the text, the remedy names the command and the file."""
    path = catalogue_of(tmp_path, 'msgid "a cat"\nmsgstr "猫"\n\nmsgid "a dog"\nmsgstr ""\n')
    found = [str(fault) for fault in faults(translated_by(path, "a cat", "a dog", "a cow"))]

    assert found == [
        f'{tmp_path}/pets.py:{line}: "{text}" has no translation; run make translations, and '
        f"translate it in {path}"
        for line, text in ((4, "a dog"), (5, "a cow"))
    ]


def test_fuzzy_and_obsolete_entries_are_named_by_file_and_line(tmp_path: Path) -> None:
    """So are translations with other placeholders than their template."""
    path = catalogue_of(
        tmp_path,
        '#, fuzzy\nmsgid "a cat"\nmsgstr "猫"\n\nmsgid "a {dog}"\nmsgstr "狗 {cat}"\n\n'
        'msgid "a cow"\nmsgstr "牛"\n\n#~ msgid "a hen"\n#~ msgstr "鸡"\n',
    )
    found = [str(fault) for fault in faults(translated_by(path, "a cat", "a {dog}"))]

    assert [line.removeprefix(f"{path}:") for line in found] == [
        '5: "a cat" is fuzzy; correct it, and remove the mark',
        '8: the translation of "a {dog}" has other placeholders; use dog',
        '11: "a cow" is obsolete: no text reads so; run make translations',
        '14: "a hen" is obsolete: no text reads so; remove it',
    ]


def test_an_update_keeps_translations(tmp_path: Path) -> None:
    """A new text is empty, a changed one fuzzy; fuzzy translations are not used."""
    path = catalogue_of(tmp_path, 'msgid "the cat is asleep"\nmsgstr "猫在睡觉"\n')
    update(translated_by(path, "the cat is asleep.", "a zebra"))
    catalogue = read_catalogue(path)

    assert catalogue["the cat is asleep."].fuzzy
    assert catalogue["a zebra"].string == ""
    assert read_translations(path) == {}


def test_a_contract_without_a_catalogue_has_no_translations() -> None:
    """The specification of Flink's own API has none."""
    assert contract_translations(ROOT / "spec" / "flink-rest.yaml") == {}


def test_the_command_reports_faults() -> None:
    """`make check` runs it: nothing is wrong, and wrong usage is said."""
    command = [sys.executable, "-m", "generator.translations"]
    done = subprocess.run(
        [*command, "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    wrong = subprocess.run(
        [*command, "chekc"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (wrong.returncode, "update|check" in wrong.stderr) == (2, True)
