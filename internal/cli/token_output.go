package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/posix"
	"appreg/internal/sanitize"
	"appreg/internal/token"
)

// longestToken is the longest lifetime of an access token that a tenant's policy can set (Configurable token lifetimes).
const longestToken = 24 * time.Hour

// tokenFormat is a value of --output.
type tokenFormat struct {
	name, about string

	// open reads what the caller says of the form, before anything is asked of Entra or the keyring. A nil answer: the caller
	// wants no token.
	open       func(ctx context.Context, t *tokenCommand, s subject) (*tokenAnswer, error)
	operations bool // the caller adds what it wants as a last argument
}

// tokenAnswer is how one caller gets a token.
type tokenAnswer struct {
	text func(issued) string // what is written to stdout
	then func(issued) error  // what is done after that; nil: nothing
}

// issued is a token with its tenant: a GUID, or as it was given.
type issued struct {
	token.Token
	tenant string
}

// tokenFormats are the values of --output, the default first.
func tokenFormats() []tokenFormat {
	return []tokenFormat{
		{name: "token", about: "the token alone", open: plainly(func(t issued) string { return t.Value.Reveal() + "\n" })},
		{name: "header", about: "an Authorization header", open: plainly(func(t issued) string { return "Authorization: Bearer " + t.Value.Reveal() + "\n" })},
		{name: "env", about: "a line for a shell to eval: " + tokenVariable, open: plainly(tokenEnv)},
		{name: "json", about: "an object with the token, when it expires and the tenant", open: plainly(tokenJSON)},
		{name: "github", about: "for GitHub Actions: masked in the log, in GITHUB_ENV and GITHUB_OUTPUT", open: openGitHub},
		{name: "exec-credential", about: "for kubectl's exec plugins", open: openExecCredential},
		{name: "terraform", about: "for Terraform's external data source", open: openTerraform},
		{name: "git-credential", about: "for git's credential.helper", open: openGit, operations: true},
	}
}

// plainly is a form of which its caller says nothing.
func plainly(text func(issued) string) func(context.Context, *tokenCommand, subject) (*tokenAnswer, error) {
	return func(context.Context, *tokenCommand, subject) (*tokenAnswer, error) {
		return &tokenAnswer{text: text}, nil
	}
}

func findTokenFormat(name string) (tokenFormat, bool) {
	formats := tokenFormats()
	at := slices.IndexFunc(formats, func(f tokenFormat) bool { return f.name == name })
	if at < 0 {
		return tokenFormat{}, false
	}
	return formats[at], true
}

func tokenFormatNames() []string {
	var names []string
	for _, f := range tokenFormats() {
		names = append(names, f.name)
	}
	return names
}

// tokenFormatList says what each form is.
func tokenFormatList() string {
	var list strings.Builder
	for _, f := range tokenFormats() {
		fmt.Fprintf(&list, "  %-15s  %s\n", f.name, f.about)
	}
	return list.String()
}

// offeredTokenFormats are the forms as the shell offers them.
func offeredTokenFormats() []string {
	var list []string
	for _, f := range tokenFormats() {
		list = append(list, cobra.CompletionWithDesc(f.name, f.about))
	}
	return list
}

// tokenVariable is the variable that takes a token in a shell and in a job.
const tokenVariable = "APPREG_ACCESS_TOKEN"

// tokenEnv returns a line that a POSIX shell can evaluate. A token holds no quote, as entra takes no other; should it
// ever, the quoting still holds.
func tokenEnv(t issued) string {
	return "export " + tokenVariable + "=" + posix.Quoted(t.Value.Reveal()) + "\n"
}

// tokenJSON returns the contract's object.
func tokenJSON(t issued) string {
	var out strings.Builder
	printJSON(&out, struct {
		AccessToken string `json:"accessToken"`
		ExpiresOn   string `json:"expiresOn"`
		Epoch       int64  `json:"expires_on"`
		Tenant      string `json:"tenant"`
		TokenType   string `json:"tokenType"`
	}{t.Value.Reveal(), t.Expires.UTC().Format(time.RFC3339), t.Expires.Unix(), t.tenant, "Bearer"})
	return out.String()
}

// print writes the token to stdout and, if that is a terminal, says on stderr what it is.
func (t *tokenCommand) print(answer *tokenAnswer, given token.Token, s subject) error {
	out := issued{Token: given, tenant: cmp.Or(given.TenantID, sanitize.Line(s.input.Registration.Tenant))}
	_, err := io.WriteString(t.Out, answer.text(out))
	switch {
	case errors.Is(err, syscall.EPIPE):
		return nil // whoever read it has had enough
	case err != nil:
		return notWritten("couldn't write the token: %w", err)
	}
	if t.OutTTY {
		t.note("this is an access token: whoever has it can use the API until %s", given.Expires.UTC().Format(time.RFC3339))
	}
	if answer.then == nil {
		return nil
	}
	return answer.then(out)
}
