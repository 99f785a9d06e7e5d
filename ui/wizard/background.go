package wizard

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// background is work beside the program's loop that can be canceled. The zero value: none is under way.
type background struct {
	id     int
	cancel context.CancelFunc
}

// eventMsg brings a message of work that goes on; more waits for the next.
type eventMsg struct {
	event tea.Msg
	more  tea.Cmd
}

// inBackground runs do: what it tells arrives as messages, and what it returns is the last of them. They carry the id, so that
// a screen drops those of work that was left.
func (sh *shell) inBackground(do func(ctx context.Context, id int, tell func(tea.Msg)) tea.Msg) (background, tea.Cmd) {
	ctx, cancel := context.WithCancel(sh.ctx)
	id := sh.next()
	sh.version++
	happened := make(chan tea.Msg, 64)
	tell := func(event tea.Msg) {
		select {
		case happened <- event:
		case <-ctx.Done():
		}
	}
	run := func() tea.Msg {
		defer close(happened)
		happened <- do(ctx, id, tell) // in its order, and also where it was canceled
		return nil
	}
	return background{id, cancel}, tea.Batch(run, listen(happened), sh.turn())
}

// listen waits for the next event.
func listen(happened <-chan tea.Msg) tea.Cmd {
	return func() tea.Msg {
		event, ok := <-happened
		if !ok {
			return nil
		}
		return eventMsg{event, listen(happened)}
	}
}

func (b *background) running() bool { return b.id != 0 }

// current reports whether a message is of what is under way.
func (b *background) current(id int) bool { return b.running() && id == b.id }

// Leave cancels what is under way.
func (b *background) Leave() {
	if b.running() {
		b.cancel()
		*b = background{}
	}
}
