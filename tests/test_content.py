"""The guide in `content/` as it is: it loads, its readers differ, all of it is for somebody, its words are fit."""

import re
from collections.abc import Iterable, Iterator, Mapping

import pytest

from builder.guide import Guide
from builder.library import Library
from builder.markup.body import Body, Passage
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.selection import Decision, Verdict
from tests.building import PROFILES, ROOT

POINTS = ROOT / "tests" / "strategy_points.txt"
# Facts whose source nobody has seen: none of them may stand in a guide.
UNSEEN_CLAIMS = frozenset((ROOT / "tests" / "unseen_claims.txt").read_text(encoding="utf-8").split())
FIRST_CHAPTERS = ("understanding", "step-1-assess", "step-2-research")
SHORTEST, LONGEST = 200, 600
NOT_SAID = re.compile(r"guarantee|maximi[sz]e your chances|\bsimply\b|\bjourney|!", re.IGNORECASE)

# Passages that no sample reader is shown, by module, half and mark. What is shown to somebody must leave this list.
SHOWN_TO_NO_SAMPLE = frozenset(
    {
        ("cycles-and-years", "then", "applied_before and match.previous >= match.cycles"),
        ("cycles-and-years", "then", "match.cycles == 0"),
        ("cycles-and-years", "then", "not backup.open"),
        ("ecfmg-certification", "then", 'oet.status == "failed"'),
        ("entry-rules-by-passport", "then", "banned_nationality"),
        ("entry-rules-by-passport", "then", "palestinian_documents"),
        ("explain-a-result", "then", "borderline_step1 and (not known step2_ck.score or not borderline_step2)"),
        ("limits-with-an-end-date", "then", "applied_before and match.previous >= match.cycles"),
        ("limits-with-an-end-date", "then", "match.cycles == 0"),
        ("numbers-in-one-table", "then", "borderline_step1 and not borderline_step2"),
        ("numbers-in-one-table", "then", 'step2_ck.status == "passed" and not low_step2 and not strong_step2'),
        ("numbers-in-one-table", "then", 'step1.status == "not taken"'),
        ("numbers-in-one-table", "then", 'step2_ck.status == "failed"'),
        ("research-and-rematch", "then", "match.previous == 0 and not known match.cycles"),
        ("retakes-and-attempts", "then", 'step2_ck.status == "failed"'),
        ("step-2-ck-ahead", "else", "step2_not_taken"),
        ("three-obstacles", "then", "failed_attempt"),
    }
)

Half = tuple[str, str, str]


@pytest.fixture(scope="session")
def points() -> Mapping[str, str]:
    """Return the section of every point of the strategy text."""
    lines = POINTS.read_text(encoding="utf-8").splitlines()
    return {line.split()[1]: line.split()[0] for line in lines if not line.startswith("#")}


def passages_of(body: Body) -> Iterator[Passage]:
    for piece in body:
        if isinstance(piece, Passage):
            yield piece
            yield from passages_of(piece.then)
            yield from passages_of(piece.otherwise)


def half(module: str, side: str, passage: Passage) -> Half:
    """Return what names one half of a passage, wherever in its file it stands."""
    mark = passage.place.source.line(passage.place.line).partition("|")[2].strip()
    return module, side, mark[:75]


def all_halves(library: Library) -> set[Half]:
    passages = [(module.id, passage) for module in library.modules.values() for passage in passages_of(module.body)]
    then = {half(key, "then", passage) for key, passage in passages}
    return then | {half(key, "else", passage) for key, passage in passages if passage.otherwise}


def shown_halves(decisions: Iterable[Decision]) -> set[Half]:
    rulings = [(d.module.id, passage, ruling.verdict) for d in decisions for passage, ruling in d.passages.items()]
    then = {half(key, "then", passage) for key, passage, verdict in rulings if verdict is Verdict.IN}
    return then | {half(key, "else", passage) for key, passage, verdict in rulings if verdict is Verdict.OUT}


def covered(library: Library) -> set[str]:
    inner = (passage.covers for module in library.modules.values() for passage in passages_of(module.body))
    return {point for covers in (*(module.covers for module in library.modules.values()), *inner) for point in covers}


def selected(guide: Guide) -> tuple[object, ...]:
    """Return everything that was decided for one reader."""
    return tuple(
        (decision.module.id, decision.verdict, tuple(ruling.verdict for ruling in decision.passages.values()))
        for decision in guide.selection.decisions
    )


def words_of(html: str) -> list[str]:
    return re.sub("<[^>]*>", " ", html).split()


def lengths(guide: Guide) -> Mapping[str, int]:
    """Return how many words each module has that the reader gets."""
    modules = [module for chapter in guide_view(guide, Kind.WEBSITE).chapters for module in chapter.modules]
    return {module.anchor: len(words_of(module.body)) for module in modules if not module.is_open}


