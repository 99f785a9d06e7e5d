package probe

import (
	"encoding/json"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// findingOf probes a fake API with one answer and gives the finding that bears the cause.
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
	if steps := strings.Join(f.Fix.Steps, "\n"); strings.Contains(steps, "**") || !strings.Contains(steps, "POST http") || !strings.Contains(steps, "Who can do it: A Power Platform Administrator") {
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
		title   string // a part
		command string
		steps   string
		url     string
	}{
		"management application": {
			api: pa, flow: secret, reply: reply{403, nil, ""},
			command: "pac admin application register --application-id " + testClient, steps: "New-PowerAppManagementApp -ApplicationId " + testClient,
		},
		"user without a role": {
			api: pp, flow: password, reply: reply{403, nil, principal},
			title: "The user has no role", steps: "Check that the user",
		},
		"permission missing": {
			api: pp, flow: password, with: withoutRights, reply: reply{403, nil, delegated},
			title: "The token lacks what this test needs: EnvironmentManagement.Environments.Read",
			steps: "Add the permission EnvironmentManagement.Environments.Read", command: "az ad app permission add --id " + testClient,
		},
		"permission without consent": {
			api: pp, flow: password, reply: reply{403, nil, delegated},
			with: func(r *Request) {
				withoutRights(r)
				r.Permissions = []string{"EnvironmentManagement.Environments.Read"}
			},
			title: "The token lacks", steps: "consent is missing",
		},
		"card": {
			api: bc, flow: secret, with: named1, reply: reply{401, nil, bcLogin},
			url: "https://businesscentral.dynamics.com/" + testTenant + "/Production",
		},
		"environment to give": {
			api: bc, flow: secret, reply: reply{401, nil, bcLogin},
			title: "not documented", command: "appreg check PROFILE --environment NAME",
		},
		"project to give": {
			api: lcs, flow: password, reply: reply{401, nil, ""},
			title: "not documented", command: "appreg check PROFILE --project PROJECT_ID",
		},
		"nothing better known": {api: lcs, flow: password, with: namedProject, reply: reply{403, nil, ""}},
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
			for what, pair := range map[string][2]string{
				"title": {f.Title, tt.title}, "command": {f.Fix.Command, tt.command}, "steps": {strings.Join(f.Fix.Steps, "\n"), tt.steps}, "url": {f.Fix.URL, tt.url},
			} {
				if !strings.Contains(pair[0], pair[1]) || (what == "url" || what == "title") && pair[1] == "" && pair[0] != "" {
					t.Errorf("%s %q, want %q", what, pair[0], pair[1])
				}
			}
		})
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
	if len(steps) != 7 {
		t.Fatalf("%d steps, want 2, 4 ways and who can do it:\n%s", len(steps), strings.Join(steps, "\n"))
	}
	for i, want := range []string{"The request: PUT ", "PowerShell", "; pac admin application register", "m365 pp managementapp add"} {
		if way := steps[2+i]; !strings.HasPrefix(way, "Way "+string(rune('1'+i))+" of 4, one is enough. ") || !strings.Contains(way, want) {
			t.Errorf("way %d: %q", i+1, way)
		}
	}
	r = request(t, catalog.PowerPlatform, catalog.ClientSecret, "")
	if steps := strings.Join(r.dutyFix(catalog.DutyRoleAssignment).Steps, "\n"); !strings.Contains(steps, "\nThe request: POST ") || strings.Contains(steps, "Way ") {
		t.Errorf("the only way:\n%s", steps)
	}
}
