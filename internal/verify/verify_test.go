package verify_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
	"appreg/internal/verify"
)

const (
	tenantID = "6f89b7e2-0a54-4b0c-9d0c-6f1f7a3c2b11"
	clientID = "0b7ac1de-3c55-4a5e-8a1e-1f2d3c4b5a69"
	canary   = "CanaryV8Q~notASecretButLooksLikeOne~abcd"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// fakeEntra answers from memory and counts.
type fakeEntra struct {
	tenant    entra.Tenant
	tenantErr error
	user      entra.User
	userErr   error
	claims    map[string]any
	answer    func(*entra.Answer)
	tokenErr  error
	requests  []entra.Request
	outcome   probe.Outcome
	probes    []probe.Request
	refreshed secret.Secret
}

func (f *fakeEntra) Do(_ context.Context, r probe.Request) probe.Outcome {
	f.probes = append(f.probes, r)
	return f.outcome
}

func (f *fakeEntra) LookUpTenant(context.Context, string, string) (entra.Tenant, error) {
	return f.tenant, f.tenantErr
}

func (f *fakeEntra) LookUpUser(context.Context, string, string) (entra.User, error) {
	return f.user, f.userErr
}

func (f *fakeEntra) Refresh(ctx context.Context, r entra.Request, refresh secret.Secret) (entra.Answer, error) {
	f.refreshed = refresh
	return f.Token(ctx, r)
}

func (f *fakeEntra) SignIn(ctx context.Context, r entra.Request, open func(string) error, show func(report.SignIn)) (entra.Answer, error) {
	if r.Flow == catalog.DeviceCode {
		show(report.SignIn{UserCode: "ABCD1234", URL: "https://microsoft.com/devicelogin"})
		return f.Token(ctx, r)
	}
	show(report.SignIn{URL: "https://login.microsoftonline.com/", Opened: open("https://login.microsoftonline.com/") == nil})
	return f.Token(ctx, r)
}

func (f *fakeEntra) Token(_ context.Context, r entra.Request) (entra.Answer, error) {
	f.requests = append(f.requests, r)
	if f.tokenErr != nil {
		return entra.Answer{}, f.tokenErr
	}
	payload, _ := json.Marshal(f.claims)
	a := entra.Answer{
		AccessToken: secret.New("e30." + base64.RawURLEncoding.EncodeToString(payload) + ".c2ln"),
		TokenType:   "Bearer", ExpiresIn: time.Hour, ExtExpiresIn: time.Hour, ReceivedAt: now,
		HasScope: r.Flow.SignsInUser(), Scope: strings.Replace(r.Scope, ".default", "granted", 1),
	}
	if !r.Flow.SignsInUser() {
		a.Scope = ""
	}
	if f.answer != nil {
		f.answer(&a)
	}
	return a, nil
}

// working is a registration of api that works, and the Entra that says so.
func working(api catalog.API, flow catalog.Flow) (registration.Registration, *fakeEntra) {
	target, err := catalog.Resolve(api, catalog.Public, "")
	if err != nil {
		panic(err)
	}
	reg := registration.Registration{
		API: api, Cloud: catalog.Public, Tenant: "contoso.onmicrosoft.com", ClientID: clientID, Flow: flow,
		Credential: registration.Credential{Secret: secret.New(canary)},
	}
	claims := map[string]any{
		"aud": target.Audiences[0], "iss": "https://sts.windows.net/" + tenantID + "/", "tid": tenantID, "appid": clientID,
		"exp": now.Add(time.Hour).Unix(), "oid": "object",
	}
	service, _ := catalog.Lookup(api)
	var names []string
	for _, p := range service.Wanted(flow) {
		names = append(names, p.Name)
	}
	if flow.SignsInUser() {
		reg.Username = "alex@contoso.onmicrosoft.com"
		reg.Permissions = names
		claims["scp"], claims["upn"] = strings.Join(names, " "), reg.Username
	} else if len(names) > 0 {
		claims["roles"] = names
	}
	return reg, &fakeEntra{
		tenant:  entra.Tenant{ID: tenantID, CloudInstance: "microsoftonline.com"},
		user:    entra.User{AccountType: entra.Managed, Domain: "contoso.onmicrosoft.com"},
		claims:  claims,
		outcome: probe.Outcome{API: report.Finding{Status: report.OK, Title: "ok"}, Duty: report.Finding{Status: report.OK, Title: "ok"}},
	}
}

func do(t *testing.T, fake *fakeEntra, in verify.Input) (report.Report, []report.ID) {
	t.Helper()
	v := verify.Verifier{Entra: fake, Probe: fake, Now: func() time.Time { return now },
		ReadFile: func(string) ([]byte, error) { return nil, fs.ErrNotExist }}
	var emitted []report.ID
	rep := v.Do(t.Context(), in, func(f report.Finding) { emitted = append(emitted, f.ID) })
	return rep, emitted
}

// finding returns the finding of that id.
func finding(t *testing.T, rep report.Report, id report.ID) report.Finding {
	t.Helper()
	i := slices.IndexFunc(rep.Findings, func(f report.Finding) bool { return f.ID == id })
	if i < 0 {
		t.Fatalf("no finding %s in %+v", id, rep.Findings)
	}
	return rep.Findings[i]
}

func TestWorkingRegistrationsAreReady(t *testing.T) {
	for _, service := range catalog.Services() {
		for _, flow := range []catalog.Flow{catalog.Password, catalog.ClientSecret} {
			if !service.Rule(flow).Allowed {
				continue
			}
			t.Run(string(service.API)+"/"+string(flow), func(t *testing.T) {
				reg, fake := working(service.API, flow)
				rep, emitted := do(t, fake, verify.Input{Registration: reg})
				if rep.Verdict != report.Ready {
					t.Errorf("verdict %q, findings %+v", rep.Verdict, rep.Findings)
				}
				var ids []report.ID
				for _, f := range rep.Findings {
					ids = append(ids, f.ID)
				}
				if diff := cmp.Diff(ids, emitted); diff != "" {
					t.Errorf("findings emitted in another order than reported:\n%s", diff)
				}
				if rep.TenantID != tenantID || rep.Token == nil || rep.Token.ExpiresOn != now.Add(time.Hour).Unix() {
					t.Errorf("report lacks facts: %+v", rep)
				}
			})
		}
	}
}

func TestAFailureSkipsWhatNeedsIt(t *testing.T) {
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	fake.tokenErr = errors.New("no answer")
	rep, _ := do(t, fake, verify.Input{Registration: reg})
	for _, id := range []report.ID{report.Claims, report.Permissions} {
		if f := finding(t, rep, id); f.Status != report.Skip || !strings.Contains(f.Title, "Token") {
			t.Errorf("%s: %s %q, want skip, naming token", id, f.Status, f.Title)
		}
	}
}

// A fault that knows its own way out says it in place of the advice for what was sent already.
func TestAFaultWithItsOwnFix(t *testing.T) {
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	rep, _ := do(t, fake, verify.Input{Registration: reg, Fault: &diagnose.Fault{
		Cause: "secret_encoding", Message: "character 6 is a tilde", Fix: "type it as ~", Command: "true", Whole: true,
	}})
	f := finding(t, rep, report.Input)
	want := report.Fix{Where: "The values on this machine", Steps: []string{"Type it as ~."}, Command: "true"}
	if f.Status != report.Fail || f.Cause != "secret_encoding" || f.Title != "Character 6 is a tilde" || f.Meaning != "" ||
		f.Evidence != "nothing was sent" || !reflect.DeepEqual(f.Fix, want) {
		t.Errorf("finding %+v", f)
	}
}

// A value that can't be right leaves nothing to judge, not even what would be judged here.
func TestAFaultSendsNothing(t *testing.T) {
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	reg.SecretExpires = "2026-11-19"
	rep, _ := do(t, fake, verify.Input{Registration: reg, Fault: &diagnose.Fault{Cause: "secret_is_id_not_value", Message: "this is the Secret ID"}})
	if f := finding(t, rep, report.Input); f.Status != report.Fail || f.Cause != "secret_is_id_not_value" || f.Evidence != "this is the Secret ID" {
		t.Errorf("input finding %+v", f)
	}
	if rep.Verdict != report.Refused || len(fake.requests) != 0 {
		t.Errorf("verdict %s after %d requests", rep.Verdict, len(fake.requests))
	}
	for _, f := range rep.Findings[1:] {
		if f.Status != report.Skip || f.Title != "Not tested: fix Values first" {
			t.Errorf("%s: %s %q", f.ID, f.Status, f.Title)
		}
	}
}

func TestSkipToken(t *testing.T) {
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	rep, _ := do(t, fake, verify.Input{Registration: reg, SkipToken: true})
	if rep.Verdict != report.Incomplete || len(fake.requests) != 0 {
		t.Errorf("verdict %s after %d requests", rep.Verdict, len(fake.requests))
	}
	for _, id := range []report.ID{report.Token, report.Claims, report.Permissions, report.API, report.Duty} {
		if f := finding(t, rep, id); f.Status != report.Skip || f.Title != "Not tested: no token was requested" {
			t.Errorf("%s: %s %q", id, f.Status, f.Title)
		}
	}
}

// TestNothingSecretOrHostileInAReport: what Entra sends back comes into a report sanitised and redacted.
func TestNothingSecretOrHostileInAReport(t *testing.T) {
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	hostile := "AADSTS7000215: \x1b]52;c;aGk=\x07 secret " + canary + " \u202e\u009b2J\r Trace ID: x"
	fake.tokenErr = &entra.Error{HTTPStatus: 401, Code: "invalid_client", Description: hostile,
		CorrelationID: "\x1b[2J", TraceID: "\x07", Raw: []byte(hostile)}
	rep, _ := do(t, fake, verify.Input{Registration: reg})
	data, err := json.Marshal(rep)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data) + rep.Findings[3].Raw + rep.Findings[3].Meaning
	for what, bad := range map[string]string{"the secret": canary, "ESC": "\x1b", "BEL": "\x07", "C1": "\u009b", "bidi": "\u202e", "CR": "\r"} {
		if strings.Contains(text, bad) {
			t.Errorf("the report holds %s: %q", what, text)
		}
	}
	if !strings.Contains(text, "7000215") {
		t.Errorf("the evidence does not name the code: %s", text)
	}
}

