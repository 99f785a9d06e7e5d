package cli_test

import (
	"strings"

	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// signInSituations are those in which a person has to sign in, or what they sign in with is refused.
var signInSituations = map[string]situation{
	"a script without a profile": {sites: []string{"internal/token/errors.go: setup"}, meet: func(a *adviser) {
		c := a.cases[pageProfile]
		flags, _ := a.flags(c)
		told := a.fails(3, append([]string{"token"}, flags...)...)
		a.sim.AutoApprove()
		a.knows(c, "page")
		a.follow(told, "setup")
		a.works("token", "page")
	}},
	"a script, and nobody has signed in": {sites: []string{"internal/token/errors.go: token", "steps/proof_table.go: token", "steps/tokenguide.go: token", "steps/next.go: token"}, meet: func(a *adviser) {
		a.has(pageProfile)
		told := a.fails(3, "token", pageProfile)
		a.sim.AutoApprove()
		a.followAt(at{terminal: true}, told, "token "+pageProfile)
		a.works("token", pageProfile, "--refresh") // asks nobody any more
		a.followed["token"] = true
	}},
	"a check, and nobody has signed in": {sites: []string{"internal/verify/failed.go: token"}, meet: func(a *adviser) {
		a.has(pageProfile)
		told := a.fails(3, "check", pageProfile)
		a.sim.AutoApprove()
		a.followAt(at{terminal: true}, told, "token "+pageProfile)
		a.works("check", pageProfile)
	}},
	"a script, and the password was not saved": {sites: []string{"internal/token/errors.go: token", "internal/token/errors.go: setup --profile --replace --save-password"}, meet: func(a *adviser) {
		c := a.cases[userProfile]
		a.hasChanged(userProfile, func(reg *registration.Registration) { reg.Credential.Secret = secret.Secret{} })
		told := a.fails(3, "token", userProfile)
		a.typing(c.Password, told, "token "+userProfile)
		a.knows(c, userProfile)
		a.answers["Save the password"] = "yes"
		a.follow(told, "setup --replace --save-password --profile "+userProfile)
		a.works("token", userProfile, "--refresh")
	}},
	"no password is typed": {sites: []string{"internal/cli/token_prompt.go: setup --profile --replace --save-password"}, meet: func(a *adviser) {
		c := a.cases[userProfile]
		a.hasChanged(userProfile, func(reg *registration.Registration) { reg.Credential.Secret = secret.Secret{} })
		told := a.typed("", 2, "token", userProfile)
		a.knows(c, userProfile)
		a.answers["Save the password"] = "yes"
		a.follow(told, "setup --replace --save-password --profile "+userProfile)
		a.works("token", userProfile)
	}},
	"a password that was refused is held": {sites: []string{"internal/cli/token.go: token --refresh", "internal/cli/token.go: setup --profile --replace --save-password"}, meet: func(a *adviser) {
		c := a.cases[userProfile]
		a.has(userProfile)
		a.password(c, "another")
		a.fails(3, "token", userProfile)
		told := a.fails(3, "token", userProfile)
		if !strings.Contains(told, "not resent") {
			a.t.Fatalf("it is not held:\n%s", told)
		}
		a.password(c, c.Password) // it was right, and Entra wrong
		a.follow(told, "token "+userProfile+" --refresh")
		a.password(c, "changed")
		a.sim.RevokeSessions(c.Username)
		a.fails(3, "token", userProfile, "--refresh")
		c.Password = "changed"
		a.knows(c, userProfile)
		a.answers["Save the password"] = "yes"
		a.follow(told, "setup --replace --save-password --profile "+userProfile)
		a.works("token", userProfile)
	}},
	"a policy blocks device codes": {sites: []string{"internal/cause/device_table.go: setup --flow"}, meet: func(a *adviser) {
		c := a.cases["device_flow_blocked"]
		flags, _ := a.flags(c)
		a.sim.AutoApprove()
		told := a.failsAt(at{terminal: true}, 3, append([]string{"check"}, flags...)...)
		a.knows(c, "browser")
		delete(a.answers, "How will it sign in?") // it is in the command
		a.follow(told, "setup --flow browser")
		a.works("check", "browser")
	}},
	"the API wants another token": {sites: []string{"internal/cause/api_table.go: token --output"}, meet: func(a *adviser) {
		for profile, command := range map[string]string{"api_wrong_audience": "token api_wrong_audience --output json", "api_token_missing": "token api_token_missing --output header"} {
			a.has(profile)
			a.follow(a.fails(3, "check", profile), command)
		}
	}},
}

// password changes a user's password in the tenant.
func (a *adviser) password(c cases.Case, password string) {
	a.t.Helper()
	if err := a.sim.UpdateUser(c.Tenant, c.Username, func(u *tenantsim.User) { u.Password = password }); err != nil {
		a.t.Fatal(err)
	}
}
