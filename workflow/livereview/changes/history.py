"""What a build publishes of the changes since earlier releases, which are the tags of git."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from livereview.changes.as_html import as_html
from livereview.changes.as_json import as_json, from_json
from livereview.changes.as_markdown import as_markdown, body, escaped
from livereview.changes.model import Report
from livereview.changes.releases import Releases
from livereview.changes.report import compare_states
from livereview.changes.revisions import WORK_TREE, Named, NoState, Place, opened
from livereview.changes.states import read_state
from livereview.changes.telling import state
from livereview.config import CONFIG, Config, read_config
from livereview.version import Version
from livereview.wholefile import write_whole

_TITLE = """\
<!-- Generated from the tags of git and what they hold: do not edit. -->

# Changes of the evidence
"""


@dataclass(frozen=True)
class History:
    """The releases of a review, and how they are read.

    Attributes:
        root: the review's folder.
        config: its configuration.
        made_by: what a report rests on beside the two states; one of another is made anew.
        cache: the folder of the reports between releases.
    """

    root: Path
    config: Config
    made_by: str
    cache: Path


def write_changes(
    root: Path, releases: Releases, version: Version, *, engine: Path, output: Path
) -> None:
    """Write ``changes.html``, ``.json`` and ``.md``, and ``CHANGELOG.md`` of all releases.

    Args:
        root: the review's folder.
        releases: its releases, at least one of them earlier than the state that is built.
        version: the state that is built.
        engine: the note of what the engine consists of.
        output: the folder to write into; reports between releases are kept in ``changes`` there.
    """
    made_by = hashlib.sha256(engine.read_bytes() + (root / CONFIG).read_bytes()).hexdigest()
    history = History(root, read_config(root), made_by, output / "changes")
    now = Named(version.name or WORK_TREE, date=version.date)
    earlier = releases.earlier
    report = _since(history, earlier[0], now)
    home = f"{history.config.editions[0]}.html" if "html" in history.config.formats else ""
    _write(output / "changes.html", as_html(report, home))
    _write(output / "changes.json", as_json(report))
    _write(output / "changes.md", as_markdown(report))
    _write(output / "CHANGELOG.md", _changelog(history, report, earlier))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _since(history: History, release: Named, now: Named) -> Report:
    """Return what changed since a release; of one that can't be read, why not."""
    try:
        with opened(history.root, release.commit, release.name) as before:
            after = Place(now, history.root)
            return compare_states(read_state(before), read_state(after), history.config)
    except NoState as error:
        return _unread(release, now, history, error)


def _unread(old: Named, new: Named, history: History, error: NoState) -> Report:
    remark = f"{': '.join(part for part in error.args if part)}."
    threshold = float(history.config.material.estimate_percent)
    return Report(old, new, threshold, remarks=(remark,))


def _changelog(history: History, newest: Report, releases: tuple[Named, ...]) -> str:
    """Return the changes of all releases, newest first."""
    reports = [newest, *(_between(history, old, new) for new, old in pairwise(releases))]
    lines = [_TITLE]
    for report in reports:
        lines += [f"## {escaped(state(report.new))}, since {escaped(report.old.name)}", ""]
        lines += body(report, 3)
    lines += [f"## {escaped(state(releases[-1]))}", "", "The first release.", ""]
    return "\n".join(lines)


def _between(history: History, old: Named, new: Named) -> Report:
    """Return what changed between two releases: they stay as they are, so it is kept."""
    path = history.cache / f"{old.commit}..{new.commit}.json"
    if report := _kept(path, history.made_by):
        return replace(report, old=old, new=new)  # a tag may have another name by now
    try:
        with (
            opened(history.root, old.commit, old.name) as before,
            opened(history.root, new.commit, new.name) as after,
        ):
            report = compare_states(read_state(before), read_state(after), history.config)
    except NoState as error:
        report = _unread(old, new, history, error)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {"made_by": history.made_by, **json.loads(as_json(report))}
    write_whole(path, json.dumps(kept, ensure_ascii=False).encode())
    return report


def _kept(path: Path, made_by: str) -> Report | None:
    """Return a report that was kept, unless the engine or the configuration is another one."""
    try:
        text = path.read_text(encoding="utf-8")
        return from_json(text) if json.loads(text)["made_by"] == made_by else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
