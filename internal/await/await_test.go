package await

import (
	"context"
	"errors"
	"io"
	"testing"
)

func TestResult(t *testing.T) {
	if got, err := Result(t.Context(), func() (int, error) { return 1, io.EOF }); got != 1 || err != io.EOF {
		t.Errorf("%d %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	begun := make(chan bool)
	go func() { <-begun; cancel() }()
	if _, err := Result(ctx, func() (int, error) { begun <- true; select {} }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	worked := false
	if _, err := Result(ctx, func() (int, error) { worked = true; return 1, nil }); worked || !errors.Is(err, context.Canceled) {
		t.Errorf("a canceled context began work: %v, %v", worked, err)
	}
}
