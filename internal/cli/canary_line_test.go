package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/steps"
)

// person answers the line mode's questions through a pipe: they read the last line of what was written.
type person struct {
	site  *canarySite
	t     *testing.T
	slips []string // typed at each visible question, one after the other, before the right answer

	answers map[string]string // by the beginning of the question; anything else gets Enter

	mu      sync.Mutex
	written bytes.Buffer
	slipped map[string]int // by question
	asked   []string
	drafts  int // how often a draft was searched
	rest    []byte
	opened  bool // the options of the last step were asked for
}

// Write keeps what the program writes.
func (p *person) Write(data []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.written.Write(data)
}

// maskedQuestions are those at which a secret belongs.
var maskedQuestions = []string{"Client secret", "Password", "Certificate password"}

// tooManyQuestions ends a run that asks on and on.
const tooManyQuestions = 200

// Read returns the next answer, and hunts in the draft while the question is open.
func (p *person) Read(buffer []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.rest) == 0 {
		lines := strings.Split(strings.TrimRight(p.written.String(), "\n"), "\n")
		question := lines[len(lines)-1]
		if p.asked = append(p.asked, question); len(p.asked) > tooManyQuestions {
			return 0, io.EOF
		}
		if draft, err := os.ReadFile(filepath.Join(p.site.home, "draft.json")); err == nil {
			p.drafts++
			p.site.hunt.check(p.t, "the draft", string(draft))
		}
		p.rest = []byte(p.answer(question) + "\n")
	}
	n := copy(buffer, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *person) answer(question string) string {
	is := func(begin string) bool { return strings.HasPrefix(question, begin) }
	if is("Profile name") && !p.opened {
		p.opened = true
		return "options" // whether to save a password is asked among them
	}
	if n := p.slipped[question]; n < len(p.slips) && !slices.ContainsFunc(maskedQuestions, is) {
		p.slipped[question]++
		return p.slips[n]
	}
	for begin, answer := range p.answers {
		if is(begin) {
			return answer
		}
	}
	return ""
}

// byLine sets a row up line by line through a pipe and returns what was written and the exit code.
func (s *canarySite) byLine(t *testing.T, row canaryRow, profile string, slips []string, args ...string) (*person, int) {
	t.Helper()
	p := &person{site: s, t: t, slips: slips, slipped: map[string]int{}, answers: map[string]string{
		"What do you want to call?": string(row.api), "How will it sign in?": string(row.flow), "Tenant": row.c.Tenant, "Client ID": row.c.ClientID,
		"User name": row.c.Username, "Profile name": profile, "Client secret": row.secret, "Password": row.secret,
		"Certificate file": row.certificate(), "Certificate password": row.secret, "Save the password": steps.Yes,
		"Project ID": row.c.Project, "Permissions added": "EnvironmentManagement.Environments.Read",
	}}
	var out bytes.Buffer
	code := cli.Run(t.Context(), append([]string{"setup", "--plain"}, args...), cli.Streams{
		In: p, Out: &out, Err: p, Keyring: s.keyring, Browser: visit, Wait: soon,
		Environ: []string{"APPREG_HOME=" + s.home, "APPREG_AUTHORITY=" + s.url, "APPREG_API_URL=" + s.url},
	})
	s.hunt.check(t, "the line mode", p.written.String()+out.String())
	s.hunt.checkTree(t, s.home)
	return p, code
}

// certificate is the row's certificate file.
func (r canaryRow) certificate() string {
	if at := slices.Index(r.flags, "--certificate"); at >= 0 {
		return r.flags[at+1]
	}
	return ""
}

// TestCanaryLineByLine: the secret in the right field goes to the keyring; in any other it is neither kept nor repeated.
func TestCanaryLineByLine(t *testing.T) {
	s := newCanarySite(t)
	for n, row := range s.rows {
		slips := []string{canarySecret("slip", true), canaryJWT}
		if row.secret != "" {
			slips = append(slips, row.secret)
		}
		for _, slip := range slips {
			s.hunt.add("slip", slip)
		}
		for kind, typed := range map[string][]string{"right": nil, "wrong field first": slips} {
			t.Run(row.name+"/"+kind, func(t *testing.T) {
				profile := fmt.Sprintf("line-%d-%t", n, typed != nil)
				var args []string
				if row.flow == catalog.Federated { // where the token is, is asked among the options
					args = []string{"--assertion-file", row.c.AssertionFile, "--api", string(row.api), "--flow", string(row.flow)}
				}
				p, code := s.byLine(t, row, profile, typed, args...)
				if code != 0 {
					t.Fatalf("ended with %d\n%s", code, p.written.String())
				}
				if p.drafts == 0 {
					t.Error("there was no draft to search")
				}
				if row.flow != catalog.ClientCertificate && !s.kept(t, profile, row.secret) {
					t.Error("the credential is not kept")
				}
				if typed != nil && !strings.Contains(p.written.String(), "looks like a secret") {
					t.Error("no slip was refused")
				}
			})
		}
	}
}
