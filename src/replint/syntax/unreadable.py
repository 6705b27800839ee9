"""What a reader raises when a text is not what its format says; knows no format."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - it says what the text is, and reads so where it is caught
    """A text that cannot be read: what was expected, what was found, and at which character of the file.

    `line` and `column` count from 1, columns in code points, as people's editors do.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
