"""What one reader gets: modules, links, sources, terms, tasks, answers and reasons."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from builder.guide import Guide, GuideModule
from builder.part_views import AnswerView
from builder.picture_views import ScoreLineView, ScoreRowView
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.views import GuideView, ModuleView
from tests.building import ANA, small_guide, small_view
from tests.guides import CLAIMS, CONDITIONS, EVERYONE, GLOSSARY, GUIDE, LOW, SCHEMA

LOW_SCORE = "step1: {status: passed, score: 212}\n"
HIGH_SCORE = "step1: {status: passed, score: 240}\n"
NEEDS_VISA = "visa: {needs: true}\n"
NO_VISA = "visa: {needs: false}\n"

THREE_CLAIMS = """\
claims:
  mean:
    says: The mean was 230 in 2018.
    value: {score: 230}
    source: {title: Scores, org: USMLE, url: "https://example.org/scores"}
    as_of: "2018"
    reach: first takers
  places:
    says: There were 300 places.
    source: {title: Places, org: AAMC, url: "https://example.org/places"}
    as_of: "2019"
    reach: everyone
  rule:
    says: One needs a visa.
    source: {title: Rules, org: the state, url: "https://example.org/rules"}
    as_of: "2020"
    reach: everyone
    expires: 2026-01-31
"""


def head(text: str, *, title: str = "For everyone", more: str = "") -> str:
    """Return a module's file with this text."""
    return f"---\ntitle: {title}\n{more}---\n{text}\n"


def everyone(text: str, *, more: str = "") -> Mapping[str, str]:
    """Return the change that gives the first module another text."""
    return {"start/everyone.md": head(text, more=more)}


def two_chapters(first: str, second: str) -> Mapping[str, str]:
    """Return the changes for a guide of two chapters with the modules `a b` and `c d`."""
    chapters = (
        "  - {id: one, title: One, summary: First, modules: [a, b]}\n"
        "  - {id: two, title: Two, summary: Second, modules: [c, d]}\n"
    )
    outline = GUIDE[: GUIDE.index("  - id: start")] + chapters + GUIDE[GUIDE.index("dates:") :]
    return {
        "guide.yaml": outline,
        "one/a.md": head("Text.", title="A", more=first),
        "one/b.md": head("Text.", title="B", more=first),
        "two/c.md": head("Text.", title="C", more=second),
        "two/d.md": head("Text.", title="D"),
    }


def modules_of(guide: Guide) -> dict[str, str]:
    return {module.id: str(module.decision.verdict) for module in guide.modules}


def module_of(guide: Guide, key: str) -> GuideModule:
    return next(module for module in guide.modules if module.id == key)


def page_of(view: GuideView, key: str) -> ModuleView:
    names = {key, f"module-{key}"}  # on a page of its own, and among all the others of a handbook
    return next(module for chapter in view.chapters for module in chapter.modules if module.anchor in names)


def answer_of(view: GuideView, field: str) -> AnswerView:
    return next(answer for group in view.answers for answer in group.answers if answer.field == field)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (LOW_SCORE, {"everyone": "in", "low": "in"}),
        (HIGH_SCORE, {"everyone": "in"}),
        ("step1: {status: passed, score: 230}\n", {"everyone": "in"}),
        ("step1: {status: not taken}\n", {"everyone": "in"}),
        ("step1: {status: passed}\n", {"everyone": "in", "low": "open"}),
        ("", {"everyone": "in", "low": "open"}),
    ],
)
def test_a_reader_gets_the_modules_whose_condition_holds(
    tmp_path: Path, profile: str, expected: Mapping[str, str]
) -> None:
    assert modules_of(small_guide(tmp_path, profile)) == expected


def test_an_open_module_is_a_card_with_the_questions_that_settle_it(tmp_path: Path) -> None:
    card = page_of(small_view(tmp_path, ""), "low")
    assert card.is_open
    assert card.title == "For low scores"
    assert card.why.line == "Depends on your Step 1 score and your Step 1 result."
    assert [(question.question, question.href) for question in card.questions] == [
        ("Have you passed Step 1?", "answers.html#step1-status"),
        ("What is your Step 1 score?", "answers.html#step1-score"),
    ]


def test_an_open_module_shows_nothing_of_its_text(tmp_path: Path) -> None:
    changes = {"start/low.md": LOW.replace("when: low\n", "when: low\ntasks: [{do: Retake nothing}]\n")}
    card = page_of(small_view(tmp_path, "", changes), "low")
    assert (card.body, card.tasks, card.notes, card.terms, card.why.flips) == ("", (), (), (), ())


