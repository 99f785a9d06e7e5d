package lines

import (
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
)

func TestParseCommand(t *testing.T) {
	tests := map[string]struct {
		text     string
		masked   bool
		command  string // empty: it is an answer
		argument string
		answer   string // what the answer is
	}{
		"command":                         {text: "back", command: "back"},
		"any case":                        {text: "QUIT", command: "quit"},
		"help":                            {text: "?", command: "?"},
		"argument":                        {text: "jump  3", command: "jump", argument: "3"},
		"argument missing":                {text: "jump", command: "jump"},
		"argument that no command takes":  {text: "back to Contoso", answer: "back to Contoso"},
		"escaped":                         {text: "=back", answer: "back"},
		"escaped escape":                  {text: "==back", answer: "=back"},
		"escaped argument":                {text: "=jump 3", answer: "jump 3"},
		"an = before anything else stays": {text: "=secret", answer: "=secret"},
		"nothing":                         {text: "", answer: ""},
		"only the demo fills":             {text: "fill", answer: "fill"},
		"masked command":                  {text: "quit", masked: true, command: "quit"},
		"masked, other case":              {text: "Quit", masked: true, answer: "Quit"},
		"masked, blank":                   {text: "quit ", masked: true, answer: "quit "},
		"masked jump":                     {text: "jump 3", masked: true, command: "jump", argument: "3"},
		"masked pass phrase":              {text: "jump over the moon", masked: true, answer: "jump over the moon"},
		"masked, escaped":                 {text: "=quit", masked: true, answer: "quit"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r, q := newRun(newStage().options()), question{masked: test.masked}
			call, isCommand := r.parseCommand(q, test.text)
			if call.command.name != test.command || call.argument != test.argument || isCommand != (test.command != "") {
				t.Fatalf("parseCommand(%q) = %q %q", test.text, call.command.name, call.argument)
			}
			if !isCommand && r.unescape(q, test.text) != test.answer {
				t.Errorf("unescape(%q) = %q, want %q", test.text, r.unescape(q, test.text), test.answer)
			}
		})
	}
}

