"""Works looked up: what services answer as documented, and what they answer otherwise.

The services stand on this computer. None of the works exists.
"""

import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from livereview.adding.entry import laid_out
from livereview.adding.failures import LookupFailed
from livereview.adding.lookup import Services, find_works
from livereview.adding.web import Patience, Web
from livereview.cli import main
from livereview.config import LIBRARY

DOI = "10.1000/birds.1"
HURRIED = Patience(connection=5, silence=5, whole=5, pause=0, longest_pause=0, attempts=2)

WREN = {
    "DOI": "10.1000/BIRDS.1",
    "type": "journal-article",
    "title": ["The DNA of <i>Troglodytes</i> &amp; H<sub>2</sub>O in Kent"],
    "subtitle": ["a study of 5% of nests"],
    "author": [
        {"given": "Ada M.", "family": "Ødegaard", "sequence": "first", "affiliation": []},
        {"given": "Bo", "family": "Smith", "suffix": "Jr.", "sequence": "additional"},
        {"name": "The WREN Group", "sequence": "additional"},
    ],
    "container-title": ["Journal of Birds &amp; Bees"],
    "short-container-title": ["J. Birds"],
    "publisher": "Feather",
    "issued": {"date-parts": [[2021, 12, 3]]},
    "published-print": {"date-parts": [[2022, 1]]},
    "volume": "7",
    "issue": "2",
    "page": "316-26",
    "language": "en",
    "URL": "https://doi.org/10.1000/birds.1",
}

WREN_ENTRY = """\
@article{k,
  author = {Ødegaard, Ada M. and Smith, Jr., Bo and {The WREN Group}},
  title = {The {DNA} of {Troglodytes} \\& {H2O} in {Kent}: a study of 5\\% of nests},
  journal = {Journal of Birds \\& Bees},
  year = {2022},
  volume = {7},
  number = {2},
  pages = {316--326},
  doi = {10.1000/birds.1},
  langid = {english},
}
"""

PUBMED = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">12345678</PMID>
    <Article PubModel="Print-Electronic">
      <Journal>
        <ISSN IssnType="Electronic">0000-0000</ISSN>
        <JournalIssue CitedMedium="Internet">
          <Volume>7</Volume><Issue>2</Issue>
          <PubDate><Year>2022</Year><Month>Jan</Month></PubDate>
        </JournalIssue>
        <Title>The Kentish journal of birds (Dover, Kent)</Title>
      </Journal>
      <ArticleTitle>Song of <i>Troglodytes</i> in Kent &amp; the DNA of wrens.</ArticleTitle>
      <Pagination><MedlinePgn>316-26</MedlinePgn></Pagination>
      <ELocationID EIdType="pii" ValidYN="Y">x1</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/BIRDS.1</ELocationID>
      <AuthorList CompleteYN="N">
        <Author ValidYN="Y">
          <LastName>van der Meer</LastName><ForeName>Ada M</ForeName><Initials>AM</Initials>
        </Author>
        <Author ValidYN="Y"><CollectiveName>WREN Group</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language>
      <PublicationTypeList>
        <PublicationType UI="D016428">Journal Article</PublicationType>
      </PublicationTypeList>
    </Article>
  </MedlineCitation>
  <PubmedData>
    <ArticleIdList>
      <ArticleId IdType="pubmed">12345678</ArticleId>
      <ArticleId IdType="doi">10.1000/birds.1</ArticleId>
    </ArticleIdList>
  </PubmedData>
</PubmedArticle>
</PubmedArticleSet>
"""

PUBMED_ENTRY = """\
@article{k,
  author = {van der Meer, Ada M and {WREN Group} and others},
  title = {Song of {Troglodytes} in {Kent} \\& the {DNA} of wrens},
  journal = {The Kentish Journal of Birds},
  year = {2022},
  volume = {7},
  number = {2},
  pages = {316--326},
  doi = {10.1000/birds.1},
  pmid = {12345678},
  langid = {english},
}
"""


@dataclass
class Answer:
    """What the server answers, and how."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0  # bytes that are promised and not sent
    pause: float = 0.0  # seconds before it answers
    drip: float = 0.0  # seconds between the bytes


