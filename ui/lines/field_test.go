package lines

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// times counts the prompts that begin with begin.
func (p *prompter) times(begin string) int {
	n := 0
	for _, prompt := range p.prompts {
		if strings.HasPrefix(prompt, begin) {
			n++
		}
	}
	return n
}

func TestWrongAnswersAreAskedAgain(t *testing.T) {
	tests := map[string]struct {
		rule rule
		says string
		asks int
	}{
		"a choice out of range":          {when("What do you want", "9", "business-central"), "choose 1 to 4", 2},
		"an unknown name":                {when("What do you want", "sharepoint", "4"), "none of the choices", 2},
		"nothing where it is required":   {when("What do you want", "", "4"), "is missing", 2},
		"a cloud that is not offered":    {when("Cloud", "gcc-high", "1"), "can't be chosen", 2},
		"a tenant that is none":          {when("Tenant", "not a tenant", "contoso.com"), "Not taken: ", 2},
		"an id that is none":             {when("Client ID", "123", stageClient), "Not taken: ", 2},
		"a line too long":                {when("Tenant", strings.Repeat("x", answerLimit+9), "contoso.com"), "too long", 2},
		"no secret":                      {when("Client secret", "", stageSecret), "Not taken: ", 2},
		"a date in the past":             {when("Expires on", "2020-01-01", ""), "Not taken: ", 2},
		"a word where Enter is expected": {when("Press Enter", "hello", ""), "Press Enter to go on", 4},
		"neither yes nor no":             {when("What now", "back and forth", "3"), "none of the choices", 2},
		"a name that is taken":           {when("Profile name", "taken", "free"), "exists already", 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			s.taken = "taken"
			p, _, err := s.play(t, s.options(), append([]rule{test.rule, when("How will it sign in", "options", "client-secret")}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || len(s.saved) != 1 {
				t.Fatalf("%v, saved %d", err, len(s.saved))
			}
			if !strings.Contains(strings.ToLower(p.out.String()), strings.ToLower(test.says)) {
				t.Errorf("the output does not say %q", test.says)
			}
			if got := p.times(test.rule.begin); got != test.asks {
				t.Errorf("%q was asked %d times, want %d", test.rule.begin, got, test.asks)
			}
		})
	}
}

func TestCertificateThatCannotBeReadIsAskedForAgain(t *testing.T) {
	s := newStage()
	p, _, err := s.play(t, s.options(), append([]rule{when("Certificate file", "app.pem", "quit")},
		answering(catalog.BusinessCentral, catalog.ClientCertificate)...)...)
	if err != nil || p.times("Certificate file") != 2 {
		t.Errorf("%v; the file was asked for %d times, want 2", err, p.times("Certificate file"))
	}
	if !strings.Contains(p.out.String(), "Not taken: ") {
		t.Error("the output does not say that the file was not taken")
	}
}

func TestSecretInAVisiblePlaceIsRefused(t *testing.T) {
	prompts := []string{"What do you want", "How will it sign in", "Tenant", "Client ID", "Expires on", "Press Enter", "What now", "Profile name"}
	for _, prompt := range prompts {
		t.Run(prompt, func(t *testing.T) {
			s := newStage()
			p := scripted(answering(catalog.BusinessCentral, catalog.ClientSecret), prompt, shapedSecret)
			out, err := p.run(t, s)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out, shapedSecret) || !strings.Contains(out, "looks like a secret (client secret)") {
				t.Error("the secret must be named and not be repeated")
			}
			for _, a := range s.checked {
				for key, value := range a.Draft() {
					if strings.Contains(value, shapedSecret) {
						t.Errorf("the secret was kept as %s", key)
					}
				}
			}
		})
	}
}

// scriptedRun returns one prompt a wrong answer first, whatever its rule says.
type scriptedRun struct {
	rules []rule
	begin string
	first string
}

func scripted(rules []rule, begin, first string) scriptedRun { return scriptedRun{rules, begin, first} }

func (r scriptedRun) run(t *testing.T, s *stage) (string, error) {
	t.Helper()
	right := ""
	for _, rule := range r.rules {
		if strings.HasPrefix(rule.begin, r.begin) {
			right = rule.answers[0]
		}
	}
	p, _, err := s.play(t, s.options(), append([]rule{when(r.begin, r.first, right)}, r.rules...)...)
	return p.out.String(), err
}

