package wizard

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// background is work beside the program's loop that can be canceled. The zero value: none is under way.
type background struct {
	seq    int
	cancel context.CancelFunc
}

// eventMsg brings a message of work that goes on; more waits for the next.
type eventMsg struct {
	event tea.Msg
	more  tea.Cmd
}

// inBackground runs do: what it tells arrives as messages, and what it returns is the last of them. They carry the number, so that
// a screen drops those of work that was left.
func (sh *shell) inBackground(do func(ctx context.Context, seq int, tell func(tea.Msg)) tea.Msg) (background, tea.Cmd) {
	ctx, cancel := context.WithCancel(sh.ctx)
	seq := sh.next()
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
		happened <- do(ctx, seq, tell) // in its order, and also where it was canceled
		return nil
	}
	return background{seq, cancel}, tea.Batch(run, listen(happened), sh.turn())
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

func (b *background) running() bool { return b.seq != 0 }

// current reports whether a message is of what is under way.
func (b *background) current(seq int) bool { return b.running() && seq == b.seq }

// Leave cancels what is under way.
func (b *background) Leave() {
	if b.running() {
		b.cancel()
		*b = background{}
	}
}
