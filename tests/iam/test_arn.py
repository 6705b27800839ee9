"""ARNs: six segments, each matched for itself.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.iam.arn import Arn, padded, segmented
from replint.iam.pattern import ANYTHING, Atom, Kind, Pattern, Wild
from replint.iam.strings import matches

PARSED = {
    "arn:aws:s3:::bucket/key": Arn("aws", "s3", "", "", "bucket/key"),
    "arn:aws-cn:kms:cn-north-1:111111111111:key/1234": Arn("aws-cn", "kms", "cn-north-1", "111111111111", "key/1234"),
    "arn:aws:iam::111111111111:role/path/name": Arn("aws", "iam", "", "111111111111", "role/path/name"),
    "arn:aws:logs:r:1:group:with:colons": Arn("aws", "logs", "r", "1", "group:with:colons"),
    "arn:::::": Arn("", "", "", "", ""),
    "arn:aws:s3::bucket": None,
    "aws:s3:::bucket:": None,
    "ARN:aws:s3:::bucket": None,
    "*": None,
    "": None,
}


@pytest.mark.parametrize(("text", "arn"), PARSED.items(), ids=PARSED)
def test_parsing(text: str, arn: Arn | None) -> None:
    """An ARN begins with `arn` and has five colons or more; what follows the fifth is the resource, colons and all."""
    assert Arn.parse(text) == arn
    assert arn is None or str(arn) == text


@given(st.lists(st.text("ab/*"), min_size=4, max_size=4), st.text("ab:/"))
def test_law_of_reading_arns(segments: list[str], resource: str) -> None:
    """Law of reading: an ARN is written as it was read."""
    text = ":".join(["arn", *segments, resource])
    assert str(Arn.parse(text)) == text


# (pattern, text, whether the one matches the other)
MATCHES = [
    ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a/b:c", True),
    ("arn:aws:s3:::*", "arn:aws:s3:::bucket", True),
    ("arn:*:s3:::bucket", "arn:aws-cn:s3:::bucket", True),
    ("arn:aws:kms:*:*:key/*", "arn:aws:kms:eu-west-1:111111111111:key/1", True),
    ("arn:aws:kms:*:key/*", "arn:aws:kms:eu-west-1:111111111111:key/1", False),
    ("arn:aws:*:bucket", "arn:aws:s3:::bucket", False),
    ("arn:*:bucket", "arn:aws:s3:::bucket", False),
    ("arn:aws:s3:::b?c", "arn:aws:s3:::b:c", True),
    ("arn:aws:s3:?::b", "arn:aws:s3::::b", False),
    ("arn:aws:s3:?::b", "arn:aws:s3:r::b", True),
    ("arn:aws:s3:::Bucket", "arn:aws:s3:::bucket", False),
    ("*", "no arn", True),
    ("**", "arn:aws:s3:::bucket", True),
    ("a*", "arn:aws:s3:::bucket", False),
    ("*:*:*:*:*:*", "arn:aws:s3:::bucket", True),
    ("arn:aws:s3::*:b", "arn:aws:s3:::x:b", False),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), MATCHES)
def test_matching(pattern: str, text: str, expected: bool) -> None:
    """A wildcard stays in its segment; in the resource it matches slashes and colons as well."""
    assert matches(segmented(Pattern.glob(pattern)), text) is expected


def test_segmented_tokens() -> None:
    """Wildcards before the fifth colon stop at colons, those behind it do not."""
    tokens = segmented(Pattern.glob("?:*:::*:?*")).tokens
    assert tokens == (Wild.PART_ONE, ":", Wild.PART_RUN, ":", ":", ":", Wild.PART_RUN, ":", Wild.ONE, Wild.RUN)
    assert segmented(ANYTHING) == ANYTHING


FREE, NAME = Atom("arn", Kind.FREE), Atom("bucket")


@pytest.mark.parametrize(
    ("tokens", "word", "expected"),
    [
        ((FREE, "/", Wild.RUN), (FREE, *"/a:b"), True),
        ((FREE, Wild.RUN), (FREE, *"/a"), True),
        ((NAME, "/", Wild.RUN), (NAME, *"/a:b"), False),
        ((*"arn:aws:s3:::", NAME, "/", Wild.RUN), (*"arn:aws:s3:::", NAME, *"/a:b"), True),
    ],
    ids=["an ARN's objects", "what begins with it", "a name holds no colons", "a bucket's objects"],
)
def test_unknown_arns(
    tokens: tuple[str | Wild | Atom, ...], word: tuple[str | Atom, ...], expected: bool | None
) -> None:
    """A slash behind a text of which nothing is known stands in the resource: no other segment holds one."""
    assert matches(segmented(Pattern(tokens)), word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", "*"),
        ("arn", "arn:*:*:*:*:*"),
        ("arn:aws:s3", "arn:aws:s3:*:*:*"),
        ("arn:aws:s3:::", "arn:aws:s3:::"),
        ("arn:aws:s3::", "arn:aws:s3:::*"),
        ("arn:aws:s3:::b", "arn:aws:s3:::b"),
        ("arn:aws:s3:::b:c:d", "arn:aws:s3:::b:c:d"),
        ("", ":*:*:*:*:*"),
    ],
)
def test_padding(text: str, expected: str) -> None:
    """A pattern with fewer than six segments gets `*` for those it lacks; a lone `*` is everything as it is."""
    assert padded(text) == expected
