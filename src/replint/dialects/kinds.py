"""The kinds of policy, by where they stand: which elements each must have, may have and must not have."""

from __future__ import annotations

from typing import Literal

from replint.record import record

KindName = Literal["identity", "boundary", "session", "trust", "bucket", "key", "resource", "scp", "rcp"]


@record
class Kind:
    """A kind of policy.

    `principal` tells whether its statements name principals (they must, then) or must not. `resource` tells whether
    they name resources: always, never, or as they like. `iam` tells whether IAM keeps it, which is strict about `Sid`.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
    """

    name: KindName
    words: str
    principal: bool
    resource: Literal["always", "never", "optional"] = "always"
    iam: bool = False
    not_principal: bool = False


KINDS: dict[KindName, Kind] = {
    kind.name: kind
    for kind in (
        Kind("identity", "an identity policy", principal=False, iam=True),
        Kind("boundary", "a permissions boundary", principal=False, iam=True),
        Kind("session", "a session policy", principal=False, iam=True),
        Kind("trust", "a trust policy", principal=True, resource="never", iam=True),
        Kind("bucket", "a bucket policy", principal=True, not_principal=True),
        Kind("key", "a key policy", principal=True, not_principal=True),
        Kind("resource", "a resource policy", principal=True, resource="optional", not_principal=True),
        Kind("scp", "a service control policy", principal=False),
        Kind("rcp", "a resource control policy", principal=True),
    )
}
