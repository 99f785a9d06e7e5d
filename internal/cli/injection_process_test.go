//go:build linux

package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// patience is how long a program may take to end after it was told to: less than what it waits for (a request, 10 s), and
// enough where the machine is busy.
const patience = 5 * time.Second

// givenFlags are a case's registration as flags of check, token and setup --no-input --store none.
func givenFlags(c cases.Case) []string {
	return []string{"--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID, "--no-input"}
}

// holder passes requests on, but keeps those to one endpoint waiting for as long as somebody waits for the answer.
type holder struct {
	next    http.Handler
	at      atomic.Pointer[spoiler] // names the endpoint
	arrived atomic.Bool
}

func (h *holder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if at := h.at.Load(); at == nil || !at.concerns(r.URL.Path) {
		h.next.ServeHTTP(w, r)
		return
	}
	_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has gone
	h.arrived.Store(true)
	<-r.Context().Done()
}

// TestToldToEnd: a signal ends whatever waits, at once, with exit code 130 and without a word of a fault; only who asked
// for JSON gets it.
func TestToldToEnd(t *testing.T) {
	longtest.Only(t)

	m := newStrange(t)
	hold := &holder{next: m.sim.Handler()}
	server := httptest.NewServer(hold)
	defer server.Close()
	m.url = server.URL
	c := m.cases["works-business-central-client-secret"]
	check, token := append([]string{"check"}, givenFlags(c)...), append([]string{"token"}, givenFlags(c)...)
	setup := append([]string{"setup", "--store", "none"}, givenFlags(c)...)
	asked := map[string]struct {
		args     []string
		endpoint string
	}{
		"the tenant of a check": {append(check, "--json"), tenantEndpoint}, "the token of a check": {check, tokenEndpoint},
		"the API of a check": {check, apiEndpoint}, "a token": {token, tokenEndpoint},
		"a set-up": {append(setup, "--json"), tokenEndpoint}, "the tenant of a set-up": {append(setup, "--debug"), tenantEndpoint},
	}
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		for name, tt := range asked {
			t.Run(name+"/"+sig.String(), func(t *testing.T) {
				hold.at.Store(&spoiler{path: tt.endpoint})
				hold.arrived.Store(false)
				cmd := m.process(tt.args...)
				cmd.Env = append(cmd.Env, "APPREG_CLIENT_SECRET="+c.Secret)
				endsWhenTold(t, cmd, sig, hold.arrived.Load)
			})
		}
		for name, args := range map[string][]string{
			"a secret of a set-up": append(setup, "--secret-stdin"), "a secret of a check": append(check, "--secret-stdin"),
			"a secret of a token": append(token, "--secret-stdin"), "an answer to explain": {"explain", "-"},
			"a question": {"setup", "--plain"}, "a question of the demo": {"demo", "--plain"},
		} {
			t.Run(name+"/"+sig.String(), func(t *testing.T) {
				cmd, in := m.process(args...), newHalfInput(t)
				cmd.Stdin = in.reader
				endsWhenTold(t, cmd, sig, in.read)
			})
		}
	}
}

// halfInput is a standard input that has begun and does not go on.
type halfInput struct{ reader, writer *os.File }

func newHalfInput(t *testing.T) halfInput {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err == nil {
		_, err = writer.WriteString("x")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = reader.Close(), writer.Close() })
	return halfInput{reader, writer}
}

// read reports whether somebody has read what is there.
func (h halfInput) read() bool {
	left, err := unix.IoctlGetInt(int(h.writer.Fd()), unix.TIOCINQ)
	return err == nil && left == 0
}

// process is the program in a process of its own, against the machine's simulator.
func (m *strange) process(args ...string) *exec.Cmd {
	cmd := exec.Command("appreg", args...)
	cmd.Env = append(os.Environ(), "APPREG_HOME="+m.home, "APPREG_AUTHORITY="+m.url, "APPREG_API_URL="+m.url)
	return cmd
}