def test_a_question_that_cannot_apply_is_not_asked(tmp_path: Path) -> None:
    card = page_of(small_view(tmp_path, "step1: {status: failed}\n"), "low")
    assert [question.field for question in card.questions] == ["step1.score"]


def test_the_question_that_settles_most_modules_comes_first(tmp_path: Path) -> None:
    changes = two_chapters("when: visa.needs\n", "when: step1.score < 200\n")
    asked = small_view(tmp_path, "step1: {status: passed}\n", changes).home.questions
    assert [(question.field, question.settles) for question in asked] == [("visa.needs", 2), ("step1.score", 1)]


@pytest.mark.parametrize(
    ("profile", "shown", "hidden"),
    [
        (NEEDS_VISA, "You need a visa, says your answer.", "No visa for you."),
        (NO_VISA, "No visa for you.", "You need a visa, says your answer."),
    ],
)
def test_a_reader_gets_the_half_of_a_passage_that_fits(tmp_path: Path, profile: str, shown: str, hidden: str) -> None:
    page = page_of(small_view(tmp_path, profile), "everyone")
    assert shown in page.body
    assert hidden not in page.body
    assert page.waiting == ()


def test_an_open_passage_shows_neither_half_and_names_the_question(tmp_path: Path) -> None:
    page = page_of(small_view(tmp_path, ""), "everyone")
    assert "visa" not in page.body
    assert [question.question for question in page.waiting] == ["Do you need a visa?"]


@pytest.mark.parametrize(("profile", "printed"), [(LOW_SCORE, "Your score of 212 is low"), (HIGH_SCORE, "of 240 is")])
def test_a_value_of_the_profile_is_printed(tmp_path: Path, profile: str, printed: str) -> None:
    changes = {"start/low.md": LOW.replace("when: low\n", "")}
    assert printed in page_of(small_view(tmp_path, profile, changes), "low").body


def test_an_unknown_value_prints_the_text_beside_it(tmp_path: Path) -> None:
    changes = {"start/low.md": LOW.replace("when: low\n", "")}
    assert "Your score of (not given) is low" in page_of(small_view(tmp_path, "", changes), "low").body


@pytest.mark.parametrize(
    ("profile", "printed"),
    [("citizenship: [BR, XK]", "of Brazil, XK."), ("step1: {status: not taken}", "is still ahead.")],
)
def test_a_value_is_printed_by_its_name_where_it_has_one(tmp_path: Path, profile: str, printed: str) -> None:
    schema = SCHEMA.replace(
        "    title: citizenship\n", "    title: citizenship\n    x-names: {BR: Brazil, IT: Italy}\n"
    ).replace(
        "        title: Step 1 result\n", "        title: Step 1 result\n        x-names: {not taken: still ahead}\n"
    )
    text = 'A citizen of {{ citizenship or "" }}. Step 1 is {{ step1.status or "" }}.'

    view = small_view(tmp_path, profile, {**everyone(text), "profile.schema.yaml": schema})

    assert printed in page_of(view, "everyone").body


def test_a_value_is_printed_as_text_and_never_as_markup(tmp_path: Path) -> None:
    profile = """name: '<b>*Ana*</b> & "co" [x](https://example.org)'\n"""
    page = page_of(small_view(tmp_path, profile, everyone('Hello {{ name or "you" }}.')), "everyone")
    assert page.body == "<p>Hello &lt;b&gt;*Ana*&lt;/b&gt; &amp; &quot;co&quot; [x](https://example.org).</p>"


@pytest.mark.parametrize(
    ("profile", "printed"),
    [
        (LOW_SCORE, 'See <a class="module-link" href="../start/everyone.html">the start</a>.'),
        (LOW_SCORE + NEEDS_VISA, 'See <a class="module-link" href="../start/everyone.html">the start</a>.'),
        (LOW_SCORE + NO_VISA, "See the start."),
    ],
    ids=["open", "in", "out"],
)
def test_a_link_to_a_module_the_reader_does_not_get_becomes_text(tmp_path: Path, profile: str, printed: str) -> None:
    changes = {"start/everyone.md": EVERYONE.replace("title: For everyone\n", "title: Visas\nwhen: visa.needs\n")}
    assert printed in page_of(small_view(tmp_path, profile, changes), "low").body


