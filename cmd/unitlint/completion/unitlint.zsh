#compdef unitlint
# zsh completion for unitlint. The program itself says what a word may become.

_unitlint() {
    local -a answer offered
    local word how meaning typed=${(Q)words[CURRENT]}
    answer=("${(@f)$(${~${(Q)words[1]}} __complete "${(@Q)words[2,CURRENT-1]}" "$typed" 2>/dev/null)}")
    [[ ${answer[-1]} == :<-> ]] || return 1
    how=${answer[-1]#:}
    for word in "${(@)answer[1,-2]}"; do
        meaning=
        [[ $word == *$'\t'* ]] && meaning=:${word#*$'\t'}
        offered+=("${${word%%$'\t'*}//:/\\:}$meaning")
    done
    [[ $typed == -*=* ]] && compset -P 1 '*='
    if (( how & 16 )); then
        _files -/
    elif (( $#offered )); then
        if (( how & 2 )); then
            _describe -t values unitlint offered -S ''
        else
            _describe -t values unitlint offered
        fi
    elif ! (( how & 4 )); then
        _files
    fi
}

# As a file of completions it is the function's body; where it is sourced it defines the function.
if [[ $funcstack[1] == _unitlint ]]; then
    _unitlint "$@"
else
    compdef _unitlint unitlint
fi
