"""Lets the PDF engine draw straight borders of one colour as what they are: a rectangle for each side.

Unless a box has all four sides, the engine cuts each one out of a frame of its own, which takes many times as long and
as many bytes: most borders here are the lines of a table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SIDES = ("top", "right", "bottom", "left")
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


@contextmanager
def plain_borders() -> Iterator[None]:
    """Let borders that are drawn meanwhile be rectangles, where that looks the same."""
    # In the function: importing the engine takes a second, which a website never needs.
    from weasyprint import draw  # noqa: PLC0415
    from weasyprint.draw.color import get_color  # noqa: PLC0415

    usual = draw.draw_border

    def draw_border(stream: Any, box: Any) -> None:  # noqa: ANN401 - the engine has no types
        sides = {side: width for side in _SIDES if (width := getattr(box, f"border_{side}_width"))}
        if not sides or not _is_plain(box, sides):
            usual(stream, box)
            return
        color, *others = {get_color(box.style, f"border_{side}_color") for side in sides}
        if others or not color.alpha:
            usual(stream, box)
            return
        with stream.artifact(), stream.stacked():
            stream.set_color(color)
            for rectangle in _rectangles(box, sides):
                stream.rectangle(*rectangle)
            stream.fill()

    draw.draw_border = draw_border
    try:
        yield
    finally:
        draw.draw_border = usual


def _is_plain(box: Any, sides: dict[str, float]) -> bool:  # noqa: ANN401
    style = box.style
    return (
        style["visibility"] == "visible"
        and all(style[f"border_{side}_style"] == "solid" for side in sides)
        and style["border_image_source"][0] == "none"
        and style["column_width"] == style["column_count"] == "auto"
        and not any(sum(getattr(box, f"border_{corner}_radius")) for corner in _CORNERS)
    )


def _rectangles(box: Any, sides: dict[str, float]) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    """Yield each side as x, y, width and height; those on the left and right stand between the other two."""
    x, y, width, height = box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
    top, bottom = sides.get("top", 0), sides.get("bottom", 0)
    if top:
        yield x, y, width, top
    if bottom:
        yield x, y + height - bottom, width, bottom
    if left := sides.get("left"):
        yield x, y + top, left, height - top - bottom
    if right := sides.get("right"):
        yield x + width - right, y + top, right, height - top - bottom
