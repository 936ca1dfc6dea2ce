"""Fill the editions of a state as the build does, to hold their sentences and tables apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from livereview.changes.printed import Shown, shown_tables
from livereview.changes.renames import Renames
from livereview.changes.sentences import Sentence, sentences_of
from livereview.changes.states import State
from livereview.config import MANUSCRIPT, Config
from livereview.manuscript import Edition
from livereview.pandoc_program import PandocFailed
from livereview.problems import ProblemsFound, errors


@dataclass
class Texts:
    """What a state prints: sentences by edition, and the tables of the first edition by name.

    Attributes:
        sentences: the sentences of each edition that can be filled.
        tables: the printed tables; None where they can't be built.
        title: the title of the first edition.
        remarks: what today's engine can't fill, each a sentence.
    """

    sentences: dict[str, list[Sentence]] = field(default_factory=dict)
    tables: Mapping[str, Shown] | None = None
    title: str = ""
    remarks: list[str] = field(default_factory=list)


def read_texts(state: State, config: Config, drawn: Path | None, renames: Renames) -> Texts:
    """Return what a state prints; what today's engine can't fill is in its remarks.

    Args:
        state: the evidence, and the text below its folder.
        config: today's configuration: the words around values are no change of the evidence.
        drawn: the folder with what the figures report; None where they can't be run.
        renames: the newer id of each row that has another one now.
    """
    texts = Texts()
    for name in config.editions:
        if not (state.folder / MANUSCRIPT / name).is_dir():
            continue
        state.evidence.recorder.take_faults()
        state.evidence.recorder.take_reads()
        edition = Edition(state.folder, name, config, state.evidence, drawn=drawn)
        try:
            sentences = sentences_of(edition)
            tables = shown_tables(edition, renames) if texts.tables is None else texts.tables
        except (ProblemsFound, PandocFailed) as error:
            found = error.problems if isinstance(error, ProblemsFound) else []
            texts.remarks.append(_remark(state, name, str(found[0] if found else error)))
            continue
        problems = errors([*edition.problems, *edition.specifications.problems])
        if problems:
            texts.remarks.append(_remark(state, name, str(min(problems))))
        else:
            texts.sentences[name], texts.tables = sentences, tables
            texts.title = texts.title or str(edition.metadata.data["title"])
    return texts


def _remark(state: State, edition: str, reason: str) -> str:
    return (
        f"The edition \"{edition}\" of {state.named.name} can't be filled by today's engine "
        f"({reason.splitlines()[0]}); its sentences and printed tables are not compared."
    )
