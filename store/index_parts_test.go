package store

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Each waits for every part: a slow one does not make it read the index over again.
func TestEachWaitsForTheLastPart(t *testing.T) {
	var want []Profile
	for n := range 3 * alone / 400 {
		want = append(want, Profile{Name: fmt.Sprintf("p%d", n), ID: fmt.Sprintf("p-%d", n), State: PhaseReady, Project: long(300)})
	}
	s := newStore(t, Options{Home: t.TempDir()})
	mustDo(t, s.writeIndex(index{Profiles: want}))
	ended := make(chan struct{})
	begun, first, second := 0, 0, 0
	last := 0
	count := Part{Begin: func(int) {}, Visit: func(*Profile) { last++ }}
	mustDo(t, s.Each(count, Part{Begin: func(int) {}, Visit: func(*Profile) {}}))
	mustDo(t, s.Each(
		Part{Begin: func(int) { begun++; first = 0 }, Visit: func(*Profile) {
			if first++; first == last && begun == 1 {
				close(ended)
			}
		}},
		Part{Begin: func(int) {}, Visit: func(*Profile) {
			<-ended
			second++
		}}))
	if begun != 1 || first+second != len(want) {
		t.Errorf("begun %d times; %d and %d of %d", begun, first, second, len(want))
	}
}

// A text that is no UTF-8 is read the same by Find as by List.
func TestFindOfTextThatIsNoUTF8(t *testing.T) {
	s := newStore(t, Options{Home: t.TempDir()})
	mustDo(t, s.writeIndex(index{Profiles: []Profile{{Name: "a", ID: "a-1", State: PhaseReady, Tenant: "MARK"}, {Name: "b", ID: "b-1", State: PhaseReady}}}))
	text, err := os.ReadFile(s.places.index())
	mustDo(t, err, os.WriteFile(s.places.index(), []byte(strings.Replace(string(text), "MARK", "x\xffy", 1)), 0o600))
	list, err := s.List()
	mustDo(t, err)
	found, err := s.Find("a")
	if err != nil || found.Tenant != list[0].Tenant || found.Tenant != "x\ufffdy" {
		t.Errorf("%q, listed as %q: %v", found.Tenant, list[0].Tenant, err)
	}
}
