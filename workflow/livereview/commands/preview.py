"""``livereview preview``: show the web page, and build it again whenever a file is saved."""

from __future__ import annotations

import argparse
from pathlib import Path

from livereview.commands.options import CommandFailed, Commands
from livereview.config import MANUSCRIPT, read_config
from livereview.problems import nearest

_EXAMPLE = """\
example:
  livereview preview
  livereview preview --edition review --port 8000 --no-browser

Save a file, and the page in the browser is a new one, at the place where you were. What is wrong
stands below the page and in the terminal; the page stays the last one without errors.
Ctrl-C ends it. Nothing is written to results/."""


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "preview",
        help="show the web page, and build it again whenever a file is saved",
        description="Show the web page, and build it again whenever a file is saved.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--edition", help="the edition to show (default: the first that is built)")
    parser.add_argument(
        "--port", type=_port, default=0, help="the port to serve on (default: any that is free)"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="print the address, and open no browser"
    )
    parser.set_defaults(run=run)


def _port(written: str) -> int:
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 65536):
        raise argparse.ArgumentTypeError(f'"{written}" is no port: a number from 1 to 65535')
    return int(written)


def run(options: argparse.Namespace) -> int:
    """Serve the preview until Ctrl-C.

    Raises:
        CommandFailed: there is no such edition, or the port is taken.
    """
    from livereview.preview.server import PortTaken
    from livereview.preview.session import preview

    root: Path = options.root
    name = _edition(root, options.edition)
    try:
        preview(root.resolve(), name, options.port, browser=not options.no_browser)
    except PortTaken as error:
        message = f"can't serve on port {options.port}: {error}"
        raise CommandFailed(message, "name another with --port, or leave it out") from error
    except KeyboardInterrupt:
        print("\nthe preview has ended")
    return 0


def _edition(root: Path, wanted: str | None) -> str:
    """Return the name of the edition to show."""
    known = read_config(root).editions
    name = wanted or known[0]
    if name not in known:
        hint = nearest(name, known) or f"there are: {', '.join(known)}"
        raise CommandFailed(f'config/config.yaml builds no edition "{name}"', hint)
    if not (root / MANUSCRIPT / name).is_dir():
        raise CommandFailed(
            f"there is no folder {MANUSCRIPT}/{name}", "livereview check tells more"
        )
    return name
