package cli_test

import (
	"context"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/internal/verify"
	"appreg/store"
)

// setupSituations are those in which a set-up, or a check of what was set up, advises something.
var setupSituations = map[string]situation{
	"nothing was set up yet": {sites: []string{"internal/cli/profile_names.go: setup", "internal/cli/list.go: setup"}, meet: func(a *adviser) {
		a.knows(a.cases[appProfile], appProfile)
		told := a.fails(2, "check")
		a.follow(a.works("list"), "setup")
		a.works("remove", appProfile)
		a.follow(told, "setup")
		a.works("check")
	}},
	"the input ends": {sites: []string{"internal/cli/failure.go: setup --no-input"}, meet: func(a *adviser) {
		flags, env := a.flags(a.cases[appProfile])
		told := a.fails(2, "setup", "--plain")
		a.followWith(at{env: env, in: strings.NewReader("")}, append(flags, "--profile", appProfile), told, "setup --no-input")
		a.works("check", appProfile)
	}},
	"a script saves without the password": {sites: []string{"internal/cli/setup_auto.go: token"}, meet: func(a *adviser) {
		c := a.cases[userProfile]
		flags, env := a.flags(c)
		told := a.failsAt(at{env: env}, 0, append([]string{"setup", "--no-input", "--profile", userProfile}, flags...)...)
		a.names = []string{userProfile}
		a.typing(c.Password, told, "token "+userProfile)
	}},
	"the name is taken": {sites: []string{"steps/names.go: setup --profile --replace"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.knows(a.cases[appProfile], appProfile)
		told := a.failsAt(at{in: &answering{answers: a.answers}}, 2, "setup", "--plain") // the same name until the input ends
		a.follow(told, "setup --profile "+appProfile+" --replace")
		a.works("check", appProfile)
	}},
	"saved": {sites: []string{
		"steps/next.go: check", "steps/next.go: token", "steps/next.go: show", "steps/next.go: list", "steps/next.go: setup --profile --replace",
		"steps/save.go: show",
	}, meet: func(a *adviser) {
		a.knows(a.cases[appProfile], appProfile)
		a.names = []string{appProfile}
		told := a.failsAt(at{in: &answering{answers: a.answers}}, 0, "setup", "--plain")
		for _, command := range []string{"check " + appProfile, "token " + appProfile, "show " + appProfile, "list", "setup --profile " + appProfile + " --replace"} {
			a.follow(told, command)
		}
	}},
	"saved without the password": {sites: []string{"steps/next.go: setup"}, meet: func(a *adviser) {
		c := a.cases[userProfile]
		a.knows(c, userProfile)
		a.names = []string{userProfile}
		told := a.failsAt(at{in: &answering{answers: a.answers}}, 0, "setup", "--plain")
		a.typing(c.Password, told, "token "+userProfile)
		a.answers["Save the password"] = "yes"
		a.follow(told, "setup --profile "+userProfile+" --replace --save-password")
		a.works("check", userProfile)
		a.follow(told, "setup --profile "+userProfile+" --replace --save-password") // once more is no fault
		// A script gives the variable, and the flags in place of the name.
		if !strings.Contains(told, "sets APPREG_PASSWORD and gives the flags of appreg") {
			a.t.Errorf("a script is told nothing:\n%s", told)
		}
		flags, env := a.flags(c)
		a.failsAt(at{env: env}, 0, append([]string{"token"}, flags...)...)
		a.followed["setup"] = true // the flags of appreg setup were followed
	}},
	"saved before it works": {sites: []string{"ui: check"}, meet: func(a *adviser) {
		c := a.cases["api_role_missing"]
		a.knows(c, "unready")
		a.names = []string{"unready"}
		a.answers["What now"] = "Save anyway"
		told := a.failsAt(at{in: &answering{answers: a.answers}}, 3, "setup", "--plain")
		a.grant(c)
		a.follow(told, "check unready")
	}},
	"a credential that ends soon": {sites: []string{
		"internal/verify/input.go: setup --profile --replace", "internal/cli/token_expiry.go: setup --profile --replace",
	}, meet: func(a *adviser) {
		soon, later := time.Now().AddDate(0, 0, 3).Format(time.DateOnly), time.Now().AddDate(1, 0, 0).Format(time.DateOnly)
		a.hasChanged(appProfile, func(reg *registration.Registration) { reg.SecretExpires = soon })
		a.knows(a.cases[appProfile], appProfile)
		a.answers["Expires on"] = soon
		a.follow(a.works("token", appProfile), "setup --replace --profile "+appProfile)
		a.answers["Expires on"] = later
		a.follow(a.works("check", appProfile), "setup --replace --profile "+appProfile)
		if told := a.works("check", appProfile) + a.works("token", appProfile); strings.Contains(told, "--replace") {
			a.t.Errorf("it still ends soon:\n%s", told)
		}
	}},
	"the password was not saved": {sites: []string{"internal/verify/input.go: setup --profile --replace --save-password"}, meet: func(a *adviser) {
		c := a.cases[userProfile]
		a.hasChanged(userProfile, func(reg *registration.Registration) { reg.Credential.Secret = secret.Secret{} })
		a.knows(c, userProfile)
		a.answers["Save the password"] = "yes"
		a.follow(a.fails(3, "check", userProfile), "setup --replace --save-password --profile "+userProfile)
		a.works("check", userProfile)
	}},
	"other hosts, and the credential is gone": {sites: []string{"internal/cli/bound.go: setup --profile --replace"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.keyring = store.NewMemoryKeyring()
		a.knows(a.cases[appProfile], appProfile)
		alone := at{env: []string{"APPREG_AUTHORITY=", "APPREG_API_URL="}}
		told := a.failsAt(alone, 3, "setup", "--plain", "--replace", "--profile", appProfile)
		alone.in = &answering{answers: a.answers}
		a.followWith(alone, []string{"--plain"}, told, "setup --replace --profile "+appProfile+" --authority URL --api-url URL", "URL", a.url)
		a.followed["setup --profile --replace"] = true // the hosts are added where there are any
		a.works("check", appProfile)
	}},
	"an entry that no appreg wrote": {sites: []string{"internal/cli/saved.go: remove"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.edit(func(p map[string]any) { p["api"] = "sharepoint" })
		a.follow(a.fails(5, "check", appProfile), "remove "+appProfile)
		a.knows(a.cases[appProfile], appProfile)
		a.failsAt(at{in: &answering{answers: a.answers}}, 0, "setup", "--plain")
		a.works("check", appProfile)
	}},
	"the tenant lives in another cloud": {sites: []string{"internal/verify/lookups.go: setup --cloud", "internal/cause/tenant_table.go: setup --cloud"}, meet: func(a *adviser) {
		c := a.cases["works-power-platform-client-secret"]
		a.knows(c, "gcc-high")
		a.follow(cloudAdvice(a, c, "microsoftonline.us"), "setup --cloud gcc-high")
		if shown := a.works("show", "gcc-high", "--json"); !strings.Contains(shown, `"cloud": "gcc-high"`) {
			a.t.Errorf("%s", shown)
		}
		a.answers["Profile name"] = "public"
		a.follow(a.works("explain", "AADSTS900439"), "setup --cloud public")
	}},
	"the tenant lives in another cloud, Lifecycle Services": {sites: []string{"internal/verify/lookups.go: setup --api --region"}, meet: func(a *adviser) {
		c := a.cases[userProfile]
		a.knows(c, "china")
		a.follow(cloudAdvice(a, c, "partner.microsoftonline.cn"), "setup --api lcs --region china")
		if shown := a.works("show", "china", "--json"); !strings.Contains(shown, `"region": "china"`) {
			a.t.Errorf("%s", shown)
		}
	}},
}

