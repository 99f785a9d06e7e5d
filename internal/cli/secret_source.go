package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/givenfile"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/steps"
)

// secretSources are the ways to hand over a secret: never a flag's value, which would stand in the process list.
type secretSources struct {
	stdin                   bool
	file                    string
	certificatePasswordFile string
}

// maxSecretSize bounds what is read as a secret, in bytes.
const maxSecretSize = 64 << 10

// secretKeys say which answer a flow's secret is and which variable carries it.
var secretKeys = map[catalog.Flow]struct {
	key      steps.Key
	variable string
	noun     string
}{
	catalog.ClientSecret:      {steps.KeySecret, "APPREG_CLIENT_SECRET", "client secret"},
	catalog.Password:          {steps.KeyPassword, "APPREG_PASSWORD", "password"},
	catalog.ClientCertificate: {steps.KeyCertificatePassword, "APPREG_CERTIFICATE_PASSWORD", "certificate's password"},
}

// waysToGive lists the ways to hand over the secret that answers key; empty if key is no secret.
func waysToGive(key steps.Key) string {
	for flow, wanted := range secretKeys {
		if wanted.key != key {
			continue
		}
		if flow == catalog.ClientCertificate {
			return "--certificate-password-file FILE or " + wanted.variable
		}
		return "--secret-stdin, --secret-file FILE or " + wanted.variable
	}
	return ""
}

// waysOfAnyFlow lists the ways to hand over a credential while no flow says which it is.
func waysOfAnyFlow() string {
	return "--secret-stdin, --secret-file FILE, " + secretKeys[catalog.ClientSecret].variable + " or " +
		secretKeys[catalog.Password].variable + "; or --certificate FILE"
}

// credentialGiven reports whether a credential was handed over, for whatever flow. It reads none.
func (r *registrationFlags) credentialGiven() bool {
	certificate, _ := r.cmd.Flags().GetString(string(steps.KeyCertificate))
	return r.secrets.stdin || r.secrets.file != "" || certificate != "" ||
		r.Env(secretKeys[catalog.ClientSecret].variable) != "" || r.Env(secretKeys[catalog.Password].variable) != ""
}

// read gives the secret that was handed over for flow, with the answer that it is; empty if there was none.
// It goes straight into steps.Machine.Accept, which wraps it.
// Two sources for one secret are refused: nobody can say which was meant.
func (s secretSources) read(ctx context.Context, a *app, flow catalog.Flow) (steps.Key, string, error) {
	wanted, known := secretKeys[flow]
	if !known && flow != "" && (s.stdin || s.file != "" || s.certificatePasswordFile != "") {
		return "", "", usageError("leave it out", "could not take the secret: flow %s has none", flow)
	}
	if !known {
		return "", "", nil
	}
	certificate := flow == catalog.ClientCertificate
	if certificate && (s.stdin || s.file != "") {
		return "", "", usageError("give the certificate's password with --certificate-password-file",
			"could not take the secret: flow %s has none", flow)
	}
	if !certificate && s.certificatePasswordFile != "" {
		return "", "", usageError("leave it out", "could not take --certificate-password-file: flow %s has no certificate", flow)
	}
	file, flag := s.file, "--secret-file"
	if certificate {
		file, flag = s.certificatePasswordFile, "--certificate-password-file"
	}
	var sources []string
	if s.stdin {
		sources = append(sources, "--secret-stdin")
	}
	if file != "" {
		sources = append(sources, flag)
	}
	if a.Env(wanted.variable) != "" {
		sources = append(sources, wanted.variable)
	}
	if len(sources) > 1 {
		return "", "", usageError("give it in one way only",
			"could not take the %s: it comes from %s", wanted.noun, strings.Join(sources, " and from "))
	}
	value, err := s.value(ctx, a, file, wanted.variable)
	return wanted.key, value, err
}

// value reads the secret from the one source that there is.
func (s secretSources) value(ctx context.Context, a *app, file, variable string) (string, error) {
	switch {
	case s.stdin:
		return readUntilTold(ctx, func() (string, error) { return readSecret(a.In, "standard input") })
	case file != "":
		return readUntilTold(ctx, func() (string, error) { return readSecretFile(file) })
	default:
		return a.Env(variable), nil
	}
}

// readUntilTold reads, or gives up when the program is told to end: whoever was to write may never do so. A read cannot
// be stopped; it is left behind.
func readUntilTold[T any](ctx context.Context, read func() (T, error)) (T, error) {
	ctx, stop := interruptible(ctx)
	defer stop()
	type outcome struct {
		content T
		err     error
	}
	done := make(chan outcome, 1)
	go func() {
		content, err := read()
		done <- outcome{content, err}
	}()
	select {
	case got := <-done:
		return got.content, got.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// readFile gives what reads a file that a person named, or gives up when ctx ends or the program is told to end.
func readFile(ctx context.Context) func(path string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		return readUntilTold(ctx, func() ([]byte, error) { return givenfile.Read(path) })
	}
}

// readSecretFile reads a secret from a file or a named pipe.
func readSecretFile(path string) (string, error) {
	data, err := givenfile.ReadOrWait(path)
	if err != nil {
		// Without the name: it may be the secret itself, given in the place of a file.
		return "", usageError("give the name of a file that can be read, never the secret itself",
			"could not read the secret's file: %w", errors.Unwrap(err))
	}
	return readSecret(bytes.NewReader(data), "the file")
}

// readSecret reads all of r and takes one line end off, as echo and editors add one.
func readSecret(r io.Reader, from string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSecretSize+1))
	if err != nil {
		if path := new(fs.PathError); errors.As(err, &path) {
			err = path.Err
		}
		return "", usageError("give a file that can be read", "could not read the secret from %s: %w", from, err)
	}
	if len(data) > maxSecretSize {
		return "", usageError("give only the secret itself", "could not read the secret from %s: it is longer than %d KiB", from, maxSecretSize>>10)
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r")
	if text == "" {
		return "", usageError("check the command that prints it", "could not read the secret from %s: it is empty", from)
	}
	return text, nil
}

// secrets takes the secrets of the environment, and whatever looks like one, out of text.
func (s Streams) secrets() sanitize.Redactor {
	var known []secret.Secret
	for _, wanted := range secretKeys {
		known = append(known, secret.New(s.Env(wanted.variable)))
	}
	return sanitize.NewRedactor(known...)
}

// childEnviron is the environment for child processes, without our secrets.
func (a *app) childEnviron() []string {
	var kept []string
	for _, entry := range a.Environ {
		name, _, _ := strings.Cut(entry, "=")
		switch name {
		case "APPREG_CLIENT_SECRET", "APPREG_PASSWORD", "APPREG_CERTIFICATE_PASSWORD", "TEA_TRACE", "TEA_DEBUG":
		default:
			kept = append(kept, entry)
		}
	}
	return kept
}

// dropSecretsFromEnviron takes our secrets out of the process's own environment, which every child inherits.
// They have been copied into Streams before.
func dropSecretsFromEnviron() {
	for _, wanted := range secretKeys {
		if err := os.Unsetenv(wanted.variable); err != nil {
			panic(fmt.Sprintf("could not unset %s: %v", wanted.variable, err)) // impossible: the name is ours and well formed
		}
	}
}
