"""Write the site into a folder, as a whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from livereview.changes.releases import Releases, read_releases
from livereview.config import MANUSCRIPT, Config, read_config
from livereview.site.archive import write_archive
from livereview.site.pages import DOWNLOADS, FRONT_PAGE, NOT_FOUND, VERSIONS, About, Pages
from livereview.site.published import File, NotPublished, Published, read_published
from livereview.yamlfile import YamlFile

_OWN = (FRONT_PAGE, DOWNLOADS, VERSIONS, NOT_FOUND)


def write_site(root: Path, results: Path, output: Path) -> Releases:
    """Make the site of the review in ``root`` from its results; return the versions that it lists.

    Args:
        root: the review's folder.
        results: the folder of its results.
        output: the folder of the site; a site that is there is replaced.

    Raises:
        NotPublished: there are no results that a site could be made of, or something else lies in
            the site's place.
        ProblemsFound: the configuration or the metadata can't be used.
    """
    config = read_config(root)
    published = read_published(results)
    _refuse(config, published, output)
    releases = read_releases(root) if published.version else Releases()
    incoming = output.with_name(f".{output.name}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        _copy(published, results, incoming)
        archive = _archive(config.editions[0], published, incoming)
        _write_pages(Pages(_about(root, config), published), config, releases, archive, incoming)
        shutil.rmtree(output, ignore_errors=True)
        incoming.replace(output)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    return releases


def _refuse(config: Config, published: Published, output: Path) -> None:
    paths = {file.path for file in published.files}
    page = f"{config.editions[0]}.html"
    if page not in paths:
        message = f"there is no {page}, which would be the front page"
        raise NotPublished(message, "formats in config/config.yaml must hold html")
    if taken := sorted(paths.intersection(_OWN)):
        raise NotPublished(f"{taken[0]} is the name of a page of the site", "rename the edition")
    if output.exists() and not (output / NOT_FOUND).is_file():
        raise NotPublished(f"{output} is there already, and is no site", "name another folder")


def _copy(published: Published, results: Path, incoming: Path) -> None:
    for file in published.files:
        target = incoming / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(results / file.path, target)


def _archive(edition: str, published: Published, incoming: Path) -> File:
    """Write the archive of all files; return what is to be said of it."""
    path = incoming / f"{edition}-{published.name}.zip"
    write_archive(incoming, [file.path for file in published.files], path)
    return File(path.name, path.stat().st_size)


def _about(root: Path, config: Config) -> About:
    edition = config.editions[0]
    source = f"{MANUSCRIPT}/{edition}/metadata.yaml"
    metadata = YamlFile(root, source, "metadata.schema.yaml").data
    language = metadata["lang"]
    return About(metadata["title"], language, config.terms[language], config.editions, config.site)


def _write_pages(
    pages: Pages, config: Config, releases: Releases, archive: File, incoming: Path
) -> None:
    review = (incoming / f"{config.editions[0]}.html").read_text(encoding="utf-8")
    texts = {
        FRONT_PAGE: pages.front_page(review),
        DOWNLOADS: pages.downloads(archive),
        VERSIONS: pages.versions(releases.tags),
        NOT_FOUND: pages.not_found(),
    }
    for name, text in texts.items():
        (incoming / name).write_text(text, encoding="utf-8", newline="\n")
