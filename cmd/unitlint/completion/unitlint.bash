# bash completion for unitlint. The program itself says what a word may become.

_unitlint() {
    # Bash cuts words at "=" and ":" as well: what has no blank before it belongs to the word before.
    local rest=${COMP_LINE:0:COMP_POINT} piece blank i
    local -a words=()
    for (( i = 0; i <= COMP_CWORD; i++ )); do
        piece=${COMP_WORDS[i]}
        blank=${rest%%[![:space:]]*}
        rest=${rest#"$blank"}
        (( i < COMP_CWORD )) || piece=$rest
        rest=${rest#"$piece"}
        if [[ -n $blank || ${#words[@]} -eq 0 ]]; then
            words+=("$piece")
        else
            words[${#words[@]} - 1]+=$piece
        fi
    done

    # What stands before the piece that is replaced is a part of each word on offer, but for a flag's name.
    local typed=${words[${#words[@]} - 1]} before
    case $piece in [=:]) piece= ;; esac
    before=${typed%"$piece"}
    case $before in -*=*) before=${before#*=} ;; esac

    local line how=0 longest=0 text
    local -a offered=() meanings=()
    while IFS= read -r line; do
        case $line in
            :*) how=${line#:} ;;
            "$before"*)
                line=${line#"$before"}
                text=${line%%$'\t'*}
                [[ -n $text ]] || continue
                offered+=("$text")
                if [[ $line == *$'\t'* ]]; then meanings+=("${line#*$'\t'}"); else meanings+=(""); fi
                (( ${#text} > longest )) && longest=${#text}
                ;;
        esac
    done < <("${words[0]/#\~\//$HOME/}" __complete "${words[@]:1}" 2>/dev/null)

    COMPREPLY=()
    if (( how & 16 )); then
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$piece")
        return
    fi
    (( how & 2 )) && compopt -o nospace 2>/dev/null
    (( how & 4 )) && compopt +o default +o bashdefault 2>/dev/null
    # Meanings are for reading: where bash is to insert a word, or to walk through them, it gets words alone.
    for i in "${!offered[@]}"; do
        text=${offered[i]}
        if [[ ${#offered[@]} -gt 1 && -n ${meanings[i]} && $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
            printf -v text '%-*s  (%s)' "$longest" "$text" "${meanings[i]}"
            text=${text:0:${COLUMNS:-80} - 1}
        fi
        COMPREPLY+=("$text")
    done
}

complete -o default -o bashdefault -F _unitlint unitlint
