package unit

// Variable is one variable that the unit itself sets for its processes.
type Variable struct {
	Text string
	// Known tells that Text is what the process will see.
	Known bool
	// Assignment sets it; Start and End are where the text stands in its value.
	Assignment *Assignment
	Start, End int
}

// Environment returns the variables that Environment= sets; later ones win. What
// an EnvironmentFile= may override counts as set here: the file is the
// administrator's, its content is not known.
func (u *Unit) Environment() map[string]Variable {
	variables := map[string]Variable{}
	for _, a := range u.All(u.ExecSection(), "Environment") {
		for _, one := range a.Verdict.Variables() {
			variables[one.Name] = Variable{
				Text: one.Value.Text, Known: one.Known,
				Assignment: a, Start: one.Start, End: one.End,
			}
		}
	}
	return variables
}
