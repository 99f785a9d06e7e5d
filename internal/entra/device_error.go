package entra

import (
	"errors"

	"appreg/internal/sanitize"
)

// DeviceReason says how a device code sign-in ended without a token.
type DeviceReason int

// The reasons.
const (
	Declined    DeviceReason = iota + 1 // the person said no
	Expired                             // nobody finished in time, as far as we can see
	CodeUnknown                         // Entra does not know the device code (any more)
)

// String names the reason as Entra's error answer does (docs/sources.md, "Entra: protocol").
func (r DeviceReason) String() string {
	switch r {
	case Declined:
		return "authorization_declined"
	case Expired:
		return "expired_token"
	case CodeUnknown:
		return "bad_verification_code"
	default:
		return "unknown"
	}
}

// DeviceError is a device code sign-in that came to an end of its own kind. Any other refusal stays an *Error.
type DeviceError struct {
	Reason  DeviceReason
	Pending int    // answers that said "not yet"
	Lost    int    // polls that got no answer, or that met a busy server
	Err     *Error // what Entra answered; nil where our own clock ended the waiting
}

// OnlyPending reports whether the code expired after nothing but "not yet". The browser may have shown a refusal all
// the same: Conditional Access can stop a sign-in there, and the waiting side is never told (docs/sources.md,
// device_flow_blocked beside device_code_expired).
func (e *DeviceError) OnlyPending() bool { return e.Reason == Expired && e.Pending > 0 }

// Error says how it ended, with the name that Entra gives to it.
func (e *DeviceError) Error() string {
	text := "couldn't sign in with the device code: "
	switch e.Reason {
	case Declined:
		text += "the sign-in was declined"
	case Expired:
		text += "the code expired before the sign-in was finished"
	default:
		text += "entra doesn't know the code"
	}
	return text + " (" + e.Reason.String() + ")"
}

// Unwrap returns Entra's answer, if there was one.
func (e *DeviceError) Unwrap() error {
	if e.Err == nil {
		return nil
	}
	return e.Err
}

// redactedDevice is redacted, and keeps a *DeviceError's type.
func redactedDevice(err error, r sanitize.Redactor) error {
	var device *DeviceError
	if !errors.As(err, &device) {
		return redacted(err, r)
	}
	clean := *device
	if device.Err != nil {
		errors.As(redacted(device.Err, r), &clean.Err)
	}
	return &clean
}

// deviceAnswer is what a refused poll means.
type deviceAnswer int

const (
	deviceRefused deviceAnswer = iota // anything that is not about the waiting
	devicePending
	deviceSlower
	deviceDeclined
	deviceExpired
	deviceUnknown
)

// deviceAnswerOf reads error's name, and the number where the name says nothing. The names are RFC 8628's and Entra's;
// the numbers are those of docs/sources.md, "Entra: protocol".
func deviceAnswerOf(e *Error) deviceAnswer {
	switch e.Code {
	case "authorization_pending":
		return devicePending
	case "slow_down":
		return deviceSlower
	case "authorization_declined", "access_denied":
		return deviceDeclined
	case "expired_token", "code_expired":
		return deviceExpired
	case "bad_verification_code":
		return deviceUnknown
	}
	switch e.AADSTS() {
	case 70016:
		return devicePending
	case 70018:
		return deviceUnknown
	case 70019, 70020:
		return deviceExpired
	default:
		return deviceRefused
	}
}

// reason is the way in which a sign-in ends by this answer; 0 for one that is not about the waiting.
func (a deviceAnswer) reason() DeviceReason {
	switch a {
	case deviceDeclined:
		return Declined
	case deviceExpired:
		return Expired
	case deviceUnknown:
		return CodeUnknown
	default:
		return 0
	}
}