func TestGivenSecretIsRefusedElsewhere(t *testing.T) {
	s := newStage()
	out, err := scripted(answering(catalog.BusinessCentral, catalog.ClientSecret), "Profile name", stageSecret).run(t, s)
	if err != nil || s.saved[0].Profile != "first" {
		t.Fatalf("%v, %+v", err, s.saved)
	}
	if strings.Contains(out, stageSecret) || !strings.Contains(out, "the secret given before") {
		t.Error("the secret that was given before must be recognised and not be repeated")
	}
}

func TestFailedLiveCheck(t *testing.T) {
	failed := steps.CheckResult{State: steps.CheckFailed, Text: "no such tenant"}
	good := newStage().checks[steps.CheckTenant][0]
	tests := map[string]struct {
		results []steps.CheckResult
		answers []string
		tenant  string
		checks  int
	}{
		"another value":    {[]steps.CheckResult{failed, good}, []string{"fabrikam.com", "contoso.com"}, "contoso.com", 2},
		"kept with Enter":  {[]steps.CheckResult{failed}, []string{"fabrikam.com", ""}, "fabrikam.com", 1},
		"wrong, then kept": {[]steps.CheckResult{failed}, []string{"fabrikam.com", "not a tenant", ""}, "fabrikam.com", 1},
		"both fail, kept":  {[]steps.CheckResult{failed, failed}, []string{"a.com", "b.com", ""}, "b.com", 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			s.checks[steps.CheckTenant] = test.results
			p, _, err := s.play(t, s.options(), append([]rule{when("Tenant", test.answers...)},
				answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || len(s.saved) != 1 || s.saved[0].Registration.Tenant != test.tenant {
				t.Fatalf("%v, saved %+v", err, s.saved)
			}
			if len(s.checked) != test.checks {
				t.Errorf("%d checks, want %d", len(s.checked), test.checks)
			}
			if !strings.Contains(p.out.String(), "Checking the tenant…\nFAIL no such tenant\n") {
				t.Error("the failure is not said")
			}
		})
	}
}

func TestLearnedAnswersAreKept(t *testing.T) {
	s := newStage()
	p, _, err := s.play(t, s.options(), append([]rule{when("Client secret", "quit")}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || s.draft == nil || s.draft.Get(steps.KeyTenantID) != stageTenant {
		t.Errorf("%v; the draft is %v\n%s", err, s.draft, p.out)
	}
}

func TestEnterKeepsAnswersAndADashRemovesThem(t *testing.T) {
	s := newStage()
	p, _, err := s.play(t, s.options(), append([]rule{
		when("Client secret: ", stageSecret), when("Client secret [given", ""),
		when("Press Enter to test", "options"), when("Environments (optional)", "Production"), when("Environments [Production", "-"),
		when("What now", "jump 3", "options", "3"), // to the credential, and on from there
		when("Tenant", "contoso.com"),
	}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || len(s.saved) != 1 {
		t.Fatalf("%v\n%s", err, p.out)
	}
	reg := s.saved[0].Registration
	if len(reg.Environments) != 0 || reg.Credential.Secret.IsZero() {
		t.Errorf("environments %q, secret kept: %v", reg.Environments, !reg.Credential.Secret.IsZero())
	}
	if len(s.verified) != 2 {
		t.Errorf("tested %d times, want again after an answer was removed", len(s.verified))
	}
}

func TestOverviewPastedIntoTheTenant(t *testing.T) {
	s := newStage()
	script := []string{"business-central", "client-secret", "paste", "Display name", "My app",
		"Application (client) ID", stageClient, "Directory (tenant) ID", stageTenant, "."}
	out, _, err := s.replay(t, s.options(), pipeOf(script))
	var ended *InputEndedError
	if !errors.As(err, &ended) || ended.Question != "Client ID" {
		t.Fatalf("got %v, want the end at the client id", err)
	}
	if s.draft.Get(steps.KeyTenant) != stageTenant || s.draft.Get(steps.KeyClientID) != stageClient {
		t.Errorf("the draft is %v", s.draft.Draft())
	}
	if !strings.Contains(out, "Also taken: Client ID "+stageClient) || !strings.Contains(out, "Client ID ["+stageClient+"]: ") {
		t.Errorf("what else was found in the paste is not said:\n%s", out)
	}
	s = newStage()
	if _, _, err = s.replay(t, s.options(), pipeOf(script[:6])); !errors.As(err, &ended) || ended.Question != "Tenant" {
		t.Errorf("cut inside the paste: got %v", err)
	}
	s = newStage()
	if _, _, err = s.replay(t, s.options(), pipeOf(slices.Concat(script[:5], []string{shapedSecret, ".", "contoso.com"}))); !errors.As(err, &ended) || ended.Question != "Client ID" {
		t.Errorf("a secret inside the paste: got %v", err)
	}
}

// TestOverviewPastedWithoutTheCommand reads the block as a whole from its first label on, so that neither the client id
// nor the Object ID is looked up as a tenant.
func TestOverviewPastedWithoutTheCommand(t *testing.T) {
	start := []string{"business-central", "client-secret"}
	object := "99999999-0000-0000-0000-000000000009"
	blocks := map[string][]string{
		"a line each": {"Display name", ":", "My app", "Application (client) ID", ":", stageClient, "Object ID", ":", object,
			"Directory (tenant) ID", ":", stageTenant, "Supported account types", ":", "My organization only", "."},
		"value behind": {"Application (client) ID: " + stageClient, "Object ID: " + object, "", "Directory (tenant) ID: " + stageTenant, "."},
	}
	for name, block := range blocks {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			out, _, err := s.replay(t, s.options(), pipeOf(slices.Concat(start, block)))
			var ended *InputEndedError
			if !errors.As(err, &ended) || ended.Question != "Client ID" {
				t.Fatalf("got %v, want the end at the client id\n%s", err, out)
			}
			if s.draft.Get(steps.KeyTenant) != stageTenant || s.draft.Get(steps.KeyClientID) != stageClient {
				t.Errorf("the draft is %v", s.draft.Draft())
			}
			if len(s.checked) != 1 || !strings.Contains(out, "part of a block") {
				t.Errorf("%d look-ups, want 1; that it is a block must be told:\n%s", len(s.checked), out)
			}
		})
	}
}

// TestEndOfABlockIsToldAgain: on a terminal an empty line in a block comes from someone who waits for more to happen.
func TestEndOfABlockIsToldAgain(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		s := newStage()
		opts := s.options()
		opts.In = pipeOf([]string{"business-central", "client-secret", "Directory (tenant) ID", stageTenant, "", "."})
		if terminal {
			opts.ReadSecret = func(string) (string, error) { return "", io.EOF }
		}
		var out bytes.Buffer
		opts.Out = &out
		_, err := Run(t.Context(), opts)
		var ended *InputEndedError
		if !errors.As(err, &ended) || ended.Question != "Client ID" || s.draft.Get(steps.KeyTenant) != stageTenant {
			t.Fatalf("terminal %v: %v\n%s", terminal, err, out.String())
		}
		if told := strings.Count(out.String(), "\n"+blockEnd+"\n") == 1; told != terminal {
			t.Errorf("terminal %v: told again: %v\n%s", terminal, told, out.String())
		}
	}
}

func TestAnswersGivenBeforehandAreOfferedInBrackets(t *testing.T) {
	s := newStage()
	opts := s.options()
	opts.Start = steps.Answers{}.With(steps.KeyAPI, string(catalog.LCS)).With(steps.KeyTenant, "contoso.com")
	opts.Profile = "second"
	p, _, err := s.play(t, opts, when("How will it sign in", "password"), when("Client ID", stageClient), when("User name", "ada@contoso.com"),
		when("Password", stagePassword))
	if err != nil || len(s.saved) != 1 || s.saved[0].Profile != "second" || s.saved[0].Registration.API != catalog.LCS {
		t.Fatalf("%v, saved %+v\n%s", err, s.saved, p.out)
	}
	for _, prompt := range []string{"Tenant [contoso.com]: ", "Profile name [second]: "} {
		if p.times(prompt) != 1 {
			t.Errorf("there is no prompt %q among %q", prompt, p.prompts)
		}
	}
	if len(s.checked) == 0 || s.verified[0].Tenant != "contoso.com" || s.saved[0].Report.Verdict != report.Ready {
		t.Error("a value given beforehand is checked as well")
	}
}
