package cli

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/verify"
	"appreg/steps"
)

// registrationFlags are the flags that describe a registration: those of setup, check and token alike.
type registrationFlags struct {
	*app
	cmd     *cobra.Command
	secrets secretSources
}

// register adds the flags to cmd.
func (r *registrationFlags) register(cmd *cobra.Command) {
	r.cmd = cmd
	flags := cmd.Flags()
	registerAnswerFlags(flags)
	flags.BoolVar(&r.secrets.stdin, "secret-stdin", false, "read the client secret or password from standard input (also: APPREG_CLIENT_SECRET, APPREG_PASSWORD)")
	flags.StringVar(&r.secrets.file, "secret-file", "", "read the client secret or password from a `file`")
	flags.StringVar(&r.secrets.certificatePasswordFile, "certificate-password-file", "", "read the PFX password from a `file` (also: APPREG_CERTIFICATE_PASSWORD)")
}

// env is what the steps need from outside.
func (r *registrationFlags) env() steps.Env {
	return steps.Env{Now: time.Now, ReadFile: readFile(r.cmd.Context())}
}

// given is what the flags answered.
type given struct {
	machine steps.Machine
	fault   *steps.Problem     // the first value that was present but wrong
	faulty  map[steps.Key]bool // the answers that were given, but wrong: they are not missing
}

// take gives every answer flag and the secret to the machine.
// Names that do not exist and answers that do not apply are usage errors; wrong values are collected.
func (r *registrationFlags) take(machine steps.Machine) (given, error) {
	g := given{machine: machine, faulty: map[steps.Key]bool{}}
	for _, flag := range answerFlags {
		if raw := flag.given(r.cmd); raw != "" {
			if err := g.take(flag.key, raw); err != nil {
				return g, err
			}
		}
	}
	key, value, err := r.secrets.read(r.cmd.Context(), r.app, g.machine.Answers().Flow())
	if err != nil || value == "" {
		return g, err
	}
	for _, flag := range answerFlags {
		if flag.kind != yesOrNo && flag.given(r.cmd) == value {
			return g, usageError("give the secret in one place, and what was asked for in the other",
				"could not take --%s: its value is the secret", flag.key)
		}
	}
	if err := g.take(key, value); err != nil {
		return g, err
	}
	if key == steps.KeyCertificatePassword { // a PFX file can be read only now
		if path, _ := r.cmd.Flags().GetString(string(steps.KeyCertificate)); path != "" {
			return g, g.take(steps.KeyCertificate, path)
		}
	}
	return g, nil
}

// take gives one answer to the machine.
func (g *given) take(key steps.Key, raw string) error {
	machine, _, problem := g.machine.Accept(key, raw)
	switch {
	case problem == nil:
		g.machine = machine
	case problem.Cause == "":
		return usageError(problem.Fix, "could not take --%s: %w", key, errors.New(problem.Message))
	default:
		g.faulty[key] = true
		if g.fault == nil {
			g.fault = problem
		}
	}
	return nil
}

// missing lists the required answers that were not given.
func (g *given) missing() []steps.Field {
	var list []steps.Field
	for _, f := range g.machine.AllMissing() {
		if !g.faulty[f.Key] {
			list = append(list, f)
		}
	}
	return list
}

// input is what to verify.
func (g *given) input(profile string, skipToken bool) verify.Input {
	in := verify.Input{Profile: profile, Registration: g.machine.Answers().Registration(), SkipToken: skipToken}
	if g.fault != nil {
		in.Fault = &verify.Fault{Cause: g.fault.Cause, Message: g.fault.Message}
	}
	return in
}
