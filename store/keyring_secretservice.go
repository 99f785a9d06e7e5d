//go:build linux || netbsd || openbsd

package store

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
	ss "github.com/zalando/go-keyring/secret_service"
)

// A Secret Service may hold several items of the same service and user name: another program can write one with a
// further attribute, and go-keyring takes whichever comes first. So what concerns one name is done here for all of them.
// The collection and the attributes are go-keyring's, which writes the items.

// systemAPI is the part of go-keyring that is used, with its reading and deleting replaced.
func systemAPI() keyringAPI {
	return keyringAPI{get: getItem, set: keyring.Set, delete: deleteItems, list: listItems}
}

// search finds the items with attributes in the collection that go-keyring uses.
func search(svc *ss.SecretService, attributes map[string]string) ([]dbus.ObjectPath, error) {
	collection := svc.GetLoginCollection()
	if err := svc.Unlock(collection.Path()); err != nil {
		return nil, err
	}
	return svc.SearchItems(collection, attributes)
}

// readEach reads the items that find finds. One that can't be read and isn't found any more is left out: somebody deleted
// it meanwhile. It is searched for again because each service has another error for that.
func readEach[T any](find func() ([]dbus.ObjectPath, error), read func(dbus.ObjectPath) (T, error)) ([]T, error) {
	items, err := find()
	if err != nil {
		return nil, err
	}
	var values []T
	for _, item := range items {
		value, err := read(item)
		if err == nil {
			values = append(values, value)
			continue
		}
		if left, errFind := find(); errFind != nil || slices.Contains(left, item) {
			return nil, err
		}
	}
	return values, nil
}

// getItem reads every item of a name and chooses this program's.
func getItem(service, user string) (string, error) {
	svc, err := ss.NewSecretService()
	if err != nil {
		return "", err
	}
	session, err := svc.OpenSession()
	if err != nil {
		return "", err
	}
	defer func() { _ = svc.Close(session) }()
	values, err := readEach(func() ([]dbus.ObjectPath, error) {
		return search(svc, map[string]string{attributeService: service, attributeUser: user})
	}, func(item dbus.ObjectPath) (string, error) {
		if err := opened(svc, item); err != nil {
			return "", err
		}
		value, err := svc.GetSecret(item, session.Path())
		if err != nil {
			return "", err
		}
		return string(value.Value), nil
	})
	switch {
	case err != nil:
		return "", err
	case len(values) == 0:
		return "", keyring.ErrNotFound
	}
	return ours(user, values)
}

// opened unlocks an item without asking anybody; where somebody has to be asked it is an ErrBackend with StateLocked.
func opened(svc *ss.SecretService, item dbus.ObjectPath) error {
	prompt, err := unlockQuietly(context.Background(), svc.Conn, []dbus.ObjectPath{item})
	if err == nil && prompt != noPrompt {
		err = &Error{Kind: ErrBackend, State: StateLocked, Op: opRead}
	}
	return err
}

// deleteItems deletes every item of a name, in whichever collection it is: what is left of one is a secret that somebody
// believes to be gone. What cannot be deleted without asking somebody is left, and told.
func deleteItems(service, user string) error {
	svc, err := ss.NewSecretService()
	if err != nil {
		return err
	}
	items, err := everywhere(svc, service, user)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return keyring.ErrNotFound
	}
	for _, item := range items {
		if opened(svc, item) == nil {
			_ = svc.Object(secretsName, item).Call("org.freedesktop.Secret.Item.Delete", 0).Err
		}
	}
	left, err := everywhere(svc, service, user)
	if err == nil && len(left) > 0 {
		err = &Error{Kind: ErrItemsLeft, ID: user, Count: len(left), Why: collectionsOf(left)}
	}
	return err
}

// everywhere finds the items of a name in all collections, the locked ones too.
func everywhere(svc *ss.SecretService, service, user string) ([]dbus.ObjectPath, error) {
	var unlocked, locked []dbus.ObjectPath
	search := map[string]string{attributeService: service, attributeUser: user}
	err := svc.Object(secretsName, secretsPath).Call(secretsService+".SearchItems", 0, search).Store(&unlocked, &locked)
	return append(unlocked, locked...), err
}

// collectionsOf names the collections of items: the part of their paths before the last.
func collectionsOf(items []dbus.ObjectPath) string {
	var names []string
	for _, item := range items {
		if name := path.Base(path.Dir(string(item))); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// listItems returns the user names of the items of a service.
func listItems(service string) ([]string, error) {
	svc, err := ss.NewSecretService()
	if err != nil {
		return nil, err
	}
	return readEach(func() ([]dbus.ObjectPath, error) {
		return search(svc, map[string]string{attributeService: service})
	}, func(item dbus.ObjectPath) (string, error) {
		value, err := svc.Object(secretsName, item).GetProperty("org.freedesktop.Secret.Item.Attributes")
		if err != nil {
			return "", err
		}
		attributes, _ := value.Value().(map[string]string)
		return attributes[attributeUser], nil
	})
}
