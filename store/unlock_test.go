//go:build linux

package store

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"appreg/internal/secret"
)

const wallet = dbus.ObjectPath("/org/freedesktop/secrets/collection/kdewallet")

// promptingService is a Secret Service with one locked collection and, in it and elsewhere, items of which some are locked. A
// person answers its prompts as answer says.
type promptingService struct {
	conn   *dbus.Conn
	asks   bool   // Unlock of the collection needs a person
	answer string // "yes", "no" or "": nobody answers

	mu     sync.Mutex
	locked map[dbus.ObjectPath]bool
	items  map[dbus.ObjectPath]string // values
	calls  []string
	wanted []dbus.ObjectPath // what the shown prompt is about
}

func (s *promptingService) note(call string) { s.calls = append(s.calls, call) }

func (s *promptingService) has(call string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.calls, call)
}

// The methods of the service, the collection, an item and the prompt.

func (s *promptingService) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) { return wallet, nil }

func (s *promptingService) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), secretsPath + "/session/1", nil
}

func (s *promptingService) Unlock(objects []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note("Unlock")
	for _, object := range objects {
		if s.locked[object] && (s.asks || object != wallet) {
			s.wanted = objects
			return nil, secretsPath + "/prompt/1", nil
		}
	}
	for _, object := range objects {
		s.locked[object] = false
	}
	return objects, noPrompt, nil
}

func (s *promptingService) Prompt(string) *dbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note("Prompt")
	if s.answer == "" {
		return nil
	}
	for _, object := range s.wanted {
		s.locked[object] = s.locked[object] && s.answer == "no"
	}
	return asDBus(s.conn.Emit(secretsPath+"/prompt/1", secretsPrompt+".Completed", s.answer == "no", dbus.MakeVariant(s.wanted)))
}

func asDBus(err error) *dbus.Error {
	if err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}

// found are the items, those that are locked apart.
func (s *promptingService) found() (unlocked, locked []dbus.ObjectPath) {
	for item := range s.items {
		if s.locked[item] {
			locked = append(locked, item)
		} else {
			unlocked = append(unlocked, item)
		}
	}
	return unlocked, locked
}

// exportedService is what the service itself answers to SearchItems.
type exportedService struct{ *promptingService }

func (s exportedService) SearchItems(map[string]string) (unlocked, locked []dbus.ObjectPath, err *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	unlocked, locked = s.found()
	return unlocked, locked, nil
}

// exportedCollection is what the collection answers.
type exportedCollection struct{ *promptingService }

func (s exportedCollection) SearchItems(map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var here []dbus.ObjectPath
	for item := range s.items {
		if strings.HasPrefix(string(item), string(wallet)+"/") {
			here = append(here, item)
		}
	}
	return here, nil
}

// exportedItem is one item.
type exportedItem struct {
	*promptingService
	path dbus.ObjectPath
}

func (i exportedItem) GetSecret(session dbus.ObjectPath) (struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}, *dbus.Error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	answer := struct {
		Session     dbus.ObjectPath
		Parameters  []byte
		Value       []byte
		ContentType string
	}{Session: session, Value: []byte(i.items[i.path]), ContentType: "text/plain"}
	if i.locked[i.path] {
		return answer, dbus.NewError("org.freedesktop.Secret.Error.IsLocked", nil)
	}
	return answer, nil
}

func (i exportedItem) Delete() (dbus.ObjectPath, *dbus.Error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.items, i.path)
	return noPrompt, nil
}

// exportedProperties are the properties of the service and of the collection.
type exportedProperties struct{ *promptingService }

func (s exportedProperties) Get(_, name string) (dbus.Variant, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == "Collections" {
		return dbus.MakeVariant([]dbus.ObjectPath{wallet}), nil
	}
	return dbus.MakeVariant(s.locked[wallet]), nil
}

