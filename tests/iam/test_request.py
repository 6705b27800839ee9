"""What is known of a request's context."""

from __future__ import annotations

from replint.iam.pattern import ANYTHING
from replint.iam.request import Context, EachOf, Gap, OneOf


def test_keys() -> None:
    """A key is found whatever its case; one that nobody told of is not in the request."""
    context = Context({"aws:sourceaccount": ("1",), "k": OneOf((("a",),))})
    assert context.of("aws:SourceAccount") == ("1",)
    assert context.of("K") == OneOf((("a",),))
    assert context.of("aws:SourceArn") is Gap.ABSENT
    assert Context().of("k") is Gap.ABSENT


def test_families() -> None:
    """Keys that end in a name of the user's are known as a family; one of them may be known for itself."""
    context = Context(
        {"aws:principaltag/team": ("ops",)},
        {"aws:principaltag/": Gap.UNKNOWN, "s3:existingobjecttag/": EachOf(ANYTHING, absent=True)},
    )
    assert context.of("aws:PrincipalTag/Team") == ("ops",)
    assert context.of("aws:PrincipalTag/Colour") is Gap.UNKNOWN
    assert context.of("aws:PrincipalTag/a/b") is Gap.UNKNOWN
    assert context.of("s3:ExistingObjectTag/x") == EachOf(ANYTHING, absent=True)
    assert context.of("aws:PrincipalTag") is Gap.ABSENT
    assert context.of("aws:RequestTag/x") is Gap.ABSENT
