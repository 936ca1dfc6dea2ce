"""What was built of what, as an RO-Crate: a list of the published files that archives understand.

It is a function of the sources and the results alone: no time of a build, no folder and no machine
stands in it, so that two builds of a commit have the same. The review's files are not published
beside it, and have names that hold wherever they are kept: Software Heritage's, which are those
that git gives to a file's content and to a commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from livereview.crate_tools import LANGUAGES, Tool, tools
from livereview.plan import ENGINE, all_engine_files, portable
from livereview.publish import CHECKSUMS, README, readme
from livereview.version import Version
from livereview.writers.licences import licence_address
from livereview.yamlfile import YamlFile

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

#: What the names of the commits begin with.
COMMIT = "swh:1:rev:"

_VERSION = "1.2"

# The machine's own list of media types would differ from one to the next.
_MEDIA_TYPES = {
    ".bib": "application/x-bibtex",
    ".css": "text/css",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
}


@dataclass(frozen=True)
class Step:
    """A step of the build, as far as it made what is published.

    Attributes:
        rule: the rule, whose script has the same name.
        made: the published files that it made, by their paths in the results folder.
        sources: the review's files that they were made of, by their paths in its folder.
    """

    rule: str
    made: list[str]
    sources: list[str]


@dataclass(frozen=True)
class Build:
    """What there is to tell of a build.

    Attributes:
        editions: the editions, the main one first.
        published: what is published, by the paths in the results folder.
        sources: the review's files, by their paths in its folder.
        steps: what made what.
    """

    editions: list[str]
    published: list[str]
    sources: list[str]
    steps: list[Step]


def load_build(path: Path) -> Build:
    """Return what the Snakefile has noted of the build, as JSON."""
    noted = json.loads(path.read_text(encoding="utf-8"))
    return Build(**{**noted, "steps": [Step(*step) for step in noted["steps"]]})


def describe(build: Build, root: Path, results: Path, version: Version) -> str:
    """Return the description of a build, as JSON-LD.

    Args:
        build: its parts.
        root: the review's folder.
        results: the folder with the finished files.
        version: state of the review that they were made of.
    """
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version=_VERSION)
    _add_review(crate, [_metadata(root, edition) for edition in build.editions], version)
    for name in sorted(build.published):
        _add_result(crate, name, (results / name).read_bytes())
    _add_result(crate, README, readme(version).encode())
    _add_result(crate, CHECKSUMS, None)
    sources = {path: (root / path).read_bytes() for path in build.sources}
    engine = {portable(path): Path(path).read_bytes() for path in all_engine_files()}
    for path, content in sources.items():
        _add_source(crate, path, content)
    _add_engine(crate, engine)
    _add_commit(crate, version)
    _add_steps(crate, build.steps, sources | engine)
    return json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1) + "\n"


def content_name(path: str, content: bytes) -> str:
    """Return the name that a file has wherever it is kept: git's of its content, and its path."""
    blob = hashlib.sha1(b"blob %d\0%s" % (len(content), content), usedforsecurity=False)
    return f"swh:1:cnt:{blob.hexdigest()};path=/{quote(path)}"


def _add_review(crate: ROCrate, editions: list[dict[str, Any]], version: Version) -> None:
    """Add what the editions say of themselves, the first one for the whole."""
    main = editions[0]
    root = crate.root_dataset
    root["name"] = main["title"]
    root["description"] = main.get("subtitle") or main["title"]
    root["datePublished"] = version.date
    if version.name:
        root["version"] = version.name
    # Names alone: the metadata don't say who is a person and who a group.
    root["author"] = _lone(_each_once(name for each in editions for name in each["authors"]))
    keywords = _each_once(word for each in editions for word in each.get("keywords", []))
    if keywords:
        root["keywords"] = _lone(keywords)
    root["inLanguage"] = _lone(_each_once(each["lang"] for each in editions))
    licences = _each_once(each["license"] for each in editions)
    root["license"] = _lone([_add(crate, _licence(name)) for name in licences])


