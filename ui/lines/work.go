package lines

import (
	"context"

	"appreg/internal/report"
)

// work is what runs beside the prompt: it tells what happens, and may need a person who signs in.
type work struct {
	ctx     context.Context // ends what it tells
	told    chan func()     // prints what happened
	signIns chan report.SignIn
	done    chan struct{} // closed at its end
}

func newWork(ctx context.Context) work {
	return work{ctx: ctx, told: make(chan func()), signIns: make(chan report.SignIn), done: make(chan struct{})}
}

// start runs do. Only once done is closed may others read what do has set.
func (w work) start(do func()) {
	go func() {
		defer close(w.done)
		do()
	}()
}

// tell has show print, unless nobody listens any more.
func (w work) tell(show func()) {
	select {
	case w.told <- show:
	case <-w.ctx.Done():
	}
}

// askToSignIn has the person asked to sign in.
func (w work) askToSignIn(s report.SignIn) {
	select {
	case w.signIns <- s:
	case <-w.ctx.Done():
	}
}

// attend prints what happens while work runs, and serves whoever has to sign in. cancelled says that the person gave that up.
func (r *run) attend(ctx context.Context, w work) (cancelled bool, err error) {
	var person signInWait
	for {
		select {
		case <-ctx.Done():
			return false, interrupted(ctx)
		case s := <-w.signIns:
			person = r.askToSignIn(s)
		case typed := <-person.typed:
			if person, err = r.whileWaiting(ctx, person, typed); err != nil || person.cancelled {
				return person.cancelled, err
			}
		case show := <-w.told:
			person = signInWait{}
			show()
		case <-w.done:
			if ctx.Err() != nil {
				return false, interrupted(ctx)
			}
			return false, nil
		}
	}
}

// during does something, and prints what happens. It waits for its end, also where the person cancels: how far it came must be
// known.
func (r *run) during(ctx context.Context, do func(context.Context, work)) (cancelled bool, err error) {
	doing, cancel := context.WithCancel(ctx)
	defer cancel()
	w := newWork(doing)
	w.start(func() { do(doing, w) })
	cancelled, err = r.attend(ctx, w)
	cancel()
	<-w.done
	if cancelled {
		r.out.para("Canceled.")
	}
	return cancelled, err
}
