package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"appreg/internal/admin"
	"appreg/internal/await"
	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/federation/source"
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

// ofFile reports whether a flow's secret is the password of a file that holds the credential itself.
func ofFile(flow catalog.FlowInfo) bool { return flow.Proof == catalog.ProofCertificate }

// waysToGive lists the ways to hand over the secret that answers key; empty if key is no secret.
func waysToGive(key steps.Key) string {
	for _, flow := range catalog.Flows() {
		switch {
		case steps.SecretKey(flow.Flow) != key:
		case ofFile(flow):
			return "--certificate-password-file FILE or " + flow.Variable
		default:
			return "--secret-stdin, --secret-file FILE or " + flow.Variable
		}
	}
	return ""
}

// secretVariables are the environment variables that carry secrets.
func secretVariables() []string {
	return append(variablesOf(func(catalog.FlowInfo) bool { return true }), admin.Variables()...)
}

// credentialVariables are those that carry a credential itself.
func credentialVariables() []string {
	return variablesOf(func(f catalog.FlowInfo) bool { return !ofFile(f) && steps.SecretKey(f.Flow) != "" })
}

func variablesOf(are func(catalog.FlowInfo) bool) []string {
	var names []string
	for _, flow := range catalog.Flows() {
		if flow.Variable != "" && are(flow) {
			names = append(names, flow.Variable)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// waysOfAnyFlow lists the ways to hand over a credential while no flow says which it is.
func waysOfAnyFlow() string {
	return "--secret-stdin, --secret-file FILE, " + strings.Join(credentialVariables(), " or ") + "; or --certificate FILE"
}

// credentialGiven reports whether a credential was handed over, for whatever flow. It reads none.
func (r *registrationFlags) credentialGiven() bool {
	certificate := textOf(r.cmd, string(steps.KeyCertificate))
	return r.secrets.stdin || r.secrets.file != "" || certificate != "" ||
		slices.ContainsFunc(credentialVariables(), func(name string) bool { return r.Env(name) != "" })
}

// read returns the secret that was handed over for flow, with the answer that it is; empty if there was none.
// It goes straight into steps.Machine.Accept, which wraps it.
// Two sources for one secret are refused: nobody can say which was meant.
func (s secretSources) read(ctx context.Context, a *app, flow catalog.Flow) (steps.Key, string, error) {
	wanted, key := flow.Info(), steps.SecretKey(flow)
	if key == "" && flow != "" && (s.stdin || s.file != "" || s.certificatePasswordFile != "") {
		return "", "", usageError("leave it out", "sign-in method %s has no secret", flow)
	}
	if key == "" {
		return "", "", nil
	}
	certificate := ofFile(wanted)
	if certificate && (s.stdin || s.file != "") {
		return "", "", usageError("give the certificate's password with --certificate-password-file",
			"sign-in method %s has no secret", flow)
	}
	if !certificate && s.certificatePasswordFile != "" {
		return "", "", usageError("leave it out", "couldn't take --certificate-password-file: sign-in method %s has no certificate", flow)
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
	if a.Env(wanted.Variable) != "" {
		sources = append(sources, wanted.Variable)
	}
	if len(sources) > 1 {
		return "", "", usageError("give it in one way only",
			"the %s comes from %s", wanted.Secret, strings.Join(sources, " and from "))
	}
	value, err := s.value(ctx, a, file, wanted.Variable)
	return key, value, err
}

// value reads the secret from the one source that there is.
func (s secretSources) value(ctx context.Context, a *app, file, variable string) (string, error) {
	switch {
	case s.stdin:
		return readUntilTold(ctx, func(ctx context.Context) (string, error) {
			return await.Result(ctx, func() (string, error) { return readSecret(a.In, "standard input") })
		})
	case file != "":
		return readUntilTold(ctx, func(ctx context.Context) (string, error) { return readSecretFile(ctx, file) })
	default:
		return a.Env(variable), nil
	}
}

// readUntilTold reads, or gives up when the program is told to end: whoever was to write may never do so.
func readUntilTold[T any](ctx context.Context, read func(context.Context) (T, error)) (T, error) {
	ctx, stop := interruptible(ctx)
	defer stop()
	return read(ctx)
}

// readFile returns what reads a file that a person named, or gives up when ctx ends or the program is told to end.
func readFile(ctx context.Context) func(path string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		return readUntilTold(ctx, func(ctx context.Context) ([]byte, error) { return givenfile.Read(ctx, path) })
	}
}

// credentialEnv is what the steps need from outside. What it reads ends with ctx, or when the program is told to end.
func credentialEnv(ctx context.Context) steps.Env {
	return steps.Env{
		Now: time.Now, ReadFile: readFile(ctx), Absolute: givenfile.Absolute,
		OpenCertificate: func(file, password secret.Secret) (*certificate.Certificate, error) {
			return readUntilTold(ctx, func(ctx context.Context) (*certificate.Certificate, error) {
				return certificate.Open(ctx, file, password)
			})
		},
	}
}

// readSecretFile reads a secret from a file or a named pipe.
func readSecretFile(ctx context.Context, path string) (string, error) {
	data, err := givenfile.ReadOrWait(ctx, wherever(path))
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		// Without the name: it may be the secret itself, given in the place of a file.
		return "", usageError("use the name of a readable file, never the secret itself",
			"couldn't read the secret's file: it %s", whyNoFile(err))
	}
	return readSecret(bytes.NewReader(data), "the file")
}

// readSecret reads all of r as text. What cannot be text comes back as it is: the answer's own field says what is wrong.
func readSecret(r io.Reader, from string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSecretSize+1))
	if err != nil {
		if path := new(fs.PathError); errors.As(err, &path) {
			err = path.Err
		}
		return "", usageError("use a readable file", "couldn't read the secret from %s: %w", from, err)
	}
	if len(data) > maxSecretSize {
		return "", usageError("pass only the secret itself", "couldn't read the secret from %s: it's longer than %d KiB", from, maxSecretSize>>10)
	}
	text, err := givenfile.Text(string(data))
	switch {
	case err != nil:
		return string(data), nil
	case text == "":
		return "", usageError("check the command that prints it", "couldn't read the secret from %s: it's empty", from)
	}
	return text, nil
}

