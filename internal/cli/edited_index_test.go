package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"appreg/internal/longtest"
	"appreg/store"
)

// hostile are other values for the fields of an entry, by their JSON names. %s is the address of the host that is to get
// what is sent. A field that is bound is refused with exit code 3, before anything is sent to anybody; what code is
// another where there is a reason: the profile cannot be used at all, or there is no item under another id.
type hostile struct {
	values []any
	bound  bool
	codes  []int // in place of 3
}

var hostileFields = map[string]hostile{
	"id":                {values: []any{"other-abcd"}, bound: true, codes: []int{5, 3}},
	"api":               {values: []any{"power-platform", "lcs"}, bound: true, codes: []int{3, 5}},
	"cloud":             {values: []any{"gcc", "china"}, bound: true, codes: []int{3, 5}},
	"region":            {values: []any{"eu", ""}, bound: true, codes: []int{3, 5}},
	"tenant":            {values: []any{"fabrikam.com"}, bound: true},
	"tenant_id":         {values: []any{"11111111-2222-4333-8444-555566667777"}, bound: true},
	"client_id":         {values: []any{"11111111-2222-4333-8444-555566667777"}, bound: true},
	"flow":              {values: []any{"client-secret", "device-code", "client-certificate", "password"}, bound: true},
	"username":          {values: []any{"mallory@fabrikam.com"}, bound: true},
	"authority":         {values: []any{"%s", ""}, bound: true},
	"api_url":           {values: []any{"%s", ""}, bound: true},
	"graph_url":         {values: []any{"%s", ""}, bound: true},
	"ca_file":           {values: []any{"/nonexistent/roots.pem", "/dev/zero"}, bound: true},
	"ca_sha256":         {values: []any{"x"}, bound: true},
	"certificate_file":  {values: []any{"/nonexistent/other.pem"}, bound: true},
	"keep":              {values: []any{"key", "elsewhere"}, bound: true},
	"assertion_from":    {values: []any{"command", "file"}, bound: true},
	"assertion_file":    {values: []any{"/nonexistent/token", "/dev/zero"}, bound: true},
	"assertion_command": {values: []any{"false", "%s"}, bound: true},
	"store":             {values: []any{"none", "%s", "vault", "exec:nobody", "exec:../x"}, bound: true, codes: []int{3, 5}},
	"recipients":        {values: []any{[]string{"age1mallory"}}, bound: true},

	"name":                   {values: []any{"other"}},
	"state":                  {values: []any{"pending", "deleting"}},
	"replaces":               {values: []any{"other-abcd"}},
	"permissions":            {values: []any{[]string{"%s"}}},
	"environments":           {values: []any{[]string{"%s", "../../%s", "//%s"}}},
	"deployment":             {values: []any{"on-premises", "%s"}},
	"partner":                {values: []any{true}},
	"project":                {values: []any{"%s", "../../%s"}},
	"sealed_generation":      {values: []any{99, -1}},
	"password_saved":         {values: []any{true}},
	"secret_expires":         {values: []any{"%s"}},
	"certificate_thumbprint": {values: []any{"%s"}},
	"assertion_issuer":       {values: []any{"%s"}},
	"assertion_subject":      {values: []any{"%s"}},
	"verdict":                {values: []any{"ready", "%s"}},
	"checked_at":             {values: []any{"%s"}},
	"saved_at":               {values: []any{"%s"}},
}

// filled puts the other host's address into a hostile value.
func filled(t *testing.T, value any, url string) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), "%s", url)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Every field of an entry of profiles.json, with every command that sends, for each kind of what is sent: nothing ever
// reaches a host that the edited file names, and where a field decides anything about the sending, nothing is sent at all.
func TestEditedIndex(t *testing.T) {
	t.Parallel()
	for n := range reflect.TypeFor[store.Profile]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[store.Profile]().Field(n).Tag.Get("json"), ",")
		if len(hostileFields[name].values) == 0 {
			t.Errorf("there is no hostile value for %s", name)
		}
	}
	share := longtest.Share(4)
	for _, name := range editedProfiles {
		t.Run(name, func(t *testing.T) {
			s := newEditedSite(t, name)
			for _, field := range slices.Sorted(maps.Keys(hostileFields)) {
				h := hostileFields[field]
				for _, value := range h.values {
					value = filled(t, value, s.evil.url)
					if reflect.DeepEqual(s.entry()[field], value) || value == "" && s.entry()[field] == nil {
						continue // nothing would change
					}
					sending := s.sending()
					for _, command := range slices.Sorted(maps.Keys(sending)) {
						if !share() {
							continue
						}
						s.put(t, map[string]any{field: value})
						stderr, code, evil, sim := s.send(t, sending[command])
						s.judge(t, fmt.Sprintf("%s=%v, %s", field, value, command), h, code, stderr, evil, len(sim))
						s.restore(t)
					}
				}
			}
		})
	}
}

// judge compares what a command did with what it may.
func (s *editedSite) judge(t *testing.T, what string, h hostile, code int, stderr string, evil []string, sent int) {
	t.Helper()
	if len(evil) > 0 {
		t.Errorf("%s: the other host got %d requests, the first: %s", what, len(evil), evil[0])
	}
	if !h.bound {
		return
	}
	codes := h.codes
	if codes == nil {
		codes = []int{3}
	}
	if !slices.Contains(codes, code) || sent > 0 {
		t.Errorf("%s: exit code %d, %d requests\n%s", what, code, sent, stderr)
	}
}

