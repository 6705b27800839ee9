# Completion of replint for bash; replint itself says what may stand where.
_replint() {
    local current="${COMP_WORDS[COMP_CWORD]}" paths=none line
    # bash takes the sign in `--format=json` for a word.
    [[ $current == "=" ]] && current=""
    COMPREPLY=()
    while IFS= read -r line; do
        case "$line" in
            :*) paths="${line#:}" ;;
            *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <("$1" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if [[ $paths != none ]]; then
        local kind=-f
        [[ $paths == folders ]] && kind=-d
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done < <(compgen "$kind" -- "$current")
    fi
}
complete -F _replint replint
