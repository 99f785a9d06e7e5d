package store

import (
	"strings"

	"github.com/danieljoos/wincred"
	"github.com/zalando/go-keyring"
)

// systemAPI is the part of go-keyring that is used, and the list that it lacks.
func systemAPI() keyringAPI {
	return keyringAPI{get: keyring.Get, set: keyring.Set, delete: keyring.Delete, list: listItems}
}

// listItems returns the user names of the items of a service, by the names that go-keyring gives to credentials.
func listItems(service string) ([]string, error) {
	found, err := wincred.FilteredList(service + ":*")
	if err != nil {
		return nil, err
	}
	var users []string
	for _, credential := range found {
		if user, ok := strings.CutPrefix(credential.TargetName, service+":"); ok {
			users = append(users, user)
		}
	}
	return users, nil
}
