package cli

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/sanitize"
	"appreg/store"
)

// oddTexts are what an index that was edited by hand can hold.
var oddTexts = []string{
	"", "contoso.com", "Müller GmbH", "漢字", " ends ", "two  blanks", "a\nline", "\x1b[2J", "a\u202eb", `quo"te`, `back\slash`, "<&>", "\u2028", "\xff",
	strings.Repeat("x", 999), strings.Repeat("x", 5000), strings.Repeat("ab ", 400), "~", "\x7f",
}

// oddProfiles have these texts, in all fields and each in another.
func oddProfiles() []store.Profile {
	list := []store.Profile{}
	for n, text := range oddTexts {
		p := store.Profile{Name: fmt.Sprintf("p%d", n), ID: fmt.Sprintf("p-%d", n)}
		entry := reflect.ValueOf(&p).Elem()
		for i := range entry.NumField() {
			if field := entry.Field(i); field.Kind() == reflect.String && field.Len() == 0 {
				field.SetString(text)
				text = oddTexts[(n+i)%len(oddTexts)]
			}
		}
		list = append(list, p)
	}
	return list
}

// The fast list is printJSON's, byte for byte.
func TestJSONList(t *testing.T) {
	for _, profiles := range [][]store.Profile{{}, oddProfiles()[:1], oddProfiles()} {
		shown := []profileJSON{}
		for n := range profiles {
			shown = append(shown, toJSON(&profiles[n]))
		}
		var want bytes.Buffer
		printJSON(&want, shown)
		for parts := 1; parts <= 3; parts++ {
			if d := cmp.Diff(want.String(), inParts(parts, true, profiles)); d != "" {
				t.Errorf("%d parts: %s", parts, d)
			}
		}
	}
}

// inParts is what a list of profiles prints that came in parts, after a reading that had to start over.
func inParts(parts int, asJSON bool, profiles []store.Profile) string {
	var lists []listing
	for n := range parts {
		list := newListing(asJSON)
		for range 2 {
			list.begin(100)
			for i := n * len(profiles) / parts; i < (n+1)*len(profiles)/parts; i++ {
				list.add(&profiles[i])
			}
		}
		lists = append(lists, list)
	}
	return string(bytes.Join(lists[0].end(lists[1:]), nil))
}

// The fast table is package tabwriter's, byte for byte.
func TestColumns(t *testing.T) {
	for _, profiles := range [][]store.Profile{oddProfiles()[:1], oddProfiles()} {
		var want bytes.Buffer
		table := tabwriter.NewWriter(&want, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, strings.Join(columnTitles[:], "\t"))
		for n := range profiles {
			p := &profiles[n]
			cells := []string{p.Name, string(p.API), p.Tenant, string(p.Flow), string(p.Store), string(p.Verdict), p.SecretExpires}
			for i := range cells {
				cells[i] = sanitize.Line(cells[i])
			}
			fmt.Fprintln(table, strings.Join(cells, "\t"))
		}
		if err := table.Flush(); err != nil {
			t.Fatal(err)
		}
		for parts := 1; parts <= 3; parts++ {
			if d := cmp.Diff(want.String(), inParts(parts, false, profiles)); d != "" {
				t.Errorf("%d parts: %s", parts, d)
			}
		}
	}
	if got := inParts(2, false, nil); got != "" {
		t.Errorf("without profiles: %q", got)
	}
}
