package graph

import (
	"context"
	"errors"
	"net/http"
)

// read reads one object; nil if it isn't there.
func read[W, T any](ctx context.Context, c *Client, path string, convert func(W) T) (*T, error) {
	response, err := c.send(ctx, request{doing: ReadRegistration, method: http.MethodGet, path: path, read: true})
	if missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return one(response, convert)
}

// upsert creates what isn't there and returns it. What was there already isn't in the answer: then find reads it.
func upsert[W, T any](ctx context.Context, c *Client, doing Operation, path string, body any, convert func(W) T, find func() (*T, error)) (T, error) {
	var none T
	response, err := c.send(ctx, request{doing: doing, method: http.MethodPatch, path: path, body: body, upsert: true})
	if err != nil {
		return none, err
	}
	var found *T
	if response.Status == http.StatusCreated {
		found, err = one(response, convert)
	} else {
		found, err = find()
	}
	switch {
	case err != nil:
		return none, err
	case found == nil: // what was said to be there isn't to be seen yet
		return none, &Error{Doing: doing, HTTPStatus: http.StatusNotFound, Code: "Request_ResourceNotFound"}
	}
	return *found, nil
}

// list reads a list; nothing if what it belongs to isn't there.
func list[W, T any](ctx context.Context, c *Client, path string, convert func(W) T) ([]T, error) {
	response, err := c.send(ctx, request{doing: ReadRegistration, method: http.MethodGet, path: path, read: true})
	if missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return many(response, convert)
}

// remove deletes an object. One that isn't there is an *Error that means Missing.
func (c *Client) remove(ctx context.Context, doing Operation, path string) error {
	_, err := c.send(ctx, request{doing: doing, method: http.MethodDelete, path: path})
	return err
}

func missing(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Means() == Missing
}