// TestFindingsAreFitWhereTheyAreTold: whatever Entra or the API sends, a front end can show a finding as it is told and as the report
// has it.
func TestFindingsAreFitWhereTheyAreTold(t *testing.T) {
	const hostile = "x \x1b]52;c;aGk=\x07\x1b[2J\u202e\u009b2J\r\n\u2713 forged"
	refused := &entra.Error{HTTPStatus: 401, Code: hostile, Description: "AADSTS7000215: " + hostile, CorrelationID: hostile, TraceID: hostile, Raw: []byte(hostile)}
	for name, spoil := range map[string]func(*fakeEntra){
		"tenant": func(f *fakeEntra) { f.tenantErr = refused },
		"user":   func(f *fakeEntra) { f.userErr = refused },
		"token":  func(f *fakeEntra) { f.tokenErr = refused },
		"claims": func(f *fakeEntra) {
			for _, claim := range []string{"aud", "tid", "appid", "upn", "scp"} {
				f.claims[claim] = hostile
			}
		},
		"API": func(f *fakeEntra) {
			f.outcome.API = report.Finding{Status: report.Fail, Title: hostile, Evidence: hostile, Meaning: hostile, Raw: hostile,
				Fix: report.Fix{Where: hostile, Steps: []string{hostile}, Command: hostile, URL: hostile}}
			f.outcome.Duty = f.outcome.API
		},
	} {
		t.Run(name, func(t *testing.T) {
			reg, fake := working(catalog.BusinessCentral, catalog.Password)
			spoil(fake)
			v := verify.Verifier{Entra: fake, Probe: fake, Now: func() time.Time { return now }}
			var told []report.Finding
			rep := v.Do(t.Context(), verify.Input{Registration: reg}, func(f report.Finding) { told = append(told, f) })
			if !reflect.DeepEqual(told, rep.Findings) {
				t.Errorf("told %+v, reported %+v", told, rep.Findings)
			}
			forged := false
			for _, f := range told {
				if !reflect.DeepEqual(f, f.Fit(sanitize.Redactor{})) {
					t.Errorf("%+v", f)
				}
				forged = forged || strings.Contains(f.Title+f.Evidence+f.Meaning+f.Raw, "forged")
			}
			if !forged {
				t.Error("the text reached no finding")
			}
		})
	}
}

