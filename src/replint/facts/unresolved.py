"""A value that no document tells: never a default, never dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.record import field, record

if TYPE_CHECKING:
    from replint.finding import Document
    from replint.span import Place


@record
class Unresolved:
    """Stands where a fact's value would stand.

    `what` names the value ("the policy of bucket `logs`"), `why` says why it is not known, `tells` which document would
    tell it ("`Policy` in the bucket's document, or `aws s3api get-bucket-policy --bucket logs`"). `document` is that
    document once more, where one document tells several values, so that they can be asked for together.
    """

    what: str
    why: str = "no document tells it"
    tells: str = ""
    place: Place | None = field(default=None, compare=False)
    document: Document | None = field(default=None, compare=False)
