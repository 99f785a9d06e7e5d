package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"appreg/internal/givenfile"
	"appreg/internal/sanitize"
)

// runnerFiles are the files through which a step of GitHub Actions tells later ones, by the variable that names each, with
// the name that the token gets there (docs/sources.md, "Other programs that ask").
var runnerFiles = []struct{ variable, name string }{
	{"GITHUB_ENV", tokenVariable},
	{"GITHUB_OUTPUT", "token"},
}

// openGitHub hides the token from the job's log before it is written anywhere, then tells later steps. What the job lacks is
// said before a token is asked for.
func openGitHub(_ context.Context, t *tokenCommand, _ subject) (*tokenAnswer, error) {
	var lacking []string
	for _, file := range runnerFiles {
		if t.Env(file.variable) == "" {
			lacking = append(lacking, file.variable)
		}
	}
	const fix = "run it in a step of a GitHub Actions job, and not with sudo or in a container of your own without its variables and files"
	if len(lacking) == len(runnerFiles) {
		return nil, usageError(fix, "couldn't use --output github: %s aren't set", strings.Join(lacking, " and "))
	}
	for _, name := range lacking {
		t.note("%s isn't set: the token isn't written there", name)
	}
	for _, file := range runnerFiles {
		path := t.Env(file.variable)
		if path == "" {
			continue
		}
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return nil, usageError(fix, "couldn't use --output github: the file that %s names %s", file.variable, whyNoFile(err))
		}
	}
	return &tokenAnswer{
		text: func(g issued) string { return "::add-mask::" + g.Value.Reveal() + "\n" },
		then: t.tellRunner,
	}, nil
}

// whyNoFile completes "the file ".
func whyNoFile(err error) string {
	path, fault := new(fs.PathError), givenfile.Fault("")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "doesn't exist"
	case errors.As(err, &fault):
		return string(fault)
	case errors.As(err, &path):
		return "can't be used: " + path.Err.Error()
	}
	return "isn't a file"
}

// fileFault is the error of a file that a person named and that can't be read.
func fileFault(err error) error {
	if path := new(fs.PathError); errors.As(err, &path) {
		return fmt.Errorf("file %q %s", sanitize.Line(path.Path), whyNoFile(err))
	}
	return err
}

// tellRunner adds the token to the runner's files. A step before may have left a line without its end; empty lines mean
// nothing there.
func (t *tokenCommand) tellRunner(g issued) error {
	for _, file := range runnerFiles {
		path := t.Env(file.variable)
		if path == "" {
			continue
		}
		if err := addLine(path, "\n"+file.name+"="+g.Value.Reveal()+"\n"); err != nil {
			return &failure{
				code: exitUnexpected, label: "unexpected", err: fmt.Errorf("couldn't write the token to %s: %w", file.variable, err),
				fix: "free space on the runner, then run it again",
			}
		}
	}
	return nil
}

// addLine adds text to a file that is there.
func addLine(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = io.WriteString(file, text)
	return errors.Join(err, file.Close())
}
