"""Names and types are checked before anything runs, and every fault is told where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from replint.finding import InputProblem, PutError, Severity
from replint.lang.fault import meant
from replint.lang.reading import MOST_CHARACTERS, read
from replint.lang.tree import Grant, Guard, Holds, Is, Levels, Literal, OneOf, Phrase, Rule

if TYPE_CHECKING:
    from replint.lang.fault import RuleFault
    from replint.lang.lexicon import Lexicon

GOOD = """rule sunk-ship
  title      the ship is not afloat
  severity   error
  reference  https://example.org/ships
  why        a sunk ship carries nothing
  for each ship
  require afloat
"""


def told(fault: RuleFault) -> tuple[str, str]:
    """A fault's message and the characters at its place."""
    return fault.message, fault.place.text.content[slice(*fault.place.span)]


def changed(clause: str, new: str) -> str:
    """The good rule with the line of one clause made new."""
    lines = [new if line.split()[0] == clause else line for line in GOOD.splitlines()]
    assert lines != GOOD.splitlines()
    return "\n".join(line for line in lines if line)


def test_good_rule(lexicon: Lexicon) -> None:
    """A rule with all it needs is read, and says nothing it was not told to say."""
    (rule,) = read("a.rule", GOOD, lexicon).rules
    assert rule == Rule(
        name="sunk-ship",
        title="the ship is not afloat",
        severity=Levels((), Severity.ERROR),
        symptoms=(),
        reference="https://example.org/ships",
        why="a sunk ship carries nothing",
        help=None,
        subject="ship",
        when=None,
        require=Holds(Phrase("afloat")),
    )


def test_bare_values(lexicon: Lexicon) -> None:
    """A bare value of an enumeration is that value, in every clause; another bare word is a word."""
    content = changed("severity", " severity error when cargo is coal, otherwise note").replace(
        "require afloat", "when next port is home port\n require cargo is one of (Grain, salted fish)"
    )
    reading = read("a.rule", content, lexicon)
    assert not reading.faults
    (rule,) = reading.rules
    assert rule.severity.guards == (Guard(Severity.ERROR, Is(Phrase("cargo"), Literal("coal"))),)
    assert rule.when == Is(Phrase("next port"), Phrase("home port"))
    assert rule.require == OneOf(Phrase("cargo"), (Literal("Grain"), Literal("salted fish")))


@pytest.mark.parametrize(
    ("clause", "new", "message", "underlined"),
    [
        (
            "rule",
            "rule SunkShip",
            "`SunkShip` is no name for a rule; expected kebab-case, such as `missing-tag`",
            "SunkShip",
        ),
        ("rule", "rule a--b", "`a--b` is no name for a rule; expected kebab-case, such as `missing-tag`", "a--b"),
        ("title", "", "`sunk-ship` has no `title`; expected `title TEXT`", "sunk-ship"),
        ("severity", "", "`sunk-ship` has no `severity`; expected `severity LEVEL`", "sunk-ship"),
        ("reference", "", "`sunk-ship` has no `reference`; expected `reference URL`", "sunk-ship"),
        ("why", "", "`sunk-ship` has no `why`; expected `why TEXT`", "sunk-ship"),
        ("for", "", "`sunk-ship` has no `for`; expected `for each SUBJECT`", "sunk-ship"),
        ("require", "", "`sunk-ship` has no `require`; expected `require ...`", "sunk-ship"),
        ("title", "title a\ntitle b", "`title` stands twice in `sunk-ship`", "title"),
        ("title", 'title " "', "`title` says nothing", '" "'),
        ("title", 'title """a\nb"""', "`title` has more than one line", '"""a\nb"""'),
        ("why", 'why a\nhelp """a\nb"""', "`help` has more than one line", '"""a\nb"""'),
        ("reference", "reference example.org", "`example.org` is no address; expected `https://...`", "example.org"),
        (
            "for",
            "for each shop",
            "`shop` is nothing that a rule looks at; there are `ship`, `harbour`",
            "shop",
        ),
    ],
)
def test_clauses(lexicon: Lexicon, clause: str, new: str, message: str, underlined: str) -> None:
    """Every clause that is needed stands once and says what such a clause can say."""
    reading = read("a.rule", changed(clause, new), lexicon)
    assert [told(fault) for fault in reading.faults] == [(message, underlined)]
    assert not reading.rules