def sentences_with(pattern: re.Pattern[str], text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+|\n", text) if pattern.search(sentence)]


def test_the_guide_loads_without_a_warning(library: Library) -> None:
    assert [str(warning.place) + ": " + warning.message for warning in library.warnings] == []


def test_there_are_sample_readers_enough(sample_guides: Mapping[str, Guide]) -> None:
    assert len(sample_guides) >= 8
    assert {"sample", "nearly-empty", "pass-fail-step1", "after-unmatched"} <= set(sample_guides)


def test_no_two_sample_readers_get_the_same_guide(sample_guides: Mapping[str, Guide]) -> None:
    assert len({selected(guide) for guide in sample_guides.values()}) == len(sample_guides)


def test_the_sample_reader_leaves_nothing_open_and_the_nearly_empty_one_nearly_all(
    sample_guides: Mapping[str, Guide],
) -> None:
    assert Verdict.OPEN not in sample_guides["sample"].selection.verdicts.values()
    assert Verdict.OPEN in sample_guides["nearly-empty"].selection.verdicts.values()


def test_every_module_is_for_at_least_one_sample_reader(library: Library, sample_guides: Mapping[str, Guide]) -> None:
    got = {
        decision.module.id
        for guide in sample_guides.values()
        for decision in guide.selection.decisions
        if decision.verdict is Verdict.IN
    }
    assert set(library.modules) - got == set()


def test_every_passage_is_shown_to_at_least_one_sample_reader_or_listed(
    library: Library, sample_guides: Mapping[str, Guide]
) -> None:
    shown = {half for guide in sample_guides.values() for half in shown_halves(guide.selection.decisions)}
    assert all_halves(library) - shown == SHOWN_TO_NO_SAMPLE


def test_what_a_module_covers_is_a_point_of_the_strategy(library: Library, points: Mapping[str, str]) -> None:
    assert covered(library) - set(points) == set()


@pytest.mark.parametrize("section", FIRST_CHAPTERS)
def test_every_point_of_the_first_chapters_is_covered(
    library: Library, points: Mapping[str, str], section: str
) -> None:
    wanted = {point for point, its_section in points.items() if its_section == section}
    assert len(wanted) >= 20
    assert wanted - covered(library) == set()


def test_no_claim_stands_there_that_nobody_has_seen(library: Library) -> None:
    assert len(UNSEEN_CLAIMS) == 12
    assert set(library.claims) & UNSEEN_CLAIMS == set()


@pytest.mark.parametrize("profile", PROFILES)
def test_every_claim_shown_says_who_when_about_whom_where_and_what_to_check(
    sample_guides: Mapping[str, Guide], profile: str
) -> None:
    claims = [claim for module in sample_guides[profile].modules for claim in module.notes]
    parts = {claim.id: (claim.organisation, claim.as_of, claim.reach, claim.url, claim.check) for claim in claims}
    assert [key for key, said in parts.items() if not all(said)] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_no_text_promises_or_cheers(sample_guides: Mapping[str, Guide], profile: str) -> None:
    view = guide_view(sample_guides[profile], Kind.WEBSITE)
    modules = [module for chapter in view.chapters for module in chapter.modules]
    bodies = "\n".join(" ".join(words_of(module.body)) for module in modules)
    rest = [task.do for module in modules for task in module.tasks]
    rest += [text for module in modules for text in (module.title, *module.why.facts, *module.why.flips)]
    rest += [text for group in view.answers for answer in group.answers for text in (answer.question, answer.help)]
    rest += [note.says for note in view.sources] + [term.meaning for term in view.terms]
    assert sentences_with(NOT_SAID, bodies + "\n" + "\n".join(rest)) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_every_module_is_as_long_as_a_reader_can_take_in(sample_guides: Mapping[str, Guide], profile: str) -> None:
    found = lengths(sample_guides[profile])
    assert found != {}
    assert {key: count for key, count in found.items() if not SHORTEST <= count <= LONGEST} == {}


@pytest.mark.parametrize("profile", PROFILES)
def test_no_text_shows_its_markup(sample_guides: Mapping[str, Guide], profile: str) -> None:
    view = guide_view(sample_guides[profile], Kind.WEBSITE)
    marks = re.compile(r"\{\{|\}\}|///|\[\^|\]\(|\*\*|covers:")
    shown = {m.anchor: marks.findall(" ".join(words_of(m.body))) for c in view.chapters for m in c.modules}
    assert {key: found for key, found in shown.items() if found} == {}


@pytest.mark.parametrize("profile", PROFILES)
def test_no_text_has_straight_quotes_beside_the_curly_ones(sample_guides: Mapping[str, Guide], profile: str) -> None:
    view = guide_view(sample_guides[profile], Kind.WEBSITE)
    modules = [module for chapter in view.chapters for module in chapter.modules]
    said = [task.do for module in modules for task in module.tasks]
    said += [answer.help for group in view.answers for answer in group.answers]
    said += [words for note in view.sources for words in (note.says, note.check)]
    assert [words for words in said if "'" in words or '"' in words] == []


def model_email(guide: Guide) -> str:
    """Return what one reader is shown of the page with the email to faculty, as one line."""
    modules = [module for chapter in guide_view(guide, Kind.WEBSITE).chapters for module in chapter.modules]
    (page,) = [module for module in modules if module.anchor == "write-to-faculty"]
    return " ".join(words_of(page.body))


def test_a_reader_with_pass_or_fail_is_not_asked_for_a_step_1_number(sample_guides: Mapping[str, Guide]) -> None:
    email = model_email(sample_guides["pass-fail-step1"])
    assert ("Step 1, pass" in email, "[number, or pass]" in email) == (True, False)


def test_a_permanent_resident_writes_that_no_sponsorship_is_needed(sample_guides: Mapping[str, Guide]) -> None:
    email = model_email(sample_guides["permanent-resident"])
    assert ("I need no visa sponsorship" in email, "I would need a visa" in email) == (True, False)


def test_a_graduate_and_a_student_do_not_write_the_same(sample_guides: Mapping[str, Guide]) -> None:
    assert "I finished medical school" in model_email(sample_guides["both-low"])
    assert "My year of graduation from medical school" in model_email(sample_guides["student"])
    assert "[finished, will finish]" in model_email(sample_guides["nearly-empty"])
