package exposure

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Policy changes weights, scales and descriptions of checks, by the ID of the
// check: the JSON of systemd-analyze's --security-policy=. A nil Policy changes
// nothing.
type Policy map[string]Adjustment

// Adjustment is what a policy says of one check; nil fields keep systemd's own
// value. A weight of 0 takes the check out of the rating.
type Adjustment struct {
	Weight        *uint64 `json:"weight"`
	Range         *uint64 `json:"range"`
	Good          *string `json:"description_good"`
	Bad           *string `json:"description_bad"`
	NotApplicable *string `json:"description_na"`
}

// maxPolicyNumber keeps the integer arithmetic of the rating from overflowing.
const maxPolicyNumber = 1 << 32

// ReadPolicy decodes and validates a policy. systemd passes over what it does
// not understand; here a misspelt check or property is an error, since a policy
// that silently does nothing is worse than none.
func ReadPolicy(text []byte) (Policy, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var policy Policy
	if err := decoder.Decode(&policy); err != nil {
		return nil, fmt.Errorf("expected an object of checks: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("expected one JSON object, found more behind it")
	}
	for _, id := range sortedKeys(policy) {
		if err := policy[id].validate(id); err != nil {
			return nil, err
		}
	}
	return policy, nil
}

func (a Adjustment) validate(id string) error {
	known := slices.IndexFunc(checkTable[:], func(c check) bool { return c.field == id })
	if known < 0 {
		return fmt.Errorf("%q: no systemd has a check of this name", id)
	}
	if a.Weight != nil && *a.Weight > maxPolicyNumber {
		return fmt.Errorf("%q: weight %d is too large", id, *a.Weight)
	}
	if a.Range == nil {
		return nil
	}
	// systemd aborts when a check finds more than its range allows.
	if least := checkTable[known].scale; *a.Range < least || *a.Range > maxPolicyNumber {
		return fmt.Errorf("%q: expected a range of %d or more, found %d", id, least, *a.Range)
	}
	return nil
}

// apply returns the checks as the policy wants them.
func (p Policy) apply(checks []ratedCheck) []ratedCheck {
	if len(p) == 0 {
		return checks
	}
	adjusted := slices.Clone(checks)
	for i := range adjusted {
		adjusted[i].check = p.adjust(adjusted[i].check)
	}
	return adjusted
}

// adjust returns the check as the policy wants it.
func (p Policy) adjust(original *check) *check {
	a, ok := p[original.field]
	if !ok {
		return original
	}
	adjusted := *original
	replace(&adjusted.weight, a.Weight)
	replace(&adjusted.scale, a.Range)
	replace(&adjusted.good, a.Good)
	replace(&adjusted.bad, a.Bad)
	replace(&adjusted.notApplicable, a.NotApplicable)
	return &adjusted
}

func replace[T any](value, with *T) {
	if with != nil {
		*value = *with
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