def _metadata(root: Path, edition: str) -> dict[str, Any]:
    path = f"manuscript/{edition}/metadata.yaml"
    return dict(YamlFile(root, path, "metadata.schema.yaml").data)


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _lone(values: list[Any]) -> Any:
    """Return the value of a list with one; RO-Crates have no lists of one."""
    return values[0] if len(values) == 1 else values


def _licence(name: str) -> dict[str, str]:
    """Return a licence by its address, where it is one of Creative Commons, else by its name."""
    place = licence_address(name) or f"#{quote(name)}"
    return {"@id": place, "@type": "CreativeWork", "name": name, "description": f"Licence {name}"}


def _add_engine(crate: ROCrate, files: dict[str, bytes]) -> None:
    """Add the workflow with all of its files, and what it runs on."""
    for language in dict.fromkeys(LANGUAGES.values()):
        _add(crate, _tool(language, "ComputerLanguage"))
    for path, content in files.items():
        _add_source(crate, path, content, LANGUAGES.get(PurePosixPath(path).suffix))
    workflow = crate.get(content_name("Snakefile", files["Snakefile"]))
    parts = [content_name(*file) for file in files.items() if file[0] != "Snakefile"]
    workflow["hasPart"] = [_reference(part) for part in parts]
    used = [_tool(tool, "SoftwareApplication") for tool in tools(ENGINE.parent)]
    workflow["softwareRequirements"] = [_add(crate, tool) for tool in used]


def _tool(tool: Tool, kind: str) -> dict[str, str]:
    facts = {"name": tool.name, "version": tool.version, "url": tool.identifier}
    return {"@id": tool.identifier, "@type": kind, **facts}


def _add_commit(crate: ROCrate, version: Version) -> None:
    """Add the commit that holds the review and the engine, where there is git."""
    if version.commit:
        state = {"name": f"commit {version.commit}", "version": version.name}
        commit = {"@id": f"{COMMIT}{version.commit}", "@type": "CreativeWork", **state}
        crate.root_dataset["isBasedOn"] = _add(crate, commit)


def _add_steps(crate: ROCrate, steps: Iterable[Step], files: dict[str, bytes]) -> None:
    """Add each step as an action: what it made of what, by which program."""
    actions = [_action(step, files) for step in steps]
    crate.root_dataset["mentions"] = [_add(crate, action) for action in actions]


def _action(step: Step, files: dict[str, bytes]) -> dict[str, Any]:
    script = f"workflow/scripts/{step.rule}.py"
    made = [quote(name) for name in step.made]
    return {
        "@id": f"#{step.rule}-{made[0]}",
        "@type": "CreateAction",
        "name": f"{step.rule}: {', '.join(step.made)}",
        "instrument": _reference(content_name(script, files[script])),
        "object": _lone([_reference(content_name(path, files[path])) for path in step.sources]),
        "result": _lone([_reference(name) for name in made]),
    }


def _add_result(crate: ROCrate, name: str, content: bytes | None) -> None:
    """Add a published file; without its content for the list of checksums, which has this one's."""
    facts = _called(name) if content is None else _facts(name, content)
    crate.add_file(dest_path=name, properties=facts)


def _add_source(crate: ROCrate, path: str, content: bytes, language: Tool | None = None) -> None:
    properties: dict[str, Any] = _facts(path, content)
    if language is not None:
        workflow = ["ComputationalWorkflow"] if path == "Snakefile" else []
        properties["@type"] = ["File", "SoftwareSourceCode", *workflow]
        properties["programmingLanguage"] = _reference(language.identifier)
    crate.add_file(source=content_name(path, content), properties=properties)


def _facts(path: str, content: bytes) -> dict[str, str]:
    sha256 = hashlib.sha256(content).hexdigest()
    return {**_called(path), "contentSize": str(len(content)), "sha256": sha256}


def _called(path: str) -> dict[str, str]:
    media_type = _MEDIA_TYPES.get(PurePosixPath(path).suffix, "text/plain")
    return {"name": path, "encodingFormat": media_type}


def _add(crate: ROCrate, entity: dict[str, Any]) -> dict[str, str]:
    """Add an entity that is no file; return what refers to it."""
    crate.add_jsonld(dict(entity))
    return _reference(entity["@id"])


def _reference(identifier: str) -> dict[str, str]:
    return {"@id": identifier}
