package cli

import (
	"context"
	"fmt"
)

// Where the system puts credentials for a process: systemd in a folder of its own, Docker and Kubernetes in one for all.
const (
	variableDelivered = "CREDENTIALS_DIRECTORY"
	containerSecrets  = "/run/secrets"
)

// deliveries are the folders with credentials for this process.
func (a *app) deliveries() []string {
	if dir := a.Env(variableDelivered); dir != "" {
		return []string{dir, containerSecrets}
	}
	return []string{containerSecrets}
}

// delivered takes the credential that the system has put beside this process for a saved profile, instead of the saved one,
// and says so. took is false if there is none. No item says what it may be used for, so it is sent to the cloud's own hosts,
// or to those that were given with this command.
func (r *registrationFlags) delivered(ctx context.Context, s *subject) (took bool, err error) {
	found, ok, err := s.store.Delivered(ctx, *s.profile)
	if err != nil {
		return false, fmt.Errorf("couldn't use profile %s: %w", s.profile.Name, err)
	}
	if !ok {
		return false, nil
	}
	if !vouched(*s.profile, s.given) {
		return false, &failure{
			code: exitRefused, label: "other_host",
			err: fmt.Errorf("couldn't use profile %s: its credential is from %s, and nothing says that it is for %s", s.profile.Name, found.From, hostWords(s.input.Registration.Overrides)),
			fix: "nothing was sent; enter the hosts you trust: " + givenHosts(*s.profile),
		}
	}
	r.note("the credential of profile %s is from %s", s.profile.Name, found.From)
	s.input.Registration.Credential, s.replaced = found.Credential, true
	return true, nil
}
