"""Names of files and folders that mean the same on every disk."""

import re
import unicodedata

from builder.sources import UNPRINTABLE

LONGEST_NAME = 200  # bytes: most disks take 255, and we put names of our own around it
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')  # by Windows
_LOOK_ALIKE = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
# What Windows keeps for devices, with any ending.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{kind}{number}" for kind in ("com", "lpt") for number in range(10)}
)


def is_device(name: str) -> bool:
    """Tell whether Windows takes a name for a device, in whatever letters and with whatever ending."""
    return plain_name(name).partition(".")[0].rstrip() in DEVICES


def plain_name(name: str) -> str:
    """Return a name as disks that do not tell capitals apart, or write letters in another way, compare it."""
    return unicodedata.normalize("NFKC", name).casefold()


def name_problem(name: str) -> str:
    """Return why a name of a file or folder does not work everywhere, or nothing where it does."""
    found = UNPRINTABLE.search(name) or re.search(r"[\n\t]", name)
    if found:
        return f"holds the invisible character U+{ord(found[0]):04X}"
    forbidden = _FORBIDDEN.search(name)
    if forbidden:
        return f"holds `{forbidden[0]}`, which some systems forbid"
    strange = unicodedata.normalize("NFKC", name) != unicodedata.normalize("NFC", name)
    if strange or len(_look_alike_scripts(name)) > 1:
        return "mixes letters that look like one another"
    if name.endswith((".", " ")) or name.startswith(" "):
        return "begins or ends with a space or a dot, which some systems drop"
    if name.startswith("~"):
        return "begins with `~`, which a shell takes for somebody's home"
    if is_device(name):
        return "is what some systems call a device"
    if len(name.encode()) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} bytes"
    return ""


def _look_alike_scripts(name: str) -> frozenset[str]:
    """Return in which scripts a name is written, of those whose letters look like each other's."""
    words = (unicodedata.name(letter, "").partition(" ")[0] for letter in name if letter.isalpha())
    return _LOOK_ALIKE & frozenset(words)
