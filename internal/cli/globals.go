package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// globalFlags are the flags of every command.
type globalFlags struct {
	noInput, noColor, debug   bool
	authority, apiURL, caFile string
}

func (g *globalFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&g.noInput, "no-input", false, "never ask; what is missing is listed with its flag")
	flags.BoolVar(&g.noColor, "no-color", false, "no colours (also: NO_COLOR)")
	flags.BoolVar(&g.debug, "debug", false, "tell on stderr what is requested and answered, without secrets")
	flags.StringVar(&g.authority, "authority", "", "login host `URL` instead of the cloud's own (also: APPREG_AUTHORITY)")
	flags.StringVar(&g.apiURL, "api-url", "", "base `URL` of the API's own calls; only with --authority (also: APPREG_API_URL)")
	flags.StringVar(&g.caFile, "ca-file", "", "PEM `file` of roots to trust for these hosts (also: APPREG_CA_FILE)")
}

// setting is a value with the place that it came from.
type setting struct{ value, from string }

// setting takes the flag's value, else the environment's.
func (a *app) setting(flagValue, flag, variable string) setting {
	if flagValue != "" {
		return setting{flagValue, flag}
	}
	return setting{a.Env(variable), variable}
}

// plain reports whether output should be without colour: any non-empty NO_COLOR counts (no-color.org).
func (a *app) plain() bool { return a.global.noColor || a.Env("NO_COLOR") != "" }

// overrides reads the hosts that the person named in place of the cloud's own, checks their form and says on stderr
// that they are in force. No network.
func (a *app) overrides() (registration.Overrides, error) {
	authority := a.setting(a.global.authority, "--authority", "APPREG_AUTHORITY")
	apiURL := a.setting(a.global.apiURL, "--api-url", "APPREG_API_URL")
	caFile := a.setting(a.global.caFile, "--ca-file", "APPREG_CA_FILE")
	o := registration.Overrides{CAFile: caFile.value}
	var err error
	if authority.value != "" {
		if o.Authority, err = transport.CheckAuthority(authority.value); err != nil {
			return o, usageError("give https://HOST, or http only for this machine (127.0.0.1, ::1, localhost)",
				"could not use %s: %w", authority.from, err)
		}
	}
	if apiURL.value != "" {
		if o.Authority == "" {
			return o, usageError("give --authority too, or leave "+apiURL.from+" out",
				"could not use %s: another API host is accepted only together with another login host", apiURL.from)
		}
		if o.APIURL, err = transport.CheckAPIURL(apiURL.value); err != nil {
			return o, usageError("give https://HOST, or http only for this machine (127.0.0.1, ::1, localhost)",
				"could not use %s: %w", apiURL.from, err)
		}
	}
	a.announce("login host", o.Authority, authority.from)
	a.announce("API host", o.APIURL, apiURL.from)
	return o, nil
}

func (a *app) announce(what, value, from string) {
	if value != "" {
		fmt.Fprintf(a.Err, "appreg: note: %s %s instead of the cloud's own (from %s)\n", what, sanitize.Line(value), from)
	}
}

// transport makes the guarded HTTP client for o.
func (a *app) transport(o registration.Overrides) (*transport.Client, error) {
	options := transport.Options{}
	if o.CAFile != "" {
		pem, err := readFile(context.Background())(o.CAFile) // a signal ends it
		if err != nil {
			return nil, a.caFault(o, "could not read the CA file: %w", err)
		}
		options.CAPEM = pem
		options.CAHosts = transport.Hosts(o.Authority, o.APIURL)
	}
	if a.global.debug {
		options.Debug = func(line string) { fmt.Fprintln(a.Err, "appreg: debug: "+line) }
	}
	client, err := transport.New(options)
	if err != nil {
		return nil, a.caFault(o, "could not use the CA file: %w", err)
	}
	return client, nil
}

// caFault is the error of a CA file: what was asked for is wrong, or the profile that it was saved with cannot be used.
func (a *app) caFault(o registration.Overrides, format string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if o.CAFile == a.setting(a.global.caFile, "", "APPREG_CA_FILE").value {
		return usageError("give a PEM file with the root certificate", format, err)
	}
	return &failure{code: exitStore, label: "store", err: fmt.Errorf(format, err),
		fix: "put back the file that was saved with the profile, or name another with --ca-file"}
}
