package ui

import (
	"bytes"
	"strings"
	"testing"

	"appreg/steps"
)

// TestPlainInstructionsBeginAnewBehindAParagraph: a second way is not the first one's continuation.
func TestPlainInstructionsBeginAnewBehindAParagraph(t *testing.T) {
	var out bytes.Buffer
	r := newLineRun(LineOptions{In: strings.NewReader(""), Out: &out})
	r.printGuide(steps.Guide{Blocks: []steps.Block{
		{Text: "One way."}, {Kind: steps.Do, Text: "Open."}, {Kind: steps.Note, Text: "It opens."}, {Kind: steps.Do, Text: "Close."},
		{Text: "The other."}, {Kind: steps.Do, Text: "Wait."},
	}})
	want := "One way.\n  1. Open.\nNote: It opens.\n  2. Close.\nThe other.\n  1. Wait.\n"
	if got := out.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDocumentPlace: the document's numbers are told from the program's own.
func TestDocumentPlace(t *testing.T) {
	places := map[string]string{
		"Step 2": "the document's Step 2", "Task 1, step 2": "the document's Task 1, step 2",
		"Before step 5": "in the document: before step 5", "Addition to task 1": "in the document: addition to task 1",
	}
	for number, want := range places {
		if got := documentPlace(number); got != want {
			t.Errorf("%q: %q", number, got)
		}
	}
}
