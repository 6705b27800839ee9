"""The words that rules may say of a deployment: a row each; docs/language.md has their meaning for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import ACTOR, TARGET, Entry, Type
from replint.targets import deployment as targets
from replint.vocabulary.word import ACCOUNT, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.deployments import Deployment
    from replint.span import Place


def _deployment(
    phrase: str,
    type_: Type,
    meaning: str,
    answer: Callable[[Deployment], object],
    where: Callable[[Deployment], Place | None],
) -> Word[Deployment]:
    return Word(Entry(phrase, type_, "deployment", meaning), answer, where)


def _role_place(deployment: Deployment) -> Place | None:
    return deployment.configuration.role_place


WORDS: tuple[Word[Deployment], ...] = (
    _deployment(
        "deployer",
        ACTOR,
        "The role that puts the replication configuration.",
        lambda _: True,
        lambda deployment: deployment.deployer.place,
    ),
    _deployment(
        "source bucket",
        TARGET,
        "The bucket whose replication configuration is put.",
        targets.source_bucket,
        lambda deployment: deployment.place,
    ),
    _deployment(
        "replication role",
        TARGET,
        "The role that the configuration names, as what is passed to S3.",
        targets.role,
        _role_place,
    ),
    _deployment(
        "deployer account",
        ACCOUNT,
        "The account that the deployer belongs to.",
        lambda deployment: deployment.deployer.account,
        lambda deployment: deployment.deployer.place,
    ),
    _deployment(
        "role account",
        ACCOUNT,
        "The account that the replication role belongs to.",
        lambda deployment: deployment.role if isinstance(deployment.role, Unresolved) else deployment.role.account,
        _role_place,
    ),
)