def test_text_behind_a_dead_link_keeps_its_own_links(tmp_path: Path) -> None:
    text = "[gone](low.md), [here](everyone.md) and [there](https://example.org/)."
    body = page_of(small_view(tmp_path, HIGH_SCORE, everyone(text)), "everyone").body
    assert body == (
        '<p>gone, <a class="module-link" href="../start/everyone.html">here</a> and '
        '<a class="external" href="https://example.org/">there</a>.</p>'
    )


@pytest.mark.parametrize(
    ("kind", "address"),
    [(Kind.WEBSITE, "../start/everyone.html#everyone--a-heading"), (Kind.HANDBOOK, "#everyone--a-heading")],
)
def test_a_link_may_lead_to_a_heading(tmp_path: Path, kind: Kind, address: str) -> None:
    changes = {**everyone("## A heading"), "start/low.md": LOW.replace("everyone.md", "everyone.md#a-heading")}
    view = guide_view(small_guide(tmp_path, LOW_SCORE, changes), kind)
    assert f'href="{address}"' in page_of(view, "low").body
    assert 'id="everyone--a-heading"' in page_of(view, "everyone").body


def test_headings_stand_one_level_lower_in_the_handbook(tmp_path: Path) -> None:
    guide = small_guide(tmp_path, "", everyone("## One\n\n### Two"))
    website, handbook = (page_of(guide_view(guide, kind), "everyone").body for kind in Kind)
    assert ("<h2 " in website, "<h3 " in website) == (True, True)
    assert ("<h2 " in handbook, "<h3 " in handbook, "<h4 " in handbook) == (False, True, True)


PASSAGE_WITH_A_SOURCE = dedent("""\
    /// when | visa.needs
    A rule.[^rule]
    ///

    Places.[^places] A mean.[^mean] The same places.[^places]
    """)


@pytest.mark.parametrize(
    ("profile", "cited"),
    [(NEEDS_VISA, ["rule", "places", "mean"]), (NO_VISA, ["places", "mean"]), ("", ["places", "mean"])],
)
def test_sources_are_numbered_in_the_order_in_which_this_reader_meets_them(
    tmp_path: Path, profile: str, cited: list[str]
) -> None:
    view = small_view(tmp_path, profile, {**everyone(PASSAGE_WITH_A_SOURCE), "claims.yaml": THREE_CLAIMS})
    assert [note.anchor for note in page_of(view, "everyone").notes] == [f"everyone--source-{key}" for key in cited]
    assert [note.number for note in page_of(view, "everyone").notes] == list(range(1, len(cited) + 1))


def test_a_source_cited_twice_keeps_its_number(tmp_path: Path) -> None:
    changes = {**everyone(PASSAGE_WITH_A_SOURCE), "claims.yaml": THREE_CLAIMS}
    body = page_of(small_view(tmp_path, NO_VISA, changes), "everyone").body
    assert body.count('href="#everyone--source-places"') == 2
    assert body.count(">1</a></sup>") == 2
    assert body.count(">2</a></sup>") == 1


def test_each_place_that_cites_has_an_anchor_of_its_own(tmp_path: Path) -> None:
    changes = {**everyone(PASSAGE_WITH_A_SOURCE), "claims.yaml": THREE_CLAIMS}
    body = page_of(small_view(tmp_path, NO_VISA, changes), "everyone").body
    anchors = [part.partition('"')[0] for part in body.split('id="')[1:]]
    assert len(anchors) == len(set(anchors)) == 3


def test_the_list_of_sources_holds_what_the_reader_was_shown_by_organisation(tmp_path: Path) -> None:
    changes = {**everyone(PASSAGE_WITH_A_SOURCE), "claims.yaml": THREE_CLAIMS}
    shown = small_view(tmp_path, LOW_SCORE + NO_VISA, changes).sources
    assert [(note.number, note.organisation) for note in shown] == [(1, "AAMC"), (2, "USMLE")]


def test_a_source_past_its_day_says_so(tmp_path: Path) -> None:
    changes = {**everyone(PASSAGE_WITH_A_SOURCE), "claims.yaml": THREE_CLAIMS}
    notes = page_of(small_view(tmp_path, NEEDS_VISA, changes), "everyone").notes
    assert [note.expired for note in notes] == ["To be checked again since January 31, 2026", "", ""]


def test_an_abbreviation_is_explained_where_it_first_stands(tmp_path: Path) -> None:
    body = page_of(small_view(tmp_path, "", everyone("An IMG meets an IMG.\n\nIMGs meet.")), "everyone").body
    assert body == (
        '<p>An <abbr title="international medical graduate">IMG</abbr> meets an IMG.</p>\n<p>IMGs meet.</p>'
    )


