package lines

import (
	"bytes"
	"strings"
	"testing"

	"appreg/steps"
)

// TestPlainInstructionsBeginAnewBehindAParagraph: a second way is not the first one's continuation.
func TestPlainInstructionsBeginAnewBehindAParagraph(t *testing.T) {
	var out bytes.Buffer
	r := newRun(Options{In: strings.NewReader(""), Out: &out})
	r.out.printGuide(steps.Guide{Blocks: []steps.Block{
		{Text: "One way."}, {Kind: steps.Do, Text: "Open."}, {Kind: steps.Note, Text: "It opens."}, {Kind: steps.Do, Text: "Close."},
		{Text: "The other."}, {Kind: steps.Do, Text: "Wait."},
	}})
	want := "One way.\n  1. Open.\nNote: It opens.\n  2. Close.\nThe other.\n  1. Wait.\n"
	if got := out.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
