package cli

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/transport"
)

// adminFlags say whose token changes or reads the tenant.
type adminFlags struct{ source, clientID string }

func (f *adminFlags) register(flags *pflag.FlagSet) {
	addText(flags, &f.source, "admin", "", "source", "where the admin's token comes from: "+strings.Join(admin.Names(), ", ")+" or a profile")
	addText(flags, &f.clientID, "admin-client-id", "", "ID", "app registration of your own to sign in with, for --admin "+admin.SignIn)
}

// required refuses a command that can't go on without an admin source.
func (f *adminFlags) required() error {
	if f.source != "" {
		return nil
	}
	return usageError("add --admin az (Azure CLI), token ("+strings.Join(admin.Variables(), ", ")+"), sign-in, or a profile", "an admin source is missing (--admin)")
}

// adminSource makes the source that a person named.
func (a *app) adminSource(ctx context.Context, f adminFlags, place admin.Place, client *transport.Client, target catalog.Target, o registration.Overrides) (*admin.Source, error) {
	switch f.source {
	case admin.AzureCLI:
		return admin.FromAzureCLI(place, time.Now, a.childEnviron()), nil
	case admin.Given:
		return admin.FromEnvironment(place, time.Now, a.Env)
	case admin.SignIn:
		return admin.FromSignIn(place, time.Now, admin.Person{
			Entra: a.entra(client), Login: target.Login, ClientID: f.clientID, Browser: a.hasBrowser(), Open: a.opener().Open, Show: a.showSignIn,
		})
	}
	return a.adminProfile(ctx, f.source, place, client, target, o)
}

// adminProfile is a saved profile as the source.
func (a *app) adminProfile(ctx context.Context, name string, place admin.Place, client *transport.Client, target catalog.Target, o registration.Overrides) (*admin.Source, error) {
	st, err := a.openStore()
	if err != nil {
		return nil, err
	}
	p, err := st.Find(name)
	if err != nil {
		return nil, fmt.Errorf("couldn't use --admin: %w", err)
	}
	reg, err := savedRegistration(st, p, o)
	if err != nil {
		return nil, err
	}
	if reg.Overrides.Authority != o.Authority {
		return nil, &failure{code: exitRefused, label: "other_host", err: fmt.Errorf("couldn't use --admin %s: it was saved for %s", name, hostWords(reg.Overrides)), fix: "nothing was sent; use an admin source for the same hosts"}
	}
	from := admin.Profile{Name: p.Name, Entra: a.entra(client), Login: target.Login, Registration: reg}
	if reg.Flow.SignsInAtPage() {
		cache, err := st.OpenCache(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("couldn't use --admin: %w", err)
		}
		from.Refresh = cache.Tokens().Refresh
	} else {
		loaded, err := st.LoadCredential(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("couldn't use --admin: %w", err)
		}
		from.Registration.Credential = loaded.Credential
	}
	return admin.FromProfile(place, time.Now, from), nil
}

// hasBrowser reports whether a page opened here is seen by the person: not in a remote session, and not without a screen.
func (to Streams) hasBrowser() bool {
	switch {
	case to.Browser != nil:
		return true
	case to.Env("SSH_CONNECTION") != "":
		return false
	}
	return runtime.GOOS != "linux" || to.Env("DISPLAY") != "" || to.Env("WAYLAND_DISPLAY") != ""
}