def test_an_abbreviation_is_explained_even_if_it_first_stands_in_a_hidden_passage(tmp_path: Path) -> None:
    text = "/// when | visa.needs\nAn IMG.\n///\n\nEvery IMG."
    body = page_of(small_view(tmp_path, NO_VISA, everyone(text)), "everyone").body
    assert body.strip() == '<p>Every <abbr title="international medical graduate">IMG</abbr>.</p>'


def test_only_terms_that_the_reader_meets_are_listed(tmp_path: Path) -> None:
    terms = GLOSSARY + "  ENT: {long: otolaryngology, meaning: Ears and more.}\n"
    text = "/// when | visa.needs\nAn IMG.\n///\n\nENT."
    view = small_view(tmp_path, NO_VISA, {**everyone(text), "glossary.yaml": terms})
    assert [term.term for term in page_of(view, "everyone").terms] == ["ENT"]
    assert [astuple(term) for term in view.terms] == [("ENT", "otolaryngology", "Ears and more.")]


def task_windows(tmp_path: Path, profile: str, *tasks: str) -> list[str]:
    """Return the words of the windows of these tasks, in the module's order."""
    more = "tasks:\n" + "".join(f"  - {{do: Task {number}, {task}}}\n" for number, task in enumerate(tasks))
    page = page_of(small_view(tmp_path, profile, everyone("Text.", more=more)), "everyone")
    return [task.window for task in page.tasks]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("match", "2029-03-16"),
        ("match - 2 months", "2029-01-16"),
        ("match - 1 month", "2029-02-16"),
        ("match - 15 months", "2027-12-16"),
        ("match + 1 month", "2029-04-16"),
        ("match - 10 days", "2029-03-06"),
        ("match - 2 weeks", "2029-03-02"),
        ("match + 2 weeks", "2029-03-30"),
    ],
)
def test_a_task_is_planned_from_match_day_of_the_readers_year(tmp_path: Path, moment: str, expected: str) -> None:
    changes = everyone("Text.", more=f"tasks: [{{do: Read it, due: {moment}}}]\n")
    (task,) = module_of(small_guide(tmp_path, "match: {year: 2029}\n", changes), "everyone").tasks
    assert (task.due, task.start) == (date.fromisoformat(expected), None)


def test_a_month_without_such_a_day_ends_on_its_last_day(tmp_path: Path) -> None:
    changes = {
        **everyone("Text.", more="tasks: [{do: Read it, due: match - 1 month}]\n"),
        "guide.yaml": GUIDE.replace("third Friday", "last Friday"),
    }
    (task,) = module_of(small_guide(tmp_path, "match: {year: 2029}\n", changes), "everyone").tasks
    assert str(task.due) == "2029-02-28"


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("due: match - 5 months", "now (usually by October 2026)"),
        ("start: match - 9 months, due: match - 5 months", "now (usually by October 2026)"),
        ("start: match - 5 months, due: match - 1 month", "by February 2027"),
        ("due: match - 1 month", "by February 2027"),
        ("start: match - 2 months, due: match - 1 month", "January 2027 to February 2027"),
        ("start: match - 10 days, due: match", "March 2027"),
        ("start: match - 1 month", "from February 2027"),
        ("start: match - 1 month, due: match + 10 months", "February 2027 to January 2028"),
    ],
)
def test_a_tasks_window_is_seen_from_the_editions_day(tmp_path: Path, task: str, words: str) -> None:
    assert task_windows(tmp_path, "match: {year: 2027}\n", task) == [words]


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("due: match - 2 months", "by 2 months before Match Day"),
        ("due: match - 1 month", "by 1 month before Match Day"),
        ("due: match - 2 weeks", "by 2 weeks before Match Day"),
        ("due: match + 1 day", "by 1 day after Match Day"),
        ("start: match - 3 months", "from 3 months before Match Day"),
        ("due: match", "by Match Day"),
    ],
)
def test_without_a_year_a_window_is_relative(tmp_path: Path, task: str, words: str) -> None:
    assert task_windows(tmp_path, "", task) == [words]


def test_a_task_without_a_window_has_no_words_for_it(tmp_path: Path) -> None:
    assert task_windows(tmp_path, "match: {year: 2027}\n", "when: known match.year") == [""]


