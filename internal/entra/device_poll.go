package entra

import (
	"context"
	"errors"
	"net/http"
	"time"

	"appreg/internal/transport"
)

const (
	slowDown    = 5 * time.Second // added at each slow_down (RFC 8628 3.5)
	longestRest = time.Minute     // between two polls while no answer comes
)

// devicePolls asks for the token again and again. x/oauth2's own loop would end at the first lost answer, print answers
// in its errors and wait by a clock that no test can turn.
type devicePolls struct {
	client  *Client
	request Request
	login   deviceLogin

	pause   time.Duration // until the next poll
	pending int           // answers that said: not yet
	lost    int           // polls without an answer, or to a busy server
	fault   error         // of the last of those
}

// run polls until there is a token, a refusal, or no time left.
func (p *devicePolls) run(ctx context.Context) (Answer, error) {
	for {
		left := p.login.expires.Sub(p.client.now())
		if err := p.client.wait(ctx, min(p.pause, left)); err != nil {
			return Answer{}, ended(ctx, err)
		}
		if !p.client.now().Before(p.login.expires) {
			return Answer{}, p.expired()
		}
		answer, done, err := p.poll(ctx)
		if done {
			return answer, ended(ctx, err)
		}
	}
}

// poll asks once. done is false where it has to be asked again after p.pause.
func (p *devicePolls) poll(ctx context.Context) (answer Answer, done bool, err error) {
	answer, err = p.client.ask(ctx, deviceGrant(p.request, p.login), false)
	if err == nil || ctx.Err() != nil {
		return answer, true, err
	}
	if after, passes := passing(err); passes {
		p.missed(err, after)
		return Answer{}, false, nil
	}
	var refusal *Error
	if !errors.As(err, &refusal) {
		return Answer{}, true, err
	}
	if p.goesOn(refusal) {
		return Answer{}, false, nil
	}
	return Answer{}, true, p.verdict(refusal)
}

// passing reports whether err says nothing about the sign-in: no answer came, or the server is busy. It returns the time
// that the server asks to wait.
func passing(err error) (after time.Duration, passes bool) {
	var network *transport.NetworkError
	var refusal *Error
	var foreign *transport.AnswerError
	switch {
	case errors.As(err, &network):
		return 0, true
	case errors.As(err, &refusal):
		return refusal.RetryAfter, busy(refusal.HTTPStatus)
	case errors.As(err, &foreign):
		return foreign.RetryAfter, busy(foreign.HTTPStatus)
	default:
		return 0, false
	}
}

func busy(status int) bool {
	return status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

// missed makes the next poll wait longer: twice as long as this one did, up to a minute, or as long as the server asks.
func (p *devicePolls) missed(fault error, after time.Duration) {
	p.lost++
	p.fault = fault
	p.pause = max(p.login.interval, min(2*p.pause, longestRest), after)
}

// goesOn counts an answer that only means "not yet".
func (p *devicePolls) goesOn(refusal *Error) bool {
	switch deviceAnswerOf(refusal) {
	case deviceSlower:
		p.login.interval += slowDown
	case devicePending:
	default:
		return false
	}
	p.pending++
	p.pause = p.login.interval
	return true
}

// verdict types a refusal that ends the sign-in.
func (p *devicePolls) verdict(refusal *Error) error {
	reason := deviceAnswerOf(refusal).reason()
	if reason == 0 {
		return refusal
	}
	return &DeviceError{Reason: reason, Pending: p.pending, Lost: p.lost, Err: refusal}
}

// expired is the end by our own clock. Where no poll was ever answered, that is what has to be told.
func (p *devicePolls) expired() error {
	if p.pending == 0 && p.fault != nil {
		return p.fault
	}
	return &DeviceError{Reason: Expired, Pending: p.pending, Lost: p.lost}
}
