"""What a website is made from, as hashes, and what of an earlier one may be taken as it is."""

from collections.abc import Callable, Mapping

from builder.records import dataclass


@dataclass(frozen=True, slots=True)
class LibraryInputs:
    """Hashes of what a library is made from: the program, with the name that messages have for the content; it."""

    program: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class WebsiteInputs:
    """Hashes of all that a website is made from, of its library's part, and of what makes pages of views."""

    whole: str
    library: LibraryInputs
    rendering: bytes


@dataclass(frozen=True, slots=True)
class EarlierPages:
    """Pages of a folder that is to be replaced: of what each was made a hash, and a way to its bytes.

    `load` returns nothing for a page that is gone or was changed since.
    """

    hashes: Mapping[str, str]
    load: Callable[[str], bytes]

    def made_from(self, name: str, key: str) -> bytes:
        """Return a page where it was made from just this, else nothing."""
        return self.load(name) if self.hashes.get(name) == key else b""
