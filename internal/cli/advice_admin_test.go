package cli_test

import (
	"maps"
	"net/http"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/steps"
)

// adminSituations are those of a tenant that is changed.
var adminSituations = map[string]situation{
	"a creation was refused in the middle": {sites: []string{
		"internal/cli/plan_text.go: undo", "internal/cli/agree.go: undo", "store/errors_table.go: undo", "internal/cli/undo.go: undo --restore",
	}, meet: func(a *adviser) {
		weak, strong := a.admins("app-developer"), a.admins("global")
		told := a.failsAt(weak, 3, a.creates(catalog.BusinessCentral)...)
		_, run, _ := strings.Cut(told, "appreg undo ")
		run, _, _ = strings.Cut(run, "\n")
		a.names = append(a.names, run)
		again := a.failsAt(weak, 3, a.creates(catalog.BusinessCentral)...)
		a.followAt(at{}, a.fails(2, "undo", "nobody", "--admin", "token", "--yes"), "undo")
		gone := a.followWith(strong, words("--admin token --yes"), again, "undo "+run)
		a.followWith(strong, words("--admin token --yes"), gone, "undo "+run+" --restore")
		a.followed[shape(words("undo "+run))] = true
	}},
	"a person takes back what the wizard made": {sites: []string{"internal/cli/creator.go: undo --restore"}, meet: func(a *adviser) {
		told := a.createsByHand(a.admins("app-developer"), 2, map[string]string{"What now:": "undo"})
		_, run, _ := strings.Cut(told, "this brings it back:\nappreg undo ")
		run, _, _ = strings.Cut(run, " ")
		a.names = append(a.names, run)
		a.followWith(a.admins("global"), words("--admin token --yes"), told, "undo "+run+" --restore")
	}},
	"a rotation is to be taken back": {sites: []string{"internal/cli/undo.go: undo"}, meet: func(a *adviser) {
		strong := a.admins("global")
		a.failsAt(strong, 0, a.creates(catalog.PowerPlatform)...)
		a.failsAt(strong, 0, words("rotate made --admin token --yes")...)
		told := a.failsAt(strong, 2, words("undo made --admin token --yes")...)
		a.followAt(at{}, told, "undo")
	}},
	"what was set up in the product isn't restored": {sites: []string{"internal/cli/undo.go: duty --admin --apply"}, meet: func(a *adviser) {
		strong := a.admins("global")
		a.failsAt(strong, 0, a.creates(catalog.BusinessCentral)...)
		a.failsAt(strong, 0, words("undo made --admin token --yes")...)
		told := a.failsAt(strong, 0, words("undo made --restore --admin token --yes")...)
		a.names = append(a.names, "made")
		a.followWith(strong, words("--yes"), told, "duty made --apply --admin token")
	}},
	"what the wizard made can't be taken back": {sites: []string{"internal/cli/creator.go: undo"}, meet: func(a *adviser) {
		refused := tenantsim.GraphFault(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
		refused.Only = func(q tenantsim.Request) bool { return q.Method == http.MethodDelete }
		a.sim.Inject(tenantsim.CallsIn(tenantsim.StableID("tenant", "contoso")), refused)
		told := a.createsByHand(a.admins("app-developer"), 2, map[string]string{"What now:": "undo"})
		_, run, _ := strings.Cut(strings.Join(strings.Fields(told), " "), "or later: appreg undo ")
		run, _, _ = strings.Cut(run, " ")
		a.names = append(a.names, run)
		a.sim.Clear(tenantsim.CallsIn(tenantsim.StableID("tenant", "contoso")))
		a.followWith(a.admins("global"), words("--admin token --yes"), told, "undo "+run)
	}},
	"the wizard shows the command that does the same": {sites: []string{"steps/how.go: setup --admin --api --create --flow --tenant"}, meet: func(a *adviser) {
		strong := a.admins("global")
		told := a.createsByHand(strong, 2, map[string]string{"Profile name": "more"})
		tenant := a.cases[appProfile].Tenant
		command := "setup --create --api business-central --flow client-secret --tenant " + tenant + " --admin token"
		a.followed[shape(words(command))] = true
		if !strings.Contains(strings.Join(strings.Fields(told), " "), "appreg "+command) {
			a.t.Fatalf("no %q in\n%s", command, told)
		}
		a.failsAt(strong, 0, append(words(command), "--profile", "made", "--yes", "--no-input")...)
	}},
	"what a creation made was deleted": {sites: []string{"internal/plan/make_application.go: undo --restore", "internal/plan/make_application.go: undo"}, meet: func(a *adviser) {
		weak, strong := a.admins("app-developer"), a.admins("global")
		told := a.failsAt(weak, 3, a.creates(catalog.BusinessCentral)...)
		_, run, _ := strings.Cut(told, "appreg undo ")
		run, _, _ = strings.Cut(run, "\n")
		a.names = append(a.names, run)
		tenant, made := a.cases[appProfile].Tenant, ""
		if err := a.sim.UpdateTenant(tenant, func(t *tenantsim.Tenant) {
			for _, app := range t.Apps {
				if app.Name == "appreg made" {
					made = app.ClientID
				}
			}
		}); err != nil {
			a.t.Fatal(err)
		}
		for _, advised := range []string{"undo --restore " + run, "undo " + run} {
			if err := a.sim.DeleteApp(tenant, made); err != nil {
				a.t.Fatal(err)
			}
			gone := a.failsAt(strong, 3, a.creates(catalog.BusinessCentral)...)
			a.followWith(strong, words("--admin token --yes"), gone, advised)
		}
		a.failsAt(strong, 0, a.creates(catalog.BusinessCentral)...) // another one
	}},
	"a new credential is wanted": {sites: []string{"internal/cli/setup_create.go: rotate"}, meet: func(a *adviser) {
		strong := a.admins("global")
		a.failsAt(strong, 0, a.creates(catalog.PowerApps)...)
		told := a.failsAt(strong, 2, append(a.creates(catalog.PowerApps), "--replace")...)
		a.followWith(strong, words("--admin token --yes"), told, "rotate PROFILE", "PROFILE", "made")
	}},
	"a password isn't rotated": {sites: []string{"internal/cli/rotate.go: setup --profile --replace"}, meet: func(a *adviser) {
		a.has(userProfile)
		a.knows(a.cases[userProfile], userProfile)
		a.follow(a.fails(2, "rotate", userProfile, "--yes", "--admin", "token"), "setup --replace --profile "+userProfile)
	}},
	"an admin profile that nobody signed in with": {sites: []string{"internal/admin/profile.go: token"}, meet: func(a *adviser) {
		strong := a.admins("global")
		a.hasChanged(pageProfile, func(r *registration.Registration) { r.Overrides.GraphURL = a.url })
		strong.env = append(strong.env, "APPREG_GRAPH_TOKEN=")
		args := a.creates(catalog.PowerApps)
		for i := range args {
			if args[i] == "token" {
				args[i] = pageProfile
			}
		}
		strong.terminal = true
		a.followAt(strong, a.failsAt(strong, 3, args...), "token "+pageProfile)
	}},
	"a card is missing": {sites: []string{"internal/plan/duty_apply.go: duty --admin --apply"}, meet: func(a *adviser) {
		strong := a.admins("global")
		if err := a.sim.UpdateTenant(a.cases[appProfile].Tenant, func(t *tenantsim.Tenant) { t.CardMaker = false }); err != nil {
			a.t.Fatal(err)
		}
		a.names = append(a.names, "made")
		told := a.failsAt(strong, 3, a.creates(catalog.BusinessCentral)...)
		if err := a.sim.UpdateTenant(a.cases[appProfile].Tenant, func(t *tenantsim.Tenant) {
			for _, app := range t.Apps {
				if app.Name == "appreg made" {
					app.Cards = []tenantsim.Card{{Environment: "Production"}}
				}
			}
		}); err != nil {
			a.t.Fatal(err)
		}
		a.followWith(strong, words("--yes"), told, "duty made --apply --admin token")
	}},
}

// createsByHand is a person who lets the line mode create a registration with a client secret.
func (a *adviser) createsByHand(how at, code int, answers map[string]string) string {
	a.t.Helper()
	all := map[string]string{
		"What do you want to call?": string(catalog.BusinessCentral), "How will it sign in?": string(catalog.ClientSecret), "The app registration?": steps.HowCreate,
		"With whose rights?": "token", "Tenant": a.cases[appProfile].Tenant, "Profile name": "made",
	}
	maps.Copy(all, answers)
	how.in = &answering{answers: all}
	return a.failsAt(how, code, "setup", "--plain")
}

// admins is a terminal with an admin's tokens.
func (a *adviser) admins(name string) at {
	a.t.Helper()
	list, err := cases.LoadAdmins(a.sim)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, admin := range list {
		if admin.Name == name {
			return at{env: []string{"APPREG_GRAPH_URL=" + a.url, "APPREG_GRAPH_TOKEN=" + admin.GraphToken, "APPREG_ADMIN_API_TOKEN=" + admin.APIToken}}
		}
	}
	a.t.Fatalf("there is no admin %s", name)
	return at{}
}

// creates is the command that creates a registration with a client secret.
func (a *adviser) creates(api catalog.API) []string {
	return words("setup --create --no-input --yes --admin token --flow client-secret --profile made --api " + string(api) + " --tenant " + a.cases[appProfile].Tenant)
}
