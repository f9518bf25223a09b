"""Building the public guide: a handful of calls, none of which takes a profile."""

from builder.library_json import library_json
from builder.pipeline import Memory, load, load_templates
from builder.presentation.public_view import public_view
from builder.project import Project
from builder.public_guide import assemble_public
from builder.public_website import render_public_website
from builder.search_documents import search_documents
from builder.wanted import Built


def build_public(project: Project, memory: Memory | None = None) -> Built:
    """Build the public website, for all readers at once and knowing of none. Writes nothing.

    Raises:
        BuildError: something is wrong with the content or the templates.
    """
    library = load(project, memory)
    guide = assemble_public(library)
    data, documents = library_json(library, guide.table), search_documents(guide)
    templates = load_templates(project, memory)
    files = render_public_website(public_view(guide), data, documents, templates)
    templates.keep()
    return Built(files, library.warnings)
