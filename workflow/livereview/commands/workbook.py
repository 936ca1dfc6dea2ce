"""``livereview workbook``: the evidence to a spreadsheet, and back into the CSV files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from livereview.commands.options import CommandFailed, Commands
from livereview.problems import count, errors

_EXPORT = "./livereview workbook export evidence.xlsx"
_DRY_RUN = "./livereview workbook import evidence.xlsx --dry-run"
_IMPORT = "./livereview workbook import evidence.xlsx"
_EXAMPLES = (
    f"{_EXPORT}            # then edit it in Excel or LibreOffice",
    f"{_DRY_RUN}  # shows what would change",
    f"{_IMPORT}            # changes the CSV files",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "workbook",
        help="edit the evidence in a spreadsheet, and bring it back",
        description="The evidence as one workbook, a sheet a table, and back. "
        "docs/editing-in-excel.md shows it step by step.",
        examples=_EXAMPLES,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_export(actions)
    _add_import(actions)


def _add_export(actions: Commands) -> None:
    parser = actions.add_parser(
        "export",
        help="write the evidence as a workbook",
        description="Write all tables of evidence as one workbook, the same that a build publishes "
        "as results/evidence.xlsx.",
        examples=[_EXPORT, f"{_EXPORT} --replace"],
    )
    parser.add_argument("file", type=_workbook, metavar="FILE.xlsx", help="the workbook to write")
    parser.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    parser.set_defaults(run=run_export)


def _add_import(actions: Commands) -> None:
    parser = actions.add_parser(
        "import",
        help="bring an edited workbook back into the CSV files",
        description=(
            "Compare a workbook with the CSV files, show what changes, check all of it, and write "
            "it only if everything is right, all files or none. Rows that were edited on both "
            "sides since the export are told and left."
        ),
        examples=[_DRY_RUN, _IMPORT],
        failed="something was refused: all of it, or the rows that were edited on both sides",
    )
    parser.add_argument("file", type=_workbook, metavar="FILE.xlsx", help="the edited workbook")
    parser.add_argument("--dry-run", action="store_true", help="show what changes, write nothing")
    parser.add_argument(
        "--delete", action="store_true", help="remove the rows that are no more in the workbook"
    )
    parser.set_defaults(run=run_import)


def _workbook(name: str) -> Path:
    path = Path(name)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(
            f'"{name}" does not end in .xlsx; LibreOffice saves such a workbook as "Excel '
            '2007–365", Excel as "Excel Workbook"'
        )
    return path


def _lock(file: Path) -> Path | None:
    """Return the file that LibreOffice or Excel keeps beside a workbook while it is open."""
    locks = (file.with_name(name) for name in (f".~lock.{file.name}#", f"~${file.name}"))
    return next((lock for lock in locks if lock.exists()), None)


def run_export(options: argparse.Namespace) -> int:
    """Write the workbook; return 0."""
    from livereview.version import read_version
    from livereview.workbook.write import write_workbook

    file: Path = options.file
    if file.exists() and not options.replace:
        hint = "import it first if you edited it, or write over it with --replace"
        raise CommandFailed(f"{file} is there already", hint)
    if lock := _lock(file):
        hint = f"close it there; if it isn't, a crash has left {lock}: delete that"
        raise CommandFailed(f"{file} is open in another program", hint)
    if not file.parent.is_dir():
        raise CommandFailed(f"{file} can't be written: there is no folder {file.parent}")
    try:
        write_workbook(options.root, read_version(options.root), file)
    except OSError as error:
        raise CommandFailed(f"{file} can't be written: {error.strerror}") from error
    print(f"{file} written")
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Bring the workbook back; return 1 if anything of it was refused."""
    from livereview.dates import today
    from livereview.workbook.bring_back import plan_import, write_import
    from livereview.workbook.report import report

    if _lock(options.file):
        words = "is open in another program: what is not saved there is not read here"
        print(f"{options.file} {words}", file=sys.stderr)
    plan = plan_import(options.root, options.file, today(), delete=options.delete)
    print(report(plan.evidence, plan.comparison, plan.uses), flush=True)
    told = [*plan.problems, *plan.comparison.conflicts]
    if told:
        print(*dict.fromkeys(told), count(told), sep="\n", file=sys.stderr)
    if errors(plan.problems):
        raise CommandFailed("nothing was written", "correct the workbook, then import it again")
    if options.dry_run or not plan.texts:
        print("nothing was written")
    else:
        try:
            write_import(options.root, plan.texts)
        except OSError as error:
            raise CommandFailed(f"nothing was written: {error.strerror}") from error
        print(f"written: {', '.join(plan.texts)}; export anew before you edit further")
    return 1 if plan.comparison.conflicts else 0
