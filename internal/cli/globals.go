package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"appreg/internal/givenfile"
	"appreg/internal/registration"
	"appreg/internal/transport"
	"appreg/store"
)

// globalFlags are the flags of every command.
type globalFlags struct {
	noInput, noColor, debug             bool
	authority, apiURL, graphURL, caFile string
}

func (g *globalFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&g.noInput, "no-input", false, "never prompt; list missing flags and exit")
	flags.BoolVar(&g.noColor, "no-color", false, "no color (also NO_COLOR)")
	flags.BoolVar(&g.debug, "debug", false, "requests and answers on standard error, secrets hidden")
	addText(flags, &g.authority, "authority", "", "URL", "sign-in host instead of the cloud's own (also APPREG_AUTHORITY)")
	addText(flags, &g.apiURL, "api-url", "", "URL", "API host instead of the cloud's own, only with --authority (also APPREG_API_URL)")
	addText(flags, &g.graphURL, "graph-url", "", "URL", "Microsoft Graph host instead of the cloud's own, only with --authority (also APPREG_GRAPH_URL)")
	addText(flags, &g.caFile, "ca-file", "", "file", "root certificates to trust beside the system's, PEM (also APPREG_CA_FILE)")
}

// setting is a value with the place that it came from.
type setting struct{ value, from string }

// setting takes the flag's value, else the environment's.
func (to Streams) setting(flagValue, flag, variable string) setting {
	if flagValue != "" {
		return setting{flagValue, flag}
	}
	return setting{to.Env(variable), variable}
}

// plain reports whether output should be without colour: any non-empty NO_COLOR counts (no-color.org).
func (a *app) plain() bool { return a.global.noColor || a.Env("NO_COLOR") != "" }

// overrides reads the hosts that the person named in place of the cloud's own, checks their form and says on stderr
// that they are in force. No network.
func (a *app) overrides() (registration.Overrides, error) {
	authority := a.setting(a.global.authority, "--authority", "APPREG_AUTHORITY")
	apiURL := a.setting(a.global.apiURL, "--api-url", "APPREG_API_URL")
	graphURL := a.setting(a.global.graphURL, "--graph-url", "APPREG_GRAPH_URL")
	caFile := a.setting(a.global.caFile, "--ca-file", "APPREG_CA_FILE")
	o := registration.Overrides{CAFile: wherever(caFile.value)}
	var err error
	if o.CAFile != "" {
		content, err := a.readCA(o)
		if err != nil {
			return o, err
		}
		o.CASum = store.Sum(content)
	}
	if authority.value != "" {
		if o.Authority, err = transport.CheckAuthority(authority.value); err != nil {
			return o, usageError("use https://HOST, or http only for this machine (127.0.0.1, ::1, localhost)",
				"couldn't use %s: %w", authority.from, addressFault(err))
		}
	}
	if o.APIURL, err = besideAuthority(o, apiURL, "API host", transport.CheckAPIURL); err != nil {
		return o, err
	}
	if o.GraphURL, err = besideAuthority(o, graphURL, "Graph host", transport.CheckGraphURL); err != nil {
		return o, err
	}
	a.announce("login host", o.Authority, authority.from)
	a.announce("API host", o.APIURL, apiURL.from)
	a.announce("Graph host", o.GraphURL, graphURL.from)
	a.announceCA(o.CAFile, caFile.from)
	return o, nil
}

// besideAuthority judges a host that works only with another login host; empty if none was given.
func besideAuthority(o registration.Overrides, given setting, what string, check func(string) (string, error)) (string, error) {
	if given.value == "" {
		return "", nil
	}
	if o.Authority == "" {
		return "", usageError("add --authority, or leave "+given.from+" out",
			"couldn't use %s: another %s works only with another login host", given.from, what)
	}
	address, err := check(given.value)
	if err != nil {
		return "", usageError("use https://HOST, or http only for this machine (127.0.0.1, ::1, localhost)", "couldn't use %s: %w", given.from, addressFault(err))
	}
	return address, nil
}

// addressFault is why an address can't be used, without saying again that it can't.
func addressFault(err error) error {
	if address := new(transport.AddressError); errors.As(err, &address) {
		return errors.New(address.Reason)
	}
	return err
}

func (to Streams) announce(what, value, from string) {
	if value != "" {
		to.note("%s %s instead of the cloud's own (from %s)", what, value, from)
	}
}

// announceCA says on stderr which roots are trusted beside the system's.
func (to Streams) announceCA(file, from string) {
	if file != "" {
		to.note("the roots in %s are trusted too (from %s)", file, from)
	}
}

// transport makes the guarded HTTP client for o.
func (a *app) transport(o registration.Overrides) (*transport.Client, error) {
	options := transport.Options{Sleep: a.Wait}
	if o.CAFile != "" {
		pem, err := a.readCA(o)
		if err != nil {
			return nil, err
		}
		options.CAPEM = pem
	}
	if a.global.debug {
		options.Debug = a.debug
	}
	client, err := transport.New(options)
	if err != nil {
		return nil, a.caFault(o, "couldn't use the CA file: %w", err)
	}
	return client, nil
}

// readCA reads the CA file of o. One whose content is not the one that was accepted, when the profile was saved or when
// the command began, is refused before anything is sent: it says whom to trust.
func (a *app) readCA(o registration.Overrides) ([]byte, error) {
	pem, err := readFile(context.Background())(o.CAFile) // a signal ends it
	switch {
	case err != nil:
		return nil, a.caFault(o, "couldn't read the CA file: %w", fileFault(err))
	case o.CASum != "" && o.CASum != store.Sum(pem):
		return nil, &failure{
			code: exitRefused, label: "profile_changed",
			err: fmt.Errorf("couldn't use the CA file %s: it has changed since the profile was saved", o.CAFile),
			fix: "nothing was sent; if the new content is right, use --ca-file with the file, or set the profile up again",
		}
	}
	return pem, nil
}

// wherever is a path that was named as it means the same from any directory; one that cannot be found out stays as it is,
// and reading it tells why.
func wherever(path string) string {
	if absolute, err := givenfile.Absolute(path); err == nil {
		return absolute
	}
	return path
}

// caFault is the error of a CA file: what was asked for is wrong, or the profile that it was saved with cannot be used.
func (a *app) caFault(o registration.Overrides, format string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if o.CAFile == wherever(a.setting(a.global.caFile, "", "APPREG_CA_FILE").value) {
		return usageError("use a PEM file with the root certificate", format, err)
	}
	return &failure{code: exitStore, label: "store", err: fmt.Errorf(format, err),
		fix: "restore the file saved with the profile, or use another with --ca-file"}
}
