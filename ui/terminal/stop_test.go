package terminal

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestStopWaits: a program that is told to end has a second for it, or what its caller says, and its last model counts.
func TestStopWaits(t *testing.T) {
	for _, test := range []struct {
		grace, takes time.Duration
		want         bool
	}{
		{0, 900 * time.Millisecond, true}, {0, 1100 * time.Millisecond, false},
		{2 * time.Second, 1900 * time.Millisecond, true}, {100 * time.Millisecond, 900 * time.Millisecond, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel() // Quit waits for a program that never runs
			done := make(chan ended, 1)
			time.AfterFunc(test.takes, func() { done <- ended{model: blank{}} })
			if got := stop(tea.NewProgram(blank{}, tea.WithContext(ctx)), done, modes{}, test.grace); (got != nil) != test.want {
				t.Errorf("with %v for what takes %v: the model is %v", test.grace, test.takes, got)
			}
		})
	}
}

// blank is a model that does nothing.
type blank struct{}

func (blank) Init() tea.Cmd                         { return nil }
func (b blank) Update(tea.Msg) (tea.Model, tea.Cmd) { return b, nil }
func (blank) View() tea.View                        { return tea.View{} }
