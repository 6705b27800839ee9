"""What rules look at, one at a time: every kind of subject that an estate has, and where each comes from.

A subject has a `kind`, by which rules name it (`for each flow`), an `id`, its `estate`, the role that calls for it (its
`caller`, with `who` and `whose` for people), the `place` of what asks for it, and `asked`: the place that best names
that, with what is to be said there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import deployments, flows, jobs
from replint.deployments import Deployment
from replint.flows import Flow
from replint.jobs import Job

if TYPE_CHECKING:
    from replint.facts.estate import Estate

Subject = Flow | Job | Deployment
"""Whatever a rule may look at."""


def of(estate: Estate) -> tuple[Subject, ...]:
    """All subjects of an estate, flows first."""
    return *flows.trace(estate), *jobs.trace(estate), *deployments.trace(estate)
