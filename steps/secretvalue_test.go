package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// Values in the three forms of a client secret, none of which a tenant ever issued.
var secretForms = map[string]string{
	"today's, 40":   secretOfToday,
	"earlier, 37":   "abc7Q~0000000000000000000000000000000",
	"oldest, 34":    "abc.0000000000000000000000000000-_",
	"starting dash": "-bc8Q~0000000000000000000000000000000000",
}

func TestSecretFormsAreTakenInSilence(t *testing.T) {
	for name, value := range secretForms {
		t.Run(name, func(t *testing.T) {
			accepted, problem := acceptSecret(Answers{}, value)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Note != "" || accepted.Warn || !accepted.Secret.Equal(secret.New(value)) {
				t.Errorf("note %q, warn %v", accepted.Note, accepted.Warn)
			}
		})
	}
}

func TestSecretIsMended(t *testing.T) {
	tests := map[string]struct {
		raw, note string
	}{
		"line end":       {secretOfToday + "\n", ""},
		"Windows end":    {secretOfToday + "\r\n", ""},
		"blank before":   {" " + secretOfToday, "blanks around it removed"},
		"blank after":    {secretOfToday + " ", "blanks around it removed"},
		"no-break space": {"\u00a0" + secretOfToday, "blanks around it removed"},
		"zero width":     {secretOfToday + "\u200b", "invisible characters removed"},
		"quotes":         {`"` + secretOfToday + `"`, "quotes removed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := acceptSecret(Answers{}, tt.raw)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if !accepted.Secret.Equal(secret.New(secretOfToday)) || accepted.Note != tt.note {
				t.Errorf("note %q, want %q; value as expected: %v", accepted.Note, tt.note, accepted.Secret.Equal(secret.New(secretOfToday)))
			}
		})
	}
}

func TestUnusualSecretIsTakenWithAWarning(t *testing.T) {
	accepted, problem := acceptSecret(Answers{}, "a-secret-set-by-an-old-script+/=")
	if problem != nil || !accepted.Warn || !strings.Contains(accepted.Note, "usual forms") {
		t.Errorf("problem %v, accepted %+v", problem, accepted)
	}
}

func TestSecretIsRefused(t *testing.T) {
	jwt := "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2FwaSJ9.c2lnbmF0dXJlc2lnbmF0dXJl"
	tests := map[string]struct {
		raw   string
		cause report.Cause
		words string
	}{
		"Secret ID":           {objectGUID, "secret_is_id_not_value", "Secret ID"},
		"Secret ID, capitals": {strings.ToUpper(objectGUID), "secret_is_id_not_value", "Value"},
		"Secret ID in braces": {"{" + objectGUID + "}", "secret_is_id_not_value", "Secret ID"},
		"seed's placeholder":  {"{SECRET_FROM_AZURE_CLIENT_APP}", "secret_wrong", "placeholder"},
		"<client secret>":     {"<client secret>", "secret_wrong", "placeholder"},
		"{{clientSecret}}":    {"{{clientSecret}}", "secret_wrong", "placeholder"},
		"masked with stars":   {"abc***************", "secret_wrong", "hint"},
		"masked with dots":    {"abc••••••••••••••••", "secret_wrong", "hint"},
		"cut with an ellipse": {"abc8Q~00000000000...", "secret_wrong", "hint"},
		"the hint alone":      {"abc", "secret_wrong", "too short"},
		"fifteen characters":  {"abc8Q~000000000", "secret_wrong", "too short"},
		"token":               {jwt, "secret_wrong", "a token"},
		"private key":         {"-----BEGIN PRIVATE KEY-----\nMIIB", "secret_wrong", "private key"},
		"certificate":         {"-----BEGIN CERTIFICATE-----\nMIIB", "secret_wrong", "certificate"},
		"thumbprint":          {strings.Repeat("0A", 20), "secret_wrong", "thumbprint"},
		"spaced thumbprint":   {strings.TrimSpace(strings.Repeat("0A ", 20)), "secret_wrong", "thumbprint"},
		"percent-encoded":     {"abc8Q%7E0000000000000000000000000000000000", "secret_encoding", "percent-encoded"},
		"blank inside":        {secretOfToday[:20] + " " + secretOfToday[20:], "secret_wrong", "blank"},
		"two lines":           {secretOfToday[:20] + "\n" + secretOfToday[20:], "secret_wrong", "line break"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret))
			after, _, problem := m.Accept(KeySecret, tt.raw)
			wantProblem(t, problem, tt.cause, tt.words)
			if strings.Contains(problem.Error(), tt.raw) && !strings.Contains(tt.raw, "SECRET") && len(tt.raw) > 3 {
				t.Errorf("the problem repeats the value: %s", problem.Error())
			}
			if after.Answers().Has(KeySecret) {
				t.Error("the value was kept")
			}
		})
	}
}

func TestPassword(t *testing.T) {
	tests := map[string]struct {
		raw   string
		cause report.Cause
		words string // of the problem; empty if it is taken
	}{
		"plain":             {"correct horse battery", "", ""},
		"with braces":       {"{pass}word}", "", ""},
		"in angle brackets": {"<secret>", "", ""},
		"line end":          {"password1\n", "", ""},
		"umlauts":           {"Pässwörter ß", "", ""},
		"looks like a GUID": {objectGUID, "", ""},
		"leading dash":      {"-p", "", ""},
		"256 characters":    {strings.Repeat("ä", 256), "", ""},
		"257 characters":    {strings.Repeat("ä", 257), "wrong_password", "256"},
		"blank before":      {" secret", "wrong_password", "begins or ends with a blank"},
		"blank after":       {"secret ", "wrong_password", "begins or ends with a blank"},
		"no-break space":    {"secret\u00a0", "wrong_password", "begins or ends with a blank"},
		"line inside":       {"one\ntwo", "wrong_password", "line break"},
		"the placeholder":   {"{PASSWORD}", "wrong_password", "placeholder"},
		"client secret":     {secretOfToday, "wrong_password", "a client secret"},
		"only a line end":   {"\n", "", "empty"},
		"nothing":           {"", "", "missing"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := judge(t, testEnv(nil), registered(catalog.LCS, catalog.Password), KeyPassword, tt.raw)
			if tt.words != "" {
				wantProblem(t, problem, tt.cause, tt.words)
				return
			}
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if !accepted.Secret.Equal(secret.New(strings.TrimRight(tt.raw, "\n"))) || accepted.Value != "" {
				t.Error("another value was kept")
			}
		})
	}
}
