"""Protecting PDF files by a password, and reading them again with it."""

from collections.abc import Mapping
from io import BytesIO


def can_protect() -> bool:
    """Tell whether the library that encrypts is installed."""
    try:
        import pikepdf  # noqa: F401, PLC0415 - as below
    except ImportError:
        return False
    return True


def protected(files: Mapping[str, bytes], password: str) -> Mapping[str, bytes]:
    """Return files of which each PDF opens with the password only; without a password, the files as they are."""
    return _rewritten(files, "", password) if password else files


def unprotected(files: Mapping[str, bytes], password: str) -> Mapping[str, bytes]:
    """Return files of which no PDF needs the password any more; without a password, the files as they are."""
    return _rewritten(files, password, "") if password else files


def _rewritten(files: Mapping[str, bytes], before: str, after: str) -> Mapping[str, bytes]:
    return {
        name: _with_password(content, before, after) if name.endswith(".pdf") else content
        for name, content in files.items()
    }


def _with_password(pdf: bytes, before: str, after: str) -> bytes:
    # In the function: an extra, and only a roster with passwords needs it.
    import pikepdf  # noqa: PLC0415

    written = BytesIO()
    with pikepdf.open(BytesIO(pdf), password=before) as document:
        # Revision 6 is AES with 256 bits, of texts about the document too: its title holds the reader's name.
        encryption = pikepdf.Encryption(user=after, owner=after, R=6, aes=True, metadata=True) if after else False
        document.save(written, encryption=encryption, fix_metadata_version=False)
    return written.getvalue()
