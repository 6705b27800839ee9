"""What a config file says of documents, as those are told it who read documents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint.dialects import Claim, Guidance
from replint.facts.estate import Declared
from replint.record import replace

if TYPE_CHECKING:
    from replint.config import Config, Organization
    from replint.config.globs import Globs

_FIELDS = {"organization": "organisation", "allowed-regions": "regions", "allowed-accounts": "accounts"}


def of(config: Config, cwd: str | None = None, *, forced: bool = False) -> Guidance:
    """What documents are passed over, which form one estate, whose they are, and what is declared of them.

    The folders of the config file's patterns are taken from `cwd`, by default from the current folder. With `forced`
    what is excluded is passed over though it is named.
    """
    here = cwd or os.getcwd()
    whole = _declared(config.organization)
    return Guidance(
        excluded=_moved(config.exclude, here) if config.exclude else None,
        claims=tuple(
            Claim(
                each.name,
                files := _moved(each.files, here),
                files.folder,
                _declared(each.organization, whole),
                each.place,
            )
            for each in config.estates
        ),
        areas=tuple(replace(each, files=_moved(each.files, here)) for each in config.areas),
        declared=whole,
        forced=forced,
    )


def _moved(files: Globs, here: str) -> Globs:
    """The same patterns in the same folder, as it is called from anywhere."""
    return replace(files, folder=os.path.normpath(os.path.join(here, files.folder)))


def _declared(told: Organization, otherwise: Declared | None = None) -> Declared:
    """What an estate declares; where it is silent, what is declared of all."""
    rest = otherwise or Declared()
    return Declared(
        rest.organisation if told.id is None else told.id,
        rest.regions if told.regions is None else told.regions,
        rest.accounts if told.accounts is None else told.accounts,
        {**rest.places, **{_FIELDS[key]: place for key, place in told.places.items()}},
    )
