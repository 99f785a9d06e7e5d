package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/registration"
)

// The quick reader knows every field of an entry, in the order in which it is written.
func TestQuickFields(t *testing.T) {
	var want, got []string
	for n := range reflect.TypeFor[Profile]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[Profile]().Field(n).Tag.Get("json"), ",")
		want = append(want, `"`+name+`": `)
	}
	for _, field := range quickFields {
		got = append(got, field.written)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// fullProfile has a value in every field.
func fullProfile(t *testing.T, value string) (p Profile) {
	t.Helper()
	entry := reflect.ValueOf(&p).Elem()
	for n := range entry.NumField() {
		switch field := entry.Field(n); field.Kind() {
		case reflect.String:
			field.SetString(value)
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Int:
			field.SetInt(7)
		case reflect.Slice:
			field.Set(reflect.ValueOf([]string{value, "b"}))
		default:
			t.Fatalf("kind %s", field.Kind())
		}
	}
	return p
}

// written returns the index with profiles as writeIndex writes it.
func written(t *testing.T, profiles ...Profile) string {
	t.Helper()
	s := newStore(t, Options{Home: t.TempDir()})
	mustDo(t, s.writeIndex(index{Profiles: profiles}))
	text, err := os.ReadFile(s.places.index())
	mustDo(t, err)
	return string(text)
}

// copied is a copy of what is valid for a moment only.
func copied(t testing.TB, p *Profile) (own Profile) {
	t.Helper()
	data, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(data, &own)
	}
	if err != nil {
		t.Fatal(err)
	}
	for to, from := range map[*[]string][]string{&own.Permissions: p.Permissions, &own.Environments: p.Environments} {
		if *to == nil && from != nil {
			*to = []string{} // which JSON leaves out
		}
	}
	return own
}

// quickly reads a text as a whole and through a small window.
func quickly(t testing.TB, text string, window int) (whole, parts []Profile, ok [2]bool) {
	idx, first := quickIndex(text)
	r := quickReader{source: strings.NewReader(text), window: make([]byte, window), lists: []string{}}
	second := r.walk(func(p *Profile) bool {
		parts = append(parts, copied(t, p))
		return true
	})
	return idx.Profiles, parts, [2]bool{first, second && r.schema}
}

// sameAsJSON reports how the quick reader and encoding/json differ about a text that the quick reader takes.
func sameAsJSON(t testing.TB, text string, window int) string {
	var want index
	err := json.Unmarshal([]byte(text), &want)
	whole, parts, ok := quickly(t, text, window)
	for n, got := range [][]Profile{whole, parts} {
		if !ok[n] {
			continue
		}
		switch {
		case err != nil:
			return fmt.Sprintf("taken, but %v", err)
		case want.Schema != indexSchema:
			return fmt.Sprintf("taken, with schema %d", want.Schema)
		case len(got) != len(want.Profiles):
			return fmt.Sprintf("%d profiles, want %d", len(got), len(want.Profiles))
		}
		for i := range got {
			if d := cmp.Diff(want.Profiles[i], got[i]); d != "" {
				return d
			}
		}
	}
	return ""
}

