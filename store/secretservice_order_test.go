//go:build linux

package store

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"appreg/internal/secret"
)

// politeService is a Secret Service that has an unlocked login collection and opens no sessions.
type politeService struct{}

// Get answers org.freedesktop.DBus.Properties.Get.
func (politeService) Get(_, name string) (dbus.Variant, *dbus.Error) {
	if name == "Collections" {
		return dbus.MakeVariant([]dbus.ObjectPath{loginCollection}), nil
	}
	return dbus.MakeVariant(false), nil
}

// firstQuestions serves politeService on the bus of the environment and gives, at any time, the first message of each
// connection that spoke to it.
func firstQuestions(t *testing.T) func() map[string]string {
	t.Helper()
	var mu sync.Mutex
	first := make(map[string]string)
	conn, err := dbus.ConnectSessionBus(dbus.WithIncomingInterceptor(func(m *dbus.Message) {
		sender, _ := m.Headers[dbus.FieldSender].Value().(string)
		if m.Type != dbus.TypeMethodCall || sender == "org.freedesktop.DBus" {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if first[sender] == "" {
			member, _ := m.Headers[dbus.FieldMember].Value().(string)
			for _, argument := range m.Body {
				if text, ok := argument.(string); ok {
					member += " " + text
				}
			}
			first[sender] = member
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	for _, path := range []dbus.ObjectPath{secretsPath, loginCollection} {
		if err := conn.Export(politeService{}, path, "org.freedesktop.DBus.Properties"); err != nil {
			t.Fatal(err)
		}
	}
	if reply, err := conn.RequestName(secretsName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("%v, %v", reply, err)
	}
	return func() map[string]string {
		mu.Lock()
		defer mu.Unlock()
		return first
	}
}

// GNOME's keyring program dies of a connection whose first message is not about the service itself (see systemProbe).
func TestFirstQuestionToTheKeyring(t *testing.T) {
	startBus(t, false)
	asked := firstQuestions(t)
	keyring := NewSystemKeyring()
	if err := keyring.Set(t.Context(), "x", secret.New("y")); stateOf(t, err) != StateBroken {
		t.Errorf("writing: %v", err)
	}
	if _, err := keyring.Get(t.Context(), "x"); stateOf(t, err) != StateBroken {
		t.Errorf("reading: %v", err)
	}
	if len(asked()) == 0 {
		t.Error("the keyring wasn't checked")
	}
	for connection, question := range asked() {
		if question != "Get "+secretsService+" Collections" {
			t.Errorf("%s began with %q", connection, question)
		}
	}
}
