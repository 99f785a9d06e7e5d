package store

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// places are the two directories of a store (docs/storage.md).
type places struct {
	config string // index, draft, locks
	state  string // sealed files
}

// folders are where a store has its files, with how they are written and locked.
type folders struct {
	places places
	files  files
	locks  locks
}

func (p places) index() string           { return filepath.Join(p.config, "profiles.json") }
func (p places) lock() string            { return filepath.Join(p.config, "profiles.lock") }
func (p places) draft() string           { return filepath.Join(p.config, "draft.json") }
func (p places) sealed(id string) string { return filepath.Join(p.state, id+".sealed") }
func (p places) runs() string            { return filepath.Join(p.state, "runs") }
func (p places) run(id string) string    { return filepath.Join(p.runs(), id+".json") }
func (p places) vault(id string) string  { return filepath.Join(p.state, id+vaultSuffix) }

// vaultIdentity holds the key of the vault. An id has no dot, so it is no profile's file.
func (p places) vaultIdentity() string { return filepath.Join(p.state, "vault.identity.age") }

// renewal is the lock of whoever asks for a profile's token. An id has no dot, so no profile's is that of the index.
func (p places) renewal(id string) string { return filepath.Join(p.config, id+renewalSuffix) }

const renewalSuffix = ".renewal.lock"

// placesOf returns the directories: home holds all when it is given.
func placesOf(home string) (places, error) {
	if home != "" {
		home, err := fullPath(home)
		if err != nil {
			return places{}, err
		}
		return places{config: home, state: filepath.Join(home, "state")}, nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return places{}, &Error{Kind: ErrNoHome, Err: err}
	}
	state, err := stateDir(runtime.GOOS, config, os.Getenv, os.UserHomeDir)
	if err != nil {
		return places{}, &Error{Kind: ErrNoHome, Err: err}
	}
	return places{config: filepath.Join(config, "appreg"), state: state}, nil
}

// fullPath makes a path of what APPREG_HOME holds. A leading ~ is the person's home, also where no shell has seen to that:
// in quotes, in a file of variables, in a service's settings. A path that depends on the present directory is refused,
// because each directory would have profiles of its own.
func fullPath(given string) (string, error) {
	rest, tilde := strings.CutPrefix(given, "~")
	switch {
	case filepath.IsAbs(given):
		return filepath.Clean(given), nil
	case tilde && (rest == "" || os.IsPathSeparator(rest[0])):
		home, err := os.UserHomeDir()
		if err != nil {
			return "", &Error{Kind: ErrNoHome, Err: err}
		}
		return filepath.Join(home, rest), nil
	}
	suggested := given
	if path, err := filepath.Abs(given); err == nil && !tilde && !strings.HasPrefix(given, "$") {
		suggested = path
	} else if home, err := os.UserHomeDir(); err == nil {
		suggested = filepath.Join(home, "appreg")
	}
	return "", &Error{Kind: ErrRelativeHome, Why: given, Path: suggested}
}

// stateDir is where sealed files are kept. It must not roam with the person to another machine, because the keyring
// item with the key does not.
func stateDir(goos, config string, getenv func(string) string, userHome func() (string, error)) (string, error) {
	switch goos {
	case "windows":
		if local := getenv("LocalAppData"); local != "" {
			return filepath.Join(local, "appreg", "state"), nil
		}
	case "darwin", "ios":
	default:
		if dir := getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "appreg"), nil
		}
		home, err := userHome()
		if err != nil {
			return "", err
		}
		return filepath.Join(home, ".local", "state", "appreg"), nil
	}
	return filepath.Join(config, "appreg", "state"), nil
}
