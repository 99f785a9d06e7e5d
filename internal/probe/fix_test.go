package probe

import (
	"cmp"
	"encoding/json"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/diagnose"
	"appreg/internal/report"
)

// findingOf probes a fake API with one answer and returns the finding that bears the cause.
func findingOf(t *testing.T, r Request, answers ...reply) report.Finding {
	t.Helper()
	f := newFake(t, answers...)
	r.Target.APIURL, r.Target.ManagementURL = f.url, f.url
	o := newProber(t).Do(t.Context(), r)
	if o.API.Cause != "" {
		return o.API
	}
	return o.Duty
}

// TestRoleAssignmentCommand: the call is whole: the token's oid as the principal, the tenant, a role that suffices.
func TestRoleAssignmentCommand(t *testing.T) {
	r := request(t, catalog.PowerPlatform, catalog.ClientSecret, "")
	f := findingOf(t, r, reply{403, nil, principal})
	before, rest, found := strings.Cut(f.Fix.Command, "--body '")
	if !found || !strings.HasPrefix(before, "az rest --method post --resource https://api.powerplatform.com --url \"http://127.0.0.1:") {
		t.Fatalf("command %q", f.Fix.Command)
	}
	var body map[string]string
	if err := json.Unmarshal([]byte(strings.TrimSuffix(rest, "'")), &body); err != nil {
		t.Fatal(err)
	}
	if body["principalObjectId"] != testObject || body["scope"] != "/tenants/"+testTenant || body["roleDefinitionId"] != catalog.PowerPlatformRoles()[0].ID {
		t.Errorf("body %v", body)
	}
	if steps := strings.Join(f.Fix.Plain().Steps, "\n"); strings.Contains(steps, "**") || !strings.Contains(steps, "POST http") || !strings.Contains(steps, "Requires: A Power Platform Administrator") {
		t.Errorf("steps:\n%s", steps)
	}
	r.ObjectID = ""
	if f := findingOf(t, r, reply{403, nil, principal}); !strings.Contains(f.Fix.Command, "{enterpriseApplicationObjectId}") {
		t.Errorf("without an object id: %q", f.Fix.Command)
	}
}

func TestFixes(t *testing.T) {
	const (
		pp, pa, bc, lcs  = catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral, catalog.LCS
		password, secret = catalog.Password, catalog.ClientSecret
	)
	tests := map[string]struct {
		api     catalog.API
		flow    catalog.Flow
		with    func(*Request)
		reply   reply
		title   string // a part; empty: the cause's own
		command string
		steps   string
		url     string
	}{
		"management application": {
			api: pa, flow: secret, reply: reply{403, nil, ""},
			command: "pac admin application register --application-id " + testClient, steps: "New-PowerAppManagementApp -ApplicationId " + testClient,
			url: "https://admin.powerplatform.microsoft.com",
		},
		"user without a role": {
			api: pp, flow: password, reply: reply{403, nil, principal},
			title: "The user has no Power Platform role", steps: "Check that the user", url: "https://admin.powerplatform.microsoft.com",
		},
		"permission missing": {
			api: pp, flow: password, with: withoutRights, reply: reply{403, nil, delegated},
			title: "EnvironmentManagement.Environments.Read is missing from the token",
			steps: "Add **EnvironmentManagement.Environments.Read** under **Delegated permissions**.", command: "az ad app permission add --id " + testClient,
		},
		"permission without consent": {
			api: pp, flow: password, reply: reply{403, nil, delegated},
			with: func(r *Request) {
				withoutRights(r)
				r.Permissions = []string{"EnvironmentManagement.Environments.Read"}
			},
			title: "EnvironmentManagement.Environments.Read is missing", steps: "consent is missing",
		},
		"card": {
			api: bc, flow: secret, with: named1, reply: reply{401, nil, bcLogin},
			url: "https://businesscentral.dynamics.com/" + testTenant + "/Production",
		},
		"environment to give": {
			api: bc, flow: secret, reply: reply{401, nil, bcLogin},
			title: "isn't documented for apps", steps: "Select a Business Central environment (--environment NAME)",
		},
		"project to give": {
			api: lcs, flow: password, reply: reply{401, nil, ""},
			title: "isn't documented for users", steps: "Add the Lifecycle Services project (--project ID)",
		},
		"project": {api: lcs, flow: password, with: namedProject, reply: reply{403, nil, ""}, url: "https://lcs.dynamics.com"},
		"no such environment": {
			api: bc, flow: secret, with: named1, reply: reply{404, nil, ""}, title: "Environment Production doesn't exist in this tenant",
			steps: "Compare the name with those in the Business Central admin center", url: "https://businesscentral.dynamics.com/" + testTenant + "/admin",
		},
		"nothing better known": {api: bc, flow: secret, with: named1, reply: reply{418, nil, ""}},
		"permissions not named": {
			api: pp, flow: password, with: withoutRights, reply: reply{403, nil, delegated}, title: "EnvironmentManagement.Environments.Read is missing", steps: "(--permission NAME)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := request(t, tt.api, tt.flow, "")
			if tt.with != nil {
				tt.with(&r)
			}
			answers := []reply{tt.reply}
			if len(r.Environments) > 0 {
				answers = []reply{{200, nil, `{"value":[]}`}, tt.reply}
			}
			f := findingOf(t, r, answers...)
			own := diagnose.ForCause(f.Cause, r.known(call{})) // what the row leaves empty is the cause's own
			tt.title, tt.url = cmp.Or(tt.title, own.Title), cmp.Or(tt.url, own.Fix.URL)
			wantParts(t, f, map[string]string{"title": tt.title, "command": tt.command, "steps": tt.steps, "url": tt.url})
		})
	}
}

