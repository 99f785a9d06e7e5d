package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"appreg/internal/bounded"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

// helper is a store that another program keeps: appreg-store-NAME, with get, store or erase for its only argument, a request on
// its standard input and an answer on its standard output, both one object of JSON (docs/storage.md, "Other stores").
type helper struct {
	name    string        // NAME
	environ []string      // of the program
	limit   time.Duration // of one call
}

const (
	helperPrefix = "appreg-store-"
	helperLimit  = 10 * time.Second // for one call
	helperOutput = 64 << 10         // bytes of an answer
	helperWords  = 300              // characters of what it said that an error repeats
)

// helperRequest is what a helper reads.
type helperRequest struct {
	Version int    `json:"version"` // 1
	Service string `json:"service"` // "appreg"
	ID      string `json:"id"`      // [a-z0-9-]{1,48}
	Value   string `json:"value,omitempty"`
}

// helperAnswer is what it writes: get writes the value, or {} if it has none; the others need not write anything.
type helperAnswer struct {
	Value *string `json:"value"`
	Error string  `json:"error"`
}

// validHelper reports whether NAME is one: 1 to 32 of a-z, 0-9 and -, the first no dash. It becomes part of a file's name.
func validHelper(name string) bool { return len(name) <= 32 && safeID(name) }

func (h *helper) program() string { return helperPrefix + h.name }

// Get returns the value of id. Errors: ErrBackend with StateNotFound, ErrHelper.
func (h *helper) Get(ctx context.Context, id string) (secret.Secret, error) {
	answer, err := h.call(ctx, "get", id, "")
	switch {
	case err != nil:
		return secret.Secret{}, err
	case answer.Value == nil:
		return secret.Secret{}, &Error{Kind: ErrBackend, State: StateNotFound, Op: opRead, Backend: h.backend()}
	}
	return secret.New(*answer.Value), nil
}

// Set keeps value under id. Errors: ErrHelper.
func (h *helper) Set(ctx context.Context, id string, value secret.Secret) error {
	_, err := h.call(ctx, "store", id, value.Reveal())
	return err
}

// Delete deletes the value of id; one that is not there is fine. Errors: ErrHelper.
func (h *helper) Delete(ctx context.Context, id string) error {
	_, err := h.call(ctx, "erase", id, "")
	return err
}

// IDs is not asked of helpers.
func (h *helper) IDs(context.Context) ([]string, error) { return nil, &Error{Kind: ErrUnlisted} }

// State reports whether there is such a program. It is not started.
func (h *helper) State(context.Context) State {
	if _, err := exec.LookPath(h.program()); err != nil {
		return StateNoHelper
	}
	return StateReady
}

// Name is what people call it.
func (h *helper) Name() string { return "store " + h.name + " (the program " + h.program() + ")" }

// Limit is the keyring's, so that a profile can move between the two.
func (*helper) Limit() int { return itemLimit }

func (h *helper) backend() BackendName { return BackendName("exec:" + h.name) }

// call runs the program once.
func (h *helper) call(ctx context.Context, verb, id, value string) (helperAnswer, error) {
	path, err := exec.LookPath(h.program())
	if err != nil {
		return helperAnswer{}, &Error{Kind: ErrBackend, State: StateNoHelper, Backend: h.backend(), Err: err}
	}
	request, err := json.Marshal(helperRequest{Version: 1, Service: service, ID: id, Value: value})
	if err != nil {
		return helperAnswer{}, h.failed(verb, "couldn't be asked", err)
	}
	limited, cancel := context.WithTimeout(ctx, h.limit)
	defer cancel()
	out, said := &bounded.Buffer{Limit: helperOutput}, &bounded.Buffer{Limit: helperOutput}
	cmd := exec.CommandContext(limited, path, verb)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(request), out, said
	cmd.Env, cmd.WaitDelay = h.environ, time.Second
	err = cmd.Run()
	answer, understood := helperAnswer{}, true
	if text := strings.TrimSpace(out.String()); text != "" {
		understood = json.Unmarshal([]byte(text), &answer) == nil
	}
	words := firstWords(answer.Error, said.String(), value, answer.Value)
	switch {
	case ctx.Err() != nil:
		return helperAnswer{}, ctx.Err()
	case limited.Err() != nil:
		return helperAnswer{}, h.failed(verb, fmt.Sprintf("didn't answer within %d s", int(helperLimit.Seconds())), limited.Err())
	case out.Over:
		return helperAnswer{}, h.failed(verb, "wrote more than 64 KB", nil)
	case err != nil && !errors.Is(err, exec.ErrWaitDelay), answer.Error != "":
		return helperAnswer{}, h.failed(verb, "failed"+words, err)
	case !understood, verb == "get" && len(out.Bytes()) == 0:
		return helperAnswer{}, h.failed(verb, "didn't answer in JSON", nil)
	}
	return answer, nil
}

func (h *helper) failed(verb, why string, err error) error {
	return &Error{Kind: ErrHelper, Backend: h.backend(), Op: verb, Why: h.program() + " " + verb + " " + why, Err: err}
}

// firstWords is the first line that a helper said about a failure, without the value and what looks like a secret.
func firstWords(inAnswer, said, value string, answered *string) string {
	for _, text := range []string{inAnswer, said} {
		line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
		if line == "" {
			continue
		}
		known := []secret.Secret{secret.New(value)}
		if answered != nil {
			known = append(known, secret.New(*answered))
		}
		if characters := []rune(line); len(characters) > helperWords {
			line = string(characters[:helperWords]) + "…"
		}
		return ": " + sanitize.Line(sanitize.NewRedactor(known...).Hide(line))
	}
	return ""
}

// openHelper returns the store that a program keeps.
func openHelper(in surroundings, name string) Backend {
	environ := in.opts.Environ
	if environ == nil {
		environ = os.Environ()
	}
	return &helper{name: name, environ: environ, limit: helperLimit}
}
