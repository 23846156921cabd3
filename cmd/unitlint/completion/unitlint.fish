# fish completion for unitlint. The program itself says what a word may become.

function __unitlint_complete
    set -l typed (commandline -ct)
    set -l before (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $before[1])
    set -l answer ($program __complete $before[2..-1] "$typed" 2>/dev/null)
    string match -qr '^:\d+$' -- "$answer[-1]"; or return 1
    set -l how (string sub -s 2 -- $answer[-1])
    set -e answer[-1]

    # Of "--flag=value" the value is completed, and the whole is offered.
    set -l flag (string match -r -- '^-[^=]*=' "$typed")
    set -l value (string replace -r -- '^-[^=]*=' '' "$typed")
    if test (math "bitand($how, 16)") -ne 0
        set answer (__fish_complete_directories "$value" '')
    else if test (count $answer) -eq 0; and test (math "bitand($how, 4)") -eq 0
        set answer (__fish_complete_path "$value" '')
    end
    for word in $answer
        printf '%s\n' "$flag$word"
    end
end

complete -c unitlint -e
complete -c unitlint -f -a '(__unitlint_complete)'