// wantParts checks that each text of a finding has what is wanted in it; where no page is wanted there is none.
func wantParts(t *testing.T, f report.Finding, want map[string]string) {
	t.Helper()
	for what, got := range map[string]string{
		"title": f.Title, "command": f.Fix.Command, "steps": strings.Join(f.Fix.Steps, "\n"), "url": f.Fix.URL,
	} {
		if !strings.Contains(got, want[what]) || what == "url" && want[what] == "" && got != "" {
			t.Errorf("%s %q, want %q", what, got, want[what])
		}
	}
}

// TestGive: what a better test needs is named by its flag, whether the call that was made for want of it succeeds or not.
func TestGive(t *testing.T) {
	const bc, lcs, secret, password = catalog.BusinessCentral, catalog.LCS, catalog.ClientSecret, catalog.Password
	for name, tt := range map[string]struct {
		api   catalog.API
		flow  catalog.Flow
		with  func(*Request)
		reply reply
		want  string
	}{
		"application card":     {api: bc, flow: secret, reply: reply{200, nil, `{"value":[]}`}, want: "--environment"},
		"user's rights":        {api: bc, flow: password, reply: reply{200, nil, `{"value":[]}`}, want: "--environment"},
		"refused":              {api: bc, flow: secret, reply: reply{401, nil, bcLogin}, want: "--environment"},
		"refused, documented":  {api: bc, flow: password, reply: reply{401, nil, bcLogin}},
		"lacks the right":      {api: bc, flow: secret, with: func(r *Request) { r.Roles = nil }, reply: reply{401, nil, bcLogin}},
		"unusable":             {api: bc, flow: secret, reply: reply{200, nil, "<html>"}, want: "--environment"},
		"project":              {api: lcs, flow: password, reply: reply{401, nil, ""}, want: "--project"},
		"environment is given": {api: bc, flow: secret, with: named1, reply: reply{200, nil, `{"value":[]}`}},
	} {
		r := request(t, tt.api, tt.flow, "")
		if tt.with != nil {
			tt.with(&r)
		}
		if f := findingOf(t, r, tt.reply, tt.reply); f.Give != tt.want {
			t.Errorf("%s: give %q, want %q: %+v", name, f.Give, tt.want, f)
		}
	}
}

// TestCommandsAreLines: whatever a person entered, a command stays one line without characters of control.
func TestCommandsAreLines(t *testing.T) {
	r := request(t, catalog.PowerApps, catalog.ClientSecret, "")
	r.ClientID, r.TenantID = "a\nb; rm -rf ~", "$(x)\x1b"
	f := findingOf(t, r, reply{403, nil, ""})
	if strings.ContainsAny(f.Fix.Command, "\n\x1b") || f.Fix.Command == "" {
		t.Errorf("command %q", f.Fix.Command)
	}
}

func TestCompact(t *testing.T) {
	for in, want := range map[string]string{"{\n  \"a\": 1\n}": `{"a":1}`, "": "", "no JSON": ""} {
		if got := compact(in); got != want {
			t.Errorf("compact(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestWaysAreAlternatives: the tools that register a management application are no steps one after the other.
func TestWaysAreAlternatives(t *testing.T) {
	r := request(t, catalog.PowerApps, catalog.ClientSecret, "")
	steps := r.dutyFix(catalog.DutyManagementApp).Steps
	if len(steps) != 6 {
		t.Fatalf("%d steps, want 1, 4 ways and who can do it:\n%s", len(steps), strings.Join(steps, "\n"))
	}
	for i, want := range []string{"The request: PUT ", "PowerShell", "; pac admin application register", "m365 pp managementapp add"} {
		if way := steps[1+i]; !strings.HasPrefix(way, "Option "+string(rune('1'+i))+" of 4. ") || !strings.Contains(way, want) {
			t.Errorf("way %d: %q", i+1, way)
		}
	}
	r = request(t, catalog.PowerPlatform, catalog.ClientSecret, "")
	if steps := strings.Join(r.dutyFix(catalog.DutyRoleAssignment).Steps, "\n"); !strings.Contains(steps, "\nThe request: POST ") || strings.Contains(steps, "Way ") {
		t.Errorf("the only way:\n%s", steps)
	}
}
