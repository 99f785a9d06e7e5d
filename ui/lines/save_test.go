package lines

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

func TestWithoutAUsableStore(t *testing.T) {
	locked := session.StoreState{Reason: "the keyring is locked", Fix: "unlock it in the desktop"}
	usable := session.StoreState{Usable: true, Kind: "a keyring for tests"}
	tests := map[string]struct {
		states  []session.StoreState
		answers []string
		outcome session.Outcome
		saved   int
	}{
		"goes on without":            {[]session.StoreState{locked}, []string{"3"}, session.NotSaved, 0},
		"unlocked, then looks again": {[]session.StoreState{locked, usable}, []string{"look"}, session.Saved, 1},
		"Enter looks again":          {[]session.StoreState{locked, locked, usable}, []string{"", ""}, session.Saved, 1},
		"not an answer":              {[]session.StoreState{locked}, []string{"perhaps", "without"}, session.NotSaved, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			s.states = test.states
			p, result, err := s.play(t, s.options(), append([]rule{when("Without a keyring", test.answers...)},
				answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || result.Outcome != test.outcome || len(s.saved) != test.saved {
				t.Fatalf("%v, %+v, saved %d", err, result, len(s.saved))
			}
			for _, text := range []string{"This can't be saved: the keyring is locked\n", "  What to do: unlock it in the desktop\n"} {
				if !strings.Contains(p.out.String(), text) {
					t.Errorf("the output lacks %q", text)
				}
			}
		})
	}
}

// A locked keyring is unlocked in its own window, when the person wants it.
func TestUnlockNow(t *testing.T) {
	s := newStage()
	s.states = []session.StoreState{{Reason: "the keyring is locked", Locked: true}, {Usable: true, Kind: "a keyring for tests"}}
	p, result, err := s.play(t, s.options(), append([]rule{when("Without a keyring [Unlock it now]", "1")}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.Saved || s.unlocked != 1 {
		t.Errorf("%v, %+v, asked %d times\n%s", err, result, s.unlocked, p.out)
	}
}

// Without a keyring the vault is offered and never taken by itself; a new passphrase is asked for twice, and isn't shown.
func TestSaveInTheVault(t *testing.T) {
	const typed = "four words are fine"
	for name, test := range map[string]struct {
		asks    steps.VaultAsks
		prompts int // for a passphrase
	}{
		"new": {steps.VaultNew, 4}, "there": {steps.VaultPassphrase, 1}, "open": {steps.VaultNothing, 0},
	} {
		s := newStage()
		s.states = []session.StoreState{{Reason: "no keyring program is running"}}
		opts := s.options()
		opts.Env.Vault = test.asks
		first := typed
		if test.asks == steps.VaultNew {
			first = "short"
		}
		p, result, err := s.play(t, opts, append([]rule{
			when("Without a keyring", "", "2"), when("New passphrase for the vault", first, typed), when("Passphrase of the vault", typed),
			when("The same passphrase again", "another one", typed),
		}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
		if err != nil || result.Outcome != session.Saved || len(s.saved) != 1 || result.Report.Stored != steps.StoreVault {
			t.Fatalf("%s: %v, %+v\n%s", name, err, result, p.out)
		}
		if got := s.saved[0]; got.Store != steps.StoreVault || got.Passphrase.IsZero() != (test.prompts == 0) {
			t.Errorf("%s: saved in %s", name, got.Store)
		}
		asked := p.times("New passphrase") + p.times("Passphrase of") + p.times("The same passphrase")
		if asked != test.prompts || strings.Contains(p.out.String(), typed) || p.times("Without a keyring") != 2 {
			t.Errorf("%s: asked %d times\n%s", name, asked, p.out)
		}
	}
}

func TestSaveThatFails(t *testing.T) {
	s := newStage()
	s.saveErrs = []error{errors.New("could not write the index: disk full"), errors.New("could not write the index: still full")}
	p, result, err := s.play(t, s.options(), answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != session.Saved || len(s.saved) != 1 {
		t.Fatalf("%v, %+v", err, result)
	}
	if !strings.Contains(p.out.String(), "FAIL could not write the index: disk full\n") || p.times("Profile name") != 3 {
		t.Errorf("the failure is said and the name asked for again; it was asked %d times", p.times("Profile name"))
	}
}

// Who has agreed to save as not ready isn't asked again because saving failed.
func TestSaveAsNotReadyIsAgreedOnce(t *testing.T) {
	s := newStage()
	s.reports = []report.Report{refusedReport()}
	s.saveErrs = []error{errors.New("could not write the index: disk full")}
	p, result, err := s.play(t, s.options(), append([]rule{when("What now", "jump 7"), when("Save as not ready?", "y")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.Saved || len(s.saved) != 1 || p.times("Save as not ready?") != 1 {
		t.Errorf("%v, %+v, saved %d, asked %d times\n%s", err, result, len(s.saved), p.times("Save as not ready?"), p.out)
	}
}

// A passphrase has no shape by which it is known: it is known by its value where the answer is visible.
func TestPassphraseInTheWrongPlace(t *testing.T) {
	const typed = "four words are fine"
	s := newStage()
	s.states = []session.StoreState{{Reason: "no keyring program is running"}}
	s.saveErrs = []error{errors.New("could not write the index: disk full")}
	opts := s.options()
	opts.Env.Vault = steps.VaultPassphrase
	p, result, err := s.play(t, opts, append([]rule{
		when("Without a keyring", "2"), when("Passphrase of the vault", typed), when("Profile name", "first", typed, "first"),
	}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.Saved || len(s.saved) != 1 || s.saved[0].Profile != "first" {
		t.Fatalf("%v, %+v\n%s", err, result, p.out)
	}
	if strings.Count(p.out.String(), "the secret given before") != 1 || strings.Contains(p.out.String(), typed) {
		t.Errorf("it was taken or repeated:\n%s", p.out)
	}
}

func TestStoreNone(t *testing.T) {
	s := newStage()
	_, result, err := s.play(t, s.options(), append([]rule{when("Profile name", "options", "first"), when("Save the credential in", "none")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.NotSaved || len(s.saved) != 0 || !s.cleared {
		t.Errorf("chosen: %v, %+v, saved %d", err, result, len(s.saved))
	}
	s = newStage()
	opts := s.options()
	opts.Start = steps.Answers{}.With(steps.KeyStore, steps.StoreNone)
	p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != session.NotSaved || len(s.saved) != 0 || p.times("Profile name") != 0 {
		t.Errorf("given beforehand: %v, %+v, saved %d", err, result, len(s.saved))
	}
}

func TestNotSavedAsNotReadyGoesBackToTheTest(t *testing.T) {
	s := newStage()
	s.reports = []report.Report{refusedReport(), readyReport()}
	p, result, err := s.play(t, s.options(), append([]rule{
		when("Save as not ready", ""), when("What now", "jump 7", "1", ""),
	}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.Saved || s.saved[0].Report.Verdict != report.Ready {
		t.Fatalf("%v, %+v", err, result)
	}
	if len(s.verified) != 2 || p.times("What now") != 3 {
		t.Errorf("tested %d times, menu %d times; going back must not send anything by itself", len(s.verified), p.times("What now"))
	}
}

func TestReplaceAsksOnlyForTheCredential(t *testing.T) {
	s := newStage()
	s.taken = "first"
	s.draft = &steps.Answers{} // of another run: not to be touched
	opts := s.options()
	opts.Replace, opts.Profile = true, "first"
	opts.Start = profileAnswers()
	p, result, err := s.play(t, opts, when("Client secret", stageSecret))
	if err != nil || result.Outcome != session.Saved || !s.saved[0].Replace || s.saved[0].Profile != "first" {
		t.Fatalf("%v, %+v\n%s", err, result, p.out)
	}
	want := "Client secret: |Expires on (optional): |What now [Save]: "
	if got := strings.Join(p.prompts, "|"); got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
	if s.draft == nil || s.cleared || s.drafts != 0 {
		t.Error("the draft of another run was touched")
	}
}

// profileAnswers are what a saved profile answers: all but the credential.
func profileAnswers() steps.Answers {
	a := steps.Answers{}
	for key, value := range map[steps.Key]string{
		steps.KeyAPI: string(catalog.BusinessCentral), steps.KeyCloud: string(catalog.Public),
		steps.KeyFlow: string(catalog.ClientSecret), steps.KeyDeployment: "online", steps.KeyPartner: steps.No,
		steps.KeyTenant: "contoso.com", steps.KeyTenantID: stageTenant, steps.KeyClientID: stageClient,
	} {
		a = a.With(key, value)
	}
	return a
}

func TestReplaceCanStillChangeAnswers(t *testing.T) {
	s := newStage()
	opts := s.options()
	opts.Replace, opts.Profile, opts.Start = true, "first", profileAnswers()
	p, _, err := s.play(t, opts, when("Client secret: ", "jump 2", stageSecret), when("Client ID", "22222222-2222-4333-8444-555566667777"))
	if err != nil || len(s.saved) != 1 {
		t.Fatalf("%v\n%s", err, p.out)
	}
	if got := s.saved[0].Registration.ClientID; !strings.HasPrefix(got, "2222") {
		t.Errorf("the client id is %s: jump must ask what the profile answers", got)
	}
}

// endsAt is an In that ends at a prompt.
type endsAt struct {
	*prompter
	prompt string
}

func (e endsAt) Read(buffer []byte) (int, error) {
	lines := strings.Split(strings.TrimRight(e.out.String(), "\n"), "\n")
	if strings.HasPrefix(lines[len(lines)-1], e.prompt) {
		return 0, io.EOF
	}
	return e.prompter.Read(buffer)
}

// TestInputEndsAtSaveAsNotReady: the question is named and not asked for ever.
func TestInputEndsAtSaveAsNotReady(t *testing.T) {
	s := newStage()
	s.reports = []report.Report{refusedReport()}
	p := &prompter{out: &bytes.Buffer{}, rules: append([]rule{when("What now", "jump 7")}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)}
	opts := s.options()
	opts.In, opts.Out = endsAt{p, "Save as not ready?"}, p.out
	_, err := Run(t.Context(), opts)
	if ended := new(InputEndedError); !errors.As(err, &ended) || ended.Question != "Save as not ready?" || len(s.saved) != 0 {
		t.Errorf("got %v, saved %d", err, len(s.saved))
	}
}
