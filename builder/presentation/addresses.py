"""Addresses on paper: links that lead outside are numbered, and the guide's own address becomes a square to scan."""

import re
from html import unescape

from markupsafe import Markup

from builder.part_views import AddressView

_TAG = re.compile(r"<[^>]*>")
_OUTSIDE = re.compile(r'<a (?=[^>]*class="external")[^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_BESIDE = '</sup><sup class="cite"'


def number_addresses(body: Markup, key: str, first: int) -> tuple[Markup, tuple[AddressView, ...]]:
    """Return a text whose outside links carry a number, and what the numbers stand for; one number an address.

    `key` names the module in the anchors, `first` is the number after its source notes.
    """
    found: dict[str, AddressView] = {}

    def numbered(match: re.Match[str]) -> str:
        url = unescape(match[1])
        view = found.setdefault(url, _address(url, match[2], first + len(found), key))
        number = view.number
        return f'{match[0]}<sup class="cite"><a href="#{view.anchor}" aria-label="Source {number}">{number}</a></sup>'

    # Two numbers side by side must not be read as one.
    text = _OUTSIDE.sub(numbered, str(body)).replace(_BESIDE, f'{_BESIDE[:-1]} cite-next"')
    return Markup(text), tuple(found.values())  # noqa: S704 - the body was markup before


def address_code(address: str) -> Markup:
    """Return an address as a QR code, drawn as SVG; nothing where there is none."""
    if not address:
        return Markup("")
    import segno  # noqa: PLC0415 - only a handbook with an address needs it

    drawing = segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True, title=address)
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - the library escapes the title


def _address(url: str, words: str, number: int, key: str) -> AddressView:
    return AddressView(number=number, anchor=f"{key}--address-{number}", title=unescape(_TAG.sub("", words)), url=url)
