"""What the smallest pieces of a rule file look like, as regular expressions; knows no order of them."""

from __future__ import annotations

import re

from replint.lang.lexicon import CLAUSES, TAKEN

END = r"(?![A-Za-z0-9_:./-])"
WORD = rf"(?!(?:{'|'.join(sorted(TAKEN))}){END})[a-z0-9-]+"
PHRASE = rf"(?!(?:{'|'.join(CLAUSES)}){END})(?=[a-z]){WORD}(?:[ \t]+{WORD})*{END}"
STRING = r'"(?!"")((?:[^"\\\r\n]|\\[^\r\n])*)"'
NAMED = rf"{PHRASE}(?:[ \t]+{STRING})?"
"""A word of the vocabulary with the name that may stand behind it on the same line."""
LINES = r'"""((?s:.*?))"""'
REST = r'[^\s"#](?:(?![ \t]+#|[ \t]*(?:[\r\n]|\Z))[^\r\n])*'
CODE = r"[A-Za-z][A-Za-z0-9]*"
BARE = rf"(?!denied{END})[A-Za-z0-9][A-Za-z0-9_:./-]*"
COMMENT = r"(?<!\S)#[^\r\n]*"
CLAUSE_LINE = rf"(?m:^[ \t]*(?:{'|'.join(CLAUSES)}){END})"
HEADER_LINE = rf"(?m:^[ \t]*(?:rule|override){END})"
"""The beginning of a line that begins a clause, or a rule or an override."""

TOKEN = re.compile(r'"""|"[^"\r\n]*"?|[^\s(),"]+|[(),]')
"""What people would call the next thing, for a message about it."""