@dataclass
class Server:
    """A server on this computer, what it answers by path, in turn, and what it was asked."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def services(self) -> Services:
        return Services(f"{self.url}/works/", f"{self.url}/doi/", f"{self.url}/efetch.fcgi")

    def answer(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def crossref(self, *answers: Answer, doi: str = "10.1000%2Fbirds.1") -> None:
        self.answer(f"/works/{doi}", *answers)

    def next_answer(self, path: str) -> Answer:
        answers = self.answers.get(path.partition("?")[0], [Answer(status=404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]


def message(**changes) -> Answer:
    """Crossref's answer for the work, with changes."""
    return Answer(json.dumps({"status": "ok", "message": WREN | changes}).encode())


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append(self.path)
            server.headers.append(dict(self.headers))
            answer = server.next_answer(self.path)
            if answer.pause:
                time.sleep(answer.pause)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body) + answer.missing))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.send(answer)

        def send(self, answer: Answer) -> None:
            pieces = [bytes([byte]) for byte in answer.body] if answer.drip else [answer.body]
            with suppress(OSError):  # a client may have had enough
                for piece in pieces:
                    self.wfile.write(piece)
                    if answer.drip:
                        time.sleep(answer.drip)

        def log_message(self, *words):
            pass

    return Handler


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = Server()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(made)) as http:
        made.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        http.shutdown()
        thread.join()


def found(server, named=DOI, patience=HURRIED, contact=""):
    """The one work that is found."""
    with Web(contact, patience) as web:
        (draft,) = find_works(named, web, server.services)
    return draft


def failure(server, named=DOI, patience=HURRIED):
    """Why no work is found: the message, without its hint, and with a name for the place."""
    with pytest.raises(LookupFailed) as raised:
        found(server, named, patience)
    text = str(raised.value).replace(server.url.removeprefix("http://"), "SERVICE")
    return text.partition("\n    ")


def test_a_record_of_crossref_becomes_an_entry_in_the_style_of_the_library(server):
    server.crossref(message())

    assert laid_out("k", found(server)) == WREN_ENTRY


def test_a_record_of_pubmed_becomes_an_entry_in_the_style_of_the_library(server):
    server.answer("/efetch.fcgi", Answer(PUBMED.encode(), kind="text/xml; charset=UTF-8"))

    assert laid_out("k", found(server, "PMID:12345678")) == PUBMED_ENTRY


@pytest.mark.parametrize(
    "named",
    [
        "10.1000/birds.1",
        "10.1000/BIRDS.1",
        "doi:10.1000/birds.1",
        "DOI: 10.1000/birds.1",
        "https://doi.org/10.1000/birds.1",
        "http://dx.doi.org/10.1000%2Fbirds.1",
        " 10.1000/birds.1. ",
        "doi 10.1000/birds.1",
        "doi.org/10.1000/birds.1",
        "https://www.doi.org/10.1000/birds.1",
        "doi:10.1000%2fbirds.1",
        "\u200b10.1000/birds.1\u00a0",
    ],
)
def test_a_doi_may_be_written_in_many_ways(server, named):
    server.crossref(message())

    assert found(server, named).fields["doi"] == "10.1000/birds.1"


@pytest.mark.parametrize(
    "named",
    [
        "PMID:12345678",
        "pmid 12345678",
        "12345678",
        "https://pubmed.ncbi.nlm.nih.gov/12345678/",
        "pubmed.ncbi.nlm.nih.gov/12345678/?from_term=wren",
        "https://www.ncbi.nlm.nih.gov/pubmed/12345678",
    ],
)
def test_a_pmid_may_be_written_in_many_ways(server, named):
    server.answer("/efetch.fcgi", Answer(PUBMED.encode(), kind="text/xml"))

    assert found(server, named).fields["pmid"] == "12345678"
    assert server.asked == ["/efetch.fcgi?db=pubmed&id=12345678&retmode=xml&tool=livereview"]


