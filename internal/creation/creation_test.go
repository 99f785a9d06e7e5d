package creation_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/creation"
	"appreg/internal/entra"
	"appreg/internal/graph"
	"appreg/internal/plan"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/transport"
	"appreg/internal/verify"
	"appreg/store"
)

const (
	tenantID = "6f89b7e2-0a54-4b0c-9d0c-6f1f7a3c2b11"
	clientID = "0b7ac1de-3c55-4a5e-8a1e-1f2d3c4b5a69"
	graphURL = "https://graph.microsoft.com"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// tenant answers the test of what was made. What it isn't asked for here it doesn't have.
type tenant struct {
	verify.Entra
	refusals []error // of the first tokens
	asked    int     // for tokens
}

func (t *tenant) LookUpTenant(context.Context, string, string) (entra.Tenant, error) {
	return entra.Tenant{ID: tenantID, CloudInstance: "microsoftonline.com"}, nil
}

func (t *tenant) Token(context.Context, entra.Request) (entra.Answer, error) {
	if t.asked++; t.asked <= len(t.refusals) {
		return entra.Answer{}, t.refusals[t.asked-1]
	}
	target, err := catalog.Resolve(catalog.PowerPlatform, "", "")
	if err != nil {
		return entra.Answer{}, err
	}
	claims, err := json.Marshal(map[string]any{
		"aud": target.Audiences[0], "iss": "https://sts.windows.net/" + tenantID + "/", "tid": tenantID, "appid": clientID, "exp": now.Add(time.Hour).Unix(), "oid": "object",
	})
	token := secret.New("e30." + base64.RawURLEncoding.EncodeToString(claims) + ".c2ln")
	return entra.Answer{AccessToken: token, TokenType: "Bearer", ExpiresIn: time.Hour, ReceivedAt: now}, err
}

// Do is the call of the API.
func (t *tenant) Do(context.Context, probe.Request) probe.Outcome {
	fine := report.Finding{Status: report.OK, Title: "ok"}
	return probe.Outcome{API: fine, Duty: fine}
}

// rig is a maker of a registration that is there, with a client secret that was just made.
type rig struct {
	maker  creation.Maker
	offer  creation.Offer
	wish   creation.Wish
	slept  time.Duration
	tenant *tenant
}

func newRig(t *testing.T) *rig {
	t.Helper()
	st, err := store.Open(store.Options{Home: t.TempDir(), Keyring: store.NewMemoryKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	target, err := catalog.Resolve(catalog.PowerPlatform, "", "")
	if err != nil {
		t.Fatal(err)
	}
	reg := registration.Registration{
		API: catalog.PowerPlatform, Cloud: catalog.Public, Flow: catalog.ClientSecret, Tenant: "contoso.com", Credential: registration.Credential{Secret: secret.New("a secret")},
	}
	r := &rig{tenant: &tenant{}}
	r.wish = creation.Wish{Desired: plan.Want(reg, target, tenantID), Registration: reg}
	r.wish.Desired.Profile, r.wish.Desired.DisplayName = "made", "appreg made"
	r.maker = creation.Maker{
		Store: st, Verifier: &verify.Verifier{Entra: r.tenant, Probe: r.tenant, Now: func() time.Time { return now }}, GraphURL: graphURL, Kind: store.KindCreate,
		Engine: plan.Engine{Sleep: func(ctx context.Context, d time.Duration) error { r.slept += d; return ctx.Err() }},
	}
	r.offer.Plan = plan.Plan{Desired: r.wish.Desired, Actual: graph.Actual{Application: &graph.Application{ID: "object", AppID: clientID}}, Changes: []plan.Change{
		{Object: plan.Application, Action: plan.None, State: plan.Done}, {Object: plan.Password, Action: plan.Create, State: plan.Done},
	}}
	return r
}

// interrupted has the offer go on with a run that was interrupted.
func (r *rig) interrupted(t *testing.T) (run string) {
	t.Helper()
	j, err := r.maker.Store.BeginRun(t.Context(), plan.RunOf(store.KindCreate, r.wish.Desired, graphURL))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if err := j.Note(store.RunEntry{Change: "password", Object: string(plan.Password), Action: string(plan.Create), State: store.EntryDone}); err != nil {
		t.Fatal(err)
	}
	earlier := j.Run()
	r.offer.Earlier = &earlier
	return earlier.ID
}

func refused(code int) error { return &entra.Error{Codes: []int{code}, HTTPStatus: 401} }

// TestTheTestWaitsForWhatWasMade: Entra may not know yet what was just made. That is waited for, for a while, and told; what nothing in
// the plan explains isn't. Only the last test is told.
func TestTheTestWaitsForWhatWasMade(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		refusals []error
		made     plan.Action // of the client secret
		tests    int
		verdict  report.Verdict
	}{
		"a new secret":            {[]error{refused(7000215), refused(7000215)}, plan.Create, 3, report.Ready},
		"a secret that was there": {[]error{refused(7000215)}, plan.None, 1, report.Refused},
		"another reason":          {[]error{refused(53003)}, plan.Create, 1, report.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.tenant.refusals, r.offer.Plan.Changes[1].Action = test.refusals, test.made
			var waits []cause.Label
			told := map[report.ID]int{}
			out, err := r.maker.Apply(t.Context(), r.offer, r.wish, creation.Events{
				Finding: func(f report.Finding) { told[f.ID]++ },
				Waiting: func(why report.Finding, _ time.Duration) { waits = append(waits, why.Cause) },
			})
			if err != nil || out.Plan.Report == nil {
				t.Fatal(err)
			}
			if rep := out.Plan.Report; rep.Verdict != test.verdict || r.tenant.asked != test.tests || len(waits) != test.tests-1 || r.slept > 0 != (test.tests > 1) {
				t.Errorf("%s after %d tests, %v, and %s: %+v", rep.Verdict, r.tenant.asked, waits, r.slept, rep.Telling())
			}
			for _, f := range out.Plan.Report.Findings {
				if told[f.ID] != 1 {
					t.Errorf("%s was told %d times", f.ID, told[f.ID])
				}
			}
		})
	}
}

// TestTheTestGivesUp: a secret that stays unknown is told as wrong once the time is up.
func TestTheTestGivesUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for range 100 {
		r.tenant.refusals = append(r.tenant.refusals, refused(7000215))
	}
	out, err := r.maker.Apply(t.Context(), r.offer, r.wish, creation.Events{})
	if err != nil || out.Plan.Report.Verdict != report.Refused || r.slept == 0 || r.slept > 2*time.Minute {
		t.Errorf("%v, %s after %s", err, out.Plan.Report.Verdict, r.slept)
	}
}