// grant gives the app the roles that a case lacks.
func (a *adviser) grant(c cases.Case) {
	a.t.Helper()
	if err := a.sim.UpdateApp(c.Tenant, c.ClientID, func(app *tenantsim.App) {
		app.Roles = map[catalog.API][]string{c.API: {"API.ReadWrite.All", "Automation.ReadWrite.All"}}
	}); err != nil {
		a.t.Fatal(err)
	}
}

// cloudAdvice is the command that a check advises where Entra says that the case's tenant lives at another host. The
// simulator cannot be that host: an override names no cloud.
func cloudAdvice(a *adviser, c cases.Case, instance string) string {
	a.t.Helper()
	v := &verify.Verifier{Entra: elsewhere{instance: instance}, Now: time.Now}
	finding, _ := v.Tenant(a.t.Context(), registration.Registration{API: c.API, Cloud: catalog.Public, Tenant: c.Tenant, ClientID: c.ClientID, Flow: c.Flow})
	if finding.Status != report.Fail {
		a.t.Fatalf("%+v", finding)
	}
	return finding.Fix.Command
}

// elsewhere is an Entra whose tenants live in another cloud. It answers nothing else.
type elsewhere struct {
	verify.Entra
	instance string
}

func (e elsewhere) LookUpTenant(context.Context, string, string) (entra.Tenant, error) {
	return entra.Tenant{ID: "11111111-2222-3333-4444-555555555555", CloudInstance: e.instance}, nil
}
