"""What website and handbook do not have in common, as warnings that quote nothing of a reader."""

from collections import Counter
from collections.abc import Iterable, Iterator

from builder.diagnostics import Diagnostic, Severity
from builder.parity.comparing import Difference
from builder.sources import whole_file

_HINT = "a template prints it in one of them alone; what may differ stands in builder/parity/exceptions.py"
_OTHER = {"website": "handbook", "handbook": "website"}


def parity_warnings(file: str, differences: Iterable[Difference]) -> Iterator[Diagnostic]:
    """Yield a warning for each part of a guide and each medium that lacks something of it."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for each in differences:
        counted.setdefault((each.part, each.lacking), Counter())[each.what] += 1
    for (part, lacking), kinds in counted.items():
        found = " and ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in kinds.items())
        message = f"`{part}` has {found} in the {_OTHER[lacking]} that the {lacking} lacks"
        yield Diagnostic(whole_file(file), message, _HINT, Severity.WARNING)