@pytest.mark.parametrize(
    ("require", "message", "underlined"),
    [
        ("aflot", "`aflot` is not a word of the vocabulary; did you mean `afloat`?", "aflot"),
        ("zzzz", "`zzzz` is not a word of the vocabulary", "zzzz"),
        ("open", "`open` is not a word of the vocabulary", "open"),
        ("afloat and zzzz is set", "`zzzz` is not a word of the vocabulary", "zzzz"),
        ("flag", "`flag` (country) is neither true nor false alone; `is` makes a condition of it", "flag"),
        ("captain", "`captain` (actor) is neither true nor false alone; `is set` makes a condition of it", "captain"),
        ("afloat is set", "`afloat` is true or false, never set; it stands alone", "afloat"),
        ("afloat is under way", "`afloat` is true or false and is not compared; it stands alone", "afloat"),
        ("captain is pilot", "`captain` (actor) is not compared; ask whether it `is set`", "captain"),
        ("flag is home port", "`home port` (port) is compared with `flag` (country)", "home port"),
        ("flag is afloat", "`afloat` (truth) is compared with `flag` (country)", "afloat"),
        ("home port is one of (next port, flag)", "`flag` (country) is compared with `home port` (port)", "flag"),
        ('home port is "hamburg"', "`hamburg` is not of type port; expected such as `HAM`", '"hamburg"'),
        (
            "home port is HAM",
            "`HAM` is not a word of the vocabulary; a value of type port stands in quotes",
            "HAM",
        ),
        (
            "flag is nxt port",
            "`nxt port` is not a word of the vocabulary; did you mean `next port`?",
            "nxt port",
        ),
        ("cargo is coall", "`coall` is not a value of `cargo`; did you mean `coal`?", "coall"),
        ("cargo is tin", "`tin` is not a value of `cargo`; it has `coal`, `Grain`, `salted fish`", "tin"),
        (
            'cargo is one of (coal, "grain")',
            "`grain` is not a value of `cargo`; did you mean `Grain`?",
            '"grain"',
        ),
        ("not (afloat or zzzz)", "`zzzz` is not a word of the vocabulary", "zzzz"),
        ("flag may sea:Load on lower hold", "`flag` (country) cannot act", "flag"),
        ("lower hold may sea:Load on pilot", "`lower hold` (target) cannot act", "lower hold"),
        ("flag is not denied sea:Load on lower hold", "`flag` (country) cannot act", "flag"),
        ("pilot is not denied Load on pilot", "`Load` is not one action; expected `service:Name`", "Load"),
        ("captain is not denied sea:Load on cargo", "`cargo` (cargo) cannot be acted on", "cargo"),
        ("captain may sea:Load on captain", "`captain` (actor) cannot be acted on", "captain"),
        (
            "captian may sea:Load on pilot",
            "`captian` is not a word of the vocabulary; did you mean `captain`?",
            "captian",
        ),
        ("captain may sea:Load on hold", "`hold` is not a word of the vocabulary; did you mean `lower hold`?", "hold"),
        ("pilot may Load on pilot", "`Load` is not one action; expected `service:Name`", "Load"),
        ("pilot may sea:* on pilot", "`sea:*` is not one action; expected `service:Name`", "sea:*"),
        ('pilot may "sea Load" on pilot', "`sea Load` is not one action; expected `service:Name`", '"sea Load"'),
    ],
)
def test_sense(lexicon: Lexicon, require: str, message: str, underlined: str) -> None:
    """A condition or grant with a strange word or types that do not fit is refused where it stands."""
    reading = read("a.rule", changed("require", f"require {require}"), lexicon)
    assert [told(fault) for fault in reading.faults] == [(message, underlined)]
    assert not reading.rules


@pytest.mark.parametrize(
    "require",
    [
        "not captain is set and lower hold is set",
        "flag is one of ('DE', 'NO')",
        "home port is not next port",
        "cargo is 'salted fish'",
        "cargo is not set",
    ],
)
def test_what_makes_sense(lexicon: Lexicon, require: str) -> None:
    """Words of one type are compared, and everything but a truth may be set."""
    content = changed("require", f"require {require}".replace("'", '"'))
    assert not read("a.rule", content, lexicon).faults


