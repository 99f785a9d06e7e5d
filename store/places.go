package store

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// places are the two directories of a store (facts/keyring.md 6.1).
type places struct {
	config string // index, draft, locks
	state  string // sealed files
}

func (p places) index() string           { return filepath.Join(p.config, "profiles.json") }
func (p places) lock() string            { return filepath.Join(p.config, "profiles.lock") }
func (p places) draft() string           { return filepath.Join(p.config, "draft.json") }
func (p places) sealed(id string) string { return filepath.Join(p.state, id+".sealed") }

// renewal is the lock of whoever asks for a profile's token. An id has no dot, so no profile's is that of the index.
func (p places) renewal(id string) string { return filepath.Join(p.config, id+renewalSuffix) }

const renewalSuffix = ".renewal.lock"

// placesOf gives the directories: home holds all when it is given.
func placesOf(home string) (places, error) {
	if home != "" {
		home, err := filepath.Abs(home)
		if err != nil {
			return places{}, fmt.Errorf("could not find the folder for profiles: %w", err)
		}
		return places{config: home, state: filepath.Join(home, "state")}, nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return places{}, &NoHomeError{Err: err}
	}
	state, err := stateDir(runtime.GOOS, config, os.Getenv, os.UserHomeDir)
	if err != nil {
		return places{}, &NoHomeError{Err: err}
	}
	return places{config: filepath.Join(config, "appreg"), state: state}, nil
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
