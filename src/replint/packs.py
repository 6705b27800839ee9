"""Rule packs: where they stand, whether the compiled one is fresh, and what is wrong with a pack; knows no rule."""

from __future__ import annotations

import json
import os
import sys
import zlib
from typing import TYPE_CHECKING, Any

from replint.finding import RuleInfo, Severity
from replint.lang.compiled import EDITION, from_data, to_data
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from replint.finding import Override
    from replint.lang.fault import RuleFault
    from replint.lang.lexicon import Lexicon
    from replint.lang.reading import Reading
    from replint.lang.tree import Rule

HERE = os.path.dirname(os.path.abspath(__file__))
SUFFIX = ".rule"


@record
class Pack:
    """Rules that can be used, `infos` one for one beside them, and what is wrong with the other files of the pack.

    `overrides` are what it says of rules that are not its own.
    """

    rules: tuple[Rule, ...] = ()
    infos: tuple[RuleInfo, ...] = ()
    faults: tuple[RuleFault, ...] = ()
    overrides: tuple[Override, ...] = ()


@record
class Source:
    """One rule file: its path in the pack with `/` between folders, and its bytes."""

    path: str
    content: bytes

    @property
    def checksum(self) -> int:
        """What tells that a file was edited; the way a checkout ends lines is no edit."""
        return zlib.crc32(self.content.replace(b"\r\n", b"\n"))


def builtin(package: str = HERE) -> Pack:
    """The pack that replint brings.

    An installed package has it compiled. In a checkout, and so in an editable install, the rules themselves are read
    instead while the compiled pack is not made of them as they are now, so that an edit counts at once.
    """
    compiled = _compiled(package)
    checkout = rules_of_checkout(package)
    if compiled and (checkout is None or _is_fresh(compiled, _sources(checkout))):
        return _from_compiled(compiled)
    return load(checkout or os.path.join(package, "_rules"))


def compiled_infos(package: str = HERE) -> tuple[RuleInfo, ...]:
    """The built-in rules as they were compiled, also where they were edited since: for whoever wants names alone."""
    compiled = _compiled(package)
    rules = compiled["rules"] if compiled else ()
    return tuple(RuleInfo(rule["name"], rule["title"], rule["why"], rule["reference"], rule["topic"]) for rule in rules)


def load(directory: str, taken: Collection[str] = ()) -> Pack:
    """The pack in a folder, TOPIC/NAME.rule; the names in `taken`, of other packs, are not used again.

    A file that cannot be used is a fault of the pack and hides no other.
    """
    from replint.lang.fault import fault, rule_text
    from replint.span import Span
    from replint.vocabulary import LEXICON

    if not os.path.isdir(directory):
        return Pack(faults=(fault(f"`{directory}` is not a folder", rule_text(directory, ""), Span(0, 0)),))
    sources = tuple(_sources(directory))
    if not sources:
        return Pack(faults=(fault(f"`{directory}` holds no `{SUFFIX}` file", rule_text(directory, ""), Span(0, 0)),))
    return _checked(directory, sources, LEXICON, taken)


def gathered(folders: Iterable[str], others: Collection[str] = (), overrides: Iterable[Override] = ()) -> Pack:
    """The built-in rules and those of more folders, as grave as the overrides of the folders and `overrides` make them.

    `others` are names that no rule may have and that may be overridden: those of faults that reading finds. A rule that
    is switched off is still there, for whoever lists rules.
    """
    pack, added = builtin(), []
    for folder in folders:
        taken = {rule.name for rule in pack.rules}
        more = load(folder, {*taken, *others})
        added.append(more)
        pack = together(pack, more)
    if of_project := tuple(overrides):
        added.append(Pack(overrides=of_project))
        pack = together(pack, added[-1])
    return _overridden(pack, added, others) if pack.overrides else pack


def together(*packs: Pack) -> Pack:
    """One pack of several."""
    return Pack(
        tuple(rule for pack in packs for rule in pack.rules),
        tuple(info for pack in packs for info in pack.infos),
        tuple(fault for pack in packs for fault in pack.faults),
        tuple(override for pack in packs for override in pack.overrides),
    )


def _overridden(whole: Pack, packs: Iterable[Pack], others: Collection[str]) -> Pack:
    """All packs as one, its rules as grave as the overrides have it; an override that cannot count is a fault."""
    from replint.lang.fault import RuleFault, meant

    names = {*(rule.name for rule in whole.rules), *others}
    possible = {rule.name for rule in whole.rules if rule.possible}
    counting: dict[str, Override] = {}
    faults = []
    for pack in packs:
        own = {rule.name for rule in pack.rules}
        for each in pack.overrides:
            if each.rule in own:
                why = "is a rule of this pack; change it where it stands"
            elif each.rule not in names:
                why = f"is no rule{meant(each.rule, names - own)}"
            elif each.rule in counting:
                why = f"is overridden already, at {counting[each.rule].path}"
            elif each.rule in possible and each.severity is Severity.ERROR:
                why = "finds what is only possible, which is no error; expected `warning`, `note` or `off`"
            else:
                counting[each.rule] = each
                continue
            faults.append(RuleFault(f"`{each.rule}` {why}", each.place))
    rules = tuple(_judged_by(rule, counting.get(rule.name)) for rule in whole.rules)
    return Pack(rules, whole.infos, (*whole.faults, *faults), tuple(counting.values()))


def _judged_by(rule: Rule, override: Override | None) -> Rule:
    if override is None or override.severity is None:
        return rule
    return replace(rule, severity=replace(rule.severity, guards=(), otherwise=override.severity), denied=None)


