"""For whom a text is, in words, for every form a condition can have."""

import pytest

from builder.audience import opposite, say_audience
from builder.conditions.checker import parse_condition
from builder.conditions.evaluator import judge
from builder.conditions.nodes import ALWAYS, Condition
from builder.conditions.phrases import Phrase
from builder.conditions.truth import Truth
from builder.library import Library
from builder.profiles import load_profile
from builder.sources import whole_file
from tests.building import PROFILES, ROOT

SAID = [
    ("low_step1", "For readers with a low Step 1"),
    ("not low_step1", "For all but readers with a low Step 1"),
    ("still_student or spare_time", "For medical students, or for readers with spare time"),
    ("needs_visa and still_student", "For readers who need a visa who are also medical students"),
    ("low_step2 and not low_step1", "For readers with a low Step 2 CK, but not with a low Step 1"),
    (
        "not has_connection and not has_mentor",
        "For all but readers with an inside connection or with an ENT mentor",
    ),
    (
        "not (has_connection or has_mentor)",
        "For all but readers with an inside connection or with an ENT mentor",
    ),
    ("ecfmg.certified", "If you are ECFMG certified"),
    ("not ecfmg.certified", "If you are not ECFMG certified yet"),
    ('research.stage == "completed"', "If you have completed a dedicated ENT research year"),
    ('preliminary_year != "current"', "Unless you are in a preliminary surgery year now"),
    ('not preliminary_year == "current"', "Unless you are in a preliminary surgery year now"),
    ('needs_visa and not step3.status == "passed"', "For readers who need a visa, unless you have passed Step 3"),
    ("research.ent_publications < 3", "If your number of ENT papers is below 3"),
    ("not research.ent_publications < 3", "If your number of ENT papers is 3 or more"),
    ("3 <= research.ent_publications < 5", "If your number of ENT papers is 3 or more and below 5"),
    (
        "match.previous < match.cycles",
        "If your number of ENT cycles without a match is below your limit of ENT cycles",
    ),
    ('"PS" in citizenship', "If your citizenship includes Palestine"),
    ('"PS" in citizenship or "IR" in citizenship', "If your citizenship includes Palestine or Iran"),
    ('citizenship in ["PS", "IR"]', "If your citizenship includes Palestine or Iran"),
    ("low_step1 and low_step2", "For readers with a low Step 1 and with a low Step 2 CK"),
    ('not citizenship in ["PS", "IR"]', "If your citizenship includes none of Palestine or Iran"),
    ("known match.cycles", "If your limit of ENT cycles is known"),
    ("not known match.cycles", "If your limit of ENT cycles is not known"),
    (
        "not known research.ent_publications or research.ent_publications < 3",
        "If your number of ENT papers is below 3",
    ),
    (
        'needs_visa and step3.status in ["passed", "not taken"]',
        "For readers who need a visa, if you have passed Step 3 or you have not taken Step 3 yet",
    ),
    ('step2_ck.planned >= "2027-03"', "If your planned month for Step 2 CK is March 2027 or later"),
]


def parsed(text: str, library: Library) -> Condition:
    return parse_condition(Phrase(text, whole_file("test")), library.vocabulary.names)


@pytest.mark.parametrize(("condition", "said"), SAID)
def test_a_condition_is_said_in_words(library: Library, condition: str, said: str) -> None:
    assert say_audience(parsed(condition, library), library.vocabulary) == said


def test_what_is_for_everyone_says_nothing(library: Library) -> None:
    assert say_audience(ALWAYS, library.vocabulary) == ""


# A comparison with what does not apply to a reader is no either way, such as the planned month of a passed exam.
@pytest.mark.parametrize("condition", [condition for condition, _ in SAID if "planned" not in condition])
@pytest.mark.parametrize("name", PROFILES)
def test_the_opposite_holds_where_the_condition_does_not(library: Library, condition: str, name: str) -> None:
    facts = load_profile(ROOT / "profiles" / f"{name}.yaml", name, library.vocabulary).facts
    turned = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}
    tree = parsed(condition, library)

    assert judge(opposite(tree), facts) is turned[judge(tree, facts)]
