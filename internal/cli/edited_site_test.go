package cli_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// recorder is a host that an edited file names: it keeps whatever reaches it, and answers nothing of use.
type recorder struct {
	url  string
	mu   sync.Mutex
	sent []string
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	r := &recorder{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.sent = append(r.sent, request.Method+" "+request.URL.String()+" "+request.Header.Get("Authorization")+" "+string(body))
		answer.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

// taken returns what has come since the last call.
func (r *recorder) taken() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	sent := r.sent
	r.sent = nil
	return sent
}

// editedSite is a machine with one profile, saved by the program as it is, whose files somebody else edits.
type editedSite struct {
	*machine
	name  string
	evil  *recorder
	flags []string // the new credential, for setup --replace
	lines string   // the same for the line mode

	index map[string]any
	items map[string]secret.Secret
	files map[string][]byte // below home
}

// editedProfiles are the profiles, one for each kind of what is sent: secret, assertion, password, refresh token.
var editedProfiles = []string{
	"works-business-central-client-secret", "works-power-apps-client-certificate", "works-lcs-password", "works-power-platform-browser",
}

func newEditedSite(t *testing.T, name string) *editedSite {
	t.Helper()
	s := &editedSite{machine: newMachine(t), name: name, evil: newRecorder(t)}
	c := s.cases[name]
	s.saveChanged(name, func(r *registration.Registration) {
		if c.Flow == catalog.ClientCertificate {
			data, err := os.ReadFile(c.Certificate)
			if err != nil {
				t.Fatal(err)
			}
			r.Credential = registration.Credential{CertificateFile: c.Certificate, Certificate: secret.New(string(data)), Keep: registration.KeepPath}
			s.flags, s.lines = []string{"--certificate", c.Certificate}, c.Certificate+"\n"
		}
	})
	if typed := c.Secret + c.Password; typed != "" {
		s.flags, s.lines = []string{"--secret-file", secretFile(t, typed)}, typed+"\n"
	}
	if c.Flow.SignsInAtPage() {
		s.sim.AutoApprove()
		s.terminal = true
	}
	if stdout, stderr, code := s.run("check", name); code != 0 {
		t.Fatalf("as saved: exit code %d\n%s%s", code, stdout, stderr)
	}
	s.terminal = false
	s.remember(t)
	return s
}

// remember keeps files and items as they are now, for restore.
func (s *editedSite) remember(t *testing.T) {
	t.Helper()
	s.files, s.items = map[string][]byte{}, map[string]secret.Secret{}
	err := filepath.WalkDir(s.home, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			s.files[path], err = os.ReadFile(path)
		}
		return err
	})
	if err == nil {
		err = json.Unmarshal(s.files[s.indexFile()], &s.index)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.sim.ForgetRequests()
	id, _ := s.entry()["id"].(string)
	if s.items[id], err = s.keyring.Get(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

// restore undoes whatever was done to files and items.
func (s *editedSite) restore(t *testing.T) {
	t.Helper()
	s.keyring = store.NewMemoryKeyring()
	for id, value := range s.items {
		if err := s.keyring.Set(t.Context(), id, value); err != nil {
			t.Fatal(err)
		}
	}
	for path, content := range s.files {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.index = nil
	if err := json.Unmarshal(s.files[s.indexFile()], &s.index); err != nil {
		t.Fatal(err)
	}
	s.sim.ForgetRequests()
	s.evil.taken()
}

func (s *editedSite) indexFile() string { return filepath.Join(s.home, "profiles.json") }

// entry is the profile as it stands in the index.
func (s *editedSite) entry() map[string]any {
	entry, _ := s.index["profiles"].([]any)[0].(map[string]any)
	return entry
}

// put writes the index with fields of the entry changed; an empty value takes the field out.
func (s *editedSite) put(t *testing.T, changes map[string]any) {
	t.Helper()
	for field, value := range changes {
		s.entry()[field] = value
		if value == "" {
			delete(s.entry(), field)
		}
	}
	data, err := json.Marshal(s.index)
	if err == nil {
		err = os.WriteFile(s.indexFile(), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// sending are the commands that send what a profile holds, or what is entered for one.
func (s *editedSite) sending() map[string][]string {
	replace := append([]string{"setup", "--replace", "--profile", s.name}, s.flags...)
	return map[string][]string{
		"check": {"check", s.name}, "check --all": {"check", "--all"}, "check --json": {"check", s.name, "--json"},
		"token": {"token", s.name}, "token --refresh": {"token", s.name, "--refresh"},
		"setup --replace --no-input": append(replace, "--no-input", "--save-unready"),
		"setup --replace --plain":    append([]string{"setup", "--replace", "--plain", "--profile", s.name}, s.certificateFlags()...),
	}
}

// certificateFlags are those of flags that --plain takes.
func (s *editedSite) certificateFlags() []string {
	if len(s.flags) > 0 && s.flags[0] == "--certificate" {
		return s.flags
	}
	return nil
}

// send runs a command with the new credential on stdin, and returns what reached the other host and the simulator.
func (s *editedSite) send(t *testing.T, args []string, environ ...string) (stderr string, code int, evil []string, sim []tenantsim.Request) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Run(t.Context(), args, cli.Streams{
		In: strings.NewReader(strings.Repeat(s.lines, 3)), Out: &out, Err: &errs, Keyring: s.keyring, Browser: visit,
		Environ: append([]string{"APPREG_HOME=" + s.home}, environ...),
	})
	return errs.String(), code, s.evil.taken(), s.sim.Requests()
}
