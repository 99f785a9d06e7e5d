package cli_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"appreg/internal/registration"
	"appreg/store"
)

// with puts words together.
func with(words ...[]string) []string { return slices.Concat(words...) }

// words are the words of a command.
func words(command string) []string { return strings.Fields(command) }

// without leaves a flag and its value out.
func without(flags []string, flag string) []string {
	i := slices.Index(flags, flag)
	return slices.Delete(slices.Clone(flags), i, i+2)
}

// app returns the flags and the variables of a case, and saves it if it is to be a profile.
func (a *adviser) app(name string, saved bool) (flags, env []string) {
	if saved {
		a.has(name)
	}
	return a.flags(a.cases[name])
}

// file writes one that a person has.
func (a *adviser) file(name, content string) string {
	a.t.Helper()
	path := filepath.Join(a.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		a.t.Fatal(err)
	}
	return path
}

var auto = words("setup --no-input")

// storeOptions are those of what can be neither saved nor read.
var storeOptions = map[string]func(a *adviser) heeded{
	"saving, and the keyring is locked": func(a *adviser) heeded {
		flags, env := a.app(appProfile, false)
		a.ring = unusable{a.keyring, store.StateLocked}
		return heeded{args: with(auto, flags, words("--profile two")), env: env, code: 5,
			says: "continue without saving (--store none)", then: with(auto, flags, words("--store none"))}
	},
	"reading, and the keyring is locked": func(a *adviser) heeded {
		flags, env := a.app(appProfile, true)
		a.ring = unusable{a.keyring, store.StateLocked}
		return heeded{args: words("check " + appProfile), code: 5,
			says: "use setup's flags instead of the profile (--api, --flow, --tenant, --client-id), and APPREG_CLIENT_SECRET",
			then: with(words("check"), flags), thenEnv: env}
	},
	"the name is taken": func(a *adviser) heeded {
		flags, env := a.app(appProfile, true)
		command := with(auto, flags, words("--profile "+appProfile))
		return heeded{args: command, env: env, code: 2, says: "use --replace to replace its credential", then: with(command, words("--replace"))}
	},
	"another profile has the new name": func(a *adviser) heeded {
		a.has(appProfile)
		a.has(userProfile)
		return heeded{args: words("rename " + appProfile + " " + userProfile), code: 2, says: "use another name", then: words("rename " + appProfile + " another")}
	},
	"moving to a keyring that is locked": func(a *adviser) heeded {
		env := []string{"APPREG_VAULT_PASSPHRASE_FILE=" + a.file("pass", "four words are fine")}
		a.savesInVault(appProfile, env)
		a.ring = unusable{a.keyring, store.StateLocked}
		return heeded{args: words("move " + appProfile + " --to keyring"), env: env, code: 5,
			says: "name another store with --to", then: words("move " + appProfile + " --to vault")}
	},
	"a key that is too large to keep": func(a *adviser) heeded {
		flags, _ := a.app(certProfile, false)
		content, err := os.ReadFile(a.cases[certProfile].Certificate)
		if err != nil {
			a.t.Fatal(err)
		}
		large := a.file("large.pem", string(content)+strings.Repeat("a line between the certificates\n", 3000))
		command := with(auto, flags, words("--profile large --certificate "+large))
		return heeded{args: with(command, words("--keep key")), code: 5,
			says: "save only the certificate's path (--keep path)", then: with(command, words("--keep path"))}
	},
	"a CA file that is gone": func(a *adviser) heeded {
		roots := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.anyCertificate()}))
		gone, other := a.file("gone.pem", roots), a.file("other.pem", roots)
		a.hasChanged(appProfile, func(reg *registration.Registration) { reg.Overrides.CAFile = gone })
		if err := os.Remove(gone); err != nil {
			a.t.Fatal(err)
		}
		return heeded{args: words("check " + appProfile), code: 5, says: "use another with --ca-file",
			then: words("check " + appProfile + " --ca-file " + other)}
	},
	"orphans, and nobody there to agree": func(a *adviser) heeded {
		a.has(appProfile)
		if err := os.Remove(filepath.Join(a.home, "profiles.json")); err != nil {
			a.t.Fatal(err)
		}
		return heeded{args: words("remove --orphans"), code: 2, says: "run it again with --yes", then: words("remove --orphans --yes")}
	},
}

// anyCertificate is one in DER.
func (a *adviser) anyCertificate() []byte {
	a.t.Helper()
	content, err := os.ReadFile(a.cases[certProfile].Certificate)
	if err != nil {
		a.t.Fatal(err)
	}
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			return block.Bytes
		}
	}
	a.t.Fatal("there is no certificate")
	return nil
}

