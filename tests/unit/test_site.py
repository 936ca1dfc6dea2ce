"""``livereview site``: the pages that it makes of results, and when it makes none."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from livereview.changes.releases import Releases
from livereview.changes.revisions import Named
from livereview.cli import main
from livereview.publish import publish
from livereview.version import Version

REPOSITORY = Path(__file__).parents[2]
HEADER = '<header class="title-block">'
PAGE = f'<body>\n<a class="skip" href="#text">Skip</a>\n{HEADER}\n<h1>Birds</h1>\n</header>\n'
FILES = {
    "guide.html": PAGE,
    "guide.pdf": "p" * 1_840_000,
    "changes.html": "what has changed",
    "evidence.xlsx": "x" * 1200,
    "figures/map.svg": "<svg/>",
    "tables/surveys.csv": "id\n",
}
WORDS = {
    "archive": "All in one",
    "changes": "What has changed",
    "documents": "Documents",
    "downloads": "Downloads",
    "figures": "Figures",
    "front_page": "The guide",
    "not_found": "No such page",
    "other_files": "Other files",
    "tables": "Tables",
    "version": "Version",
    "versions": "Versions",
    "versions_intro": "They stay.",
}


@dataclass
class Made:
    """A review with results, and the site that is made of them."""

    review: object
    root: Path

    def publish(self, files=FILES, version="v1.0-2-g1234567890"):
        for name, text in files.items():
            (self.root / "work" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / "work" / name).write_text(text, encoding="utf-8")
        publish(self.root / "work", files, self.root / "results", Version(version, "2026-11-21", 0))

    def site(self, *options):
        status = main(["--root", str(self.root), "site", *options])
        said = self.review.capsys.readouterr()
        return status, said.out + said.err

    def refused(self, *options):
        status, said = self.site(*options)
        assert status == 1
        return said.replace(f"{self.root}/", "")

    def page(self, name):
        return (self.root / "site" / name).read_text(encoding="utf-8")

    def text(self, name):
        """What a page says, without its mark-up."""
        main_part = self.page(name).partition("<body>")[2]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main_part)).strip()

    def links(self, name):
        return re.findall(r'<a href="([^"]*)"', self.page(name))


@pytest.fixture
def made(review):
    written = review.read("config/config.yaml")
    for name, word in WORDS.items():
        written = re.sub(rf"\b{name}: a word\b", f"{name}: {word}", written)
    review.write("config/config.yaml", written.encode())
    one = Made(review, review.root)
    one.publish()
    return one


@pytest.fixture
def released(monkeypatch):
    """Two releases, the newer one with a name that an address can't hold as it is."""
    tags = (Named("v2.0/éd", "b" * 40, "2026-11-01"), Named("v1.0", "a" * 40, "2026-05-01"))
    monkeypatch.setattr(
        "livereview.site.writing.read_releases", lambda root: Releases(tags, "c" * 40)
    )


def test_the_front_page_is_the_review_with_links_above_its_title(made):
    status, said = made.site()
    assert (status, said) == (0, f"{made.root}/site/index.html: the front page of the site\n")
    links = (
        '<nav class="site" aria-label="Birds of Kent">\n'
        '<a href="./" aria-current="page">The guide</a>\n'
        '<a href="downloads.html">Downloads</a>\n'
        '<a href="downloads.html#tables">Tables</a>\n'
        '<a href="changes.html">What has changed</a>\n'
        '<a href="versions.html">Versions</a>\n'
        "</nav>\n"
    )
    assert made.page("index.html") == PAGE.replace(HEADER, links + HEADER)


def test_the_template_of_the_review_has_one_place_for_these_links():
    template = REPOSITORY / "workflow" / "templates" / "html" / "page.html"
    assert template.read_text(encoding="utf-8").count(HEADER) == 1


def test_the_site_holds_the_results_as_they_are(made):
    made.site()
    subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=made.root / "site",
        check=True,
    )
    assert made.page("tables/surveys.csv") == "id\n"