def test_what_is_neither_doi_nor_pmid_nor_file_asks_nobody(server):
    assert failure(server, "The song of the wren") == (
        '"The song of the wren" is neither a DOI nor a PMID nor a file of citations',
        "\n    ",
        "write it as 10.1000/182, as PMID:12345678, or as the name of a .bib or .ris file",
    )
    assert server.asked == []


def test_a_file_that_is_not_there_is_told(server):
    assert failure(server, "wrens.bib") == (
        "wrens.bib: there is no such file",
        "\n    ",
        "name a .bib or .ris file that is there",
    )


def test_a_doi_with_signs_of_addresses_is_asked_for_as_it_is(server):
    doi = "10.1000/(sici)1<1::aid-x>3.0.co;2-#?a"
    path = "10.1000%2F%28sici%291%3C1%3A%3Aaid-x%3E3.0.co%3B2-%23%3Fa"
    server.crossref(message(), doi=path)

    assert found(server, doi).fields["doi"] == doi


def test_services_are_told_who_asks(server):
    server.crossref(message())
    server.answer("/efetch.fcgi", Answer(PUBMED.encode(), kind="text/xml"))

    found(server, contact="ada@example.org")
    found(server, "PMID:12345678", contact="ada@example.org")

    agents = {headers["User-Agent"] for headers in server.headers}
    assert agents == {"livereview (mailto:ada@example.org)"}
    assert server.asked[1].endswith("&tool=livereview&email=ada%40example.org")


def test_a_doi_that_crossref_lacks_is_asked_of_its_own_agency(server):
    record = {
        "type": "article-journal",
        "title": "城市噪声中的鸟鸣",
        "author": [{"literal": "林晚舟"}, {"family": "欧阳", "given": "明"}],
        "container-title": "虚构鸟类学",
        "issued": {"date-parts": [["2021", "3"]]},
        "page": "7",
    }
    agency = Answer(json.dumps(record).encode(), kind="application/vnd.citationstyles.csl+json")
    server.answer("/doi/10.1000/birds.1", Answer(status=302, headers={"Location": "/agency?x=1"}))
    server.answer("/agency", agency)

    assert laid_out("k", found(server)) == (
        "@article{k,\n"
        "  author = {林, 晚舟 and 欧阳, 明},\n"
        "  title = {城市噪声中的鸟鸣},\n"
        "  journal = {虚构鸟类学},\n"
        "  year = {2021},\n"
        "  pages = {7},\n"
        "  doi = {10.1000/birds.1},\n"
        "  langid = {chinese},\n"
        "}\n"
    )
    assert [headers["Accept"] for headers in server.headers[1:]] == [
        "application/vnd.citationstyles.csl+json"
    ] * 2


@pytest.mark.parametrize(
    ("changes", "titles"),
    [
        (
            {"title": ["Birdsong in a city"], "original-title": ["城市鸟鸣"], "language": "en"},
            ("城市鸟鸣", "Birdsong in a city", "chinese"),
        ),
        (
            {"title": ["城市鸟鸣", "Birdsong in a city"], "language": "zh-CN"},
            ("城市鸟鸣", "Birdsong in a city", "chinese"),
        ),
        (
            {
                "title": ["Song of wrens"],
                "original-title": ["Zang van Winterkoningen"],
                "language": "nl",
            },
            ("Zang van Winterkoningen", "Song of wrens", "dutch"),
        ),
        (
            {"title": ["Song of wrens"], "original-title": ["Zang"], "language": "en"},
            ("Song of wrens", None, "english"),
        ),
        (
            {"title": ["Zang van BTO-vogels"], "language": "nld"},
            ("Zang van {BTO}-vogels", None, "dutch"),
        ),
        ({"title": ["鳥のうた"], "language": "en"}, ("鳥のうた", None, "japanese")),
    ],
)
def test_a_title_stands_in_its_own_language_with_the_english_one_beside_it(server, changes, titles):
    server.crossref(message(**{"subtitle": [], **changes}))

    fields = found(server).fields

    assert (fields["title"], fields.get("titleaddon"), fields["langid"]) == titles


