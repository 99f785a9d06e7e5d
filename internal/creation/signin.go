package creation

import (
	"appreg/internal/entra"
	"appreg/internal/verify"
)

// obtained keeps a sign-in for the tests that follow, so that nobody signs in twice.
func (m Maker) obtained(in *verify.Input) func(entra.Answer) {
	return func(answer entra.Answer) {
		if !answer.RefreshToken.IsZero() {
			in.SignIn.Refresh = answer.RefreshToken
		}
		if m.Obtained != nil {
			m.Obtained(in.Registration, answer)
		}
	}
}