def test_grant(lexicon: Lexicon) -> None:
    """A grant names somebody who acts and something that is acted on; one word may be both."""
    (rule,) = read("a.rule", changed("require", 'require pilot may "sea:Load" on pilot'), lexicon).rules
    assert rule.require == Grant(Phrase("pilot"), "sea:Load", Phrase("pilot"))


def test_is_not_denied(lexicon: Lexicon) -> None:
    """That nothing denies is asked of the same parties as a grant."""
    (rule,) = read("a.rule", changed("require", "require captain is not denied sea:Load on pilot"), lexicon).rules
    assert rule.require == Grant(Phrase("captain"), "sea:Load", Phrase("pilot"), allowed=False)
    assert rule.denied is None


@pytest.mark.parametrize("order", [1, -1])
def test_a_severity_of_denies(lexicon: Lexicon, order: int) -> None:
    """A rule that requires a grant may say how bad a Deny is, before or behind what it requires."""
    clauses = ["denied warning", "require captain may sea:Load on pilot"]
    (rule,) = read("a.rule", changed("require", "\n".join(clauses[::order])), lexicon).rules
    assert (rule.severity.otherwise, rule.denied) == (Severity.ERROR, Severity.WARNING)


@pytest.mark.parametrize("require", ["afloat", "captain is not denied sea:Load on pilot"])
def test_a_severity_of_denies_alone(lexicon: Lexicon, require: str) -> None:
    """Where nothing but a Deny can be what fails, or nothing is called, there are no two severities."""
    reading = read("a.rule", changed("require", f"denied note\nrequire {require}"), lexicon)
    message = "`denied` tells a Deny from a missing permission; expected beside it `require ... may ... on ...`"
    assert [told(fault) for fault in reading.faults] == [(message, "denied")]
    assert not reading.rules


def test_how_a_service_refuses(lexicon: Lexicon) -> None:
    """A rule may say the code of the error that a service answers with, and its text where somebody knows it."""
    for said, error in [("NoBerth", PutError("NoBerth")), ('NoBerth "none free"', PutError("NoBerth", "none free"))]:
        (rule,) = read("a.rule", changed("severity", f"severity error\nrefused {said}"), lexicon).rules
        assert (rule.refused, rule.possible) == (error, False)


def test_what_is_only_possible(lexicon: Lexicon) -> None:
    """A rule of which nobody is certain is at most a warning."""
    (rule,) = read("a.rule", changed("severity", "severity warning\ncertainty possible"), lexicon).rules
    assert rule.possible


@pytest.mark.parametrize(
    ("severity", "underlined"),
    [("error", "error"), ("note when afloat, otherwise error", "note when afloat, otherwise error")],
)
def test_what_is_only_possible_is_no_error(lexicon: Lexicon, severity: str, underlined: str) -> None:
    """Neither in the one level nor in one of several."""
    reading = read("a.rule", changed("severity", f"severity {severity}\ncertainty possible"), lexicon)
    message = "what is only possible is no error; expected `warning` or `note`"
    assert [told(fault) for fault in reading.faults] == [(message, underlined)]
    assert not reading.rules


def test_a_guard_of_what_is_only_possible_is_no_error(lexicon: Lexicon) -> None:
    """The guard that says so is underlined."""
    severity = "severity error when afloat, otherwise note\ncertainty possible"
    (fault,) = read("a.rule", changed("severity", severity), lexicon).faults
    assert told(fault)[1] == "error when afloat"


def test_the_need_of_a_grant_may_be_uncertain(lexicon: Lexicon) -> None:
    """Of a grant a rule may say that nobody is sure whether it is needed, and tell a Deny apart as an error."""
    content = changed("severity", "severity note\ndenied error\ncertainty possible").replace(
        "require afloat", "require captain may sea:Load on pilot"
    )
    (rule,) = read("a.rule", content, lexicon).rules
    assert (rule.possible, rule.denied) == (True, "error")


def test_a_severity_of_denies_twice(lexicon: Lexicon) -> None:
    """The clause stands once, is meant where it is nearly said, and is no complaint where the demand is missing."""
    twice = "denied note\ndenied error\nrequire captain may sea:Load on pilot"
    slip = "denid note\nrequire captain may sea:Load on pilot"
    for clauses, message in [
        (twice, "`denied` stands twice in `sunk-ship`"),
        (slip, "`denid` is not a clause of a rule; did you mean `denied`?"),
        ("denied note", "`sunk-ship` has no `require`; expected `require ...`"),
    ]:
        assert [fault.message for fault in read("a.rule", changed("require", clauses), lexicon).faults] == [message]


