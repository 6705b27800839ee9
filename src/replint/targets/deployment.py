"""What a deployer's calls are made on: the source bucket, whose configuration it puts, and the role that it passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.context.circumstances import DEPLOYER, Circumstances
from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.iam.pattern import Pattern
from replint.targets.resources import arn_of, on_bucket, stated
from replint.targets.target import Hop, Target

if TYPE_CHECKING:
    from replint.deployments import Deployment


def source_bucket(deployment: Deployment) -> Target:
    """The bucket whose replication configuration is put."""
    source = deployment.source
    known = source if isinstance(source, Bucket) else None

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            DEPLOYER,
            action,
            deployment.deployer,
            deployment.partition,
            owner=source.account if isinstance(source, Bucket) else source,
            region=source.region if isinstance(source, Bucket) else source,
            declared=deployment.estate.declared,
            places=stated(source),
        )

    resources = arn_of(deployment.partition, known.name if known else None)
    account = deployment.deployer.account
    return on_bucket(deployment.estate, Hop.SETUP, source, resources, circumstances, DEPLOYER, account)


def role(deployment: Deployment) -> Target | Unresolved:
    """The replication role, as what is passed to S3; nothing but the deployer's own side has a say in that."""
    passed = deployment.role
    if isinstance(passed, Unresolved):
        return passed

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            DEPLOYER,
            action,
            deployment.deployer,
            deployment.partition,
            owner=passed.account,
            region=Unresolved("the Region of the call to IAM"),
            declared=deployment.estate.declared,
        )

    return Target(
        Hop.SETUP,
        f"role `{passed.arn}`",
        "resource policy",
        f"role `{passed.arn}`",
        Pattern.literal(passed.arn),
        passed.arn,
        passed.account,
        None,
        passed.place,
        (),
        circumstances,
        DEPLOYER,
    )
