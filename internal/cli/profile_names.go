package cli

import (
	"errors"
	"fmt"
	"strings"

	"appreg/store"
)

// profileName returns the profile that a command works on: the one named in args, else in APPREG_PROFILE, else the only
// one there is; otherwise the person has to choose.
func (a *app) profileName(args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	if name := a.Env(variableProfile); name != "" {
		return name, nil
	}
	st, err := a.openStore()
	if err != nil {
		return "", err
	}
	profiles, err := st.List()
	if err != nil {
		return "", fmt.Errorf("couldn't list the profiles: %w", err)
	}
	var names []string
	for _, p := range profiles {
		if p.Ready() {
			names = append(names, p.Name)
		}
	}
	switch len(names) {
	case 1:
		return names[0], nil
	case 0:
		a.sayMovedAside(st)
		return "", usageError("set one up: appreg setup", "no profile is saved yet")
	default:
		return "", usageError("name one of: "+strings.Join(names, " ")+" (or set "+variableProfile+")", "there are %d profiles, and none was named", len(names))
	}
}

// findProfile returns the store, and from it the profile that a command works on, chosen as profileName does.
func (a *app) findProfile(args []string, doing string) (*store.Store, store.Profile, error) {
	name, err := a.profileName(args)
	if err != nil {
		return nil, store.Profile{}, err
	}
	st, err := a.openStore()
	if err != nil {
		return nil, store.Profile{}, err
	}
	p, err := st.Find(name)
	if err != nil {
		return nil, p, a.about(err, args, "couldn't %s %q", doing, name)
	}
	return st, p, nil
}

// about puts what was tried with a profile before an error, unless the error itself names the profile. Where the name came
// from the environment, it says so.
func (a *app) about(err error, args []string, format string, values ...any) error {
	switch {
	case !isProfileName(err) && !errors.Is(err, store.ErrUnfinished):
		return fmt.Errorf(format+": %w", append(values, err)...)
	case len(args) == 0 && a.Env(variableProfile) != "":
		return fmt.Errorf("%w (from %s)", err, variableProfile)
	default:
		return err
	}
}
