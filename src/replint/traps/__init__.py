"""The traps of replication: statements that meet it though they were not meant to, and grants that never serve it.

A trap is recognised by the statement's form (keys and operators, principals, actions) and the call that shows it, and
is said in a clause of a few words. It never decides: that a statement denies, or does not grant, is known before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.iam.decision import Layer
from replint.iam.policy import Policy
from replint.iam.principals import account_named
from replint.traps.grants import of_element, of_key_policy
from replint.traps.keys import is_known, of_conditions
from replint.traps.scene import Scene, Trap

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.iam.decision import Failure, Ground, NearMiss
    from replint.iam.policy import Element
    from replint.iam.request import Request

__all__ = ["Scene", "Trap", "is_known", "of_failure", "of_silence"]


def of_failure(failure: Failure, near: NearMiss | None, scene: Callable[[Ground], Scene]) -> Trap | None:
    """The trap behind a failure: of its first Deny, or of the statement that almost grants. None where no row tells."""
    if not failure.explicit:
        return of_element(near.element, near.steps, scene(near.ground)) if near else None
    denying = scene(failure.grounds[0])
    return _not_principal(denying) or of_conditions(denying) or _guard(denying)


def of_silence(failure: Failure, request: Request, policy: object) -> Trap | None:
    """The trap of a key's policy, in the role's account, that lets nobody of the account use the key."""
    key = request.action.lower().startswith("kms:") and request.account == request.caller.account
    if not key or failure.explicit or failure.layer is not Layer.RESOURCE or not isinstance(policy, Policy):
        return None
    return of_key_policy(policy, request.caller)


def _not_principal(scene: Scene) -> Trap | None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html."""
    principals = scene.statement.principals
    if principals is None or not principals.complement or scene.layer is not Layer.RESOURCE:
        return None
    if scene.bounded:
        said = "`NotPrincipal` in a Deny never exempts a role that has a permissions boundary"
        return Trap(said, None, "write `Principal` `*` and a condition `ArnNotLike` on `aws:PrincipalArn` in")
    if any(account_named(str(name.value)) == scene.caller.account for name in principals.names):
        said = "`NotPrincipal` lists the role's account, and not the role"
        return Trap(said, None, f"add `{scene.caller.name}` to `NotPrincipal` of")
    if not scene.certain:
        said = "`NotPrincipal` exempts a role only if its account is listed, too"
        return Trap(said, None, f"add account `{scene.caller.account}` to `NotPrincipal` of")
    said = "`NotPrincipal` does not list the role"
    return Trap(said, None, f"add `{scene.caller.name}` and account `{scene.caller.account}` to `NotPrincipal` of")


def _guard(scene: Scene) -> Trap | None:
    """An organisation's policy against copying data out: it names the actions of replication.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    """
    if scene.layer in (Layer.SCP, Layer.RCP) and _names_replication(scene.statement.actions):
        return Trap("it keeps data from being copied out, and exempts no destination")
    return None


def _names_replication(actions: Element | None) -> bool:
    return actions is not None and any(
        isinstance(text, str) and text.lower().startswith("s3:replicate") for text in actions.values
    )