@pytest.mark.parametrize(
    ("profile", "tasks", "asked"),
    [(NEEDS_VISA, ["Apply"], []), (NO_VISA, [], []), ("", [], ["visa.needs"])],
    ids=["in", "out", "open"],
)
def test_a_task_is_given_to_those_it_is_for(tmp_path: Path, profile: str, tasks: list[str], asked: list[str]) -> None:
    changes = everyone("Text.", more="tasks: [{do: Apply, when: visa.needs}]\n")
    page = page_of(small_view(tmp_path, profile, changes), "everyone")
    assert [task.do for task in page.tasks] == tasks
    assert [question.field for question in page.waiting] == asked


PLANNED = dedent("""\
    tasks:
      - {do: Whenever}
      - {do: Later, due: match + 1 month}
      - {do: Soon, start: match - 3 months, due: match - 1 month}
      - {do: Late, due: match - 6 months}
      - {do: This year, due: match - 3 months}
    """)


def test_the_plan_lists_tasks_by_year_in_order_of_time(tmp_path: Path) -> None:
    view = small_view(tmp_path, "match: {year: 2027}\n", everyone("Text.", more=PLANNED))
    assert [(year.title, [task.do for task in year.essential]) for year in view.plan] == [
        ("Now", ["Late"]),
        ("No fixed date", ["Whenever"]),
        ("2026", ["This year"]),
        ("2027", ["Soon", "Later"]),
    ]


def test_without_a_year_no_task_has_a_date(tmp_path: Path) -> None:
    view = small_view(tmp_path, "", everyone("Text.", more=PLANNED))
    assert [(year.title, [task.do for task in year.essential]) for year in view.plan] == [
        ("No fixed date", ["Whenever"]),
        ("The last year before Match Day", ["Late", "This year", "Soon"]),
        ("On and after Match Day", ["Later"]),
    ]


@pytest.mark.parametrize(
    ("months", "heading"),
    [
        (11, "The last year before Match Day"),
        (20, "2 years to 1 year before Match Day"),
        (30, "3 to 2 years before Match Day"),
    ],
)
def test_without_a_year_the_plan_goes_by_the_years_before_the_date(tmp_path: Path, months: int, heading: str) -> None:
    more = f"tasks: [{{do: Read it, due: match - {months} months}}]\n"
    assert [year.title for year in small_view(tmp_path, "", everyone("Text.", more=more)).plan] == [heading]


def test_each_heading_of_the_plan_stands_there_once(tmp_path: Path) -> None:
    more = dedent("""\
        tasks:
          - {do: Late, due: match - 6 months}
          - {do: Begun, start: match - 5 months}
          - {do: Just late, due: match - 130 days}
        """)
    titles = [year.title for year in small_view(tmp_path, "match: {year: 2027}\n", everyone("Text.", more=more)).plan]
    assert len(titles) == len(set(titles))


def test_the_home_page_shows_the_next_three_tasks_and_match_day(tmp_path: Path) -> None:
    home = small_view(tmp_path, "match: {year: 2027}\n", everyone("Text.", more=PLANNED)).home
    assert [task.do for task in home.next_tasks] == ["Late", "Whenever", "This year"]
    assert home.match_day == "Match Day: March 19, 2027"


def test_chapters_and_modules_are_numbered_as_the_reader_has_them(tmp_path: Path) -> None:
    changes = two_chapters("", "when: visa.needs\n")
    view = small_view(tmp_path, NO_VISA, changes)
    assert [(chapter.number, chapter.title) for chapter in view.chapters] == [(1, "One"), (2, "Two")]
    assert [module.number for chapter in view.chapters for module in chapter.modules] == ["1.1", "1.2", "2.1"]
    assert page_of(view, "d").number == "2.1"


def test_a_chapter_with_nothing_for_the_reader_is_left_out_and_numbers_close_up(tmp_path: Path) -> None:
    view = small_view(tmp_path, NO_VISA, two_chapters("when: visa.needs\n", ""))
    assert [(chapter.number, chapter.title) for chapter in view.site.chapters] == [(1, "Two")]
    assert [module.number for module in view.chapters[0].modules] == ["1.1", "1.2"]


def test_a_chapter_counts_what_is_ready_open_and_for_others(tmp_path: Path) -> None:
    changes = {**two_chapters("", "when: visa.needs\n"), "one/b.md": head("Text.", title="B", more="when: low\n")}
    counts = [(c.ready, c.open, c.left_out) for c in small_view(tmp_path, NO_VISA, changes).chapters]
    assert counts == [(1, 1, 0), (1, 0, 1)]


