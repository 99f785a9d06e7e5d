package lines

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"appreg/steps"

	"appreg/internal/catalog"
	"appreg/internal/report"

	"github.com/google/go-cmp/cmp"
)

func printed(width int, do func(p *printer)) string {
	var out bytes.Buffer
	do(&printer{out: &out, width: width})
	return out.String()
}

func TestPrinter(t *testing.T) {
	tests := map[string]struct {
		do   func(p *printer)
		want string
	}{
		"item hangs":        {func(p *printer) { p.item("  1. ", "Open the page of the app") }, "  1. Open the page\n     of the app\n"},
		"item of two lines": {func(p *printer) { p.item("Note: ", "one\ntwo") }, "Note: one\n      two\n"},
		"verbatim is not wrapped": {func(p *printer) { p.verbatim("  ", "az ad app list --all --query x\n  indented\there") },
			"  az ad app list --all --query x\n    indented    here\n"},
		"problem with what to do": {func(p *printer) { p.problem(steps.Problem{Message: "too short", Fix: "try again"}) },
			"Not taken: too short\n  What to do: try\n              again\n"},
		"problem alone":        {func(p *printer) { p.problem(steps.Problem{Message: "too short"}) }, "Not taken: too short\n"},
		"escapes from outside": {func(p *printer) { p.para("a\x1b[2Jb\rc\x07") }, "a\\u001B[2Jb\\u000Dc\\u0007\n"},
		"no blanks at an end":  {func(p *printer) { p.item("Where: ", ""); p.verbatim("  ", " ") }, "Where:\n\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, printed(20, test.do)); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDoubtInWords: how sure a cause is stands before it, in words.
func TestDoubtInWords(t *testing.T) {
	for confidence, want := range map[report.Confidence]string{
		report.Certain: "     Cause: secret_wrong\n", report.Likely: "     Likely cause: secret_wrong\n", report.Guess: "     Best guess: secret_wrong\n",
	} {
		text := printed(80, func(p *printer) {
			p.details(report.Finding{ID: report.Token, Status: report.Fail, Title: "Refused", Cause: "secret_wrong", Confidence: confidence}, catalog.LCS)
		})
		if !strings.Contains(text, want) {
			t.Errorf("%s: no %q in\n%s", confidence, want, text)
		}
	}
}

func TestPrinterWidthByDefault(t *testing.T) {
	text := printed(0, func(p *printer) { p.para(strings.Repeat("word ", 40)) })
	first, _, _ := strings.Cut(text, "\n")
	if len(first) > defaultWidth || len(first) < defaultWidth-5 {
		t.Errorf("the first line has %d columns, want up to %d", len(first), defaultWidth)
	}
}

// brokenWriter fails after some writes.
type brokenWriter struct{ left int }

var errBroken = errors.New("the terminal is gone")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left--; w.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestRunEndsWhenNothingCanBeWritten(t *testing.T) {
	for left := range 12 {
		s := newStage()
		opts := s.options()
		opts.In, opts.Out = strings.NewReader(strings.Repeat("\n", promptLimit)), &brokenWriter{left: left}
		if _, err := Run(t.Context(), opts); !errors.Is(err, errBroken) {
			t.Errorf("after %d writes: got %v, want the writer's error", left, err)
		}
	}
}

// A problem's command stands on a line of its own, whole, so that it can be copied.
func TestAProblemShowsItsCommand(t *testing.T) {
	command := "openssl pkcs12 -export -inkey key.pem -in '/home/jan/a file' -out appreg-certificate.pfx"
	problem := steps.Problem{Message: "the file holds no key", Fix: "combine both", Command: command}
	got := printed(40, func(p *printer) { p.problem(problem) })
	if want := "Not taken: the file holds no key\n  What to do: combine both\n    " + command + "\n"; got != want {
		t.Errorf("printed\n%s\nwant\n%s", got, want)
	}
}