def test_what_a_person_put_among_the_results_is_not_published(made):
    (made.root / "results" / "letter-to-editor.txt").write_text("Dear editor")
    made.site()
    assert sorted(path.name for path in (made.root / "site").iterdir()) == [
        *("404.html", "README.txt", "SHA256SUMS", "changes.html", "downloads.html"),
        *("evidence.xlsx", "figures", "guide-v1.0-2-g1234567890.zip", "guide.html", "guide.pdf"),
        *("index.html", "tables", "versions.html"),
    ]


def test_each_file_stands_among_the_downloads_with_its_size(made):
    made.site()
    text = made.text("downloads.html")
    size = f"{(made.root / 'site' / 'guide-v1.0-2-g1234567890.zip').stat().st_size / 1000:.0f}"
    assert text.endswith(
        f"All in one {size} KB "
        "Documents guide.html 1 KB guide.pdf 1.8 MB "
        "Tables surveys.csv 1 KB Figures map.svg 1 KB "
        "Other files README.txt 1 KB SHA256SUMS 1 KB changes.html 1 KB evidence.xlsx 1 KB"
    )
    assert "tables/surveys.csv" in made.links("downloads.html")


def test_sizes_have_the_decimal_mark_of_the_language(made):
    made.review.replace("manuscript/guide/metadata.yaml", "lang: en", "lang: nl")
    made.site()
    assert "guide.pdf 1,8 MB" in made.text("downloads.html")
    assert '<html lang="nl">' in made.page("downloads.html")


def test_the_archive_holds_all_files_in_a_folder_of_its_name(made):
    made.site()
    with ZipFile(made.root / "site" / "guide-v1.0-2-g1234567890.zip") as archive:
        names = [name.removeprefix("guide-v1.0-2-g1234567890/") for name in archive.namelist()]
        assert names == sorted([*FILES, "README.txt", "SHA256SUMS"])
        assert archive.read("guide-v1.0-2-g1234567890/tables/surveys.csv") == b"id\n"


def test_a_site_that_is_made_again_is_the_same(made):
    made.site()
    names = [path for path in (made.root / "site").rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in names}
    made.site()
    assert {path: path.read_bytes() for path in names} == before


@pytest.mark.parametrize(
    ("version", "archive"),
    [("", "guide-2026-11-21.zip"), ("release/1.0+changes", "guide-release-1.0-changes.zip")],
)
def test_the_archive_has_a_name_that_any_system_takes(made, version, archive):
    made.publish(version=version)
    made.site()
    assert [path.name for path in (made.root / "site").glob("*.zip")] == [archive]


def test_versions_lead_to_their_releases_newest_first(made, released):
    made.review.append("config/config.yaml", "site: {releases: 'https://birds.example/r/{}'}\n")
    made.site()
    assert made.links("versions.html")[-2:] == [
        "https://birds.example/r/v2.0%2F%C3%A9d",
        "https://birds.example/r/v1.0",
    ]
    assert made.text("versions.html").endswith(
        "Versions Birds of Kent They stay. Version v1.0-2-g1234567890 2026-11-21 "
        "v2.0/éd 2026-11-01 v1.0 2026-05-01"
    )


def test_without_their_address_versions_have_no_links_and_the_command_says_so(made, released):
    said = made.site()[1]
    assert "its versions have no links" in said
    assert made.links("versions.html")[-1] == "versions.html"
    assert made.text("versions.html").endswith("v2.0/éd 2026-11-01 v1.0 2026-05-01")


def test_a_folder_without_git_lists_no_versions_of_a_repository_around_it(made, released):
    made.publish(version="")
    made.site()
    assert made.text("versions.html").endswith("They stay. Version 2026-11-21")


def test_where_no_page_of_changes_was_built_none_is_linked(made):
    made.publish({name: text for name, text in FILES.items() if name != "changes.html"})
    made.site()
    assert made.links("versions.html") == [
        *("./", "downloads.html", "downloads.html#tables", "versions.html")
    ]


