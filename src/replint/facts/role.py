"""IAM roles with every policy that says what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.facts.unresolved import Unresolved
    from replint.iam.policy import Policy
    from replint.span import Place


DETAILS = "aws iam get-account-authorization-details --filter Role LocalManagedPolicy AWSManagedPolicy"
"""What prints every role of an account with all of its policies, managed ones in full.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""


@record
class Role:
    """A role.

    `policies` are its permission policies, inline and attached together; an attached policy whose document nobody gave
    is Unresolved in the tuple. `tags` are the role's tags, `id` its unique id (`AROA...`) where told.
    `stated` is False for a role that is only named by others.
    """

    arn: str
    account: str
    trust: Policy | Unresolved
    policies: tuple[Policy | Unresolved, ...] | Unresolved
    boundary: Policy | None | Unresolved
    tags: tuple[tuple[str, str], ...] | Unresolved
    id: str | None = None
    stated: bool = True
    place: Place | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def where(self, name: str) -> Place | None:
        """The place of a member, or of the role's document where the member is not stated."""
        return self.places.get(name, self.place)
