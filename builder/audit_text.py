"""What a check found, as text, as JSON and as profiles."""

import json
from collections.abc import Iterable, Mapping

from builder.audit import Checked
from builder.diagnostics import Diagnostic
from builder.findings.readers import Answers
from builder.reasoning.witnesses import profile_lines


def format_guides(checked: Checked) -> str:
    """Return how many guides there are and who sees all of them; empty where nobody asked."""
    guides = checked.guides
    if guides is None:
        return ""
    least = "" if guides.count.is_exact else "at least "
    lines = [f"This library makes {least}{guides.count.number:,} different guides."]
    if not guides.count.is_exact:
        lines.append("It is too large to count exactly.")
    see = "sees" if len(guides.readers) == 1 else "together see"
    lines.append(f"{_readers(guides.readers)} {see} all {guides.shown} modules and halves of passages.")
    if guides.unseen:
        lines.append(f"{guides.unseen} more are too large to decide.")
    return "\n".join([*lines, *_listed(checked, guides.readers)])


def format_score(checked: Checked) -> str:
    """Return how many mistakes the samples notice and who would notice the others; empty where nobody asked."""
    score = checked.score
    if score is None:
        return ""
    lines = [f"The sample profiles notice {score.noticed} of {score.noticed + score.missed} small mistakes."]
    if score.idle:
        lines.append(f"{score.idle} more would change nothing for any reader.")
    if score.undecided:
        lines.append(f"{score.undecided} more are too large to decide.")
    if score.readers:
        lines.append(f"{_readers(score.readers)} more would notice all of them.")
    return "\n".join([*lines, *_listed(checked, score.readers)])


def profile_files(checked: Checked) -> Mapping[str, bytes]:
    """Return the readers that were found as files of profiles, ready to build."""
    groups = {
        "reader": checked.guides.readers if checked.guides else (),
        "mistakes": checked.score.readers if checked.score else (),
    }
    return {
        f"{word}-{number}.yaml": ("\n".join(_profile(checked, given)) + "\n").encode()
        for word, readers in groups.items()
        for number, given in enumerate(readers, start=1)
    }


def checked_json(checked: Checked) -> str:
    """Return the findings as a list; with guides or a score asked for, an object that holds all of it."""
    findings = [finding_json(finding) for finding in checked.findings]
    whole: dict[str, object] = {"findings": findings}
    if checked.guides is not None:
        guides = checked.guides
        count = {"number": guides.count.number, "exact": guides.count.is_exact}
        whole["guides"] = {**count, "profiles": _profiles(checked, guides.readers), "undecided": guides.unseen}
    if checked.score is not None:
        score = checked.score
        counts = {"noticed": score.noticed, "missed": score.missed, "idle": score.idle, "undecided": score.undecided}
        whole["mistakes"] = {**counts, "profiles": _profiles(checked, score.readers)}
    return json.dumps(whole if len(whole) > 1 else findings, ensure_ascii=False, indent=2)


def finding_json(finding: Diagnostic) -> Mapping[str, object]:
    """Return a finding for JSON; `witness` is a profile as YAML, empty where there is no such reader."""
    return {
        "file": finding.place.source.name,
        "line": finding.place.line,
        "column": finding.place.column,
        "severity": str(finding.severity),
        "message": finding.message,
        "hint": finding.hint,
        "witness": None if finding.witness is None else "\n".join(finding.witness),
    }


def _readers(readers: tuple[Answers, ...]) -> str:
    return f"{len(readers)} reader{'' if len(readers) == 1 else 's'}"


def _listed(checked: Checked, readers: Iterable[Answers]) -> list[str]:
    lines: list[str] = []
    for number, given in enumerate(readers, start=1):
        lines += [f"  reader {number}:", *(f"    {line}" for line in _profile(checked, given))]
    return lines


def _profiles(checked: Checked, readers: Iterable[Answers]) -> list[str]:
    return ["\n".join(_profile(checked, given)) for given in readers]


def _profile(checked: Checked, given: Answers) -> tuple[str, ...]:
    return profile_lines(given, checked.library.vocabulary.schema)
