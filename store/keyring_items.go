package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"appreg/internal/secret"
)

// IDs returns the id of each item in the system's keyring. Errors: ErrBackend, ErrUnlisted.
func (k *SystemKeyring) IDs(ctx context.Context) ([]string, error) {
	if k.api.list == nil {
		return nil, &Error{Kind: ErrUnlisted}
	}
	ids, err := call(ctx, k, opRead, "", func() ([]string, error) { return k.api.list(service) })
	if isState(err, StateNotFound) {
		return nil, nil
	}
	return sortedIDs(ids), err
}

func sortedIDs(ids []string) []string {
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// ours chooses among the values of all items of one name: the only one, whatever it is, or else the only one that this
// program can have written. Copies of it count once.
func ours(id string, values []string) (string, error) {
	if len(values) == 1 {
		return values[0], nil
	}
	var own []string
	for _, value := range values {
		_, err := decodeItem(secret.New(value))
		if (err == nil || errors.Is(err, ErrNewerSchema)) && !slices.Contains(own, value) {
			own = append(own, value)
		}
	}
	switch len(own) {
	case 0:
		return "", &Error{Kind: ErrSeveralItems, ID: id, Count: len(values), Why: "none written by appreg"}
	case 1:
		return own[0], nil
	}
	return "", &Error{Kind: ErrSeveralItems, ID: id, Count: len(values), Why: fmt.Sprintf("and %d of them look like appreg's", len(own))}
}