def test_previous_and_next_lead_through_all_chapters_past_what_is_left_out(tmp_path: Path) -> None:
    view = small_view(tmp_path, NO_VISA, two_chapters("", "when: visa.needs\n"))
    around = {
        m.anchor: (m.previous and m.previous.href, m.next and m.next.href) for c in view.chapters for m in c.modules
    }
    assert around == {
        "a": (None, "one/b.html"),
        "b": ("one/a.html", "two/d.html"),
        "d": ("one/b.html", None),
    }


def test_your_answers_stand_under_the_headings_of_the_questionnaire(tmp_path: Path) -> None:
    groups = small_view(tmp_path, ANA).answers
    assert [(group.title, [answer.field for answer in group.answers]) for group in groups] == [
        ("You", ["name", "citizenship"]),
        ("Step 1", ["step1.status", "step1.score", "step1.attempts"]),
        ("Visa", ["visa.needs"]),
        ("Exam", ["exam.planned"]),
        ("Match", ["match.year"]),
    ]


@pytest.mark.parametrize(
    ("profile", "field", "title", "value"),
    [
        ("name: Ana\n", "name", "Name", "Ana"),
        ("name: de Ana\n", "name", "Name", "de Ana"),
        (LOW_SCORE, "step1.score", "Step 1 score", "212"),
        (NEEDS_VISA, "visa.needs", "Need for a visa", "Yes"),
        (NO_VISA, "visa.needs", "Need for a visa", "No"),
        ("citizenship: [BR, IT]\n", "citizenship", "Citizenship", "BR, IT"),
        ("citizenship: []\n", "citizenship", "Citizenship", "None"),
        ('exam: {planned: "2027-03"}\n', "exam.planned", "Exam month", "March 2027"),
        ("step1: {status: not taken}\n", "step1.status", "Step 1 result", "Not taken"),
    ],
)
def test_an_answer_is_told_in_the_readers_words(
    tmp_path: Path, profile: str, field: str, title: str, value: str
) -> None:
    answer = answer_of(small_view(tmp_path, profile), field)
    assert (answer.title, answer.value, answer.is_known, answer.applies) == (title, value, True, True)


def test_what_the_guide_does_not_know_stands_there_as_a_question(tmp_path: Path) -> None:
    answer = answer_of(small_view(tmp_path, ""), "step1.score")
    assert (answer.value, answer.is_known, answer.applies) == ("", False, True)
    assert (answer.question, answer.help) == ("What is your Step 1 score?", "Three digits, on your score report.")


def test_what_cannot_apply_to_the_reader_is_said_so(tmp_path: Path) -> None:
    answer = answer_of(small_view(tmp_path, "step1: {status: not taken}\n"), "step1.score")
    assert (answer.is_known, answer.applies) == (False, False)


def test_the_home_page_shows_the_answers_the_guide_chose(tmp_path: Path) -> None:
    assert [answer.field for answer in small_view(tmp_path, ANA).home.glance] == ["step1.score", "visa.needs"]


@pytest.mark.parametrize(
    ("condition", "profile", "line"),
    [
        ("", "", "In every reader’s guide."),
        ("low", LOW_SCORE, "Here because your Step 1 score, 212, is below 230."),
        ("low", HIGH_SCORE, "Left out because your Step 1 score, 240, is 230 or more."),
        ("low", "step1: {status: not taken}", "Left out because you have not taken Step 1."),
        ("low", "step1: {status: passed}", "Depends on your Step 1 score."),
        ("visa.needs", NEEDS_VISA, "Here because you need a visa."),
        ("not visa.needs", NO_VISA, "Here because you do not need a visa."),
        ("visa.needs", NO_VISA, "Left out because you do not need a visa."),
        ("low and visa.needs", LOW_SCORE, "Depends on your need for a visa."),
        (
            "low and visa.needs",
            LOW_SCORE + NEEDS_VISA,
            "Here because your Step 1 score, 212, is below 230 and you need a visa.",
        ),
        ("low or visa.needs", LOW_SCORE + NO_VISA, "Here because your Step 1 score, 212, is below 230."),
        ("'\"BR\" in citizenship'", "citizenship: [BR, IT]", "Here because your citizenship includes BR."),
        (
            "lower <= step1.score < upper",
            "step1: {score: 226}",
            "Here because your Step 1 score, 226, is 225 or more and below 230.",
        ),
    ],
)
def test_a_module_says_why_it_is_here_or_not(tmp_path: Path, condition: str, profile: str, line: str) -> None:
    more = f"when: {condition}\n" * bool(condition)
    view = small_view(tmp_path, profile, {"start/low.md": head("Text.", title="For low scores", more=more)})
    assert {decision.title: decision.line for decision in view.decisions}["For low scores"] == line


