"""Every verdict for one reader with its reasons, as data for other programs and as text."""

import json
from collections.abc import Mapping

from builder.analysis import Flips, Question, find_flips, rank_questions
from builder.library import Library
from builder.presentation.prospects import MOST_PROSPECTS, prospect_effect, prospect_title
from builder.prospects import Prospect, find_prospects
from builder.records import dataclass
from builder.selection import Decision, Selection, Verdict
from builder.wording import PERHAPS_FEWER, say_setting, sentence, statements, value_json

_UNFINISHED = "not every change was tried: there are too many, and others may turn this too"
_PERHAPS_FEWER = PERHAPS_FEWER[:1].lower() + PERHAPS_FEWER[1:-1]
_WORDS = {Verdict.IN: "in your guide", Verdict.OUT: "left out", Verdict.OPEN: "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageExplanation:
    """One passage's verdict with the facts behind it."""

    line: int
    mark: str
    verdict: Verdict
    because: tuple[str, ...]
    is_minimal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleExplanation:
    """One module's verdict with the facts behind it, what would flip it, and the passages that its reader comes to."""

    decision: Decision
    chapter: str
    because: tuple[str, ...]
    passages: tuple[PassageExplanation, ...]
    flips: Flips


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything decided for one reader."""

    profile: str
    library: Library
    conditions: Mapping[str, str]
    modules: tuple[ModuleExplanation, ...]
    questions: tuple[Question, ...]
    prospects: tuple[Prospect, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """Return every covered point of the text this reader gets, each once, in reading order."""
        return tuple(dict.fromkeys(point for module in self.modules for point in module.decision.covers))


def explain_selection(library: Library, selection: Selection) -> Explanation:
    """Collect the reasons of a selection."""
    schema, facts = library.vocabulary.schema, selection.profile.facts
    modules = tuple(
        ModuleExplanation(
            decision=decision,
            chapter=chapter.id,
            because=statements(decision.ruling.proof, facts, schema.fields),
            passages=tuple(
                PassageExplanation(
                    line=passage.place.line,
                    mark=passage.place.source.line(passage.place.line).strip("/ "),
                    verdict=ruling.verdict,
                    because=statements(ruling.proof, facts, schema.fields),
                    is_minimal=ruling.proof.is_minimal,
                )
                for passage, ruling in decision.passages.items()
            ),
            flips=find_flips(decision.ruling.condition, facts, schema),
        )
        for chapter, decisions in selection.chapters
        for decision in decisions
    )
    return Explanation(
        profile=selection.profile.name,
        library=library,
        conditions={name: str(truth) for name, truth in selection.conditions.items()},
        modules=modules,
        questions=rank_questions(selection, schema),
        prospects=find_prospects(library, facts)[:MOST_PROSPECTS],
    )


def explanation_json(explanation: Explanation) -> str:
    """Return an explanation as JSON, in the form other programs rely on."""
    return json.dumps(
        {
            "profile": explanation.profile,
            "conditions": dict(explanation.conditions),
            "modules": [_module_json(module) for module in explanation.modules],
            "points": list(explanation.points),
            "questions": [{"field": q.field.name, "settles": q.settles} for q in explanation.questions],
        },
        ensure_ascii=False,
        indent=2,
    )


def _module_json(module: ModuleExplanation) -> dict[str, object]:
    return {
        "id": module.decision.module.id,
        "title": module.decision.module.title,
        "chapter": module.chapter,
        "verdict": str(module.decision.verdict),
        **_because_json(module.because, is_minimal=module.decision.ruling.proof.is_minimal),
        "flips": [
            {"set": {name: value_json(value) for name, value in flip.settings.items()}, "verdict": str(flip.verdict)}
            for flip in module.flips.found
        ],
        **({} if module.flips.is_complete else {"flips_complete": False}),
        "covers": list(module.decision.covers),
        "passages": [
            {
                "line": passage.line,
                "verdict": str(passage.verdict),
                **_because_json(passage.because, is_minimal=passage.is_minimal),
            }
            for passage in module.passages
        ],
    }


def _because_json(because: tuple[str, ...], *, is_minimal: bool) -> dict[str, object]:
    return {"because": list(because), **({} if is_minimal else {"because_minimal": False})}


def format_explanation(explanation: Explanation) -> str:
    """Return an explanation for a person at the terminal."""
    lines = [f"{explanation.profile}: {_count(explanation)}"]
    for verdict in Verdict:
        some = [module for module in explanation.modules if module.decision.verdict is verdict]
        if some:
            lines += ["", f"{_WORDS[verdict].capitalize()} ({len(some)})"]
            lines += [
                f"  {module.decision.module.title}  [{module.decision.module.id}]\n{_reason(module)}" for module in some
            ]
    if explanation.questions:
        lines += ["", "Questions still open, the most useful first"]
        lines += [
            f"  {question.field.question}  [{question.field.name}]{_settles(question)}"
            for question in explanation.questions
        ]
    if explanation.prospects:
        fields = explanation.library.vocabulary.schema.fields
        lines += ["", "What would change the plan, the most first"]
        lines += [f"  {prospect_title(one, fields)}: {prospect_effect(one)[:-1]}" for one in explanation.prospects]
    return "\n".join(lines)


def format_module(explanation: Explanation, module: ModuleExplanation) -> str:
    """Return the whole story of one module."""
    decision = module.decision
    fields = explanation.library.vocabulary.schema.fields
    lines = [f"{decision.module.title}  [{decision.module.id}]", f"  {_WORDS[decision.verdict]}", _reason(module)]
    for flip in module.flips.found:
        settings = (say_setting(fields[name], value) for name, value in flip.settings.items())
        lines.append("    " + sentence("if", settings)[:-1] + f": {_WORDS[flip.verdict]}")
    if not module.flips.is_complete:
        lines.append(f"    {_UNFINISHED}")
    if module.passages:
        lines.append("  passages")
    for passage in module.passages:
        lines.append(f"    line {passage.line}, `{passage.mark}`: {_WORDS[passage.verdict]}")
        lines += [f"      {statement}" for statement in _listed(passage.because, is_minimal=passage.is_minimal)]
    return "\n".join(lines)


def _count(explanation: Explanation) -> str:
    counts = {verdict: sum(module.decision.verdict is verdict for module in explanation.modules) for verdict in Verdict}
    return f"{counts[Verdict.IN]} modules in, {counts[Verdict.OUT]} left out, {counts[Verdict.OPEN]} open"


def _reason(module: ModuleExplanation) -> str:
    if not module.because:
        return "    for every reader"
    is_minimal = module.decision.ruling.proof.is_minimal
    return "\n".join(f"    {statement}" for statement in _listed(module.because, is_minimal=is_minimal))


def _listed(because: tuple[str, ...], *, is_minimal: bool) -> tuple[str, ...]:
    return because if is_minimal else (*because, _PERHAPS_FEWER)


def _settles(question: Question) -> str:
    if not question.settles:
        return ""
    return f": settles {question.settles} module{'' if question.settles == 1 else 's'}"