// secrets takes the secrets of the environment, and whatever looks like one, out of text.
func (s Streams) secrets() sanitize.Redactor {
	var known []secret.Secret
	for _, name := range slices.Concat(secretVariables(), otherSecretVariables(), source.Secrets()) {
		raw := s.Env(name)
		known = append(known, secret.New(raw))
		if text, err := givenfile.Text(raw); err == nil {
			known = append(known, secret.New(text))
		}
	}
	return sanitize.NewRedactor(known...)
}

// otherSecretVariables are the further variables that carry a secret which appreg reads or hands out: those of other programs'
// names, and the one that its tokens are exported in.
func otherSecretVariables() []string {
	return append(slices.Sorted(maps.Values(standardSecrets())), standardPassword, tokenVariable)
}

// childEnviron is the environment for child processes, without the secrets that appreg reads or hands out.
func (to Streams) childEnviron() []string {
	return without(to.Environ, append(secretVariables(), otherSecretVariables()...))
}

// without returns an environment without some variables.
func without(environ, names []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(names, name)
	})
}

// dropSecretsFromEnviron takes our secrets out of the process's own environment, which every child inherits.
// They have been copied into Streams before.
func dropSecretsFromEnviron() {
	for _, name := range append(secretVariables(), otherSecretVariables()...) {
		if err := os.Unsetenv(name); err != nil {
			panic(fmt.Sprintf("couldn't unset %s: %v", name, err)) // impossible: the name is ours and well formed
		}
	}
}