def test_all_faults_at_once(lexicon: Lexicon) -> None:
    """Every clause is told of in the order of the file, be it unreadable or senseless; guards and `when` too."""
    content = GOOD.replace("severity   error", "severity error when aflot, otherwise note").replace(
        "require afloat", "when captain\n require zzzz"
    )
    reading = read("a.rule", content, lexicon)
    assert [told(fault)[1] for fault in reading.faults] == ["aflot", "captain", "zzzz"]


def test_suggestions_are_three() -> None:
    """At most three words are suggested, what is spelt alike before what holds the word."""
    assert meant("ports", ["sea ports", "port", "parts", "porta"]) == "; did you mean `port` or `porta` or `parts`?"
    assert meant("port", ["home port", "next port", "ships"]) == "; did you mean `home port` or `next port`?"
    assert meant("port", ["ships"]) == ""


def test_one_broken_rule_hides_no_other(lexicon: Lexicon) -> None:
    """Of many rules in a file the good ones are used, and each fault of the others is told."""
    names = [f"ship-{letter}" for letter in "abcde"]
    rules = [GOOD.replace("sunk-ship", name) for name in names]
    rules[1] = rules[1].replace("rule ship-b", "rule")
    rules[2] = rules[2].replace("afloat\n", "aflot\n")
    rules[3] = rules[3].replace("severity   error", "severity eror").replace("title", "titel")
    reading = read("a.rule", "\n".join(rules), lexicon)
    assert [rule.name for rule in reading.rules] == ["ship-a", "ship-e"]
    assert [fault.message for fault in reading.faults] == [
        "the clause ends where the rule's name was expected",
        "`aflot` is not a word of the vocabulary; did you mean `afloat`?",
        "`titel` is not a clause of a rule; did you mean `title`?",
        "`eror` stands where `error`, `warning` or `note` was expected",
    ]


def test_no_rule_at_all(lexicon: Lexicon) -> None:
    """A file without a rule is a fault, and so is one too long to be a rule."""
    for content in ("", "\n# nothing\n"):
        assert [fault.message for fault in read("a.rule", content, lexicon).faults] == [
            "a rule file holds a rule; expected `rule NAME`"
        ]
    (fault,) = read("a.rule", GOOD + "#" * MOST_CHARACTERS, lexicon).faults
    assert fault.message == "a rule file holds at most 256 KiB"


def test_clauses_before_any_rule(lexicon: Lexicon) -> None:
    """Clauses that belong to no rule are one fault, and the rule after them is read."""
    reading = read("a.rule", "title x\nseverity error\n" + GOOD, lexicon)
    assert [told(fault)[1] for fault in reading.faults] == ["title"]
    assert [rule.name for rule in reading.rules] == ["sunk-ship"]


def test_a_hopeless_file_is_given_up(lexicon: Lexicon) -> None:
    """After ten clauses that cannot be read no rule of the file is used."""
    reading = read("a.rule", GOOD + GOOD.replace("afloat\n", "(\n") * 20, lexicon)
    assert len(reading.faults) == 10
    assert not reading.rules


def test_a_fault_as_a_report_and_as_text_shows_it(lexicon: Lexicon) -> None:
    """A fault has file, line and column, and its place underlined."""
    (fault,) = read("rules/a.rule", changed("require", "\trequire aflot"), lexicon).faults
    message = "`aflot` is not a word of the vocabulary; did you mean `afloat`?"
    assert fault.problem() == InputProblem("rules/a.rule", message, 7, 10)
    assert str(fault) == f"rules/a.rule:7:10: {message}\n  \trequire aflot\n  \t        ^^^^^"


def test_underlining_stays_on_its_line(lexicon: Lexicon) -> None:
    """What is missing at a line's end has one mark there, what goes on over lines is marked to the end of its first."""
    (fault,) = read("a.rule", changed("require", "require"), lexicon).faults
    assert str(fault).splitlines()[1:] == ["  require", "         ^"]
    (fault,) = read("a.rule", changed("title", 'title """a\nb"""'), lexicon).faults
    assert str(fault).splitlines()[1:] == ['  title """a', "        ^^^^"]