// TestTheKeptSignInIsNotRepeated: a refusal may repeat the refresh token that was sent, in any form.
func TestTheKeptSignInIsNotRepeated(t *testing.T) {
	const kept = "0.AXkAcanary-kept-refresh-token"
	reg, fake := working(catalog.PowerApps, catalog.Browser)
	fake.tokenErr = &entra.Error{HTTPStatus: 400, Code: "invalid_grant", Description: "you sent openid " + kept, TraceID: kept, CorrelationID: kept, Raw: []byte(kept)}
	rep, _ := do(t, fake, verify.Input{Registration: reg, SignIn: verify.PageSignIn{Refresh: secret.New(kept)}})
	f := finding(t, rep, report.Token)
	if f.Status != report.Fail || !strings.Contains(f.Evidence, "you sent") {
		t.Fatalf("%+v", f)
	}
	for _, text := range []string{f.Evidence, f.Raw, f.TraceID, f.CorrelationID} {
		if strings.Contains(text, kept) {
			t.Errorf("the refresh token is told: %q", text)
		}
	}
}

// TestNothingHostileBesideTheFindings: an index that was edited by hand, and a token's claims.
func TestNothingHostileBesideTheFindings(t *testing.T) {
	const hostile = "\x1b[2J\u202e\u009b1m\nx"
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	reg.Tenant, reg.Username, reg.Project, reg.Environments = reg.Tenant+hostile, hostile, hostile, []string{hostile, "b"}
	fake.claims["aud"] = []string{"https://api.businesscentral.dynamics.com", hostile}
	fake.claims["roles"] = []string{"API.ReadWrite.All", hostile}
	fake.claims["scp"] = hostile
	rep, _ := do(t, fake, verify.Input{Profile: hostile, Registration: reg})
	if len(rep.Token.Roles) != 2 || len(rep.Token.Scopes) == 0 || !strings.Contains(rep.Token.Audience, "businesscentral") {
		t.Fatalf("token %+v", rep.Token)
	}
	for _, text := range append(append([]string{rep.Profile, rep.Tenant, rep.Username, rep.Project, rep.Environment, rep.Token.Audience}, rep.Token.Roles...), rep.Token.Scopes...) {
		if strings.ContainsAny(text, "\x1b\u202e\u009b\n") {
			t.Errorf("%q", text)
		}
	}
}

