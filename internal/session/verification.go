package session

import (
	"time"

	"appreg/internal/report"
	"appreg/steps"
)

// Verified takes the report of a verification of the answers as they are.
func (s Session) Verified(r report.Report) Session {
	s = s.ForgetVerification()
	s.verified = &r
	return s
}

// GaveUpSignIn ends a verification on the person's word: nothing was found.
func (s Session) GaveUpSignIn() Session {
	s = s.ForgetVerification()
	s.gaveUp = true
	return s
}

// GaveUp reports whether the person cancelled the last sign-in.
func (s Session) GaveUp() bool { return s.gaveUp }

// ForgetVerification makes the test due again.
func (s Session) ForgetVerification() Session {
	s.verified, s.gaveUp = nil, false
	return s
}

// IsVerified reports whether the answers as they are were verified, whatever came of it.
func (s Session) IsVerified() bool { return s.verified != nil }

// Report is the last verification's, or one that says that none was made of these answers.
func (s Session) Report() report.Report {
	if s.verified != nil {
		return *s.verified
	}
	return untested(s.Answers(), s.options.Now())
}

// Verdict is the report's.
func (s Session) Verdict() report.Verdict { return s.Report().Verdict }

// untested says that no verification was made of these answers.
func untested(a steps.Answers, now time.Time) report.Report {
	return report.Of(a.Registration(), a.Get(steps.KeyProfile), a.Get(steps.KeyTenantID), now)
}

// asLeft returns the report as an outcome leaves what it is about.
func (s Session) asLeft(outcome Outcome) report.Report {
	r := s.Report()
	switch outcome {
	case Saved:
		r.Profile, r.Stored = s.Answers().Get(steps.KeyProfile), savesIn(s.Answers())
	case NotSaved:
		r.Stored = steps.StoreNone
	}
	return r
}
