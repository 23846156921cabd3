package rules

import (
	"testing"

	"github.com/unitlint/unitlint/lint/linttest"
)

func TestDocumentation(t *testing.T) {
	linttest.Documentation(t, All(), "../testdata/rules")
}