func TestOverridesReachTheRequest(t *testing.T) {
	reg, fake := working(catalog.LCS, catalog.Password)
	reg.Overrides.Authority = "http://127.0.0.1:9"
	fake.tenant.CloudInstance = "sim.example" // no cloud to compare
	rep, _ := do(t, fake, verify.Input{Registration: reg})
	if rep.Authority != "http://127.0.0.1:9" || fake.requests[0].Login != "http://127.0.0.1:9" {
		t.Errorf("authority %q, login %q", rep.Authority, fake.requests[0].Login)
	}
	if want := "https://lcsapi.lcs.dynamics.com//.default"; fake.requests[0].Scope != want {
		t.Errorf("scope %q, want %q byte for byte", fake.requests[0].Scope, want)
	}
}

// TestIDsOfAnAnswerThatIsNotEntras: they are in the finding, although the answer is not one of Entra's own.
func TestIDsOfAnAnswerThatIsNotEntras(t *testing.T) {
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	fake.tokenErr = &transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 503, CorrelationID: "c", TraceID: "t"}
	rep, _ := do(t, fake, verify.Input{Registration: reg})
	if f := finding(t, rep, report.Token); f.CorrelationID != "c" || f.TraceID != "t" {
		t.Errorf("correlation %q, trace %q", f.CorrelationID, f.TraceID)
	}
}
