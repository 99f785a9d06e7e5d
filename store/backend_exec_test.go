//go:build unix

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"appreg/internal/secret"
)

// fileHelper keeps each value in a file of $SHELF, named after its id: a helper without a JSON parser.
const fileHelper = `request=$(cat)
echo "$1 $#" >>"$SHELF/.log"
env >>"$SHELF/.env"
id=$(printf %s "$request" | sed 's/.*"id":"\([^"]*\)".*/\1/')
case $1 in
get) if [ -e "$SHELF/$id" ]; then printf '{"value":%s}' "$(cat "$SHELF/$id")"; else echo '{}'; fi ;;
store) printf %s "$request" | sed 's/.*"value":\(".*"\)}$/\1/' >"$SHELF/$id" ;;
erase) rm -f "$SHELF/$id" ;;
esac
`

// withHelper puts a helper with that script on the PATH and opens a store whose helpers find their values in shelf.
func withHelper(t *testing.T, name, script string) (s *Store, shelf string) {
	t.Helper()
	bin, shelf := t.TempDir(), t.TempDir()
	mustDo(t, os.WriteFile(filepath.Join(bin, helperPrefix+name), []byte("#!/bin/sh\n"+script), 0o700))
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	return newStore(t, Options{Environ: []string{"SHELF=" + shelf, "PATH=" + os.Getenv("PATH")}}), shelf
}

// helperInput is secretInput for the store of a helper.
func helperInput(helper BackendName, name, value string) SaveInput {
	in := secretInput(name, value)
	in.Store = helper
	return in
}

func TestHelperKeepsAProfile(t *testing.T) {
	s, shelf := withHelper(t, "shelf", fileHelper)
	p := mustSave(t, s, helperInput("exec:shelf", "bc", canary))
	if got := loadSecret(t, s, "bc"); got != canary || p.Store != "exec:shelf" {
		t.Errorf("read back differently, from %s", p.Store)
	}
	if place := s.Place(p); place.Store != "store shelf" || place.Where != p.ID {
		t.Errorf("%+v", place)
	}
	large := helperInput("exec:shelf", "large", long(3000))
	mustSave(t, s, large)
	if got := loadSecret(t, s, "large"); got != long(3000) {
		t.Error("the large one was read back differently")
	}
	again := helperInput("exec:shelf", "bc", "second")
	again.Replace = true
	mustSave(t, s, again)
	mustKeep(t, mustOpen(t, s, mustFind(t, s, "bc")), someTokens())
	mustDo(t, s.Remove(t.Context(), "bc"), s.Remove(t.Context(), "large"))
	var left []string
	for name, content := range tree(t, shelf) {
		switch name {
		case ".log":
			if strings.Contains(content, "cAnArY") || strings.Contains(content, " 2\n") {
				t.Errorf("its arguments: %s", content)
			}
		case ".env":
			if strings.Contains(content, "APPREG_") {
				t.Errorf("its environment: %s", content)
			}
		default:
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func mustFind(t *testing.T, s *Store, name string) Profile {
	t.Helper()
	p, err := s.Find(name)
	mustDo(t, err)
	return p
}

// Whatever a helper does, an error says so in one line, and never repeats the value.
func TestHelpersThatFail(t *testing.T) {
	tests := map[string]struct{ script, says string }{
		"an exit code":              {"echo 'gpg: no secret key' >&2; exit 2", "failed: gpg: no secret key"},
		"an error in the answer":    {`cat >/dev/null; echo '{"error":"sealed"}'`, "failed: sealed"},
		"no word":                   {"exit 1", "get failed"},
		"control characters":        {`printf '\033[31mred\n' >&2; exit 1`, `failed: \u001B[31mred`},
		"no JSON":                   {"cat >/dev/null; echo hello", "didn't answer in JSON"},
		"nothing":                   {"cat >/dev/null", "didn't answer in JSON"},
		"too much":                  {"cat >/dev/null; head -c 100000 /dev/zero | tr '\\0' x", "wrote more than 64 KB"},
		"too many words about it":   {"head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1", "xxx…"},
		"does not read its request": {`exec <&-; echo '{"error":"closed"}'`, "failed: closed"},
	}
	for name, test := range tests {
		s, _ := withHelper(t, "bad", test.script)
		backend, _ := s.backends.open("exec:bad")
		_, err := backend.Get(t.Context(), "x")
		if !isKind(err, ErrHelper) || !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), "appreg-store-bad get ") || len(err.Error()) > 500 {
			t.Errorf("%s: %.600v", name, err)
		}
	}
	s, _ := withHelper(t, "tells", `cat >&2; exit 1`)
	backend, _ := s.backends.open("exec:tells")
	if err := backend.Set(t.Context(), "x", secret.New(canary)); !isKind(err, ErrHelper) || strings.Contains(err.Error(), "cAnArY") {
		t.Errorf("%v", err)
	}
}

// A failed save leaves nothing, a missing program is told before anything is done, and so is a name that is none.
func TestHelperThatCannotSave(t *testing.T) {
	s, _ := withHelper(t, "bad", `[ "$1" = store ] && exit 1; echo '{}'`)
	if _, err := s.Save(t.Context(), helperInput("exec:bad", "bc", canary)); !isKind(err, ErrHelper) {
		t.Errorf("got %v", err)
	}
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Errorf("left %d profiles, %v", len(list), err)
	}
	if err := s.CanSave(t.Context(), "bc", "exec:nobody"); stateOf(t, err) != StateNoHelper {
		t.Errorf("got %v", err)
	}
	for _, name := range []BackendName{"exec", "exec:", "exec:../x", "exec:a b", "exec:-x", "exec:A", BackendName("exec:" + long(33)), "vault:x", "keyring:x"} {
		if err := s.CanSave(t.Context(), "bc", name); !isKind(err, ErrUnknownBackend) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A helper that hangs is given up; what it has started does not keep the call.
func TestHelperThatHangs(t *testing.T) {
	s, _ := withHelper(t, "slow", "sleep 30 & sleep 30")
	backend, _ := s.backends.open("exec:slow")
	backend.(*helper).limit = 50 * time.Millisecond
	start := time.Now()
	if _, err := backend.Get(t.Context(), "x"); !isKind(err, ErrHelper) || !strings.Contains(err.Error(), "didn't answer within") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
