package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/secret"
)

const secretID = "11111111-2222-4333-8444-555555555555"

// TestWholeRowOfTheSecretsTable fills the value and the day, however the portal and the terminal part the cells.
func TestWholeRowOfTheSecretsTable(t *testing.T) {
	for name, row := range map[string]struct{ raw, expires, note string }{
		"tabs":                     {"appreg\t5/31/2027\t" + secretOfToday + "\t" + secretID, "2027-05-31", "expires 2027-05-31"},
		"lines":                    {"appreg\r\n31.5.2027\r\n" + secretOfToday + "\r\n" + secretID + "\r\n", "2027-05-31", "expires 2027-05-31"},
		"blanks":                   {"my key 5/31/2027 " + secretOfToday + " " + secretID, "2027-05-31", "expires 2027-05-31"},
		"a month in words":         {"appreg\tMay 31, 2027\t" + secretOfToday + "\t" + secretID, "2027-05-31", "expires 2027-05-31"},
		"in words, blanks":         {"appreg 31 May 2027 " + secretOfToday, "2027-05-31", "expires 2027-05-31"},
		"a day in the description": {"2026-12-01 build\t5/31/2027\t" + secretOfToday + "\t" + secretID, "2027-05-31", "expires 2027-05-31"},
		"month or day":             {"appreg\t3/4/2027\t" + secretOfToday + "\t" + secretID, "", "can't be told apart"},
		"no day":                   {secretOfToday + "\t" + secretID, "", "Value taken from the row"},
	} {
		t.Run(name, func(t *testing.T) {
			m := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret))
			m, accepted, problem := m.Accept(KeySecret, row.raw)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			a := m.Answers()
			if !a.Secret(KeySecret).Equal(secret.New(secretOfToday)) || a.Get(KeySecretExpires) != row.expires {
				t.Errorf("right secret: %v, expires %q", a.Secret(KeySecret).Equal(secret.New(secretOfToday)), a.Get(KeySecretExpires))
			}
			if !strings.Contains(accepted.Note, row.note) || strings.Contains(accepted.Note, "8Q~") {
				t.Errorf("note %q", accepted.Note)
			}
		})
	}
}

// TestNoRow: what is none is judged as it always was.
func TestNoRow(t *testing.T) {
	m := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret))
	for name, row := range map[string]struct {
		raw   string
		cause cause.Label
	}{
		"two values":       {"a\t5/31/2027\t" + secretOfToday + "\t" + secretOfToday, cause.SecretWrong},
		"hidden value":     {"appreg\t5/31/2027\tabc8******\t" + secretID, cause.SecretWrong},
		"expired":          {"appreg\t5/31/2025\t" + secretOfToday + "\t" + secretID, cause.SecretExpired},
		"a word before it": {"secret " + secretOfToday, cause.SecretWrong},
	} {
		_, _, problem := m.Accept(KeySecret, row.raw)
		if problem == nil || problem.Cause != row.cause {
			t.Errorf("%s: %v", name, problem)
		}
	}
}