def test_every_module_of_the_library_has_its_line_and_those_left_out_no_address(tmp_path: Path) -> None:
    decisions = small_view(tmp_path, HIGH_SCORE).decisions
    assert [(decision.title, decision.verdict, decision.href) for decision in decisions] == [
        ("For everyone", "in", "start/everyone.html"),
        ("For low scores", "out", ""),
    ]


def test_a_module_tells_the_facts_behind_it_and_what_would_change_that(tmp_path: Path) -> None:
    changes = {"start/low.md": LOW.replace("when: low\n", "when: low and visa.needs\n")}
    why = page_of(small_view(tmp_path, "step1: {score: 212}\n" + NEEDS_VISA, changes), "low").why
    assert why.facts == ("Step 1 score is 212, below 230.", "You need a visa.")
    assert why.flips == (
        "If your Step 1 score is 230, this would leave your guide.",
        "If you do not need a visa, this would leave your guide.",
    )


LETTERS = """\
title: Letters
goal: two of them
purpose: To plan who writes.
columns: [Writer, Year, Score]
bookkeeping: [Asked on]
rows:
  - {label: First writer, fill: {Year: match.year, Score: step1.score}}
blank_rows: 2
"""


def with_letters(*, first: str = "", second: str = "") -> Mapping[str, str]:
    """Return the changes that give modules a worksheet of letters."""
    return {
        "start/everyone.md": head("Text.", more=first),
        "start/low.md": head("Text.", title="For low scores", more="when: low\n" + second),
        "worksheets/letters.yaml": LETTERS,
    }


def test_a_worksheet_is_filled_in_where_the_guide_knows_and_blank_where_not(tmp_path: Path) -> None:
    (sheet,) = small_view(tmp_path, ANA, with_letters(first="worksheets: [letters]\n")).worksheets
    assert (sheet.title, sheet.goal, sheet.columns) == (
        "Letters",
        "two of them",
        ("Writer", "Year", "Score", "Asked on"),
    )
    assert sheet.rows == (("First writer", "2029", "212", ""), ("", "", "", ""), ("", "", "", ""))


def test_a_worksheet_says_which_module_it_is_for(tmp_path: Path) -> None:
    (sheet,) = small_view(tmp_path, ANA, with_letters(first="worksheets: [letters]\n")).worksheets
    assert (sheet.module.title, sheet.module.href) == ("For everyone", "start/everyone.html")


@pytest.mark.parametrize(("profile", "count"), [(LOW_SCORE, 1), (HIGH_SCORE, 0), ("", 0)], ids=["in", "out", "open"])
def test_a_worksheet_comes_with_its_module(tmp_path: Path, profile: str, count: int) -> None:
    changes = with_letters(second="worksheets: [letters]\n")
    assert len(small_view(tmp_path, profile, changes).worksheets) == count


def test_a_worksheet_that_two_modules_use_stands_there_once(tmp_path: Path) -> None:
    changes = with_letters(first="worksheets: [letters]\n", second="worksheets: [letters]\n")
    view = small_view(tmp_path, LOW_SCORE, changes)
    assert [sheet.module.title for sheet in view.worksheets] == ["For everyone"]


@pytest.mark.parametrize(
    ("profile", "columns", "bookkeeping"),
    [
        ("visa: {needs: true}\n", ("Writer", "Visa", "Year", "Asked on", "Visa asked"), 2),
        ("visa: {needs: false}\n", ("Writer", "Year", "Asked on"), 1),
        ("", ("Writer", "Visa", "Year", "Asked on", "Visa asked"), 2),
    ],
    ids=["in", "out", "open"],
)
def test_a_column_is_left_out_where_the_answers_rule_it_out(
    tmp_path: Path, profile: str, columns: tuple[str, ...], bookkeeping: int
) -> None:
    changes = {
        **with_letters(first="worksheets: [letters]\n"),
        "worksheets/letters.yaml": LETTERS.replace("Year, Score]", "{title: Visa, when: visa.needs}, Year]")
        .replace("[Asked on]", "[Asked on, {title: Visa asked, when: visa.needs}]")
        .replace("Score: step1.score", "Visa: step1.score"),
    }
    (sheet,) = small_view(tmp_path, ANA + profile, changes).worksheets
    assert (sheet.columns, sheet.bookkeeping) == (columns, bookkeeping)
    values = {"Writer": "First writer", "Visa": "212", "Year": "2029"}
    assert sheet.rows[0] == tuple(values.get(column, "") for column in columns)