def rules_of_checkout(package: str = HERE) -> str | None:
    """The folder of the built-in rules in a checkout; None for an installed package, which holds its rules itself."""
    if os.path.isdir(os.path.join(package, "_rules")):
        return None
    repository = os.path.dirname(os.path.dirname(package))
    rules = os.path.join(repository, "rules")
    return rules if os.path.isdir(rules) and os.path.isfile(os.path.join(repository, "pyproject.toml")) else None


def compile_pack(directory: str, lexicon: Lexicon) -> str | tuple[RuleFault, ...]:
    """The text of the compiled pack of a folder, or all that is wrong with its rules."""
    sources = tuple(_sources(directory))
    pack = _checked(directory, sources, lexicon, ())
    if pack.faults:
        return pack.faults
    compiled = {
        "edition": EDITION,
        "vocabulary": _vocabulary_checksum(lexicon),
        "files": {source.path: source.checksum for source in sources},
        "rules": [{"topic": info.topic, **to_data(rule)} for rule, info in zip(pack.rules, pack.infos, strict=True)],
    }
    return json.dumps(compiled, indent=1, ensure_ascii=False) + "\n"


def main(package: str = HERE) -> int:
    """Make the compiled pack anew from the rules of the checkout; 1 when there is a fault, which goes to stderr."""
    from replint.vocabulary import LEXICON

    directory = rules_of_checkout(package)
    if directory is None:
        sys.stderr.write("rules are compiled in a checkout of replint; this is an installed package\n")
        return 1
    text = compile_pack(directory, LEXICON)
    if not isinstance(text, str):
        sys.stderr.writelines(f"{fault}\n" for fault in text)
        return 1
    with open(os.path.join(package, "pack.json"), "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return 0


def _compiled(package: str) -> dict[str, Any] | None:
    try:
        with open(os.path.join(package, "pack.json"), "rb") as file:
            compiled: dict[str, Any] = json.load(file)
    except (FileNotFoundError, ValueError):
        # A checkout may hold the marks of a merge here; the rules themselves are still to be had.
        return None
    return compiled if compiled.get("edition") == EDITION else None


def _is_fresh(compiled: dict[str, Any], sources: Iterable[Source]) -> bool:
    from replint.vocabulary import LEXICON

    files = {source.path: source.checksum for source in sources}
    return bool(compiled["files"] == files and compiled["vocabulary"] == _vocabulary_checksum(LEXICON))


def _from_compiled(compiled: dict[str, Any]) -> Pack:
    rules = tuple(from_data(data) for data in compiled["rules"])
    return Pack(rules, tuple(_info(rule, data["topic"]) for rule, data in zip(rules, compiled["rules"], strict=True)))


def _vocabulary_checksum(lexicon: Lexicon) -> int:
    """What tells that a word or a type has changed, by which the rules were checked; meanings are for people."""
    return zlib.crc32(repr([(entry.subject, entry.phrase, entry.type, entry.named) for entry in lexicon]).encode())


def _sources(directory: str) -> Iterator[Source]:
    """The rule files below a folder in the order of their paths; hidden folders are passed over."""
    found = []
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.join(folder, name) for name in names if name.endswith(SUFFIX) and not name.startswith(".")]
    for path in sorted(found):
        with open(path, "rb") as file:
            yield Source(os.path.relpath(path, directory).replace(os.sep, "/"), file.read())


def _checked(directory: str, sources: Iterable[Source], lexicon: Lexicon, taken: Collection[str]) -> Pack:
    from replint.lang.fault import fault

    rules: dict[str, Rule] = {}
    infos: list[RuleInfo] = []
    faults: list[RuleFault] = []
    overrides: list[Override] = []
    for source in sources:
        path = os.path.join(directory, *source.path.split("/"))
        topic = os.path.basename(os.path.dirname(os.path.abspath(path)))
        reading = _read(path, source.content, lexicon)
        faults += reading.faults
        overrides += reading.overrides
        for rule in reading.rules:
            if rule.name in rules or rule.name in taken:
                faults.append(fault(f"`{rule.name}` is the name of another rule", reading.text, rule.span))
            elif _alone(reading) and os.path.basename(path) != rule.name + SUFFIX:
                message = f"`{rule.name}` stands in a file of another name; expected `{rule.name}{SUFFIX}`"
                faults.append(fault(message, reading.text, rule.span))
            else:
                rules[rule.name] = rule
                infos.append(_info(rule, topic))
    return Pack(tuple(rules.values()), tuple(infos), tuple(faults), tuple(overrides))


def _alone(reading: Reading) -> bool:
    """Whether a file holds one rule and nothing else, so that it bears the rule's name."""
    return len(reading.rules) == 1 and not reading.faults and not reading.overrides


def _read(path: str, content: bytes, lexicon: Lexicon) -> Reading:
    from replint.lang.fault import fault, rule_text
    from replint.lang.reading import Reading, read
    from replint.span import Span

    try:
        return read(path, content.decode("utf-8-sig"), lexicon)
    except UnicodeDecodeError as wrong:
        text = rule_text(path, content.decode("utf-8", "replace"))
        at = len(content[: wrong.start].decode("utf-8", "replace"))
        message = f"byte {content[wrong.start]:#04x} is not UTF-8, in which rules are written"
        return Reading(text, (), (fault(message, text, Span(at, at + 1)),))


def _info(rule: Rule, topic: str) -> RuleInfo:
    return RuleInfo(rule.name, rule.title, rule.why, rule.reference, topic)


if __name__ == "__main__":
    sys.exit(main())