@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        ({}, ()),
        (
            {
                "updated-by": [
                    {"DOI": "10.1000/r", "type": "retraction", "source": "retraction-watch"}
                ]
            },
            ("THIS WORK WAS RETRACTED: see 10.1000/r",),
        ),
        ({"updated-by": [{"DOI": "10.1000/c", "type": "correction"}]}, ()),
        (
            {"updated-by": [{"DOI": "10.1000/e", "type": "expression_of_concern"}]},
            ("an expression of concern was published on this work: see 10.1000/e",),
        ),
        (
            {"update-to": [{"DOI": "10.1000/w", "type": "retraction"}]},
            ("this is no study but a notice (retraction): see 10.1000/w",),
        ),
    ],
)
def test_a_retraction_that_crossref_knows_is_told(server, changes, remarks):
    server.crossref(message(**changes))

    assert found(server).remarks == remarks


def pubmed_with(*changes: tuple[str, str]) -> Answer:
    text = PUBMED
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return Answer(text.encode(), kind="text/xml")


def test_a_retraction_that_pubmed_knows_is_told(server):
    corrections = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">'
        "<RefSource>Birds. 2023;8:1</RefSource></CommentsCorrections></CommentsCorrectionsList>"
    )
    server.answer(
        "/efetch.fcgi",
        pubmed_with(
            ("Journal Article<", "Retracted Publication<"),
            ("</Article>\n", f"</Article>{corrections}\n"),
        ),
    )

    remarks = found(server, "PMID:12345678").remarks

    assert remarks == ("THIS WORK WAS RETRACTED: see Birds. 2023;8:1",)


@pytest.mark.parametrize(
    ("original", "title", "titleaddon"),
    [
        (
            "<VernacularTitle>Zang van BTO-vogels.</VernacularTitle>",
            "Zang van {BTO}-vogels",
            "Song",
        ),
        ("", "Song", "English translation; original title not recorded"),
    ],
)
def test_a_work_that_pubmed_has_translated_keeps_its_original_title(
    server, original, title, titleaddon
):
    server.answer(
        "/efetch.fcgi",
        pubmed_with(
            ("Song of <i>Troglodytes</i> in Kent &amp; the DNA of wrens.", "[Song]."),
            ("<Language>eng", f"{original}<Language>dut"),
        ),
    )

    fields = found(server, "PMID:12345678").fields

    assert (fields["title"], fields["titleaddon"], fields["langid"]) == (title, titleaddon, "dutch")


def test_a_date_of_pubmed_may_be_but_words(server):
    date = "<MedlineDate>2020 Nov-2021 Jan</MedlineDate>"
    server.answer("/efetch.fcgi", pubmed_with(("<Year>2022</Year><Month>Jan</Month>", date)))

    assert found(server, "PMID:12345678").fields["year"] == "2020"


@pytest.mark.parametrize(("status", "times"), [(429, 1), (500, 2), (502, 1), (503, 2), (504, 1)])
def test_a_service_with_a_bad_moment_is_asked_again(server, status, times):
    server.crossref(*[Answer(status=status)] * times, message())

    assert found(server).fields["year"] == "2022"
    assert len(server.asked) == times + 1


def test_a_service_is_given_the_time_that_it_asks_for_but_no_more_than_we_have(server, monkeypatch):
    slept = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", slept.append)
    busy = [Answer(status=429, headers={"Retry-After": seconds}) for seconds in ("3", "7200")]
    server.crossref(*busy, message())

    found(server, patience=Patience(longest_pause=30))

    assert slept == [3, 30]


