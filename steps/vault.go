package steps

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"appreg/internal/givenfile"
	"appreg/internal/pattern"
	"appreg/internal/secret"
)

// vaultLeast is the fewest characters of a new vault's passphrase; the store refuses fewer, too.
const vaultLeast = 8

// vaultFields ask for what opens the vault, and for whom else its file is.
func vaultFields(env Env) []Field {
	var fields []Field
	passphrase := Field{Key: KeyPassphrase, Kind: Masked, Label: "Passphrase of the vault", Flag: "APPREG_VAULT_PASSPHRASE_FILE",
		Help: "It opens the vault for every profile in it.", Accept: acceptPassphrase(1)}
	switch env.Vault {
	case VaultPassphrase:
		fields = append(fields, passphrase)
	case VaultNew:
		passphrase.Label, passphrase.Accept = "New passphrase for the vault", acceptPassphrase(vaultLeast)
		passphrase.Help = "At least 8 characters, for example four words. Without it nobody can open the vault, you neither."
		fields = append(fields, passphrase, Field{Key: KeyPassphraseAgain, Kind: Masked, Label: "The same passphrase again",
			Flag: "APPREG_VAULT_PASSPHRASE_FILE", Accept: acceptAgain})
	case VaultNothing:
	}
	return append(fields, Field{Key: KeyRecipients, Kind: Text, Label: "Readable by others, too", Flag: "--recipient", Optional: true, Advanced: true,
		Example: "age1…", Help: "Public keys of colleagues' age identities. They can read the credential with their own key.", Accept: acceptRecipients})
}

// acceptPassphrase takes a passphrase of at least so many characters, as it is: a blank may belong to it.
func acceptPassphrase(least int) func(Answers, string) (Accepted, *Problem) {
	return func(_ Answers, raw string) (Accepted, *Problem) {
		text, err := givenfile.Text(raw)
		var fault givenfile.TextFault
		switch {
		case errors.As(err, &fault):
			return Accepted{}, &Problem{Message: "what was given " + fault.Error(), Fix: fault.Fix()}
		case utf8.RuneCountInString(text) < least:
			return Accepted{}, &Problem{Message: "the passphrase is too short", Fix: "use at least 8 characters, for example four words"}
		}
		return Accepted{Secret: secret.New(text)}, nil
	}
}

// acceptAgain takes the passphrase that was entered before.
func acceptAgain(a Answers, raw string) (Accepted, *Problem) {
	accepted, problem := acceptPassphrase(1)(a, raw)
	if problem == nil && !accepted.Secret.Equal(a.Secret(KeyPassphrase)) {
		return Accepted{}, &Problem{Message: "this is another passphrase than the one above", Fix: "enter the same one, or go back and enter both again"}
	}
	return accepted, problem
}

// recipientShape is the public key of an age identity.
var recipientShape = pattern.Lazy(`^age1[02-9ac-hj-np-z]{58}$`)

// acceptRecipients takes public keys separated by commas or blanks.
func acceptRecipients(_ Answers, raw string) (Accepted, *Problem) {
	var taken []string
	for _, key := range strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) }) {
		if !recipientShape.Regexp().MatchString(key) {
			return Accepted{}, &Problem{Message: "that isn't the public key of an age identity", Fix: "a key begins with age1; age-keygen prints it"}
		}
		if !slices.Contains(taken, key) {
			taken = append(taken, key)
		}
	}
	return Accepted{Value: strings.Join(taken, ",")}, nil
}
