package cli_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"appreg/internal/cli"
	"appreg/store"
)

// TestDebugMarksWhatIsFromOutside: no row that --debug fills on a screen begins with words that an answer chose, however
// long its lines are and whatever they hold.
func TestDebugMarksWhatIsFromOutside(t *testing.T) {
	const mark = "appreg: debug: | "
	for name, body := range map[string]string{
		"lines":      "OUTSIDE\nappreg: note: OUTSIDE\r\nappreg: debug: GET https://login.example.com/OUTSIDE: HTTP 200\n",
		"long":       strings.Repeat(" ", 80-len(mark)) + "appreg: note: OUTSIDE",
		"longer":     strings.Repeat("OUTSIDE ", 200),
		"tabs":       strings.Repeat("\t", 7) + "appreg: note: OUTSIDE\tOUTSIDE",
		"wide":       strings.Repeat("界", 30) + " appreg: note: OUTSIDE" + strings.Repeat("界OUTSIDE", 50),
		"combined":   strings.Repeat("e\u0301", 70) + "appreg: note: OUTSIDE",
		"separators": "a\rappreg: note: OUTSIDE\u2028appreg: note: OUTSIDE\x1bEappreg: note: OUTSIDE",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, body)
		}))
		for _, terminal := range []bool{true, false} {
			var out, errs bytes.Buffer
			cli.Run(t.Context(), []string{"check", "--debug", "--json", "--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com",
				"--client-id", "11111111-2222-4333-8444-555566667777", "--authority", server.URL}, cli.Streams{
				In: strings.NewReader(""), Out: &out, Err: &errs, ErrTTY: terminal, Width: 80, Height: 24, Keyring: store.NewMemoryKeyring(),
				Environ: []string{"APPREG_HOME=" + t.TempDir(), "APPREG_CLIENT_SECRET=" + strings.Repeat("x", 40)},
			})
			seen := 0
			for _, row := range screenRows(errs.String(), terminal) {
				if strings.Contains(row, "OUTSIDE") {
					seen++
					if !strings.HasPrefix(row, mark) {
						t.Errorf("%s, terminal %v: %q", name, terminal, row)
					}
				}
			}
			if seen == 0 {
				t.Errorf("%s, terminal %v: the answer is not shown: %s", name, terminal, errs.String())
			}
		}
		server.Close()
	}
}

// screenRows are the rows that text fills on a terminal of 80 columns; without one, its lines.
func screenRows(text string, terminal bool) []string {
	var rows []string
	for line := range strings.SplitSeq(text, "\n") {
		row, columns := "", 0
		for _, r := range line {
			width := 1
			if r > 0x2E80 {
				width = 2
			}
			if r == 0x301 { // a combining accent
				width = 0
			}
			if terminal && columns+width > 80 {
				rows, row, columns = append(rows, row), "", 0
			}
			row, columns = row+string(r), columns+width
		}
		rows = append(rows, row)
	}
	return rows
}
