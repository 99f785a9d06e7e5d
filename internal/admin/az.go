package admin

import (
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"time"

	"appreg/internal/bounded"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

// Bounds of a call of Azure CLI.
const (
	azTime  = 60 * time.Second
	azBytes = 256 << 10
)

// FromAzureCLI is the source of Azure CLI's tokens. environ is the environment that it runs in: without appreg's secrets.
func FromAzureCLI(p Place, now func() time.Time, environ []string) *Source {
	s := newSource(AzureCLI, p, now, true, nil)
	s.fetch = func(ctx context.Context, r Resource, _ bool) (secret.Secret, error) { return s.askAz(ctx, r, environ) }
	return s
}

// askAz runs az once.
func (s *Source) askAz(ctx context.Context, r Resource, environ []string) (secret.Secret, error) {
	program, err := exec.LookPath("az")
	if err != nil {
		return secret.Secret{}, s.fault(Missing, "Azure CLI (az) isn't installed, or isn't on the PATH", "install it (https://aka.ms/azcli), then: az login --tenant "+s.place.Tenant)
	}
	limited, stop := context.WithTimeout(ctx, azTime)
	defer stop()
	cmd := exec.CommandContext(limited, program, append(azArguments(s.place, r), "-o", "json")...)
	out, errs := &bounded.Buffer{Limit: azBytes}, &bounded.Buffer{Limit: azBytes}
	cmd.Stdout, cmd.Stderr, cmd.Env = out, errs, environ
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return secret.Secret{}, ctx.Err()
	case limited.Err() != nil:
		return secret.Secret{}, s.fault(Unusable, "az didn't answer within a minute", s.again(r))
	case err != nil:
		return secret.Secret{}, s.azRefused(r, errs.String(), err)
	}
	var answer struct{ AccessToken, Tenant string }
	if json.Unmarshal(out.Bytes(), &answer) != nil || answer.AccessToken == "" {
		return secret.Secret{}, s.fault(Unusable, "az answered without a token", "try it: "+azCommand(s.place, r)+" | wc -c")
	}
	return secret.New(answer.AccessToken), nil
}

// azRefused says why az gave no token, in its own last line.
func (s *Source) azRefused(r Resource, said string, err error) error {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	last := strings.TrimPrefix(strings.TrimSpace(lines[len(lines)-1]), "ERROR: ")
	if last == "" {
		var exit *exec.ExitError
		if last = "it ended without a word"; !errors.As(err, &exit) {
			last = "it didn't start"
		}
	}
	return s.fault(Unusable, "az gave no token for "+s.place.name(r)+": "+sanitize.Short(sanitize.Line(sanitize.NewRedactor().Redact(last)), 300), "sign in: az login --tenant "+s.place.Tenant+" (add --allow-no-subscriptions where there are none)")
}
