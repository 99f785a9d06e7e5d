package cli_test

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/creack/pty"

	"appreg/internal/cli"
	"appreg/internal/registration"
	"appreg/internal/tenantsim/cases"
	"appreg/store"
)

// situation is one in which a text advises commands. It makes the situation, reads the advice and follows it.
type situation struct {
	sites []string // whose advice it follows: the source, and the command's shape
	meet  func(a *adviser)
}

// situations by what has happened.
func situations() map[string]situation {
	all := map[string]situation{}
	for _, table := range []map[string]situation{storeSituations, setupSituations, signInSituations, adminSituations, otherSituations, federatedSituations} {
		maps.Copy(all, table)
	}
	return all
}

// mentions are the commands that a text names without advising them.
var mentions = map[string]string{
	"internal/plan/compare.go: check --admin --deep --fix": "az may not be installed; TestCheckDeep runs the same with --admin token",
	"internal/cli/setup_create.go: federate":               "the same",
	"internal/cli/token_git.go: token --output":            "a line for git's configuration, which TestTokenGit answers",
	"internal/cli/version.go: version":                     "the help of version names the flag that does the same",
}

// documentation are the sources of help that is not about a situation. That its commands are some is tested with all others.
var documentation = []string{
	"internal/cli/examples_table.go", "internal/cli/topics_table.go", "internal/cli/variables_table.go", "internal/cli/usage.go", "internal/cli/root.go",
}

// TestAdviceWorks runs every command that a text advises in the situation for which it is given.
func TestAdviceWorks(t *testing.T) {
	t.Parallel()
	known := commandsOfTexts(t)
	covered := maps.Clone(mentions)
	for name, s := range situations() {
		for _, site := range s.sites {
			if known[site] == nil {
				t.Errorf("%s: no text advises %q any more", name, site)
			}
			covered[site] = name
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAdviser(t)
			s.meet(a)
			for _, site := range s.sites {
				if _, wanted, _ := strings.Cut(site, ": "); !a.followed[wanted] {
					t.Errorf("%s: not followed", site)
				}
			}
		})
	}
	for site, words := range known {
		if covered[site] == "" && !slices.ContainsFunc(documentation, func(file string) bool { return strings.HasPrefix(site, file+": ") }) {
			t.Errorf("%s: no situation follows: appreg %s", site, strings.Join(words, " "))
		}
	}
}

// adviser is a person at a machine who does what they are told.
type adviser struct {
	*machine
	tree     cli.CommandTree
	followed map[string]bool // by shape
	ring     store.Backend   // nil: the machine's own
	names    []string        // of profiles: arguments in a text
	answers  map[string]string
}

func newAdviser(t *testing.T) *adviser {
	return &adviser{machine: newFaultyMachine(t), tree: cli.NewCommandTree(), followed: map[string]bool{}}
}

// has saves a case as a profile of the same name.
func (a *adviser) has(name string) {
	a.t.Helper()
	a.save(name)
	a.names = append(a.names, name)
}

// hasChanged is has of a case that differs in something.
func (a *adviser) hasChanged(name string, change func(*registration.Registration)) {
	a.t.Helper()
	a.saveChanged(name, change)
	a.names = append(a.names, name)
}

// at is a way to run the program: what stands beside its arguments.
type at struct {
	in       io.Reader
	terminal bool
	prompted func() // called where a password is asked for
	env      []string
}

// do runs the program and returns all that it wrote, and its exit code.
func (a *adviser) do(how at, args ...string) (text string, code int) {
	a.t.Helper()
	var out, errs bytes.Buffer
	streams := cli.Streams{
		In: how.in, Out: &out, Err: &errs, Keyring: a.ring, InTTY: how.terminal, ErrTTY: how.terminal, Browser: visit, Wait: soon,
		VaultWork: cheapVault,
		Environ:   append([]string{"APPREG_HOME=" + a.home, "APPREG_AUTHORITY=" + a.url, "APPREG_API_URL=" + a.url}, how.env...),
	}
	if streams.In == nil {
		streams.In = strings.NewReader("")
	}
	if person, is := how.in.(*answering); is {
		streams.Err = io.MultiWriter(&errs, person)
	}
	if how.prompted != nil {
		streams.Err = &prompt{Writer: &errs, then: how.prompted}
	}
	if streams.Keyring == nil {
		streams.Keyring = a.keyring
	}
	code = cli.Run(a.t.Context(), args, streams)
	return out.String() + errs.String(), code
}

// prompt is a screen at which somebody types once a password is asked for.
type prompt struct {
	io.Writer
	then func()
}

func (p *prompt) Write(data []byte) (int, error) {
	if strings.Contains(string(data), "not saved): ") {
		p.then()
	}
	return p.Writer.Write(data)
}

// fails runs what does not work, and returns the text that says what to do.
func (a *adviser) fails(code int, args ...string) string {
	a.t.Helper()
	return a.failsAt(at{}, code, args...)
}