def score_line(tmp_path: Path, profile: str, changes: Mapping[str, str] | None = None) -> ScoreLineView:
    line = small_view(tmp_path, profile, changes).home.score_line
    assert line is not None
    return line


def score_row(tmp_path: Path, profile: str, changes: Mapping[str, str] | None = None) -> ScoreRowView:
    (row,) = score_line(tmp_path, profile, changes).rows
    return row


@pytest.mark.parametrize(("score", "share"), [(190, 0), (280, 100), (235, 50), (199, 10), (150, 0), (300, 100)])
def test_a_score_stands_at_its_share_of_the_axis_and_never_outside(tmp_path: Path, score: int, share: float) -> None:
    row = score_row(tmp_path, f"step1: {{score: {score}}}\n")
    assert (row.x, row.value) == (share, str(score))


def test_the_bands_fill_the_axis_from_end_to_end(tmp_path: Path) -> None:
    bands = score_row(tmp_path, LOW_SCORE).bands
    assert [(band.kind, band.label) for band in bands] == [
        ("low", "below 225"),
        ("borderline", "225–229"),
        ("above", "230 or more"),
    ]
    assert [band.x for band in bands] == pytest.approx([0, 100 * 35 / 90, 100 * 40 / 90], abs=0.01)
    assert [band.width for band in bands] == pytest.approx([100 * 35 / 90, 100 * 5 / 90, 100 * 50 / 90], abs=0.01)


def test_ticks_and_reference_figures_stand_at_their_scores(tmp_path: Path) -> None:
    row = score_row(tmp_path, LOW_SCORE)
    assert [label for _, label in row.ticks] == ["200", "220", "240", "260", "280"]
    assert [x for x, _ in row.ticks] == pytest.approx([11.11, 33.33, 55.56, 77.78, 100], abs=0.01)
    assert [(mark.label, mark.value, mark.x) for mark in row.references] == [("Mean, 2018", "230", 44.44)]


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (224, "in the low band"),
        (225, "in the borderline band"),
        (229, "in the borderline band"),
        (230, "above both bands"),
    ],
)
def test_the_picture_of_the_scores_says_the_same_in_words(tmp_path: Path, score: int, band: str) -> None:
    assert score_line(tmp_path, f"step1: {{score: {score}}}\n").alt == (
        f"Your Step 1 is {score}, {band}; low is below 225, borderline is 225 to 229. For comparison: Mean, 2018: 230."
    )


def test_without_a_score_there_is_no_picture(tmp_path: Path) -> None:
    assert small_view(tmp_path, NEEDS_VISA).home.score_line is None


SECOND_SCORE = {
    "profile.schema.yaml": SCHEMA
    + "  step2:\n    type: object\n    title: Step 2\n    properties:\n      score:\n        type: integer\n"
    "        minimum: 1\n        maximum: 300\n        title: Step 2 score\n        x-question: And Step 2?\n",
    "guide.yaml": GUIDE.replace(
        "  references:", "    - {field: step2.score, title: Step 2, low: lower, high: upper}\n  references:"
    ),
}


def test_a_score_not_answered_has_an_axis_and_no_mark(tmp_path: Path) -> None:
    line = score_line(tmp_path, LOW_SCORE, SECOND_SCORE)
    assert [(row.title, row.x) for row in line.rows] == [("Step 1", 24.44), ("Step 2", None)]


def test_a_score_that_does_not_apply_is_not_in_the_picture(tmp_path: Path) -> None:
    line = score_line(tmp_path, "step1: {status: not taken}\nstep2: {score: 240}\n", SECOND_SCORE)
    assert [row.title for row in line.rows] == ["Step 2"]


def test_a_named_condition_reads_as_the_condition_behind_it(tmp_path: Path) -> None:
    changes = {
        "conditions.yaml": CONDITIONS.replace("step1.score < upper", "step1.score < lower"),
        "claims.yaml": CLAIMS,
    }
    decisions = small_view(tmp_path, "step1: {score: 226}\n", changes).decisions
    assert decisions[1].line == "Left out because your Step 1 score, 226, is 225 or more."
