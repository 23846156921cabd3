package text

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// realtimeWords are words of options that stand side by side by which programs are told to ask for
// real-time scheduling: the number behind them is a priority of SCHED_FIFO or SCHED_RR (sched(7)).
// Words that mean other things, too, tell with a number alone.
var realtimeWords = []realtimeName{
	{words: []string{"rt", "priority"}}, {words: []string{"rt", "prio"}}, {words: []string{"rtprio"}}, {words: []string{"realtime", "priority"}},
	{words: []string{"realtime", "prio"}}, {words: []string{"realtime", "scheduling"}}, {words: []string{"realtime", "scheduler"}},
	{words: []string{"sched", "fifo"}}, {words: []string{"sched", "rr"}}, {words: []string{"fifo", "priority"}},
	{words: []string{"sched", "priority"}, number: true},
	{words: []string{"realtime"}, number: true},
}

// realtimeName is how the name of such an option ends.
type realtimeName struct {
	words []string
	// number tells that it has to be told one.
	number bool
}

// mostPriority is the highest priority of a real-time policy (sched(7)).
const mostPriority = 99

// realtimeNeeds records that an option has a program ask for real-time scheduling.
func (r *collector) realtimeNeeds(i *invocation.Invocation) {
	for at, w := range i.Arguments {
		if !strings.HasPrefix(w.Text, "--") || !strings.Contains(w.Text, "rt") && !strings.Contains(w.Text, "sched") && !strings.Contains(w.Text, "real") &&
			!strings.Contains(w.Text, "fifo") || i.IsShell() || i.Wraps() || elsewhere[i.Name()] {
			continue
		}
		option, content, assigned := strings.Cut(w.Text, "=")
		if !assigned && at+1 < len(i.Arguments) && !strings.HasPrefix(i.Arguments[at+1].Text, "-") {
			content = i.Arguments[at+1].Text
		}
		if !w.Known || !asksForRealtime(option, content) {
			continue
		}
		n := need.Need{Certainty: need.Likely, Consequence: need.Missing, Why: fmt.Sprintf("asks for real-time scheduling (%s)", option),
			Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}}
		n.Kind = need.Realtime
		r.Add(i, n)
		n.Kind, n.Any = need.Syscall, []string{"sched_setscheduler", "sched_setattr"}
		r.Add(i, n)
	}
}

// asksForRealtime tells that an option has a program ask for real-time scheduling, by its name and
// its value.
func asksForRealtime(option, content string) bool {
	priority, err := strconv.Atoi(content)
	isPriority := err == nil && priority > 0 && priority <= mostPriority
	if content != "" && !isPriority && !slices.Contains([]string{"true", "yes", "on", "fifo", "rr"}, strings.ToLower(content)) {
		return false
	}
	words := wordsOf(strings.ReplaceAll(option, "real-time", "realtime"))
	if len(words) == 0 || slices.Contains([]string{"no", "disable", "without"}, words[0]) {
		return false
	}
	return slices.ContainsFunc(realtimeWords, func(row realtimeName) bool {
		return (isPriority || !row.number) && len(words) >= len(row.words) && slices.Equal(words[len(words)-len(row.words):], row.words)
	})
}