def test_a_redirect_is_followed(server):
    server.crossref(Answer(status=301, headers={"Location": "/elsewhere"}))
    server.answer("/elsewhere", message())

    assert found(server).fields["year"] == "2022"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(status=429), "SERVICE answers with an error: 429 Too Many Requests"),
        (Answer(status=500), "SERVICE answers with an error: 500 Internal Server Error"),
        (Answer(status=403), "SERVICE answers with an error: 403 Forbidden"),
        (Answer(status=204), "SERVICE answers with an error: 204 No Content"),
        (
            Answer(b"<html>Please log in</html>", kind="text/html; charset=utf-8"),
            "SERVICE answers with a web page, not with a record",
        ),
        (Answer(b'{"message": {"tit'), "SERVICE answers with what is no JSON, or not all of it"),
        (Answer(b"\xff\xfe"), "SERVICE answers with what is no JSON, or not all of it"),
        (Answer(b"[" * 99_999), "SERVICE answers with what is no JSON, or not all of it"),
        (Answer(b"[]"), "SERVICE answers with JSON that is no record"),
        (Answer(b'{"status": "ok"}'), "SERVICE answers with JSON that is no record"),
        (message(title={"a": 1}, subtitle=[]), "the record of 10.1000/birds.1 has no title"),
        (Answer(b'{"message": {"title": []}}'), "the record of 10.1000/birds.1 has no title"),
        (
            Answer(b'{"message"', missing=99),
            "SERVICE broke off its answer: its answer is not complete",
        ),
        (
            Answer(status=302, headers={"Location": "/works/10.1000%2Fbirds.1"}),
            "SERVICE can't be reached: it sends from one address to the next without end",
        ),
        (
            Answer(status=302, headers={"Location": "http://[::1"}),
            "SERVICE can't be reached: it sends to what is no address",
        ),
        (Answer(b" " * 8_000_001), "SERVICE answers with more than a record has"),
    ],
)
def test_an_answer_that_is_no_record_is_told(server, answer, words):
    server.crossref(answer)

    assert failure(server)[0] == words


def test_a_service_that_stays_busy_may_be_better_later(server):
    server.crossref(Answer(status=503))

    assert failure(server)[2].startswith("try again later, or save its citation as .ris or .bib")


@pytest.mark.parametrize(
    "odd",
    [
        {"author": "Ada", "editor": [None, 3]},
        {"issued": 3, "published-print": {"date-parts": [[None]]}},
        {"updated-by": {"type": "retraction"}, "update-to": [None]},
        {"institution": [], "container-title": 7},
    ],
)
def test_a_field_of_an_unknown_form_does_no_harm(server, odd):
    server.crossref(message(**odd))

    assert found(server).fields["doi"] == DOI


def test_a_service_that_does_not_answer_in_time_is_left(server):
    server.crossref(Answer(b"{}", pause=0.6))

    words = failure(server, patience=Patience(silence=0.1, pause=0, attempts=1))[0]

    assert words == "SERVICE can't be reached: it does not answer in time"


def test_a_service_that_sends_byte_by_byte_is_left(server):
    server.crossref(Answer(b"x" * 50, drip=0.05))

    words = failure(server, patience=Patience(whole=0.2))[0]

    assert words == "SERVICE is too slow: it still sends its answer"


def test_without_a_network_the_way_out_is_a_file():
    nowhere = Services(*["http://127.0.0.1:9/"] * 3)

    with Web(patience=HURRIED) as web, pytest.raises(LookupFailed) as raised:
        find_works(DOI, web, nowhere)

    assert str(raised.value) == (
        "127.0.0.1:9 can't be reached: no connection (are you offline?)\n"
        "    save its citation as .ris or .bib (the publisher's page or a catalogue offers one), "
        "and add that file: ./livereview add FILE.ris"
    )


