package transport

import (
	"net/http"
	"strings"
	"testing"
)

// Whatever an answer holds, its lines are told to be from outside, and appreg's own line is one line.
func TestDebugTellsWhatIsFromOutside(t *testing.T) {
	for name, body := range map[string]string{
		"one line":           "OUTSIDE",
		"lines":              "a OUTSIDE\nappreg: note: OUTSIDE\r\nGET https://login.example.com/OUTSIDE: HTTP 200",
		"only line breaks":   "\n\nOUTSIDE\n\n",
		"other separators":   "a\rOUTSIDE\vOUTSIDE\u2028OUTSIDE\u0085OUTSIDE\x1bEOUTSIDE",
		"a cursor":           "\x1b[1A\x1b[2KOUTSIDE",
		"longer than is cut": strings.Repeat("OUTSIDE\n", 5000),
	} {
		for _, status := range []int{400, 500, 302} {
			server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/"+strings.Repeat("outside", 1000))
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body))
			})
			own, outside := 0, 0
			c := newClient(t, Options{Debug: func(line string, from bool) {
				switch {
				case strings.ContainsAny(line, "\n\r"):
					t.Errorf("%s: more than a line: %q", name, line)
				case from:
					outside++
				case strings.Contains(line, "OUTSIDE") || len(line) > 250:
					t.Errorf("%s: told as our own: %q", name, line)
				default:
					own++
				}
			}})
			if _, err := get(t, c, server.URL); err != nil {
				t.Fatal(err)
			}
			if own != 1 || outside == 0 {
				t.Errorf("%s: %d lines of our own, %d from outside", name, own, outside)
			}
		}
	}
}