// TestTheRunEndsOnceItIsSaved: until what was made is kept, the run can be gone on with.
func TestTheRunEndsOnceItIsSaved(t *testing.T) {
	t.Parallel()
	full := errors.New("it's full")
	for name, test := range map[string]struct {
		saves  bool
		stored string
		err    error
		state  store.RunState
	}{
		"saved":             {true, "keyring", nil, store.RunDone},
		"saved nowhere":     {false, "none", nil, store.RunDone},
		"not saved":         {true, "", nil, store.RunOpen},
		"it can't be":       {true, "", full, store.RunOpen},
		"saved but for one": {true, "keyring", full, store.RunOpen},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			run := r.interrupted(t)
			if test.saves {
				r.wish.Save = func(_ context.Context, reg registration.Registration, rep report.Report) (string, error) {
					if reg.ClientID != clientID || rep.Verdict != report.Ready {
						t.Errorf("to be saved: client ID %q, %s", reg.ClientID, rep.Verdict)
					}
					return test.stored, test.err
				}
			}
			out, err := r.maker.Apply(t.Context(), r.offer, r.wish, creation.Events{})
			if !errors.Is(err, test.err) || out.ClientID != clientID || out.Open != (test.state == store.RunOpen) {
				t.Errorf("%v, open %t, client ID %q", err, out.Open, out.ClientID)
			}
			if want := test.stored; want != "" && out.Plan.Report.Stored != want || want == "" && out.Plan.Report.Stored != "none" {
				t.Errorf("stored in %q", out.Plan.Report.Stored)
			}
			if runs, err := r.maker.Store.Runs(); err != nil || len(runs) != 1 || runs[0].ID != run || runs[0].State != test.state {
				t.Errorf("%v, %+v", err, runs)
			}
		})
	}
}

