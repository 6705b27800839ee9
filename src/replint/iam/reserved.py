"""What belongs to AWS and no policy can open: managed policies, reserved roles, aliases of AWS managed keys.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html (AWS managed policies cannot be
changed), https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html (reserved roles),
https://docs.aws.amazon.com/kms/latest/developerguide/alias-create.html (`alias/aws/` is reserved).
"""

from __future__ import annotations

from replint.iam.arn import segmented
from replint.iam.pattern import Pattern
from replint.iam.strings import matches

_POLICY_CHANGES = """
createpolicy createpolicyversion deletepolicy deletepolicyversion setdefaultpolicyversion tagpolicy untagpolicy
"""
_ROLE_CHANGES = """
attachrolepolicy createrole createservicelinkedrole deleterole deleterolepermissionsboundary deleterolepolicy
deleteservicelinkedrole detachrolepolicy passrole putrolepermissionsboundary putrolepolicy tagrole untagrole
updateassumerolepolicy updaterole updateroledescription
"""
_ALIAS_CHANGES = "createalias deletealias updatealias"

RESERVED = {
    **{f"iam:{name}": "arn:*:iam::aws:policy/*" for name in _POLICY_CHANGES.split()},
    **{f"iam:{name}": "arn:*:iam::*:role/aws-reserved/*" for name in _ROLE_CHANGES.split()},
    **{f"kms:{name}": "arn:*:kms:*:*:alias/aws/*" for name in _ALIAS_CHANGES.split()},
}
"""By action, the resources on which it is AWS's own."""


def reserved(action: str, resource: str) -> bool:
    """Whether the call is one that only AWS makes, so that no policy can allow it."""
    pattern = RESERVED.get(action.lower())
    return pattern is not None and matches(segmented(Pattern.glob(pattern)), resource) is True
