#!/usr/bin/env bash
# What action.yml does: install replint into an environment of its own, run it, tell how it went. Every input is a
# variable; none becomes part of a command that a shell reads, of another flag, or of a line that the runner obeys.
set -euo pipefail
unset CDPATH

refuse() {
  printf '::error title=replint::%s\n' "$1"
  exit 2
}

# Each of these is one line, since it ends in a flag, in a file's name or among the outputs.
for name in FORMAT FAIL_ON STRICT CONFIG SINCE SARIF_FILE WORKING_DIRECTORY VERSION PYTHON; do
  variable=INPUT_$name
  case ${!variable} in
    *[[:cntrl:]]*) refuse "the input $(printf %s "$name" | tr '[:upper:]_' '[:lower:]-') must be a single line" ;;
  esac
done
case $INPUT_STRICT in
  true | false) ;;
  *) refuse "the input strict must be true or false" ;;
esac
case $INPUT_VERSION in
  *[!0-9A-Za-z.+!-]* | -*) refuse "the input version must be the number of a release, such as 1.2.3" ;;
esac

# -I keeps Python from looking into the folder that is checked: a file pip.py there must not be what runs.
command -v -- "$INPUT_PYTHON" >/dev/null || refuse "the input python names no program"
"$INPUT_PYTHON" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  refuse "replint needs Python 3.11 or later: name one by the input python, or set one up with actions/setup-python"

# An environment serves every use of the action in a job.
environment=$RUNNER_TEMP/replint-$(printf '%s' "$INPUT_VERSION $GITHUB_ACTION_PATH" | cksum | cut -d ' ' -f 1)
if ! [ -e "$environment/ready" ]; then
  "$INPUT_PYTHON" -I -m venv --clear "$environment"
fi
bin=$environment/bin
[ -d "$bin" ] || bin=$environment/Scripts
install() {
  "$bin/python" -I -m pip --disable-pip-version-check --quiet install "$@" || refuse "replint could not be installed"
}
if ! [ -e "$environment/ready" ]; then
  if [ -n "$INPUT_VERSION" ]; then
    install "replint==$INPUT_VERSION"
  else
    install --require-hashes --requirement "$GITHUB_ACTION_PATH/requirements/runtime.lock"
    install --no-deps "$GITHUB_ACTION_PATH"
  fi
  : >"$environment/ready"
fi

told=$(mktemp "$RUNNER_TEMP/replint-XXXXXX")
flags=("--format=$INPUT_FORMAT" --format=json "--output=$told")
[ -z "$INPUT_FAIL_ON" ] || flags+=("--fail-on=$INPUT_FAIL_ON")
[ "$INPUT_STRICT" = false ] || flags+=(--strict)
[ -z "$INPUT_SELECT" ] || flags+=("--select=${INPUT_SELECT//[[:space:]]/,}")
[ -z "$INPUT_IGNORE" ] || flags+=("--ignore=${INPUT_IGNORE//[[:space:]]/,}")
[ -z "$INPUT_CONFIG" ] || flags+=("--config=$INPUT_CONFIG")
[ -z "$INPUT_SINCE" ] || flags+=("--since=$INPUT_SINCE")
sarif=
if [ -n "$INPUT_SARIF_FILE" ]; then
  case $INPUT_SARIF_FILE in
    /* | [A-Za-z]:*) sarif=$INPUT_SARIF_FILE ;;
    *) sarif=$GITHUB_WORKSPACE/$INPUT_SARIF_FILE ;;
  esac
  # An old report must not pass for this one; a failure of ours must not pass for findings.
  { mkdir -p -- "$(dirname -- "$sarif")" && rm -f -- "$sarif"; } ||
    refuse "the input sarif-file names no place for a file"
  flags+=(--format=sarif "--output=$sarif")
fi
paths=()
while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  [ -z "$line" ] || paths+=("$line")
done <<<"$INPUT_PATHS"
[ "${#paths[@]}" -gt 0 ] || refuse "the input paths names nothing"

cd -- "$GITHUB_WORKSPACE/$INPUT_WORKING_DIRECTORY" || refuse "the input working-directory names no folder"
code=0
"$bin/replint" check "${flags[@]}" -- "${paths[@]}" || code=$?

{
  printf 'exit-code=%s\n' "$code"
  [ -z "$sarif" ] || ! [ -f "$sarif" ] || printf 'sarif-file=%s\n' "$INPUT_SARIF_FILE"
  # Of a run that was refused there is no report, and nothing to count.
  [ ! -s "$told" ] || "$bin/python" -I -c '
import json, sys
with open(sys.argv[1], encoding="utf-8") as stream:
    summary = json.load(stream)["summary"]
for name in ("errors", "warnings", "notes", "unknown"):
    print(f"{name}={summary[name]}")
' "$told"
} >>"$GITHUB_OUTPUT"
rm -f -- "$told"
exit "$code"