// TestCanceledIsntSaved: what wasn't tested to the end isn't saved, and the run stays open.
func TestCanceledIsntSaved(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.interrupted(t)
	ctx, cancel := context.WithCancel(t.Context())
	r.maker.Engine.Sleep = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	r.tenant.refusals = []error{refused(7000215)}
	r.wish.Save = func(context.Context, registration.Registration, report.Report) (string, error) {
		t.Error("it was saved")
		return "", nil
	}
	if out, err := r.maker.Apply(ctx, r.offer, r.wish, creation.Events{}); !errors.Is(err, context.Canceled) || !out.Open {
		t.Errorf("%v, open %t", err, out.Open)
	}
}

// TestNothingToChangeHasNoJournal: it's tested and saved without one. What is forbidden isn't even begun.
func TestNothingToChangeHasNoJournal(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if out, err := r.maker.Apply(t.Context(), r.offer, r.wish, creation.Events{}); err != nil || !out.Plan.Applied || out.Open {
		t.Errorf("%v, applied %t, open %t", err, out.Plan.Applied, out.Open)
	}
	r.offer.Plan.Changes = append(r.offer.Plan.Changes, plan.Change{Object: plan.ServicePrincipal, Action: plan.Create, State: plan.Planned, Blocked: true})
	asked := r.tenant.asked
	if _, err := r.maker.Apply(t.Context(), r.offer, r.wish, creation.Events{}); !errors.As(err, new(*plan.BlockedError)) || r.tenant.asked > asked {
		t.Errorf("blocked: %v", err)
	}
	if runs, err := r.maker.Store.Runs(); err != nil || len(runs) > 0 {
		t.Errorf("%v, %+v", err, runs)
	}
}

// TestAnOfferGoesOnWithItsOwnRun, which is known before the tenant is read: that fails here.
func TestAnOfferGoesOnWithItsOwnRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(d *plan.Desired, m *creation.Maker)
		own    bool
	}{
		"the same":             {func(*plan.Desired, *creation.Maker) {}, true},
		"by its client ID":     {func(d *plan.Desired, _ *creation.Maker) { d.ClientID = clientID }, true},
		"another name for it":  {func(d *plan.Desired, _ *creation.Maker) { d.DisplayName = "other" }, true},
		"another profile":      {func(d *plan.Desired, _ *creation.Maker) { d.Profile = "other" }, false},
		"another API":          {func(d *plan.Desired, _ *creation.Maker) { d.Target.API = catalog.BusinessCentral }, false},
		"another flow":         {func(d *plan.Desired, _ *creation.Maker) { d.Flow = catalog.ClientCertificate }, false},
		"another tenant":       {func(d *plan.Desired, _ *creation.Maker) { d.TenantID = clientID }, false},
		"another registration": {func(d *plan.Desired, _ *creation.Maker) { d.ClientID = tenantID }, false},
		"another Graph":        {func(_ *plan.Desired, m *creation.Maker) { m.GraphURL = "https://graph.microsoft.us" }, false},
		"a repair":             {func(_ *plan.Desired, m *creation.Maker) { m.Kind = store.KindFix }, false},
		"without journals":     {func(_ *plan.Desired, m *creation.Maker) { m.Store = nil }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.wish.Desired.ClientID = clientID
			run := r.interrupted(t)
			r.wish.Desired.ClientID = ""
			test.change(&r.wish.Desired, &r.maker)
			client, err := transport.New(transport.Options{})
			if err != nil {
				t.Fatal(err)
			}
			r.maker.Engine.Graph = &graph.Client{HTTP: client, Base: graphURL, Token: noToken{}, NewID: func() string { return "id" }}
			offer, err := r.maker.Offer(t.Context(), r.wish)
			if !errors.Is(err, errNoToken) || offer.Earlier != nil != test.own || test.own && offer.Earlier.ID != run {
				t.Errorf("%v, goes on with %+v", err, offer.Earlier)
			}
		})
	}
}

var errNoToken = errors.New("no token")

// noToken has nobody signed in: nothing is sent.
type noToken struct{}

func (noToken) Token(context.Context, bool) (secret.Secret, error) {
	return secret.Secret{}, errNoToken
}