// usageOptions are those of flags that do not go together.
var usageOptions = map[string]func(a *adviser) heeded{
	"an API host alone": func(a *adviser) heeded {
		flags, env := a.app(appProfile, false)
		return heeded{args: with(words("check"), flags), env: with(env, words("APPREG_AUTHORITY=")), code: 2,
			says: "add --authority", then: with(words("check --authority "+a.url), flags)}
	},
	"a profile's name as a flag": func(a *adviser) heeded {
		a.has(appProfile)
		return heeded{args: words("check --profile " + appProfile), code: 2, says: "name it without the flag: appreg check NAME", then: words("check " + appProfile)}
	},
	"flags beside a profile": func(a *adviser) heeded {
		a.has(appProfile)
		return heeded{args: words("check --tenant contoso.com " + appProfile), code: 2, says: "leave --tenant out", then: words("check " + appProfile)}
	},
	"flags beside --all": func(a *adviser) heeded {
		a.has(appProfile)
		return heeded{args: words("check --tenant contoso.com --all"), code: 2, says: "leave --tenant out", then: words("check --all")}
	},
	"a profile beside --all": func(a *adviser) heeded {
		a.has(appProfile)
		return heeded{args: words("check --all " + appProfile), code: 2, says: "leave one of them out", then: words("check --all")}
	},
	"standard input for two things": func(a *adviser) heeded {
		flags, _ := a.app(appProfile, false)
		secret := a.file("secret", a.cases[appProfile].Secret)
		return heeded{args: words("setup --plain --secret-stdin"), code: 2, says: "use --secret-file, or leave --plain out",
			then: with(auto, flags, words("--store none --secret-file "+secret))}
	},
	"there is no terminal": func(a *adviser) heeded {
		flags, env := a.app(appProfile, false)
		return heeded{args: with(words("setup --store none"), flags), env: env, code: 2,
			says: "use flags for every value with --no-input", then: with(auto, flags, words("--store none"))}
	},
	"--replace without a profile": func(a *adviser) heeded {
		_, env := a.app(appProfile, true)
		return heeded{args: with(auto, words("--replace")), env: env, code: 2, says: "add --profile NAME", then: with(auto, words("--replace --profile "+appProfile))}
	},
	"two sources of the secret": func(a *adviser) heeded {
		flags, env := a.app(appProfile, false)
		command := with(words("check"), flags, words("--secret-file "+a.file("secret", a.cases[appProfile].Secret)))
		return heeded{args: command, env: env, code: 2, says: "give it in one way only", then: command, thenEnv: words("APPREG_CLIENT_SECRET=")}
	},
	"a certificate's password by the secret's flag": func(a *adviser) heeded {
		flags, _ := a.app(certProfile, false)
		flags = with(words("check"), flags, words("--certificate "+a.cases[certProfile].Certificate))
		password := a.file("password", "the key is not encrypted, so any will do")
		return heeded{args: with(flags, words("--secret-file "+password)), code: 2,
			says: "give the certificate's password with --certificate-password-file", then: with(flags, words("--certificate-password-file "+password))}
	},
	"answers are missing": func(a *adviser) heeded {
		flags, env := a.app(appProfile, false)
		return heeded{args: words("check --api business-central"), code: 2,
			says: "--secret-stdin, --secret-file FILE, APPREG_CLIENT_SECRET or APPREG_PASSWORD; or --certificate FILE",
			then: with(words("check"), flags), thenEnv: env}
	},
	"a path in place of the secret": func(a *adviser) heeded {
		flags, _ := a.app(appProfile, false)
		command := with(words("check"), flags)
		secret := a.file("secret", a.cases[appProfile].Secret)
		return heeded{args: command, env: words("APPREG_CLIENT_SECRET=/run/secrets/app.txt"), code: 3,
			says: "a script names the file with --secret-file", then: with(command, words("--secret-file "+secret)), thenEnv: words("APPREG_CLIENT_SECRET=")}
	},
}

// verdictOptions are those that a report names.
var verdictOptions = map[string]func(a *adviser) heeded{
	"a login host alone": func(a *adviser) heeded {
		flags, env := a.app(appProfile, false)
		command := with(words("check"), flags)
		return heeded{args: command, env: with(env, words("APPREG_API_URL=")), code: 3, says: "(--api-url URL)", then: with(command, words("--authority "+a.url+" --api-url "+a.url))}
	},
	"no project was named": func(a *adviser) heeded {
		flags, env := a.app(userProfile, false)
		return heeded{args: with(words("check"), without(flags, "--project")), env: env, code: 3, says: "(--project ID)", then: with(words("check"), flags)}
	},
	"refused, so not saved": func(a *adviser) heeded {
		flags, env := a.app("secret_wrong", false)
		command := with(auto, flags, words("--profile two"))
		return heeded{args: command, env: env, code: 3, says: "use --save-unready to save anyway", then: with(command, words("--save-unready")), ends: 3}
	},
	"other hosts than the saved": func(a *adviser) heeded {
		a.has(appProfile)
		return heeded{args: words("check --authority https://login.example.com " + appProfile), code: 3,
			says: "leave the other host out (--authority, --api-url, --graph-url, APPREG_AUTHORITY, APPREG_API_URL, APPREG_GRAPH_URL)",
			then: words("check " + appProfile), thenEnv: words("APPREG_AUTHORITY= APPREG_API_URL=")}
	},
}