// endsWhenTold starts cmd, waits until it waits, and tells it to end.
func endsWhenTold(t *testing.T, cmd *exec.Cmd, sig syscall.Signal, waits func() bool) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	hung := time.AfterFunc(10*patience, func() { _ = cmd.Process.Kill() })
	defer hung.Stop()
	for begun := time.Now(); !waits(); time.Sleep(time.Millisecond) { // a poll: the deadline decides
		if time.Since(begun) > 10*patience {
			t.Fatalf("never came to wait: %s", errs.String())
		}
	}
	told := time.Now()
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	killed := status.Signaled() && status.Signal() == sig // a shell makes 128 and its number of that
	if took := time.Since(told); took > patience || cmd.ProcessState.ExitCode() != 130 && !killed {
		t.Errorf("%v after %v: %s", cmd.ProcessState, took, errs.String())
	}
	if strings.Contains(errs.String(), "could not") || strings.Contains(errs.String(), "goroutine") {
		t.Errorf("says %s", errs.String())
	}
	if !slices.Contains(cmd.Args, "--json") {
		if strings.Contains(out.String(), `"error"`) {
			t.Errorf("says %s", out.String())
		}
		return
	}
	var answer struct {
		Error struct{ Code, Message string }
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil || answer.Error.Code != "interrupted" || answer.Error.Message != "interrupted" {
		t.Errorf("says %s (%v)", out.String(), err)
	}
}

// TestNobodyReads: where nobody reads standard output or standard error any more, nothing is said and nothing breaks.
func TestNobodyReads(t *testing.T) {
	longtest.Only(t)

	m := newStrange(t)
	c := m.cases["works-business-central-client-secret"]
	m.save("works-lcs-password") // its credential is in memory: list and show need none
	for name, args := range map[string][]string{
		"list": {"list"}, "list, JSON": {"list", "--json"}, "show": {"show", "works-lcs-password"}, "version": {"version"}, "help": {"--help"},
		"check": append([]string{"check"}, givenFlags(c)...), "check, JSON": append([]string{"check", "--json"}, givenFlags(c)...),
		"token": append([]string{"token"}, givenFlags(c)...), "explain": {"explain", "50126"}, "demo serve": {"demo", "serve"}, "completion": {"completion", "bash"},
		"set-up": append([]string{"setup", "--store", "none"}, givenFlags(c)...), "an error": {"show", "nobody", "--json"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), screenWait)
			defer cancel()
			cmd := m.process(args...)
			cmd.Env = append(cmd.Env, "APPREG_CLIENT_SECRET="+c.Secret)
			reader, writer, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			reader.Close()
			var errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = writer, &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			writer.Close()
			context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
			_ = cmd.Wait()
			status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
			quiet := cmd.ProcessState.ExitCode() == 0 || status.Signal() == syscall.SIGPIPE || name == "an error"
			if !quiet || strings.Contains(errs.String(), "panic") || strings.Contains(errs.String(), "broken pipe") {
				t.Errorf("ended with %v: %s", cmd.ProcessState, errs.String())
			}
		})
	}
}

// TestAnotherAuthority: a certificate of an authority that is not trusted is the network's fault, exit 4, and nothing is
// sent; with the right file it is ready.
func TestAnotherAuthority(t *testing.T) {
	longtest.Only(t)

	m := newStrange(t)
	c := m.cases["works-business-central-client-secret"]
	server, err := m.sim.Start(t.Context(), tenantsim.StartOptions{TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	other, err := tenantsim.New(tenantsim.Options{}).Start(t.Context(), tenantsim.StartOptions{TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	right, wrong := filepath.Join(t.TempDir(), "ca.pem"), filepath.Join(t.TempDir(), "other.pem")
	if err := errors.Join(os.WriteFile(right, server.CAPEM, 0o600), os.WriteFile(wrong, other.CAPEM, 0o600)); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]int{right: 0, wrong: 4, "": 4} {
		m.environ = []string{"APPREG_AUTHORITY=" + server.URL, "APPREG_API_URL=" + server.URL, "APPREG_CA_FILE=" + file, "APPREG_CLIENT_SECRET=" + c.Secret}
		m.sim.ForgetRequests()
		stdout, _, code := m.wantsFit(t, append([]string{"check", "--json"}, givenFlags(c)...)...)
		if code != want || (want == 4) != strings.Contains(stdout, `"cause": "network_tls"`) || want == 4 && len(m.sim.Requests()) > 0 {
			t.Errorf("CA file %q: ended with %d\n%s", filepath.Base(file), code, stdout)
		}
	}
}
