# PowerShell completion for unitlint. The program itself says what a word may become.

Register-ArgumentCompleter -Native -CommandName 'unitlint' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The word at the cursor is taken up to it; before 7.3 PowerShell passes empty words in quotes alone.
    $before = @()
    $typed = ''
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        $start = $element.Extent.StartOffset
        if ($start -ge $cursorPosition) { break }
        $text = $element.Extent.Text
        if ($element.Extent.EndOffset -ge $cursorPosition) {
            $typed = $text.Substring(0, $cursorPosition - $start)
        } else {
            $before += $text.Trim("'", '"')
        }
    }
    $sent = $typed
    $legacy = $PSVersionTable.PSVersion -lt [version]'7.3.0' -or "$PSNativeCommandArgumentPassing" -eq 'Legacy'
    if ($sent -eq '' -and $legacy) { $sent = '""' }

    $answer = @(& "$($commandAst.CommandElements[0].Value)" __complete @before $sent 2>$null)
    if ($answer.Count -eq 0 -or $answer[-1] -notmatch '^:\d+$') { return }
    $how = [int]$answer[-1].Substring(1)
    $flag = ''
    if ($typed -match '^-[^=]*=') { $flag = $Matches[0] }
    # PowerShell cuts words at commas as well, and replaces what it takes for the word.
    $kept = 0
    if ($typed.EndsWith($wordToComplete)) { $kept = $typed.Length - $wordToComplete.Length }

    foreach ($line in $answer | Select-Object -SkipLast 1) {
        $word, $meaning = $line -split "`t", 2
        if (-not $meaning) { $meaning = $word }
        $inserted = $flag + $word
        if ($kept -ge $inserted.Length) { continue }
        $inserted = $inserted.Substring($kept)
        if ($inserted -match '[\s,;|&(){}]') { $inserted = "'$inserted'" }
        [System.Management.Automation.CompletionResult]::new($inserted, $word, 'ParameterValue', $meaning)
    }
    # Where nothing is offered PowerShell completes files. An empty answer keeps it from that.
    if ($answer.Count -eq 1 -and ($how -band 4)) { '' }
}