func (a *adviser) failsAt(how at, code int, args ...string) string {
	a.t.Helper()
	text, got := a.do(how, args...)
	if got != code {
		a.t.Fatalf("appreg %s ended with %d, want %d\n%s", strings.Join(args, " "), got, code, text)
	}
	return text
}

// works runs what has to work, and returns what it wrote.
func (a *adviser) works(args ...string) string {
	a.t.Helper()
	return a.failsAt(at{}, 0, args...)
}

// follow does what a text advises: command, whose words behind "appreg" have to stand in the text. with replaces
// placeholders by what the person knows.
func (a *adviser) follow(text, command string, with ...string) string {
	a.t.Helper()
	return a.followAt(at{}, text, command, with...)
}

func (a *adviser) followAt(how at, text, command string, with ...string) string {
	a.t.Helper()
	return a.followWith(how, nil, text, command, with...)
}

// followWith adds to the command what the person gives beside it.
func (a *adviser) followWith(how at, beside []string, text, command string, with ...string) string {
	a.t.Helper()
	words := strings.Fields(command)
	if !slices.ContainsFunc(advised(a.tree, text, a.names...), func(found []string) bool { return slices.Equal(found, words) }) {
		a.t.Fatalf("the advice is not %q:\n%s", command, text)
	}
	a.followed[shape(words)] = true
	for n, word := range words {
		if i := slices.Index(with, word); i >= 0 && i%2 == 0 {
			words[n] = with[i+1]
		}
	}
	if words[0] == "setup" && how.in == nil {
		how.in = &answering{answers: a.answers}
		words = append(words, "--plain") // the same questions as on the full screen, line by line
	}
	return a.failsAt(how, 0, append(words, beside...)...)
}

// typing is follow at a terminal, at which a password is typed.
func (a *adviser) typing(password, text, command string) string {
	a.t.Helper()
	how, leave := a.typist(password)
	defer leave()
	return a.followAt(how, text, command)
}

// typed is fails at a terminal, at which a password is typed.
func (a *adviser) typed(password string, code int, args ...string) string {
	a.t.Helper()
	how, leave := a.typist(password)
	defer leave()
	return a.failsAt(how, code, args...)
}

// typist is a person at a terminal who types a password once it is asked for.
func (a *adviser) typist(password string) (how at, leave func()) {
	a.t.Helper()
	keys, terminal, err := pty.Open()
	if err != nil {
		a.t.Fatal(err)
	}
	how = at{in: terminal, terminal: true, prompted: func() { _, _ = keys.WriteString(password + "\r") }}
	return how, func() { _, _ = terminal.Close(), keys.Close() }
}

// knows makes the person know what belongs to a case, under a profile's name.
func (a *adviser) knows(c cases.Case, profile string) {
	a.answers = map[string]string{
		"What do you want to call?": string(c.API), "How will it sign in?": string(c.Flow), "Tenant": c.Tenant, "Client ID": c.ClientID,
		"User name": c.Username, "Profile name": profile, "Client secret": c.Secret, "Password": c.Password,
		"Certificate file": c.Certificate, "Certificate password": c.CertificatePassword,
		"Permissions added": "EnvironmentManagement.Environments.Read", "Project ID": c.Project,
	}
}

// answering is a person who answers the last line that was written: by its beginning, else with Enter.
type answering struct {
	answers map[string]string // by the beginning of the question; one for each time, in lines of their own
	written bytes.Buffer
	rest    []byte
	asked   int
	asking  func(question string) // is called before each answer; nil: nobody is
}

func (p *answering) Write(data []byte) (int, error) { return p.written.Write(data) }

func (p *answering) Read(buffer []byte) (int, error) {
	if len(p.rest) == 0 {
		if p.asked++; p.asked > tooManyQuestions {
			return 0, io.EOF
		}
		lines := strings.Split(strings.TrimRight(p.written.String(), "\n"), "\n")
		if p.asking != nil {
			p.asking(lines[len(lines)-1])
		}
		answer := ""
		for begin, text := range p.answers {
			if strings.HasPrefix(lines[len(lines)-1], begin) {
				answer = text
				if now, later, more := strings.Cut(text, "\n"); more {
					answer, p.answers[begin] = now, later
				}
			}
		}
		p.rest = []byte(answer + "\n")
	}
	n := copy(buffer, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// flags are those that describe a case to a script, and the variable that carries its secret.
func (a *adviser) flags(c cases.Case) (flags, env []string) {
	flags = []string{"--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID}
	if c.Username != "" {
		flags = append(flags, "--username", c.Username)
	}
	if c.Project != "" {
		flags = append(flags, "--project", c.Project)
	}
	return flags, []string{"APPREG_CLIENT_SECRET=" + c.Secret, "APPREG_PASSWORD=" + c.Password}
}
