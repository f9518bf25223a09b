"""Lets the PDF engine say which language a piece of text is in, where it is not that of the document.

The engine leaves `lang` out of the structure tree, so that a screen reader would spell a name as if it were English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def languages_said() -> Iterator[None]:
    """Let every element of the structure tree that is built meanwhile carry its `lang`."""
    # In the function: importing the engine takes a second, which a website never needs.
    from pydyf import String  # noqa: PLC0415
    from weasyprint.pdf import tags  # noqa: PLC0415

    usual = tags._build_box_tree  # noqa: SLF001 - the only place where boxes and their elements meet

    def build(box: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401 - the engine has no types
        language = "" if box.element is None or box.element.tag in {"html", "body"} else box.element.get("lang", "")
        for element in usual(box, *rest):
            if language:
                element |= {"S": "/Span" if element["S"] == "/NonStruct" else element["S"], "Lang": String(language)}
            yield element

    tags._build_box_tree = build  # noqa: SLF001
    try:
        yield
    finally:
        tags._build_box_tree = usual  # noqa: SLF001