// What this program writes, and the same in other layouts, is read by the quick reader, and as encoding/json reads it.
func TestQuickIndexReads(t *testing.T) {
	bare := Profile{Name: "bc", ID: "bc-abcd", State: PhaseReady}
	empty := bare
	empty.Permissions = []string{}
	texts := map[string]string{
		"one": written(t, bare), "full": written(t, fullProfile(t, "x")), "several": written(t, bare, fullProfile(t, "y"), bare),
		"an umlaut":      written(t, fullProfile(t, "Müller 漢字 🔑")),
		"escapes":        written(t, fullProfile(t, "a\"b\\c\td\u2028<&>\x01")),
		"a backslash":    written(t, fullProfile(t, `C:\app\`)),
		"the escape \\u": `{"schema": 1, "profiles": [{"name": "M\u00fcller", "id": "x", "state": "re\u0061dy"}]}`,
		"other order":    `{"profiles": [{"state": "ready", "id": "x", "name": "bc", "partner": false}], "schema": 1}`,
		"twice a key":    `{"schema": 1, "profiles": [{"name": "a", "name": "b", "permissions": ["x","y"], "permissions": ["z"]}]}`,
		"empty lists":    `{"schema":1,"profiles":[{"permissions":[],"environments": [ ] }]}`,
		"no profiles":    `{"schema": 1, "profiles": []}`,
		"no list":        `{"schema": 1}`,
		"blanks":         "\r\n\t {\t\"schema\" :\r\n1 , \"profiles\" : [ { \"name\" : \"a\" } ] }\n \t",
		"an empty entry": `{"schema": 1, "profiles": [{}, {}]}`,
	}
	for _, indent := range []string{"", " ", "\t"} {
		var out bytes.Buffer
		enc := json.NewEncoder(&out)
		enc.SetIndent("", indent)
		mustDo(t, enc.Encode(index{Schema: indexSchema, Profiles: []Profile{bare, empty, fullProfile(t, "z")}}))
		texts[fmt.Sprintf("indented by %q", indent)] = out.String()
	}
	for name, text := range texts {
		if _, _, ok := quickly(t, text, 4096); ok != [2]bool{true, true} {
			t.Errorf("%s is not taken: %v", name, ok)
		}
		if d := sameAsJSON(t, text, 4096); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// What it does not know, or what is no JSON, is left to encoding/json.
func TestQuickIndexLeaves(t *testing.T) {
	texts := map[string]string{
		"nothing": "", "blank": " \n", "no object": `[1]`, "torn": `{"schema": 1, "profiles": [{"name": "a`, "torn in an escape": `{"schema": 1, "profiles": [{"name": "a\`,
		"more behind": `{"schema": 1, "profiles": []} x`, "twice": `{"schema": 1, "profiles": []}{}`, "an unknown key": `{"schema": 1, "profiles": [], "more": 1}`,
		"an unknown field": `{"schema": 1, "profiles": [{"moon": "full"}]}`, "another case": `{"schema": 1, "profiles": [{"Name": "a"}]}`,
		"null": `{"schema": 1, "profiles": null}`, "a null": `{"schema": 1, "profiles": [{"name": null}]}`, "another schema": `{"schema": 2, "profiles": []}`,
		"no schema": `{"profiles": []}`, "the schema twice": `{"schema": 1, "schema": 1, "profiles": []}`, "the list twice": `{"schema": 1, "profiles": [], "profiles": []}`,
		"another type": `{"schema": 1, "profiles": [{"name": 1}]}`, "a number as text": `{"schema": "1", "profiles": []}`, "a fraction": `{"schema": 1.0, "profiles": []}`,
		"a zero before": `{"schema": 01, "profiles": []}`, "a large number": `{"schema": 1, "profiles": [{"sealed_generation": 12345678901}]}`,
		"no comma": `{"schema": 1 "profiles": []}`, "a comma too many": `{"schema": 1, "profiles": [],}`, "a comma in a list": `{"schema": 1, "profiles": [{"permissions": ["a",]}]}`,
		"no colon": `{"schema" 1, "profiles": []}`, "a line in a text": "{\"schema\": 1, \"profiles\": [{\"name\": \"a\nb\"}]}",
		"a control character": "{\"schema\": 1, \"profiles\": [{\"name\": \"a long enough text\x1f\"}]}", "a bad escape": `{"schema": 1, "profiles": [{"name": "\q"}]}`,
		"no UTF-8": "{\"schema\": 1, \"profiles\": [{\"name\": \"\xff\"}]}", "another blank": "{\"schema\":\u00a01, \"profiles\": []}",
		"a word cut": `{"schema": 1, "profiles": [{"partner": tru}]}`, "the wrong bracket": `{"schema": 1, "profiles": [{"name": "a"]}}`,
	}
	for name, text := range texts {
		if _, _, ok := quickly(t, text, 4096); ok != [2]bool{} {
			t.Errorf("%s is taken: %v", name, ok)
		}
	}
}

// Wherever the windows end, entries are read whole; one that does not fit into a window is left to encoding/json.
func TestQuickIndexWindows(t *testing.T) {
	var many []Profile
	for n := range 60 {
		p := fullProfile(t, fmt.Sprintf("ü%d", n))
		p.Permissions = make([]string, n%7)
		many = append(many, p)
	}
	text := written(t, many...)
	for window := 1400; window < 1500; window++ {
		_, parts, ok := quickly(t, text, window)
		if d := cmp.Diff(len(many), len(parts)); !ok[1] || d != "" {
			t.Fatalf("%d: %v %s", window, ok, d)
		}
		if d := sameAsJSON(t, text, window); d != "" {
			t.Fatalf("%d: %s", window, d)
		}
	}
	if _, _, ok := quickly(t, text, 300); ok != [2]bool{true, false} {
		t.Errorf("an entry larger than the window: %v", ok)
	}
}

// FuzzQuickIndex compares the quick reader with encoding/json.
func FuzzQuickIndex(f *testing.F) {
	for _, text := range []string{
		`{"schema": 1, "profiles": [{"name": "b", "id": "b-1", "state": "ready", "tenant": "{"}, {"name": "A", "id": "a-1", "state": "ready"}]}`,
		`{"schema": 1, "profiles": [{"name": "a", "id": "a-b", "permissions": ["x"], "partner": true, "sealed_generation": 3}]}`,
		"{\n  \"schema\": 1,\n  \"profiles\": [\n    {\n      \"name\": \"\\u00fc\"\n    },\n    {}\n  ]\n}\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d := sameAsJSON(t, text, len(text)+1); d != "" {
			t.Error(d)
		}
		var idx index
		if json.Unmarshal([]byte(text), &idx) != nil || idx.check() != nil {
			return
		}
		found := lookedUp{name: "a"}
		if !found.in(strings.NewReader(text), len(text)) {
			return
		}
		wanted := slices.DeleteFunc(idx.Profiles, func(p Profile) bool { return !strings.EqualFold(p.Name, "a") })
		if d := cmp.Diff(append([]Profile{}, wanted...), append([]Profile{}, found.entries...)); d != "" {
			t.Errorf("looked up: %s", d)
		}
	})
}

// ordinary finds the first byte that is not, wherever it stands and whatever stands around it.
func TestOrdinary(t *testing.T) {
	for _, around := range []string{"a", "~", "\x7f", "\x80", "ü", "\xff", " ", "!", "#", "[", "]"} {
		for before := range 20 {
			for _, found := range []string{`"`, `\`, "\n", "\x00", "\x1f", ""} {
				s := strings.Repeat(around, before) + found + strings.Repeat(around, 20)
				want := before * len(around)
				if found == "" {
					want = len(s)
				}
				if got := ordinary(s); got != want {
					t.Fatalf("%q: %d, want %d", s, got, want)
				}
			}
		}
	}
}

// Each returns what List gives, and Find what is in it, whether the quick reader knows the index or not.
func TestEachAndFind(t *testing.T) {
	entry := func(name, id string, state Phase) Profile {
		return Profile{Name: name, ID: id, State: state, Deployment: registration.Online, Permissions: []string{name}}
	}
	var many []Profile
	for n := range manyProfiles {
		many = append(many, entry(fmt.Sprintf("customer-%d", n), fmt.Sprintf("c-%d", n), PhaseReady))
	}
	tests := map[string]struct {
		profiles []Profile
		edit     func(text string) string // what somebody made of the file; nil: nothing
		damaged  bool
	}{
		"none":               {nil, nil, false},
		"many":               {many, nil, false},
		"states":             {[]Profile{entry("a", "a-1", PhasePending), entry("A", "a-2", PhaseReady), entry("b", "b-1", PhaseDeleting)}, nil, false},
		"a key of its own":   {many[:3], func(text string) string { return strings.Replace(text, "{", `{"moon": "full",`, 1) }, false},
		"an id twice":        {[]Profile{entry("a", "x-1", PhaseReady), entry("b", "x-1", PhaseReady)}, nil, true},
		"a name twice":       {[]Profile{entry("Ab", "x-1", PhaseReady), entry("aB", "x-2", PhaseReady)}, nil, true},
		"name and id alike":  {[]Profile{entry("x-1", "x-1", PhaseReady), entry("x-2", "x-3", PhaseReady)}, nil, false},
		"a bad name":         {[]Profile{entry("a b", "x-1", PhaseReady)}, nil, true},
		"a bad id":           {[]Profile{entry("a", "X", PhaseReady)}, nil, true},
		"a bad state":        {[]Profile{entry("a", "x-1", "gone")}, nil, true},
		"more behind it":     {many[:3], func(text string) string { return text + "x" }, true},
		"torn in the middle": {many, func(text string) string { return text[:len(text)/2] }, true},
		"torn at the end":    {many, func(text string) string { return text[:len(text)-3] }, true},
		"the number behind": {many[:9], func(text string) string {
			return strings.TrimSuffix(strings.Replace(text, `"schema": 1,`, "", 1), "}\n") + `, "schema": 1}`
		}, false},
		"brackets in texts": {[]Profile{entry("a", "a-1", PhaseReady), {Name: "b", ID: "b-1", State: PhaseReady, Tenant: `{"name": "c", "id": "c-1", "state": "ready"}, {`, Project: "{", Permissions: []string{"}, {"}},
			entry("d", "d-1", PhaseReady)}, nil, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{Home: t.TempDir()})
			mustDo(t, s.writeIndex(index{Profiles: test.profiles}))
			if test.edit != nil {
				text, err := os.ReadFile(s.places.index())
				mustDo(t, err, os.WriteFile(s.places.index(), []byte(test.edit(string(text))), 0o600))
			}
			if !test.damaged {
				for _, p := range append([]Profile{{Name: "nosuch"}, {Name: "customer-1999x"}}, test.profiles...) {
					idx, err := s.readIndex(t.Context())
					mustDo(t, err)
					want, wantErr := s.find(idx, strings.ToUpper(p.Name))
					got, err := s.Find(strings.ToUpper(p.Name))
					if d := cmp.Diff(want, got); d != "" || cmp.Diff(wantErr, err) != "" {
						t.Fatalf("%s: %s %v, want %v", p.Name, d, err, wantErr)
					}
					if len(test.profiles) > 100 && p.Name > "customer-1" {
						break
					}
				}
			}
			for parts := 1; parts <= 4; parts++ {
				begun, got, err := eachOf(t, s, parts)
				if test.damaged != isKind(err, ErrCorruptIndex) || begun < 1 || begun > 2 {
					t.Fatalf("%d parts: begun %d times, %v", parts, begun, err)
				}
				if d := cmp.Diff(test.profiles, got); d != "" && !test.damaged {
					t.Errorf("%d parts: %s", parts, d)
				}
				if test.damaged {
					break // it has been moved aside
				}
			}
		})
	}
}

// eachOf collects what Each gives to as many parts, and says how often the first one was begun.
func eachOf(t *testing.T, s *Store, parts int) (begun int, all []Profile, err error) {
	t.Helper()
	got, list := make([][]Profile, parts), make([]Part, parts)
	for n := range list {
		list[n] = Part{Begin: func(int) {
			got[n] = nil
			if n == 0 {
				begun++
			}
		}, Visit: func(p *Profile) { got[n] = append(got[n], copied(t, p)) }}
	}
	err = s.Each(list...)
	for _, part := range got {
		all = append(all, part...)
	}
	return begun, all, err
}

// Many entries are read the same in any number of parts, whatever stands where they meet: in a
// text too there can be what looks like the beginning of an entry.
func TestEachInParts(t *testing.T) {
	for name, text := range map[string]string{"plain": long(300), "brackets": strings.Repeat("}, { ", 60)} {
		var want []Profile
		for n := range 3 * alone / 400 {
			want = append(want, Profile{Name: fmt.Sprintf("p%d", n), ID: fmt.Sprintf("p-%d", n), State: PhaseReady, Project: text})
		}
		s := newStore(t, Options{Home: t.TempDir()})
		mustDo(t, s.writeIndex(index{Profiles: want}))
		for parts := 1; parts <= 4; parts++ {
			_, got, err := eachOf(t, s, parts)
			if d := cmp.Diff(want, got); d != "" || err != nil {
				t.Fatalf("%s, %d parts: %v %s", name, parts, err, d)
			}
		}
		for _, twice := range []Profile{{Name: "new", ID: want[3].ID, State: PhaseReady}, {Name: "P3", ID: "new", State: PhaseReady}} {
			mustDo(t, s.writeIndex(index{Profiles: append(want[:len(want):len(want)], twice)})) // its fellow is in another part
			if _, _, err := eachOf(t, s, 2); !isKind(err, ErrCorruptIndex) {
				t.Errorf("%s: something twice: %v", name, err)
			}
		}
	}
}
