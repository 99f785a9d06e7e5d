package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"appreg/internal/givenfile"
	"appreg/internal/secret"
	"appreg/steps"
	"appreg/store"
)

// The variables that open the vault.
const (
	variablePassphraseFile = "APPREG_VAULT_PASSPHRASE_FILE"
	variableIdentityFile   = "APPREG_VAULT_IDENTITY_FILE"
)

// typedPassphrase is what a person entered for the vault in the wizard or the line mode, which have the terminal.
type typedPassphrase struct {
	mu    sync.Mutex
	value secret.Secret
}

func (t *typedPassphrase) set(value secret.Secret) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.value = value
}

// get returns what was entered; nothing of nil.
func (t *typedPassphrase) get() secret.Secret {
	if t == nil {
		return secret.Secret{}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.value
}

// vaultKeys is how this run opens the vault: with the person's own identities, with a passphrase from a file, or by asking.
func (a *app) vaultKeys() store.VaultKeys {
	keys := store.VaultKeys{Identities: wherever(a.Env(variableIdentityFile)), Work: a.VaultWork}
	switch file := a.Env(variablePassphraseFile); {
	case file != "":
		keys.FromFile = true
		keys.Passphrase = func(ctx context.Context, _ store.PassphraseAsk) (store.Passphrase, error) {
			return passphraseIn(ctx, file)
		}
	case !a.global.noInput && (a.InTTY || a.ErrTTY):
		keys.Passphrase = a.passphrase
	}
	return keys
}

// passphraseIn reads the vault's passphrase from a file.
func passphraseIn(ctx context.Context, file string) (store.Passphrase, error) {
	content, err := readFile(ctx)(wherever(file))
	text := ""
	if err == nil {
		text, err = givenfile.Text(string(content))
	}
	switch {
	case errors.Is(err, context.Canceled):
		return store.Passphrase{}, err
	case err == nil && text == "":
		err = errors.New("the file is empty")
	}
	if err != nil {
		return store.Passphrase{}, &failure{
			code: exitStore, label: "store", err: fmt.Errorf("couldn't read the vault's passphrase: %w", err),
			fix: variablePassphraseFile + " names a file that holds the passphrase alone",
		}
	}
	return store.Passphrase{Value: secret.New(text)}, nil
}

// passphrase asks a person for the vault's passphrase: a new one twice.
func (a *app) passphrase(ctx context.Context, ask store.PassphraseAsk) (store.Passphrase, error) {
	if typed := a.typed.get(); !typed.IsZero() {
		return store.Passphrase{Value: typed}, nil
	}
	terminal, there := a.terminal()
	if !there || a.fullScreen {
		return store.Passphrase{}, &store.Error{Kind: store.ErrBackend, State: store.StateVaultLocked, Backend: store.BackendVault}
	}
	given, err := a.hidden(ctx, terminal, passphraseQuestion(ask))
	if err != nil || !ask.New {
		return store.Passphrase{Value: given, Retry: true}, err
	}
	again, err := a.hidden(ctx, terminal, "The same passphrase again: ")
	if err == nil && !again.Equal(given) {
		err = usageError("run it again", "the two passphrases are different")
	}
	return store.Passphrase{Value: given}, err
}

func passphraseQuestion(ask store.PassphraseAsk) string {
	switch {
	case ask.New:
		return fmt.Sprintf("New passphrase for the encrypted vault (at least %d characters): ", store.PassphraseLeast)
	case ask.Wrong:
		return "Wrong. Passphrase of the encrypted vault: "
	}
	return "Passphrase of the encrypted vault: "
}

// hidden asks for one line without echo. Ctrl+C ends it with the context's error.
func (to Streams) hidden(ctx context.Context, terminal *os.File, question string) (secret.Secret, error) {
	ctx, stop := interruptible(ctx)
	defer stop()
	text, err := readHidden(ctx, terminal, to.Err, question)
	return secret.New(text), err
}

// vaultAsks says what the front ends have to ask for the vault.
func vaultAsks(st *store.Store) steps.VaultAsks {
	return map[store.VaultNeed]steps.VaultAsks{
		store.VaultOpens: steps.VaultNothing, store.VaultLocked: steps.VaultPassphrase, store.VaultNone: steps.VaultNew,
	}[st.VaultNeed()]
}

// passphraseProblem is err at the field where the passphrase is entered, if it is about that; else nil.
func passphraseProblem(err error) *steps.Problem {
	var kept *store.Error
	if !errors.As(err, &kept) || kept.Kind != store.ErrBackend || kept.State != store.StateWrongPassphrase {
		return nil
	}
	return &steps.Problem{Key: steps.KeyPassphrase, Message: kept.Error(), Fix: kept.Fix()}
}
