"""Building a reader's guide: a handful of calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from builder.cache import load_texts, write_texts
from builder.guide import assemble
from builder.inputs import library_inputs
from builder.kept_library import keep_library, load_kept_library
from builder.library import Library
from builder.library_parts import Parts
from builder.made_from import LibraryInputs
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profiles import parse_profile
from builder.project import Project
from builder.source_files import load_source
from builder.sources import Source
from builder.templating import Templates
from builder.views import GuideView
from builder.wanted import Built, Wanted
from builder.website import render_changed, render_website

Progress = Callable[[str], None]


@dataclass(slots=True)
class Memory:
    """What a program that builds one project again and again keeps from one time to the next."""

    parts: Parts = field(default_factory=Parts)
    texts: dict[str, str] = field(default_factory=dict)
    templates: Templates | None = None


def load(project: Project, memory: Memory | None = None, known: LibraryInputs | None = None) -> Library:
    """Load a project's content; what did not change since the last run is as that one kept it.

    `known` are the hashes of what it is made from, for who has them.
    """
    if memory:
        return _load_again(project, memory)
    inputs = known or library_inputs(project)
    kept = load_kept_library(project, inputs) if inputs else None
    if inputs and kept and kept.content == inputs.content:
        return kept.library
    earlier, parts = load_texts(_texts_name(project)), kept.parts if kept else Parts()
    library, used = _read(project, earlier, parts)
    # Parts that were kept ask for none of their texts again: only a load without tells which are of no use any more.
    if kept is None and used.keys() != earlier.keys():
        write_texts(_texts_name(project), used)
    if inputs and library_inputs(project) == inputs:
        parts.forget_others()
        keep_library(project, inputs, library, parts)
    return library


def _load_again(project: Project, memory: Memory) -> Library:
    earlier = memory.texts or load_texts(_texts_name(project))
    library, used = _read(project, earlier, memory.parts)
    texts = {**earlier, **used}
    if not memory.texts and texts.keys() != earlier.keys():
        write_texts(_texts_name(project), texts)
    memory.texts = texts
    return library


def _read(project: Project, earlier: Mapping[str, str], parts: Parts) -> tuple[Library, Mapping[str, str]]:
    """Read a project's content; return it with the compiled texts that are in it."""
    # Imported here: what reads a library takes longer to load than one that was kept takes to read.
    from builder.library_files import load_library  # noqa: PLC0415
    from builder.markup.markdown_text import CompiledTexts  # noqa: PLC0415

    compiled = CompiledTexts(earlier)
    library = load_library(project.content, project.shown(project.content), compiled, parts)
    return library, compiled.used


def _texts_name(project: Project) -> str:
    return f"markdown-{sha256(str(project.content.resolve()).encode()).hexdigest()[:16]}"


def load_templates(project: Project, memory: Memory | None = None) -> Templates:
    """Return a project's templates, those that were kept where there are some."""
    templates = (memory and memory.templates) or Templates(project.templates)
    templates.look_again()
    if memory:
        memory.templates = templates
    return templates


def build(
    project: Project, profile_path: Path, wanted: Wanted, progress: Progress, memory: Memory | None = None
) -> Built:
    """Build one reader's website and what else is wanted. Writes nothing.

    With `memory`, what did not change since it was last given here is not made again.

    Raises:
        BuildError: something is wrong with the content, the templates or the profile.
    """
    return build_for(
        load_source(profile_path, project.shown(profile_path), is_private=True), project, wanted, progress, memory
    )


def build_for(
    answers: Source, project: Project, wanted: Wanted, progress: Progress, memory: Memory | None = None
) -> Built:
    """Build as `build` does, for the reader of a profile that was read already.

    Raises:
        BuildError: something is wrong with the content, the templates or the profile.
    """
    library = load(project, memory, wanted.inputs.library if wanted.inputs else None)
    guide = assemble(library, parse_profile(answers, library.vocabulary))
    templates = load_templates(project, memory)
    website = _website(guide_view(guide, Kind.WEBSITE), library, templates, wanted)
    templates.keep()
    if wanted.is_website_only:
        return website
    # Imported here: what prints takes longer to load than a website takes to build.
    from builder.companions import build_companions, with_source  # noqa: PLC0415

    built = build_companions(website, guide, wanted, templates, progress)
    return with_source(built, guide, answers, project, wanted) if wanted.embeds else built


def _website(view: GuideView, library: Library, templates: Templates, wanted: Wanted) -> Built:
    if wanted.inputs is None or wanted.earlier is None:
        return Built(render_website(view, templates), library.warnings)
    website = render_changed(view, templates, wanted.inputs.rendering, wanted.earlier)
    return Built(website.files, library.warnings, website.pages)
