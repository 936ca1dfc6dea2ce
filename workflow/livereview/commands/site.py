"""``livereview site``: make the web site of the review from its results."""

from __future__ import annotations

import argparse
from pathlib import Path

from livereview.commands.options import CommandFailed, Commands


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "site",
        help="make the web site of the review from its results",
        description="Make the web site of the review from what the last build left in results/: "
        "the review as its front page, all files to download, what has changed, and the released "
        "versions. docs/publishing.md says how to publish it.",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="the folder to write (default: site/ in the review's folder)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the site; say where it is, and what it lacks."""
    from livereview.config import read_config
    from livereview.site.published import NotPublished
    from livereview.site.writing import write_site

    output = options.output or options.root / "site"
    try:
        releases = write_site(options.root, options.root / "results", output)
    except NotPublished as error:
        raise CommandFailed(*error.args) from None
    except OSError as error:
        raise CommandFailed(f"can't write {output}: {error.strerror}") from None
    print(f"{output / 'index.html'}: the front page of the site")
    if releases.tags and not read_config(options.root).site.releases:
        print("its versions have no links: docs/publishing.md says how site.releases gives them")
    return 0
