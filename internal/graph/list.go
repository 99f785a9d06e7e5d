package graph

import (
	"cmp"
	"encoding/json"

	"appreg/internal/transport"
)

// one reads an object.
func one[W, T any](r *transport.Response, convert func(W) T) (*T, error) {
	var w W
	if err := decode(r, &w); err != nil {
		return nil, err
	}
	t := convert(w)
	return &t, nil
}

// many reads a list. One that goes on elsewhere is not whole: what it lacks would be taken for missing in the tenant.
func many[W, T any](r *transport.Response, convert func(W) T) ([]T, error) {
	var outer struct {
		Value    []W
		NextLink json.RawMessage `json:"@odata.nextLink"`
	}
	if err := decode(r, &outer); err != nil {
		return nil, err
	}
	var list []T
	for _, w := range outer.Value {
		list = append(list, convert(w))
	}
	if outer.NextLink != nil {
		return list, transport.NewAnswerError(transport.Incomplete, r)
	}
	return list, nil
}

func (w wireMember) owner() Owner {
	return Owner{ID: w.ID, Name: cmp.Or(w.UserPrincipalName, w.DisplayName)}
}
