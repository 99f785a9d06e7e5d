package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"slices"
	"strings"

	"appreg/internal/sanitize"
)

// otherIdentity are the variables by which an SDK would look for a managed identity of another kind, or find an older one.
var otherIdentity = []string{
	"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT", "MSI_SECRET",
	"AZURE_POD_IDENTITY_AUTHORITY_HOST",
}

// earlierCredentials are the variables that have DefaultAzureCredential use another credential before it asks for a
// managed identity (docs/sources.md, "Other programs that ask").
var earlierCredentials = []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE", standardPassword}

// environ is the command's environment: ours without our secrets, with what tells of the tokens. What Azure's SDKs read stays: it was
// set for such a command.
func (r *runCommand) environ(tokens ...string) []string {
	environ := without(r.Environ, append(secretVariables(), tokenVariable))
	if r.env != "" {
		return append(environ, tokens...)
	}
	environ = without(environ, otherIdentity)
	for _, name := range earlierCredentials {
		if r.Env(name) != "" {
			r.note("%s is set: DefaultAzureCredential in the command uses it, not the profile", name)
		}
	}
	return append(environ, append(tokens, pastProxies(r.Streams)...)...)
}

// governing are variables whose value decides which programs run, what they load or where they send, and those of appreg: a
// token in one of them breaks the command, or goes astray.
var governing = []string{"PATH", "HOME", "IFS", "ENV", "BASH_ENV", "SHELL", "PWD", "TMPDIR", "LD_*", "DYLD_*", "NODE_OPTIONS", "PYTHON*", "PERL5*", "RUBYOPT", "GIT_*", "PROMPT_COMMAND", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "APPREG_*"}

// governs reports whether a variable is one of those. The case of letters doesn't count, as on Windows and for proxies.
func governs(name string) bool {
	name = strings.ToUpper(name)
	return name != tokenVariable && slices.ContainsFunc(slices.Concat(governing, otherIdentity), func(rule string) bool {
		start, any := strings.CutSuffix(rule, "*")
		return name == rule || any && strings.HasPrefix(name, start)
	})
}

// pastProxies keeps requests to this machine from a proxy, which would read them.
func pastProxies(s Streams) []string {
	var entries []string
	for _, names := range [][]string{{"HTTP_PROXY", "ALL_PROXY", "NO_PROXY"}, {"http_proxy", "all_proxy", "no_proxy"}} {
		if s.Env(names[0]) == "" && s.Env(names[1]) == "" {
			continue
		}
		for _, no := range []string{"NO_PROXY", "no_proxy"} { // a program reads one of them
			list := strings.Trim(s.Env(no)+",127.0.0.1", ",")
			entries = append(entries, no+"="+list)
		}
		break
	}
	return entries
}

// follow runs the command to its end, which ends appreg with the same exit code. Streams are the command's own, as if it had
// been started without appreg, and signals are passed on.
func (r *runCommand) follow(child *exec.Cmd, environ []string) error {
	child.Env, child.Stdin, child.Stdout, child.Stderr = environ, r.In, r.Out, r.Err
	if watched, is := r.Out.(*watchedWriter); is {
		child.Stdout = watched.w
	}
	signals, err := newSignals(child)
	if err != nil {
		return fmt.Errorf("couldn't pass signals on: %w", err)
	}
	defer signals.stop()
	if err := child.Start(); err != nil {
		return notRun(child.Args[0], err)
	}
	signals.passTo(child.Process)
	err = child.Wait()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("couldn't wait for the command: %w", err)
	}
	if code := exitCodeOf(child.ProcessState); code != 0 {
		return &verdictError{code}
	}
	return nil
}

// notRun is the error of a command that couldn't be started.
func notRun(command string, err error) error {
	const fix = "check the command after --"
	if command = sanitize.Line(command); errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return usageError(fix, "command %q not found", command)
	}
	return usageError(fix, "couldn't run %q: %w", command, reason(err))
}

// reason is an error without the name of what it is about, which has been said.
func reason(err error) error {
	var path *fs.PathError
	var program *exec.Error
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &program):
		return program.Err
	default:
		return err
	}
}
