"""Everything that `check` finds by reasoning about all readers."""

from collections.abc import Iterator
from functools import partial

from builder.diagnostics import Diagnostic
from builder.findings.holes import find_holes
from builder.findings.known import find_turning
from builder.findings.parts import find_idle_parts
from builder.findings.promises import find_broken_promises
from builder.findings.sites import Site
from builder.findings.survey import Survey, decided
from builder.findings.truth import find_settled


def find_all(survey: Survey) -> Iterator[Diagnostic]:
    """Yield every finding that needs no sample profile."""
    for site in survey.sites:
        yield from decided(survey, site.name, site.place, partial(_about, survey, site))
    yield from find_broken_promises(survey)
    yield from find_holes(survey)


def _about(survey: Survey, site: Site) -> Iterator[Diagnostic]:
    yield from find_settled(survey, site)
    yield from find_idle_parts(survey, site)
    yield from find_turning(survey, site)