// serve puts the service on a bus of the test's own.
func (s *promptingService) serve(t *testing.T) *promptingService {
	t.Helper()
	startBus(t, false)
	conn, err := dbus.ConnectSessionBus()
	mustDo(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	s.conn = conn
	if s.locked == nil {
		s.locked = map[dbus.ObjectPath]bool{wallet: true}
	}
	for item := range s.items {
		mustDo(t, conn.Export(exportedItem{s, item}, item, "org.freedesktop.Secret.Item"))
	}
	const properties = "org.freedesktop.DBus.Properties"
	mustDo(t, conn.Export(exportedService{s}, secretsPath, secretsService), conn.Export(exportedProperties{s}, secretsPath, properties),
		conn.Export(exportedCollection{s}, wallet, secretsCollection), conn.Export(exportedProperties{s}, wallet, properties),
		conn.Export(exportedCollection{s}, secretsPath+"/aliases/default", secretsCollection),
		conn.Export(s, secretsPath+"/prompt/1", secretsPrompt))
	reply, err := conn.RequestName(secretsName, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("%v, %v", reply, err)
	}
	return s
}

// A wallet that says that it is locked until a program asks for it is asked for. Where a person is needed they are waited for, if
// they are there, and asked once; where nobody is, it is locked at once, and no window is shown.
func TestLockedWallet(t *testing.T) {
	for name, test := range map[string]struct {
		asks, there bool
		answer      string
		want        State
		prompts     bool
	}{
		"opens when asked":  {false, false, "", StateReady, false},
		"nobody is there":   {true, false, "yes", StateLocked, false},
		"a person agrees":   {true, true, "yes", StateReady, true},
		"a person declines": {true, true, "no", StateLocked, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := (&promptingService{asks: test.asks, answer: test.answer}).serve(t)
			var told []string
			ring := NewSystemKeyring()
			if test.there {
				ring.askedBy(func(program string) { told = append(told, program) })
			}
			begun := time.Now()
			got := ring.Reach(t.Context())
			if got != test.want || s.has("Prompt") != test.prompts || len(told) > 1 || (len(told) == 1) != test.there {
				t.Errorf("%s, %v, told %v", got, s.calls, told)
			}
			if took := time.Since(begun); took > commandLimit {
				t.Errorf("took %v", took)
			}
			if _, err := ring.Get(t.Context(), "x"); test.want == StateLocked && stateOf(t, err) != StateLocked || len(told) > 1 {
				t.Errorf("asked again: %v, %v", err, told)
			}
		})
	}
}

// KeePassXC asks about each item: the person is waited for, and what nobody may read is locked.
func TestLockedItem(t *testing.T) {
	item := wallet + "/1"
	for _, answer := range []string{"yes", "no"} {
		t.Run(answer, func(t *testing.T) {
			s := (&promptingService{answer: answer, items: map[dbus.ObjectPath]string{item: canary}, locked: map[dbus.ObjectPath]bool{item: true}}).serve(t)
			ring := NewSystemKeyring()
			if _, err := ring.Get(t.Context(), "x"); stateOf(t, err) != StateLocked || s.has("Prompt") {
				t.Errorf("nobody is there: %v, %v", err, s.calls)
			}
			ring = NewSystemKeyring().askedBy(func(string) {})
			value, err := ring.Get(t.Context(), "x")
			if answer == "yes" && (err != nil || !value.Equal(secret.New(canary))) || answer == "no" && stateOf(t, err) != StateLocked {
				t.Errorf("%v", err)
			}
		})
	}
}

// left is how many items there are.
func (s *promptingService) left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items)
}

// Every item of a name is deleted, in other collections too; what is left is told, with its collection.
func TestDeleteEverywhere(t *testing.T) {
	elsewhere := secretsPath + "/collection/old/7"
	items := map[dbus.ObjectPath]string{wallet + "/1": "a", wallet + "/2": "b", elsewhere: "c"}
	s := (&promptingService{items: items, locked: map[dbus.ObjectPath]bool{}}).serve(t)
	if err := NewSystemKeyring().Delete(t.Context(), "x"); err != nil || s.left() != 0 {
		t.Errorf("%v, left %d", err, s.left())
	}
	if err := NewSystemKeyring().Delete(t.Context(), "x"); !isState(err, StateNotFound) {
		t.Errorf("nothing there: %v", err)
	}
}

func TestDeleteLeavesWhatIsLocked(t *testing.T) {
	elsewhere := secretsPath + "/collection/old/7"
	items := map[dbus.ObjectPath]string{wallet + "/1": "a", elsewhere: "c", wallet + "/2": "b"}
	s := (&promptingService{items: items, locked: map[dbus.ObjectPath]bool{elsewhere: true}}).serve(t)
	err := NewSystemKeyring().Delete(t.Context(), "x")
	if left := new(Error); !ofKind(err, ErrItemsLeft, &left) || left.Count != 1 || !strings.Contains(err.Error(), "in the collection old") || s.left() != 1 {
		t.Errorf("%v, left %d", err, s.left())
	}
}
