package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/diagnose"
	"appreg/internal/verify"
	"appreg/steps"
)

// registrationFlags are the flags that describe a registration: those of setup, check and token alike.
type registrationFlags struct {
	*app
	cmd     *cobra.Command
	secrets secretSources

	standard map[steps.Key]string // answers that follow from AZURE_AUTHORITY_HOST
}

// register adds the flags to cmd.
func (r *registrationFlags) register(cmd *cobra.Command) {
	r.cmd = cmd
	flags := cmd.Flags()
	registerAnswerFlags(flags)
	flags.BoolVar(&r.secrets.stdin, "secret-stdin", false, "client secret or password on standard input (also "+strings.Join(credentialVariables(), ", ")+")")
	addText(flags, &r.secrets.file, "secret-file", "", "file", "file with the client secret or password")
	addText(flags, &r.secrets.certificatePasswordFile, "certificate-password-file", "", "file", "file with the certificate's password (also APPREG_CERTIFICATE_PASSWORD)")
}

// env is what the steps need from outside.
func (r *registrationFlags) env() steps.Env {
	return credentialEnv(r.cmd.Context())
}

// given is what the flags answered.
type given struct {
	machine     steps.Machine
	certificate string             // the file as it was named
	fault       *steps.Problem     // the first value that was present but wrong
	faulty      map[steps.Key]bool // the answers that were given, but wrong: they are not missing
}

// take hands every answer flag and the secret to the machine.
// Names that do not exist and answers that do not apply are usage errors; wrong values are collected.
func (r *registrationFlags) take(machine steps.Machine) (given, error) {
	g := given{machine: machine, faulty: map[steps.Key]bool{}}
	flags := answerFlags()
	err := r.takeAnswers(&g, flags)
	if err == nil {
		err = r.takeSecret(&g, flags)
	}
	return g, err
}

func (r *registrationFlags) takeAnswers(g *given, flags []answerFlag) error {
	for _, flag := range flags {
		raw, variable := r.answer(flag, g.machine)
		if raw == "" {
			continue
		}
		if variable != "" {
			r.sayStandard(string(flag.key), raw, variable)
		}
		if flag.key == steps.KeyCertificate {
			g.certificate = raw
		}
		if err := g.take(flag.key, raw); err != nil {
			return err
		}
	}
	return nil
}

func (r *registrationFlags) takeSecret(g *given, flags []answerFlag) error {
	key, value, err := r.secrets.read(r.cmd.Context(), r.app, g.machine.Answers().Flow())
	if err == nil && value == "" {
		value = r.standardSecret(key)
	}
	if err != nil || value == "" {
		return err
	}
	for _, flag := range flags {
		if flag.kind != yesOrNo && flag.given(r.cmd) == value {
			return usageError("give the secret in one place only", "the value of --%s is the secret", flag.key)
		}
	}
	if err := g.take(key, value); err != nil {
		return err
	}
	if key == steps.KeyCertificatePassword && g.certificate != "" { // an encrypted file can be read only now
		return g.take(steps.KeyCertificate, g.certificate)
	}
	return nil
}

// take returns one answer to the machine.
func (g *given) take(key steps.Key, raw string) error {
	machine, _, problem := g.machine.Accept(key, raw)
	switch {
	case problem == nil:
		g.machine = machine
	case isContext(problem):
		return fmt.Errorf("couldn't read --%s: %w", key, problem.Err)
	case problem.Cause == "":
		return notTaken(key, problem)
	default:
		g.faulty[key] = true
		if g.fault == nil {
			g.fault = problem
		}
	}
	return nil
}

// notTaken is the error of an answer that cannot be taken as it was given.
func notTaken(key steps.Key, problem *steps.Problem) error {
	return usageError(problem.Fix, "%s (--%s)", problem.Message, key)
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
		in.Fault = &diagnose.Fault{Cause: g.fault.Cause, Message: g.fault.Message, Fix: g.fault.Fix, Command: g.fault.Command, Whole: g.fault.Whole}
	}
	return in
}
