"""What a config file says of documents, as those are told it who read documents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint.dialects import Claim, Guidance
from replint.facts.estate import Declared

if TYPE_CHECKING:
    from replint.config import Config, Organization

_FIELDS = {"organization": "organisation", "allowed-regions": "regions", "allowed-accounts": "accounts"}


def of(config: Config) -> Guidance:
    """What documents are passed over, which form one estate, whose they are, and what is declared of them."""
    whole = _declared(config.organization)
    return Guidance(
        excluded=config.exclude,
        claims=tuple(
            Claim(
                each.name,
                each.files,
                os.path.abspath(each.files.folder or os.curdir),
                _declared(each.organization, whole),
                each.place,
            )
            for each in config.estates
        ),
        areas=config.areas,
        declared=whole,
    )


def _declared(told: Organization, otherwise: Declared | None = None) -> Declared:
    """What an estate declares; where it is silent, what is declared of all."""
    rest = otherwise or Declared()
    return Declared(
        rest.organisation if told.id is None else told.id,
        rest.regions if told.regions is None else told.regions,
        rest.accounts if told.accounts is None else told.accounts,
        {**rest.places, **{_FIELDS[key]: place for key, place in told.places.items()}},
    )
