package session

import (
	"context"
	"strings"

	"appreg/internal/sanitize"
	"appreg/steps"
)

// WithStore returns the session with what is known of the system's keyring. While it can't be used, the step that saves asks
// where to save; an answer that was only the default, or names the keyring, is asked for again.
func (s Session) WithStore(state StoreState) Session {
	env := s.options.Env
	env.StoreFault = ""
	if !state.Usable {
		env.StoreFault = strings.TrimSuffix(sanitize.Line(state.Reason), ".")
	}
	s.options.Env, s.machine = env, s.machine.WithEnv(env)
	if a := s.Answers(); env.StoreFault != "" && a.Get(steps.KeyStore) == steps.StoreKeyring {
		s.machine = s.machine.WithAnswers(a.Without(steps.KeyStore))
	}
	return s
}

// NeedsKeyring reports whether saving, as the answers have it, needs the system's keyring.
func (s Session) NeedsKeyring() bool { return savesIn(s.Answers()) == steps.StoreKeyring }

// StorePlace is the place other than the keyring that the answers name, for people.
func (s Session) StorePlace() string {
	for _, f := range s.machine.Current().Fields {
		if f.Key == steps.KeyStore {
			label := f.OptionLabel(savesIn(s.Answers()))
			return strings.ToLower(label[:1]) + label[1:]
		}
	}
	return savesIn(s.Answers())
}

// LookAgain is what DoAgain does: a keyring that a window unlocks is unlocked first.
func (s Services) LookAgain(state StoreState) func(ctx context.Context) StoreState {
	if state.Locked {
		return s.Saver.Unlock
	}
	return s.Saver.State
}

// What can be done where the keyring can't be used.
const (
	DoVault   = "vault"
	DoAgain   = "look-again"
	DoWithout = "without"
)

// WithoutKeyring is what can be done where the keyring can't be used, the safest first.
func WithoutKeyring(state StoreState) []steps.Option {
	again := steps.Option{Value: DoAgain, Label: "Look again", Hint: "after you have unlocked or installed a keyring"}
	if state.Locked {
		again.Label, again.Hint = "Unlock it now", "a window of your keyring program asks for its password"
	}
	return []steps.Option{
		again,
		{Value: DoVault, Label: "Save in an encrypted vault", Hint: "a file that only your passphrase opens"},
		{Value: DoWithout, Label: "Go on without saving", Hint: "the credential is forgotten when appreg ends"},
	}
}