def test_a_connection_that_is_not_safe_is_told(server):
    server.url = server.url.replace("http:", "https:")

    assert failure(server)[0].endswith(
        "can't be reached: no connection that is safe (where a network has a certificate of its "
        "own, REQUESTS_CA_BUNDLE names its file)"
    )


def test_a_proxy_that_is_not_there_is_told(server, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert failure(server)[0] == (
        "SERVICE can't be reached: the proxy refuses, or is not there (it is named in HTTPS_PROXY)"
    )


@pytest.fixture
def add(review, server, monkeypatch, capsys):
    """Run the command against the server."""
    monkeypatch.setattr("livereview.adding.lookup.SERVICES", server.services)

    def run(*arguments):
        status = main(["--root", str(review.root), "add", *arguments])
        output = capsys.readouterr()
        return status, output.out, output.err

    return run


def test_a_retracted_work_that_is_looked_up_is_added_with_a_loud_warning(add, server, review):
    review.append("config/config.yaml", "contact: ada@example.org\n")
    server.crossref(message(**{"updated-by": [{"DOI": "10.1000/r", "type": "retraction"}]}))

    status, output, errors = add(DOI, "--yes")

    entry = WREN_ENTRY.replace("{k,", "{odegaard2022dna,")
    assert (status, errors) == (
        0,
        "odegaard2022dna: warning: THIS WORK WAS RETRACTED: see 10.1000/r\n",
    )
    assert output.startswith(f"{entry}\nreferences/library.bib:22: added odegaard2022dna\n")
    assert review.read(LIBRARY).endswith(f"\n\n{entry}")
    assert server.headers[0]["User-Agent"] == "livereview (mailto:ada@example.org)"


def test_a_failed_look_up_leaves_the_library_and_ends_with_status_1(add, server, review):
    before = review.read(LIBRARY)
    server.crossref(Answer(b"<html></html>", kind="text/html"))

    status, output, errors = add(DOI, "PMID:1", "--yes")

    assert (status, output) == (1, "")
    assert "answers with a web page, not with a record\n    save its citation as .ris" in errors
    assert errors.endswith("no work has the PMID 1\n    compare it with PubMed's page\n")
    assert review.read(LIBRARY) == before


def test_a_doi_that_nobody_knows_is_told(server):
    assert failure(server)[0] == "no work has the DOI 10.1000/birds.1"
    assert server.asked == ["/works/10.1000%2Fbirds.1", "/doi/10.1000/birds.1"]


def test_an_agency_that_has_but_a_web_page_is_told(server):
    server.answer("/doi/10.1000/birds.1", Answer(status=302, headers={"Location": "/page"}))
    server.answer("/page", Answer(b"<html></html>", kind="text/html"))

    assert failure(server)[0] == "SERVICE answers with a web page, not with a record"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<PubmedArticleSet></PubmedArticleSet>", "no work has the PMID 12345678"),
        (PUBMED.encode()[:900], "PubMed answers with what is no XML, or not all of it"),
        (b"", "no work has the PMID 12345678"),
        (
            b"<PubmedArticleSet><PubmedBookArticle/></PubmedArticleSet>",
            "PMID 12345678 is a book or a chapter of one",
        ),
        (
            b"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>",
            "the record of PMID 12345678 has no title",
        ),
    ],
)
def test_an_answer_of_pubmed_that_is_no_record_is_told(server, body, words):
    server.answer("/efetch.fcgi", Answer(body, kind="text/xml"))

    assert failure(server, "PMID:12345678")[0] == words


def test_pubmed_opens_no_file_of_this_computer(server, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET", encoding="utf-8")
    text = PUBMED.replace(
        '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">',
        f'"x.dtd" [<!ENTITY e SYSTEM "{secret.as_uri()}">]>',
    ).replace("DNA", "&e;")
    server.answer("/efetch.fcgi", Answer(text.encode(), kind="text/xml"))

    assert "SECRET" not in found(server, "PMID:12345678").fields["title"]
