"""``livereview add``: put works into the library, looked up by DOI or PMID, or from a file."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from livereview.commands.options import CommandFailed, Commands
from livereview.config import LIBRARY, read_config
from livereview.problems import ProblemsFound, raise_errors
from livereview.textfile import read_text

if TYPE_CHECKING:
    from livereview.adding.entry import Draft
    from livereview.adding.placing import Addition

_EXAMPLES = (
    "./livereview add 10.1000/182                # look a work up by its DOI",
    "./livereview add PMID:12345678 10.1000/182  # two works, one by its number in PubMed",
    "./livereview add citations.ris              # what a journal's page or a catalogue saved",
    "./livereview add paper.bib --key adams2019",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "add",
        help="add works to the library, by DOI or PMID, or from a .bib or .ris file",
        description=f"Add works to {LIBRARY}: look them up, show each entry, ask, and put it in "
        "its place. No other command uses the network. docs/adding-a-paper.md tells more.",
        examples=_EXAMPLES,
        failed="a work was not found, is there already or can't be written; the others were added",
    )
    parser.add_argument(
        "works", nargs="+", metavar="WORK", help="a DOI, PMID:NUMBER, or a .bib or .ris file"
    )
    parser.add_argument(
        "--key", default="", help="the key of the work, in place of one made for it"
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="add without asking, but not what is probably there already",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Add the works that are named; return 1 if one of them could not be added."""
    from livereview.library import library_of

    before = read_text(options.root, LIBRARY)
    raise_errors(library_of(before).problems)
    drafts, complete = _found(options)
    if options.key and len(drafts) > 1:
        message = f"--key names one work, and there are {len(drafts)}"
        raise CommandFailed(message, "add them one by one, or leave --key out")
    additions, all_added = _chosen(drafts, before, options)
    if additions:
        _write(options, before, additions)
    return 0 if complete and all_added else 1


def _found(options: argparse.Namespace) -> tuple[list[Draft], bool]:
    """Return the works that are named, and whether all were found; tell of those that weren't."""
    from livereview.adding import lookup
    from livereview.adding.failures import LookupFailed
    from livereview.adding.web import Web

    drafts, complete = [], True
    with Web(read_config(options.root).contact) as web:
        for named in options.works:
            if sys.stderr.isatty():
                print(f"looking for {named} …", file=sys.stderr)
            try:
                drafts += lookup.find_works(named, web, lookup.SERVICES)
            except (LookupFailed, ProblemsFound) as failure:
                print(failure, file=sys.stderr)
                complete = False
    return drafts, complete


def _chosen(
    drafts: list[Draft], text: str, options: argparse.Namespace
) -> tuple[list[Addition], bool]:
    """Return the works that are to be added, and whether that is all of them."""
    from livereview.adding.failures import LookupFailed
    from livereview.adding.placing import addition
    from livereview.adding.works import with_notices
    from livereview.dates import today

    chosen: list[Addition] = []
    complete = True
    for draft in with_notices(drafts, options.root, today()):
        try:
            new = addition(draft, text, options.key, today())
        except LookupFailed as failure:
            print(failure, file=sys.stderr)
            complete = False
            continue
        _show(new)
        if _wanted(new, yes=options.yes):
            chosen.append(new)
            text = new.text
        elif options.yes:
            complete = False
    return chosen, complete


def _show(new: Addition) -> None:
    print(new.entry, flush=True)
    for remark in new.remarks:
        print(f"{new.key}: warning: {remark}", file=sys.stderr, flush=True)


def _wanted(new: Addition, *, yes: bool) -> bool:
    """Return whether a work is to be added; where it may be there already, a person says so."""
    if yes and new.alike:
        names = ", ".join(entry.key for entry in new.alike)
        print(
            f"{new.key} was not added: it is probably the same work as {names}\n"
            "    if it is another one, add it without --yes",
            file=sys.stderr,
        )
        return False
    return yes or _agreed(new.key)


def _agreed(key: str) -> bool:
    if not sys.stdin.isatty():
        message = "nothing was added: there is no terminal on which to ask"
        raise CommandFailed(message, "say --yes, if the entry is right")
    try:
        answer = input(f"Add {key} to {LIBRARY}? [y/N] ")
    except EOFError:
        answer = ""
    return answer.strip().lower() in ("y", "yes")


def _write(options: argparse.Namespace, before: str, additions: list[Addition]) -> None:
    """Write the library with the works, and say what comes next."""
    from livereview.adding.failures import LookupFailed
    from livereview.adding.placing import write_library
    from livereview.library import read_library

    try:
        write_library(options.root / LIBRARY, before, additions[-1].text)
    except LookupFailed as failure:
        raise CommandFailed(str(failure)) from None
    entries = read_library(options.root).entries
    for new in additions:
        print(f"{LIBRARY}:{entries[new.key].line}: added {new.key}")
    keys = [new.key for new in additions]
    print(f"Next: cite it in the text, as [@{keys[0]}], or let a row of evidence rest on it,")
    print(f"with {keys[0]} in its column citekeys; until then a check calls it uncited.")
