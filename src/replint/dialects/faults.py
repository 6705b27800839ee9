"""What can be wrong with a document, a row each: name, severity, why, AWS's page; knows how to find none of it."""

from __future__ import annotations

from replint.dialects.fault import Fault, row
from replint.dialects.silencing import ROWS
from replint.finding import Severity

_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_"
_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_"


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

_ROWS = (
    row(
        "policy/malformed-policy",
        _ERROR,
        "this is no policy document",
        _IAM + "grammar.html",
        """
        A policy is a JSON object with a `Statement`. AWS refuses anything else, so that nothing here is granted or
        denied.
        """,
    ),
    row(
        "policy/unknown-policy-element",
        _ERROR,
        "a policy has no element of this name",
        _IAM + "elements.html",
        """
        AWS refuses a policy with an element that it does not know, and names are compared exactly: `action` and
        `Actions` are not `Action`.
        """,
    ),
    row(
        "policy/missing-policy-element",
        _ERROR,
        "a statement lacks an element that it must have",
        _IAM + "grammar.html",
        """
        Every statement needs `Effect`, `Action` or `NotAction`, and everywhere but in a trust policy `Resource` or
        `NotResource`. AWS refuses a policy without them. Only KMS takes a key policy without `Resource`, but such a
        statement has no effect.
        """,
    ),
    row(
        "policy/misplaced-policy-element",
        _ERROR,
        "this kind of policy does not have this element",
        _IAM + "elements.html",
        """
        `Principal` belongs in policies that are attached to a resource, `Resource` in all but trust policies. AWS
        refuses a policy that has them elsewhere.
        """,
    ),
    row(
        "policy/conflicting-policy-elements",
        _ERROR,
        "a statement has an element and its opposite",
        _IAM + "grammar.html",
        """
        `Action` and `NotAction`, `Resource` and `NotResource`, `Principal` and `NotPrincipal` exclude one another:
        AWS refuses a statement with both.
        """,
    ),
    row(
        "policy/malformed-policy-element",
        _ERROR,
        "an element's value is of the wrong type",
        _IAM + "grammar.html",
        """
        AWS refuses a policy in which an element holds what the grammar does not allow there, such as a number where
        a string stands.
        """,
    ),
    row(
        "policy/unknown-effect",
        _ERROR,
        "an effect is neither `Allow` nor `Deny`",
        _IAM + "elements_effect.html",
        """
        `Effect` is compared exactly, case included. AWS refuses a policy with any other value.
        """,
    ),
    row(
        "policy/unknown-policy-version",
        _ERROR,
        "the policy language has no such version",
        _IAM + "elements_version.html",
        """
        `Version` is the version of the policy language, `2012-10-17` or the older `2008-10-17`, and no date of your
        own. AWS refuses any other.
        """,
    ),
    row(
        "policy/repeated-sid",
        _ERROR,
        "two statements have one `Sid`",
        _IAM + "elements_sid.html",
        """
        IAM refuses a policy in which two statements bear the same `Sid`.
        """,
    ),
    row(
        "policy/malformed-sid",
        _ERROR,
        "a `Sid` holds characters that IAM does not take",
        _IAM + "elements_sid.html",
        """
        In IAM a `Sid` may hold the letters `A` to `Z` and `a` to `z` and digits. IAM refuses others; bucket
        policies and key policies take them.
        """,
    ),
    row(
        "policy/missing-principal",
        _ERROR,
        "a statement of a resource policy names nobody",
        _IAM + "elements_principal.html",
        """
        A statement that is attached to a resource must say for whom it is meant. AWS refuses one without
        `Principal`, and it matches no request.
        """,
    ),
    row(
        "policy/malformed-principal",
        _WARNING,
        "this is not the name of a principal",
        _IAM + "elements_principal.html",
        """
        A principal is `*`, an account id, the ARN of an account, role, user or session, or under `Service` a
        service such as `s3.amazonaws.com`. AWS refuses a policy that names anything else.
        """,
    ),
    row(
        "policy/wildcard-in-principal",
        _WARNING,
        "a wildcard inside a principal matches nothing",
        _IAM + "elements_principal.html",
        """
        A principal is either `*` as a whole or exact: a `*` inside an ARN stands for no role at all, and AWS
        refuses it. A pattern over roles is a condition on `aws:PrincipalArn`.
        """,
    ),
    row(
        "policy/action-without-service",
        _WARNING,
        "an action does not say of which service",
        _IAM + "elements_action.html",
        """
        An action is a service's prefix, a colon and a name, such as `s3:GetObject`. AWS refuses one without the
        prefix.
        """,
    ),
    row(
        "policy/wildcard-in-service",
        _WARNING,
        "an action's service is a pattern",
        _IAM + "elements_action.html",
        """
        Wildcards are for the action's name. The service's prefix is exact; only a lone `*` means every action of
        every service.
        """,
    ),
    row(
        "policy/whitespace-in-action",
        _WARNING,
        "an action has a blank in it",
        _IAM + "elements_action.html",
        """
        No action has a blank in its name or beside it, so that this one matches nothing.
        """,
    ),
    row(
        "policy/unknown-action",
        _WARNING,
        "AWS has no such action",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        """
        IAM takes a policy with an action that does not exist, and it grants nothing. S3 refuses a bucket policy
        with one.
        """,
    ),
    row(
        "policy/malformed-resource",
        _WARNING,
        "a resource is neither an ARN nor `*`",
        _IAM + "elements_resource.html",
        """
        A resource is `*` or an ARN of six parts whose service is exact, such as `arn:aws:s3:::my-bucket/*`. AWS
        refuses others, or they match nothing.
        """,
    ),
    row(
        "policy/alias-in-resource",
        _WARNING,
        "a policy names a key by its alias",
        "https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html",
        """
        In a `Resource` an alias means the alias itself, which only the actions on aliases have to do with. What a
        policy lets do with keys it lets do with none that it names so.
        """,
    ),
    row(
        "policy/unknown-condition-operator",
        _ERROR,
        "there is no such condition operator",
        _IAM + "elements_condition_operators.html",
        """
        AWS refuses a policy with a condition operator that it does not know.
        """,
    ),
    row(
        "policy/malformed-condition",
        _ERROR,
        "this is not how a condition is written",
        _IAM + "elements_condition.html",
        """
        A condition is an operator, within it the key with its service's prefix, and one value or a list of them.
        AWS refuses a policy with anything else.
        """,
    ),
    row(
        "document/duplicate-member",
        _WARNING,
        "a name stands twice in one object",
        _IAM + "grammar.html",
        """
        Of two members or elements with one name most readers heed only the last and say nothing. AWS refuses a policy
        with one.
        """,
    ),
    row(
        "document/malformed-document",
        _ERROR,
        "a document is not of the shape that AWS gives it",
        _S3 + "ReplicationConfiguration.html",
        """
        A value is not what AWS's API has at this place. What hangs on it cannot be checked, and AWS refuses the
        document: S3 as MalformedXML, or the AWS CLI and the SDKs before they send it.
        """,
    ),
    row(
        "document/unknown-member",
        _ERROR,
        "a document has a member that AWS does not know",
        _S3 + "ReplicationConfiguration.html",
        """
        AWS refuses a document with a member that its API does not have, and names are compared exactly: S3 as
        MalformedXML, the AWS CLI and the SDKs before they send it.
        """,
    ),
    row(
        "document/destination-is-no-bucket-arn",
        _ERROR,
        "a destination is not the ARN of a bucket",
        _S3 + "Destination.html",
        """
        S3 takes only the ARN of a bucket here, `arn:aws:s3:::my-bucket`: neither its name, nor an access point, nor
        anything behind a slash.
        """,
        "InvalidArgument",
    ),
    row(
        "document/role-is-no-role-arn",
        _ERROR,
        "the role of a configuration is not the ARN of a role",
        _S3 + "ReplicationConfiguration.html",
        """
        S3 takes the ARN of an IAM role here, with its path where it has one: `arn:aws:iam::111122223333:role/my-role`.
        Whether there is such a role, and what it may do, S3 looks at only later, when it replicates.
        """,
        "InvalidArgument",
    ),
    row(
        "document/contradicting-documents",
        _ERROR,
        "two documents tell different things of one resource",
        _S3 + "ReplicationConfiguration.html",
        """
        Two documents on one bucket, role or key are read as one. Where they differ nobody knows which holds, so
        that the value counts as not told.
        """,
    ),
)

FAULTS: dict[str, Fault] = {each.info.name: each for each in (*_ROWS, *ROWS)}
"""Every fault by name."""