// Several fields at once, as somebody would change them who knows the program.
func TestEditedIndexTogether(t *testing.T) {
	t.Parallel()
	for _, name := range editedProfiles {
		s := newEditedSite(t, name)
		evil := s.evil.url
		for what, changes := range map[string]map[string]any{
			"both hosts":            {"authority": evil, "api_url": evil},
			"hosts and roots":       {"authority": evil, "api_url": evil, "ca_file": "/nonexistent/roots.pem", "ca_sha256": "x"},
			"hosts, id not there":   {"authority": evil, "api_url": evil, "id": "other-abcd"},
			"hosts, unfinished":     {"authority": evil, "api_url": evil, "state": "pending", "replaces": s.entry()["id"]},
			"hosts and tenant":      {"authority": evil, "api_url": evil, "tenant": "fabrikam.com", "tenant_id": ""},
			"hosts, no password":    {"authority": evil, "api_url": evil, "password_saved": false},
			"hosts, device code":    {"authority": evil, "api_url": evil, "flow": "device-code"},
			"hosts, nothing sealed": {"authority": evil, "api_url": evil, "sealed_generation": 0},
		} {
			for command, args := range s.sending() {
				s.put(t, changes)
				stderr, code, got, sim := s.send(t, args)
				codes := []int{3, 5}
				if what == "hosts, unfinished" {
					codes = append(codes, 0) // --all has nothing to check then
				}
				s.judge(t, name+", "+what+", "+command, hostile{bound: true, codes: codes}, code, stderr, got, len(sim))
				s.restore(t)
			}
		}
	}
}

// A folder of somebody else's, with an entry that names this machine's item: a checked-out .envrc can lead there.
func TestForeignFolder(t *testing.T) {
	for _, name := range editedProfiles {
		s := newEditedSite(t, name)
		s.put(t, map[string]any{"authority": s.evil.url, "api_url": s.evil.url})
		foreign := filepath.Join(t.TempDir(), "checkout")
		if err := os.Rename(s.home, foreign); err != nil {
			t.Fatal(err)
		}
		for command, args := range s.sending() {
			stderr, code, evil, sim := s.send(t, args, "APPREG_HOME="+foreign)
			s.judge(t, name+", "+command, hostile{bound: true}, code, stderr, evil, len(sim))
		}
	}
}

// What differs is said, both values, with what to do; and what is said works: the saved value put back, or the profile
// removed and set up again.
func TestEditedIndexIsSaid(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	s.put(t, map[string]any{"authority": s.evil.url})
	wants := []string{
		fmt.Sprintf("its login host is now %q, but its credential was saved for %q", s.evil.url, s.url),
		"nothing was sent", "restore the saved value in " + s.indexFile(), "appreg remove " + s.name + ", then appreg setup --profile " + s.name,
	}
	for command, args := range s.sending() {
		stderr, _, _, _ := s.send(t, args)
		stdout, _, _ := s.run(args...)
		for _, want := range wants {
			if command == "check --all" && !strings.Contains(stdout, wants[0]) || command != "check --all" && !strings.Contains(stderr, want) {
				t.Errorf("%s does not say %q:\n%s%s", command, want, stdout, stderr)
			}
		}
	}
	stdout, _, _ := s.run("check", s.name, "--json")
	if !strings.Contains(stdout, `"code": "profile_changed"`) {
		t.Errorf("as JSON: %s", stdout)
	}
	s.put(t, map[string]any{"authority": s.url})
	if _, stderr, code := s.run("check", s.name); code != 0 {
		t.Errorf("put back: exit code %d, %s", code, stderr)
	}
	s.put(t, map[string]any{"authority": s.evil.url})
	if _, stderr, code := s.run("remove", s.name); code != 0 {
		t.Errorf("removed: exit code %d, %s", code, stderr)
	}
	c := s.cases[s.name]
	args := append([]string{"setup", "--no-input", "--profile", s.name, "--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant,
		"--client-id", c.ClientID, "--authority", s.url, "--api-url", s.url}, s.flags...)
	if _, stderr, code := s.run(args...); code != 0 {
		t.Errorf("set up again: exit code %d, %s", code, stderr)
	}
}

// Where the item is gone nothing vouches for the hosts in the index: they have to be given again, and then count.
func TestReplaceWithoutTheOldItem(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	s.keyring = store.NewMemoryKeyring()
	args := append([]string{"setup", "--replace", "--no-input", "--profile", s.name}, s.flags...)
	stderr, code, evil, sim := s.send(t, args)
	s.judge(t, "without", hostile{bound: true}, code, stderr, evil, len(sim))
	if want := "appreg setup --replace --profile " + s.name + " --authority URL --api-url URL"; !strings.Contains(stderr, want) {
		t.Errorf("no %q in %s", want, stderr)
	}
	if stderr, code, _, _ := s.send(t, append(args, "--authority", s.url)); code != 3 {
		t.Errorf("with one of them: exit code %d, %s", code, stderr)
	}
	if stderr, code, _, _ := s.send(t, append(args, "--authority", s.url, "--api-url", s.url)); code != 0 {
		t.Errorf("with both: exit code %d, %s", code, stderr)
	}
}
