package steps

import (
	"strings"
	"testing"

	"appreg/internal/cause"
)

func TestExpiryIsRead(t *testing.T) {
	tests := map[string]struct {
		raw, want, note string
		warn            bool
	}{
		"as asked for":      {"2027-01-31", "2027-01-31", "", false},
		"blanks":            {" 2027-01-31 ", "2027-01-31", "", false},
		"slashes":           {"2027/01/31", "2027-01-31", "read as", false},
		"dots, year first":  {"2027.01.31", "2027-01-31", "read as", false},
		"no zeros":          {"2027-1-5", "2027-01-05", "read as 2027-01-05", false},
		"day first, dots":   {"31.01.2027", "2027-01-31", "read as", false},
		"day first":         {"31/1/2027", "2027-01-31", "read as", false},
		"month first":       {"1/31/2027", "2027-01-31", "read as", false},
		"the same either":   {"03/03/2027", "2027-03-03", "read as", false},
		"with a time":       {"2027-01-31T23:59:59Z", "2027-01-31", "read as", false},
		"portal, with time": {"1/31/2027, 11:59:59 PM", "2027-01-31", "read as", false},
		"month as a word":   {"31 Jan 2027", "2027-01-31", "read as", false},
		"month in front":    {"January 31, 2027", "2027-01-31", "read as", false},
		"leap day":          {"2028-02-29", "2028-02-29", "", false},
		"today":             {"2026-11-20", "2026-11-20", "ends today", true},
		"tomorrow":          {"2026-11-21", "2026-11-21", "", false},
		"24 months":         {"2028-11-20", "2028-11-20", "", false},
		"25 months":         {"2028-12-20", "2028-12-20", "24 months", true},
		"never":             {"12/31/2299", "2299-12-31", "24 months", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := acceptExpiry(now, tt.raw)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Value != tt.want || accepted.Warn != tt.warn {
				t.Errorf("got %+v, want %s, warn %v", accepted, tt.want, tt.warn)
			}
			if !strings.Contains(accepted.Note, tt.note) || tt.note == "" && accepted.Note != "" {
				t.Errorf("note %q, want %q", accepted.Note, tt.note)
			}
		})
	}
}

func TestExpiryIsRefused(t *testing.T) {
	tests := map[string]struct {
		raw   string
		cause cause.Label
		words string
	}{
		"day and month":  {"03/04/2027", "", "YYYY-MM-DD"},
		"dots, the same": {"03.04.2027", "", "can't be told apart"},
		"words":          {"next year", "", "isn't a day"},
		"no such day":    {"2027-02-30", "", "isn't a day"},
		"month 13":       {"2027-13-01", "", "isn't a day"},
		"two digits":     {"31.01.27", "", "isn't a day"},
		"yesterday":      {"2026-11-19", "secret_expired", "has passed"},
		"long ago":       {"2020-01-01", "secret_expired", "make a new secret"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, problem := acceptExpiry(now, tt.raw)
			wantProblem(t, problem, tt.cause, tt.words)
		})
	}
}
