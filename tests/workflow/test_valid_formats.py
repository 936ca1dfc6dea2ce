"""The e-book and the JATS XML as the programs see them that judge such files."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import lxml.etree
import pytest

pytestmark = pytest.mark.workflow

XML = "http://www.w3.org/XML/1998/namespace"


@pytest.fixture(scope="module")
def epubcheck(part_of_package, missing, tmp_path_factory):
    """What EPUBCheck says of a book, message by message."""
    archive = part_of_package("epubcheck", "epubcheck.jar")
    if not (java := shutil.which("java")):
        missing("there is no Java")
    report = tmp_path_factory.mktemp("epubcheck") / "report.json"

    def epubcheck(book: Path) -> list[str]:
        command = [java, "-jar", str(archive), "--json", str(report), str(book)]
        subprocess.run(command, capture_output=True, check=False, timeout=300)
        found = json.loads(report.read_text(encoding="utf-8"))["messages"]
        return [f"{each['ID']}: {each['message']} {each['locations'][:1]}" for each in found]

    return epubcheck


@pytest.mark.parametrize("edition", ["essay", "opstel"])
def test_the_tiny_review_is_valid_jats(tiny_built_once, jats_dtd, edition):
    article = lxml.etree.parse(tiny_built_once.root / f"results/{edition}.jats.xml")
    jats_dtd.validate(article)
    assert [str(each) for each in jats_dtd.error_log] == []


def test_the_real_review_is_valid_jats(real_written, jats_dtd):
    article = lxml.etree.parse(real_written.root / "review.jats.xml")
    jats_dtd.validate(article)
    assert [str(each) for each in jats_dtd.error_log] == []


@pytest.mark.long
def test_epubcheck_has_nothing_to_say_of_the_tiny_review(tiny_built_once, epubcheck):
    assert epubcheck(tiny_built_once.root / "results/essay.epub") == []


def test_epubcheck_has_nothing_to_say_of_the_real_review(real_written, epubcheck):
    assert epubcheck(real_written.root / "review.epub") == []


def test_the_real_review_tells_all_three_abstracts_and_each_of_its_works(real_written):
    article = lxml.etree.parse(real_written.root / "review.jats.xml")
    languages = [each.get(f"{{{XML}}}lang") for each in article.iter("trans-abstract")]
    document = json.loads(real_written.read("work/review/document.json"))
    [works] = [
        each for each in document["blocks"] if each["t"] == "Div" and each["c"][0][0] == "refs"
    ]
    assert len(article.findall(".//abstract[@id='sec-abstract']")) == 1
    assert languages == ["zh", "nl"]
    assert len(article.findall(".//ref/element-citation")) == len(works["c"][1])