func TestCommands(t *testing.T) {
	tests := map[string]struct {
		at     string   // the prompt
		typed  []string // what is typed there, one after the other; then quit
		says   []string
		unsaid string
	}{
		"help tells of the field and of every command": {"Tenant", []string{"?"},
			[]string{"A script answers this with --tenant.", "  back: ", "  steps: ", "  jump N: ", "  more: ", "  options: ", "  details: ", "  open: ", "  request: ", "  post: ", "  paste: ", "  quit: "}, "  fill: "},
		"help at a menu":                 {"What now", []string{"?"}, []string{"1. Test again\n", "  back: "}, "  fix: "},
		"back on the first question":     {"What do you want", []string{"back"}, []string{"This is the first question."}, ""},
		"steps":                          {"Client secret", []string{"steps"}, []string{"  1. What to set up: done\n", ": you are here\n", "Save: to do\n"}, ""},
		"steps before the flow is known": {"What do you want", []string{"steps"}, []string{"once you have chosen the API"}, ""},
		"jump without a number":          {"Tenant", []string{"jump", "jump 99", "jump x"}, []string{"Type jump and the number of a step:"}, ""},
		"jump":                           {"Client secret", []string{"jump 4"}, []string{"Step 4 of 7: "}, ""},
		"open":                           {"Tenant", []string{"open"}, []string{"Opened in the browser.\n  https://"}, ""},
		"open where there is no page":    {"What do you want", []string{"open"}, []string{"This step has no page to open."}, ""},
		"request before there is an app": {"Tenant", []string{"request"}, []string{"For the admin who registers the app:\n  Please register"}, ""},
		"request for consent":            {"Client secret", []string{"request"}, []string{"For the admin who consents:\n  ", stageClient}, ""},
		"request before the API":         {"What do you want", []string{"request"}, []string{"Choose the API and how it signs in first."}, "Please"},
		"post":                           {"Client secret", []string{"post"}, []string{"The token request:\n", "grant_type=client_credentials"}, stageSecret},
		"more":                           {"Client secret", []string{"more"}, []string{"Note: The portal won't show", "Page: Microsoft's guide\n"}, ""},
		"more where there is nothing":    {"What do you want", []string{"more"}, []string{"There is nothing more to say here."}, ""},
		"options":                        {"Press Enter to test", []string{"options"}, []string{"Environments (optional): "}, ""},
		"no options":                     {"Expires on", []string{"options"}, []string{"This step has no further options."}, ""},
		"details before a test":          {"Tenant", []string{"details"}, []string{"There are no details to tell."}, ""},
		"paste at a menu":                {"What now", []string{"paste"}, []string{"This question takes one line."}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			p, result, err := s.play(t, s.options(), append([]rule{
				when(test.at, append(test.typed, "quit")...), when("Save it as not ready", "no"), when("What now", "quit"),
			}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || result.Outcome != session.Quit {
				t.Fatalf("%v, %+v", err, result)
			}
			for _, text := range test.says {
				if !strings.Contains(p.out.String(), text) {
					t.Errorf("the output lacks %q", text)
				}
			}
			if test.unsaid != "" && strings.Contains(p.out.String(), test.unsaid) {
				t.Errorf("the output holds %q", test.unsaid)
			}
		})
	}
}

func TestOpenFallsBackToTheAddress(t *testing.T) {
	s := newStage()
	s.openErr = errors.New("no browser here")
	p, _, err := s.play(t, s.options(), append([]rule{when("Tenant", "open", "quit")}, answering(catalog.LCS, catalog.Password)...)...)
	if err != nil || len(s.opened) != 1 {
		t.Fatalf("%v, opened %q", err, s.opened)
	}
	if want := "No browser opened. Open this page yourself:\n  " + s.opened[0] + "\n"; !strings.Contains(p.out.String(), want) {
		t.Errorf("the output lacks %q", want)
	}
}

func TestBackKeepsEveryAnswer(t *testing.T) {
	s := newStage()
	p, _, err := s.play(t, s.options(), append([]rule{
		when("Client ID: ", "back", stageClient), when("Tenant [contoso.com]", "back", "", ""), // to the field, then to the step before
		when("Customer's tenant", ""), when("Client ID [", ""),
		when("Redirect URI", ""), when("Client secret: ", "back", stageSecret),
	}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || len(s.saved) != 1 {
		t.Fatalf("%v\n%s", err, p.out)
	}
	for prompt, times := range map[string]int{"Tenant: ": 1, "Tenant [contoso.com]": 3, "What do you want to call? ": 2} {
		if got := p.times(prompt); got != times {
			t.Errorf("%q was asked %d times, want %d: %q", prompt, got, times, p.prompts)
		}
	}
}

func TestDemoFillsAndFixes(t *testing.T) {
	s := newStage()
	s.reports = nil
	s.reports = append(s.reports, refusedReport())
	opts := s.options()
	opts.Drafts, opts.Demo = nil, stageDemo{s}
	p, result, err := s.play(t, opts, append([]rule{
		when("Tenant", "?", "fill"), when("Client ID", "fill"), when("Client secret", "fill"), when("Expires on", "fill", ""),
		when("Press Enter", "fill", ""), when("What now", "5", "fix", "1", "3"),
	}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.Saved || len(s.verified) != 2 {
		t.Fatalf("%v, %+v, tested %d times\n%s", err, result, len(s.verified), p.out)
	}
	for _, text := range []string{
		"  fill: ", "  fix: ", "Filled in: contoso.com\n", "Filled in, hidden.\n", "There is nothing to fill in here.\n",
		"Fixed in the demo portal: consent is granted Test again.\n", "Nothing left to fix in the demo portal.\n",
	} {
		if !strings.Contains(p.out.String(), text) {
			t.Errorf("the output lacks %q", text)
		}
	}
	if !s.saved[0].Registration.Credential.Secret.Equal(s.verified[0].Credential.Secret) || s.draft != nil {
		t.Error("the filled secret must be tested and saved, and the demo keeps no draft")
	}
}

// TestFixNeedsNoRetyping: what the fix changed is what the next test sends.
func TestFixNeedsNoRetyping(t *testing.T) {
	const fresh = "Fresh~not.a.Real-Secret_for-the-line-mode12"
	s := newStage()
	s.reports, s.fixed = []report.Report{refusedReport()}, map[steps.Key]string{steps.KeySecret: fresh, steps.KeySecretExpires: "2026-12-31"}
	opts := s.options()
	opts.Drafts, opts.Demo = nil, stageDemo{s}
	p, _, err := s.play(t, opts, append([]rule{when("What now", "fix", "1", "3")}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || len(s.verified) != 2 || len(s.saved) != 1 {
		t.Fatalf("%v, tested %d times\n%s", err, len(s.verified), p.out)
	}
	if got := s.verified[1]; !got.Credential.Secret.Equal(secret.New(fresh)) || got.SecretExpires != "2026-12-31" {
		t.Errorf("the second test did not send what the fix changed; it ends %s", got.SecretExpires)
	}
	if strings.Contains(p.out.String(), fresh) {
		t.Error("the fresh secret is printed")
	}
}

func TestValueThatEqualsACommand(t *testing.T) {
	s := newStage()
	_, _, err := s.play(t, s.options(), append([]rule{when("Profile name", "=back")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || len(s.saved) != 1 || s.saved[0].Profile != "back" {
		t.Errorf("%v, saved %+v; want profile back", err, s.saved)
	}
	if s.draft != nil && s.draft.Has(steps.KeyProfile) {
		t.Error("the draft outlived the run")
	}
}