def test_the_page_of_what_is_not_there_leads_on_from_any_folder(made):
    made.review.append("config/config.yaml", "site: {address: 'https://birds.example/kent/'}\n")
    made.site()
    assert made.text("404.html").endswith("No such page Birds of Kent")
    assert made.links("404.html") == [
        "https://birds.example/kent/",
        "https://birds.example/kent/downloads.html",
        "https://birds.example/kent/downloads.html#tables",
        "https://birds.example/kent/changes.html",
        "https://birds.example/kent/versions.html",
    ]


def test_where_there_are_no_tables_no_link_leads_to_them(made):
    made.publish({"guide.html": PAGE})
    made.site()
    assert made.links("versions.html") == ["./", "downloads.html", "versions.html"]


def test_titles_and_names_are_text_and_no_mark_up(made, released):
    made.review.replace(
        "manuscript/guide/metadata.yaml", "title: Birds of Kent", "title: '<b>\"Birds\" & bees'"
    )
    made.site()
    for name in ("index.html", "downloads.html", "versions.html", "404.html"):
        assert "<b>" not in made.page(name)
        assert "&lt;b&gt;&#34;Birds&#34; &amp; bees" in made.page(name)


def test_the_pages_load_nothing_and_run_no_script(made):
    made.site()
    for name in ("downloads.html", "versions.html", "404.html"):
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made.page(name))
        assert policy is not None
        assert policy[1].startswith("default-src 'none'")
        assert "script-src 'none'" in policy[1]
        assert "<script" not in made.page(name)


def test_a_new_site_takes_the_place_of_the_old_one(made):
    made.site()
    made.publish({"guide.html": PAGE}, version="v2.0")
    made.site()
    assert not (made.root / "site" / "tables").exists()
    assert [path.name for path in (made.root / "site").glob("*.zip")] == ["guide-v2.0.zip"]


def test_another_folder_can_be_named(made, tmp_path):
    assert made.site("--output", str(tmp_path / "elsewhere"))[0] == 0
    assert (tmp_path / "elsewhere" / "index.html").is_file()
    assert not (made.root / "site").exists()


def test_without_results_there_is_no_site(made):
    shutil.rmtree(made.root / "results")
    assert made.refused() == (
        "there are no results in results\n    build the review again, with make\n"
    )
    assert not (made.root / "site").exists()


def test_results_that_someone_edited_are_not_published(made):
    (made.root / "results" / "guide.pdf").write_text("with comments")
    assert made.refused() == (
        "results/guide.pdf is not as it was built\n"
        "    build the review again, with make; your changes are kept\n"
    )


def test_results_that_are_not_complete_are_not_published(made):
    (made.root / "results" / "tables" / "surveys.csv").unlink()
    assert made.refused().startswith("results/tables/surveys.csv is missing\n")


def test_a_folder_with_other_things_is_left_alone(made):
    (made.root / "site").mkdir()
    (made.root / "site" / "plan-of-the-site.txt").write_text("trees here")
    assert made.refused() == "site is there already, and is no site\n    name another folder\n"
    assert made.page("plan-of-the-site.txt") == "trees here"


def test_a_review_that_is_built_without_a_web_page_has_no_site(made):
    made.publish({"guide.pdf": "a PDF"})
    assert made.refused() == (
        "there is no guide.html, which would be the front page\n"
        "    formats in config/config.yaml must hold html\n"
    )


def test_an_edition_can_not_have_the_name_of_a_page_of_the_site(made):
    made.publish(FILES | {"versions.html": PAGE})
    assert made.refused() == (
        "versions.html is the name of a page of the site\n    rename the edition\n"
    )


def test_a_site_that_can_not_be_written_leaves_the_old_one(made, monkeypatch):
    made.site()
    before = made.page("index.html")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("livereview.site.writing.write_archive", full)
    said = made.refused()
    assert said == "can't write site: No space left on device\n"
    assert made.page("index.html") == before
    assert sorted(path.name for path in made.root.glob(".site*")) == []
