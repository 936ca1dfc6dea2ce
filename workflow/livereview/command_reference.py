"""The page of the commands, as Markdown: made of their own help and of the Makefile's head."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from livereview.cli import make_parser
from livereview.commands.options import CommandParser
from livereview.markdown import code, generated, plain, table
from livereview.plan import ENGINE

MAKEFILE = ENGINE.parent / "Makefile"

_MAKE = """\
`make` works in the review's own folder, and installs first what is missing.
To start the set-up from another Python: `make PYTHON=python3.12`.
[The first build](first-build.md) says what appears, and what the messages mean."""

_LIVEREVIEW = """\
`./livereview` is a file in the review's folder; `make` installs what it needs, once.
From a folder within the review it is `../livereview`, and finds the same files.
After `source .venv/bin/activate`, `livereview` alone does the same.
[With conda](first-build.md#with-conda) it is `python -m livereview`.
What is printed has colours on a terminal only, and none where the variable `NO_COLOR` is set.
In bash and zsh the Tab key completes the commands, once it is [set up](#livereview-completion)."""

_ELSEWHERE = """\
## A review in another folder

The engine builds any folder with `config/`, `data/`, `references/` and `manuscript/`:

```sh
.venv/bin/python -m snakemake --snakefile Snakefile --workflow-profile workflow/profiles/default \\
    --directory tests/fixtures/tiny
```

Behind it, each of [Snakemake's options](https://snakemake.readthedocs.io/en/stable/executing/cli.html)
may follow: `-n` names the steps that a build would take, `--forceall` takes them all."""


def commands_page() -> str:
    """Return the page of `make` and `livereview`."""
    parser = make_parser()
    described = list(_described(parser))
    blocks = [
        generated("Makefile", "workflow/livereview/commands"),
        "# The commands",
        "## make",
        table(("command", "what it does"), _targets(MAKEFILE)),
        _MAKE,
        "## livereview",
        _LIVEREVIEW,
        table(("command", "what it does"), (_line(each, words) for each, words in described)),
        *_arguments(parser),
        *_statuses(parser),
        *(block for each, _ in described for block in _section(each)),
        _ELSEWHERE,
    ]
    return "\n\n".join(blocks) + "\n"


def leaves(parser: CommandParser) -> Iterator[CommandParser]:
    """Yield the parsers of all commands that do something, in the order of the help."""
    below = commands_of(parser)
    if not below:
        yield parser
    for child, _ in below:
        yield from leaves(child)


def _targets(makefile: Path) -> Iterator[list[str]]:
    """Yield each target with what it does, as the head of the Makefile tells it."""
    head = makefile.read_text(encoding="utf-8")
    for target, words in re.findall(r"^# (make.{11}) (.*)$", head, re.MULTILINE):
        yield [code(target.strip()), plain(words)]


def _described(parser: CommandParser) -> Iterator[tuple[CommandParser, str]]:
    """Yield all parsers below one, each with its line of help."""
    for child, words in commands_of(parser):
        yield child, words
        yield from _described(child)


def commands_of(parser: CommandParser) -> list[tuple[CommandParser, str]]:
    """Return the commands that stand next in a call, each with its line of help."""
    # argparse has no public way to what was added to a parser.
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            words = {each.dest: each.help or "" for each in action._choices_actions}  # noqa: SLF001
            return [(child, words[name]) for name, child in action.choices.items()]
    return []


def _line(parser: CommandParser, words: str) -> list[str]:
    anchor = parser.prog.replace(" ", "-")
    return [f"[`{parser.prog}`](#{anchor})", plain(words)]


def _section(parser: CommandParser) -> Iterator[str]:
    yield f"### {parser.prog}"
    yield _linked(plain(parser.description or ""))
    yield "\n".join(["```sh", *parser.examples, "```"])
    yield from _arguments(parser)
    yield from _statuses(parser)


def _linked(text: str) -> str:
    """Return a text in which the pages of the documentation are links."""
    return re.sub(r"docs/([\w-]+)\.md", _link, text)


def _link(page: re.Match[str]) -> str:
    return f"[{page[1].replace('-', ' ')}]({page[1]}.md)"


def _arguments(parser: CommandParser) -> Iterator[str]:
    actions = [each for each in parser._actions if _is_told(each)]  # noqa: SLF001
    if actions:
        yield table(("argument", "what it is"), map(_argument, actions))


def _is_told(action: argparse.Action) -> bool:
    told_elsewhere = argparse._HelpAction, argparse._SubParsersAction  # noqa: SLF001
    return not isinstance(action, told_elsewhere) and action.help != argparse.SUPPRESS


def _argument(action: argparse.Action) -> list[str]:
    names = ", ".join(action.option_strings)
    choices = "|".join(map(str, action.choices or ()))
    value = "" if action.nargs == 0 else str(action.metavar or choices or action.dest.upper())
    more = " …" if action.nargs in ("+", "*") or isinstance(action, argparse._AppendAction) else ""  # noqa: SLF001
    written = f"{names} {value}".strip() + more
    return [code(written), _linked(plain(action.help or ""))]


def _statuses(parser: CommandParser) -> Iterator[str]:
    """Yield what the exit status says; what is the same for all commands is told once."""
    told = parser.statuses if " " not in parser.prog else parser.own_statuses
    yield "\n".join(f"- exit status {status}: {meaning}" for status, meaning in told.items())
