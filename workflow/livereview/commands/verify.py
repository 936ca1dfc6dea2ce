"""``livereview verify``: is a release as it was published, and does its commit give the same?"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.commands.options import CommandFailed, Commands

if TYPE_CHECKING:
    from livereview.verifying import Release


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify",
        help="say whether a release is as it was published, and as a rebuild gives it",
        description="Hold each file of a release against its ro-crate-metadata.json and "
        "SHA256SUMS, and against a rebuild of the same commit; docs/reproducing.md.",
        examples=[
            "./livereview verify ~/Downloads/review-v1.0",
            "./livereview verify ~/Downloads/review-v1.0 --rebuild",
        ],
        done="nothing differs",
        failed="something differs, or could not be done",
    )
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="the release, as it was downloaded and unpacked"
    )
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="build the release's commit anew, in a folder of its own, to compare with; without "
        "it, results/ is compared where it was built of that commit",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print how each file stands; return 1 if one of them is not as it should be."""
    from livereview.rebuilding import RebuildFailed
    from livereview.verifying import NoRelease, read_release

    try:
        release = read_release(options.folder)
        if options.rebuild:
            return _with_rebuild(options.root, release)
        return _with_results(options.root, release)
    except NoRelease as error:
        raise CommandFailed(str(error), error.hint) from None
    except RebuildFailed as error:
        raise CommandFailed(str(error)) from None


def _with_results(root: Path, release: Release) -> int:
    """Compare with what was built here, if that is of the release's commit."""
    from livereview.rebuilding import RESULTS

    results = root / RESULTS
    if why := _why_not(results, release):
        status = _tell(release, None)
        print(f"not compared with a rebuild: {why}")
        return status
    return _tell(release, results)


def _why_not(results: Path, release: Release) -> str:
    """Return why the results here say nothing of a release; "" where they do."""
    from livereview.verifying import NoRelease, is_as_built, read_release

    if not release.is_of_a_commit:
        return _NO_COMMIT
    ways = f"check out {release.commit[:10]} and run `make` here, or say --rebuild"
    try:
        here = read_release(results)
    except NoRelease:
        return f"nothing was built here; {ways}"
    if results.resolve() == release.folder.resolve():
        return "these are the results of this folder; say --rebuild"
    if (here.commit, here.is_of_a_commit) != (release.commit, True):
        state = here.version or "a folder without git"
        return f"the release is of {release.version}, {results} of {state}; {ways}"
    return "" if is_as_built(here) else f"{results} was changed since it was built; run `make`"


_NO_COMMIT = "the release was built of files that no commit holds"


def _with_rebuild(root: Path, release: Release) -> int:
    """Compare with the release's commit, built anew."""
    from livereview.rebuilding import RESULTS, Setting, build, clone, commit_of

    if not release.is_of_a_commit:
        raise CommandFailed(f"there is nothing to rebuild: {_NO_COMMIT}")
    if not commit_of(root, release.commit):
        hint = "run this in a clone of the review; if it is one, `git fetch --tags` first"
        raise CommandFailed(f"this folder has no commit {release.commit}", hint)
    with tempfile.TemporaryDirectory(prefix="rebuild-") as folder:
        rebuilt = Path(folder).resolve() / "review"
        print(f"rebuilding {release.version}", flush=True)
        clone(root, release.commit, rebuilt, Setting())
        build(rebuilt, Setting())
        return _tell(release, rebuilt / RESULTS)


def _tell(release: Release, rebuilt: Path | None) -> int:
    from livereview.verifying import summary, verify

    findings = verify(release, rebuilt)
    for finding in findings:
        print(finding)
    print(summary(findings))
    return 0 if all(finding.is_fine for finding in findings) else 1
