#compdef replint
# Completion of replint for zsh; replint itself says what may stand where.
_replint() {
    local paths=none line
    local -a found
    while IFS= read -r line; do
        case "$line" in
            :*) paths="${line#:}" ;;
            *) found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
        esac
    done < <("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    (( $#found )) && _describe 'replint' found
    case "$paths" in
        files) _files ;;
        folders) _files -/ ;;
    esac
}
# As a file of fpath it is run for its answer; sourced, it registers itself.
if [[ "${funcstack[1]}" == _replint ]]; then
    _replint "$@"
else
    compdef _replint replint
fi
