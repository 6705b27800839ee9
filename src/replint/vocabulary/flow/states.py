"""What is to be done about a KMS key in a state in which it cannot be used.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.key import Key
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from replint.facts.unresolved import Unresolved
    from replint.span import Place

WAYS_OUT = {
    "Disabled": "enable the key",
    "PendingDeletion": "cancel the deletion of the key, and then enable it",
    "PendingReplicaDeletion": "cancel the deletion of the key, which waits for its replica keys, and then enable it",
    "PendingImport": "import key material into the key",
    "Creating": "wait until KMS has created the key in this Region",
    "Unavailable": "connect the custom key store of the key again",
}
"""By state, what makes the key one that can be used."""


def told(key: Key | None | Unresolved, name: str, place: Place | None) -> Telling | None:
    """The fault of a key, called by this name, that cannot be used in its state; None where nothing is known to do."""
    state = key.state if isinstance(key, Key) else None
    if not isinstance(state, str) or state not in WAYS_OUT or place is None:
        return None
    return Telling(
        f"the {name} cannot be used in its state, `{state}`", WAYS_OUT[state], ((place, f"it is `{state}`"),)
    )
