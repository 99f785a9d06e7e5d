package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/token"
)

// tokenFormats are the values of --output, the default first, with what each writes to stdout.
var tokenFormats = []struct {
	name  string
	write func(t token.Token, tenant string) string
}{
	{"token", func(t token.Token, _ string) string { return t.Value.Reveal() + "\n" }},
	{"header", func(t token.Token, _ string) string { return "Authorization: Bearer " + t.Value.Reveal() + "\n" }},
	{"env", tokenEnv},
	{"json", tokenJSON},
}

func tokenFormatNames() []string {
	var names []string
	for _, f := range tokenFormats {
		names = append(names, f.name)
	}
	return names
}

// tokenEnv gives a line that a POSIX shell can evaluate. A token holds no quote, as entra takes no other; should it
// ever, the quoting still holds.
func tokenEnv(t token.Token, _ string) string {
	return "export APPREG_ACCESS_TOKEN='" + strings.ReplaceAll(t.Value.Reveal(), "'", `'\''`) + "'\n"
}

// tokenJSON gives the contract's object.
func tokenJSON(t token.Token, tenant string) string {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(struct { // strings and a number: it cannot fail
		AccessToken string `json:"accessToken"`
		ExpiresOn   string `json:"expiresOn"`
		Epoch       int64  `json:"expires_on"`
		Tenant      string `json:"tenant"`
		TokenType   string `json:"tokenType"`
	}{t.Value.Reveal(), t.Expires.UTC().Format(time.RFC3339), t.Expires.Unix(), tenant, "Bearer"})
	return out.String()
}

// print writes the token to stdout and, if that is a terminal, says on stderr what it is.
func (t *tokening) print(given token.Token, s subject) error {
	tenant := given.TenantID
	if tenant == "" {
		tenant = sanitize.Line(s.input.Registration.Tenant)
	}
	for _, format := range tokenFormats {
		if format.name != t.format {
			continue
		}
		_, err := io.WriteString(t.Out, format.write(given, tenant))
		switch {
		case errors.Is(err, syscall.EPIPE):
			return nil // whoever read it has had enough
		case err != nil:
			return notWritten("could not write the token: %w", err)
		}
	}
	if t.OutTTY {
		t.say("that is an access token: whoever has it can use the API with it until %s", given.Expires.UTC().Format(time.RFC3339))
	}
	return nil
}

// warnOfExpiry says on stderr that the credential ends soon.
func (t *tokening) warnOfExpiry(s subject) {
	reg := s.input.Registration
	if text := expiryWarning(reg.Flow, reg.SecretExpires, time.Now()); text != "" {
		if s.profile != nil {
			text += "; when a new one is made: appreg setup --replace --profile " + s.profile.Name
		}
		t.say("%s", text)
	}
}

// expiryWarning says when a credential ends whose last day, YYYY-MM-DD, is near or past; else nothing.
func expiryWarning(flow catalog.Flow, lastDay string, now time.Time) string {
	what := map[catalog.Flow]string{catalog.ClientSecret: "client secret", catalog.ClientCertificate: "certificate"}[flow]
	day, err := time.Parse(time.DateOnly, lastDay)
	if what == "" || err != nil {
		return ""
	}
	left := day.AddDate(0, 0, 1).Sub(now) // the last day counts
	switch {
	case left <= 0:
		return fmt.Sprintf("the noted end of the %s, %s, has passed", what, lastDay)
	case left < report.NearEnd:
		return fmt.Sprintf("the %s expires %s, on %s", what, report.In(left), lastDay)
	}
	return ""
}
