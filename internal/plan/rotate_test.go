package plan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// rotor is a registration with a saved credential that is rotated.
type rotor struct {
	*rig
	rotation Rotation
	result   Result // of its creation
	saved    registration.Credential
}

func newRotor(t *testing.T, flow catalog.Flow) *rotor {
	t.Helper()
	r := &rotor{rig: newRig(t)}
	d := r.want(catalog.BusinessCentral, flow)
	r.result, _ = r.create(d)
	r.saved = r.result.Credential
	d.ClientID = r.result.ClientID
	r.rotation = Rotation{Desired: d}
	// Somebody else's credentials, which nothing may touch.
	must(t, r.sim.UpdateApp(testTenant, r.result.ClientID, func(a *tenantsim.App) {
		a.Secrets = append(a.Secrets, tenantsim.Secret{ID: "0f0f0f0f-0000-4000-8000-000000000001", Value: "zzz-somebody-else", Name: "other", Expires: r.now.Add(365 * day)})
		_, cert, err := quickCertificate("other", r.now, r.now.Add(365*day))
		must(t, err)
		a.Certificates = append(a.Certificates, cert.Leaf)
	}))
	return r
}

// self lets the app roll its certificate itself.
func (r *rotor) self(e Engine) Engine {
	e.Graph.Token = selfTokens{r}
	return e
}

type selfTokens struct{ r *rotor }

func (s selfTokens) Token(ctx context.Context, _ bool) (secret.Secret, error) {
	return s.r.token(ctx, s.r.saved, "https://graph.microsoft.com/.default")
}

// token asks Entra with a credential.
func (r *rotor) token(ctx context.Context, c registration.Credential, scope string) (secret.Secret, error) {
	request := entra.Request{
		Login: r.url, Tenant: testTenant, TenantID: testTenant, ClientID: r.result.ClientID, Scope: scope, Flow: catalog.ClientSecret, Secret: c.Secret,
	}
	if !c.Certificate.IsZero() {
		request.Flow = catalog.ClientCertificate
		cert, err := certificate.Open(ctx, c.Certificate, c.CertificatePassword)
		if err != nil {
			return secret.Secret{}, err
		}
		request.Certificate = cert
	}
	answer, err := entra.NewClient(r.http, r.clock, uuid.NewString).Token(ctx, request)
	return answer.AccessToken, err
}

func (r *rotor) steps() RotationSteps {
	prove := func(ctx context.Context, made Result) error {
		_, err := r.token(ctx, made.Credential, "https://api.businesscentral.dynamics.com/.default")
		return err
	}
	return RotationSteps{Prove: prove, Save: func(_ context.Context, made Result) error {
		r.saved = made.Credential
		return nil
	}}
}

func (r *rotor) rotate(e Engine, st *store.Store, steps RotationSteps, earlier *store.Run) (Result, *store.Journal, error) {
	r.t.Helper()
	ctx := context.Background()
	r.rotation.Old = r.saved
	p, err := e.PlanRotation(ctx, r.rotation, Actor{}, earlier)
	must(r.t, err)
	var j *store.Journal
	if earlier == nil {
		j, err = st.BeginRun(ctx, store.Run{Kind: "rotate", ClientID: r.result.ClientID})
	} else {
		j, err = st.OpenRun(ctx, earlier.ID)
	}
	must(r.t, err)
	r.t.Cleanup(j.Close)
	result, err := e.Rotate(ctx, p, r.rotation, j, steps)
	return result, j, err
}

// holds fails unless the registration has the saved credential, that of somebody else, and so many beside them.
func (r *rotor) holds(t *testing.T, beside int) {
	t.Helper()
	app := r.apps()[0]
	there, all := false, len(app.Secrets)
	for _, s := range app.Secrets {
		there = there || s.Value == r.saved.Secret.Reveal()
	}
	if !r.saved.Certificate.IsZero() {
		all = len(app.Certificates)
		for _, c := range app.Certificates {
			_, saved, err := r.read(c.Raw)
			must(t, err)
			there = there || saved
		}
	}
	if !there {
		t.Error("the saved credential isn't on the registration")
	}
	if all != 2+beside || len(app.Secrets) == 0 || len(app.Certificates) == 0 {
		t.Errorf("%d credentials of the kind, want %d", all, 2+beside)
	}
}

func (r *rotor) read(der []byte) (*certificate.Certificate, bool, error) {
	c, err := certificate.Open(context.Background(), r.saved.Certificate, secret.Secret{})
	if err != nil {
		return nil, false, err
	}
	return c, string(c.Leaf.Raw) == string(der), nil
}

// TestRotate: the new credential is added, proved and saved, and then the old one removed; with a certificate also by the
// app itself, which has no right.
func TestRotate(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		for _, self := range []bool{false, true} {
			if self && flow == catalog.ClientSecret {
				continue
			}
			t.Run(fmt.Sprintf("%s, by itself %t", flow, self), func(t *testing.T) {
				r := newRotor(t, flow)
				r.rotation.Self, r.rotation.ObjectID, r.rotation.OldKeyID = self, r.result.ObjectID, r.keyID()
				e := r.engine()
				if self {
					e = r.self(e)
				} else {
					r.rotation.OldKeyID = ""
				}
				before := r.saved
				result, j, err := r.rotate(e, r.store, r.steps(), nil)
				if err != nil || !result.OK() || j.Run().State != store.RunDone {
					t.Fatalf("%v %+v", err, result.Plan.Changes)
				}
				if r.saved == before {
					t.Error("nothing new was saved")
				}
				r.holds(t, 0)
				r.rotation.KeepOld, r.rotation.OldKeyID = true, result.KeyID
				if result, _, err = r.rotate(e, r.store, r.steps(), nil); err != nil || !result.OK() {
					t.Fatalf("%v %+v", err, result.Plan.Changes)
				}
				r.holds(t, 1)
			})
		}
	}
}

// keyID is the id of the saved certificate on the registration.
func (r *rotor) keyID() string {
	app, err := r.engine().Graph.ApplicationByID(context.Background(), r.result.ObjectID)
	must(r.t, err)
	for _, k := range app.Keys {
		if k.Thumbprint == thumbprintOf(r.saved) {
			return k.KeyID
		}
	}
	return ""
}

// TestRotateWithoutObjectID: an app that may not read itself, and whose object id nobody knows.
func TestRotateWithoutObjectID(t *testing.T) {
	r := newRotor(t, catalog.ClientCertificate)
	r.rotation.Self, r.rotation.Old = true, r.saved
	var unknown *UnknownObjectError
	if _, err := r.self(r.engine()).PlanRotation(context.Background(), r.rotation, Actor{App: true}, nil); !asError(err, &unknown) || unknown.Fix() == "" {
		t.Errorf("got %v", err)
	}
}

// TestRotateRefused: what gives no token is removed again, and what can't be saved is told and cleared away by the next run.
func TestRotateRefused(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		r := newRotor(t, flow)
		steps := r.steps()
		steps.Prove = func(context.Context, Result) error { return errKilled }
		var proof *ProofError
		result, _, err := r.rotate(r.engine(), r.store, steps, nil)
		if !asError(err, &proof) || proof.Left != "" || !errors.Is(err, errKilled) || !result.Credential.IsZero() {
			t.Errorf("%s: %v", flow, err)
		}
		r.holds(t, 0)
		steps = r.steps()
		steps.Save = func(context.Context, Result) error { return errKilled }
		var save *SaveError
		_, j, err := r.rotate(r.engine(), r.store, steps, nil)
		if !asError(err, &save) || save.KeyID == "" && flow == catalog.ClientSecret {
			t.Errorf("%s: %v", flow, err)
		}
		r.holds(t, 1)
		j.Close()
		run := j.Run()
		if _, _, err := r.rotate(r.engine(), r.store, r.steps(), &run); err != nil {
			t.Errorf("%s: %v", flow, err)
		}
		r.holds(t, 0)
	}
}

// TestRotateUnclearHint: where two secrets begin alike, neither is removed.
func TestRotateUnclearHint(t *testing.T) {
	r := newRotor(t, catalog.ClientSecret)
	must(t, r.sim.UpdateApp(testTenant, r.result.ClientID, func(a *tenantsim.App) {
		a.Secrets[1].Value = Hint(r.saved.Secret) + "-somebody-else"
	}))
	result, _, err := r.rotate(r.engine(), r.store, r.steps(), nil)
	must(t, err)
	if len(result.Plan.Changes) != 1 || len(r.apps()[0].Secrets) != 3 {
		t.Errorf("%+v", result.Plan.Changes)
	}
}

// TestRotateKilled: the process ends at any note of the journal, or between two steps. What is saved works at every moment,
// and the next run leaves nothing beside it.
func TestRotateKilled(t *testing.T) {
	t.Parallel()
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		for k, alive := 1, true; alive; k++ {
			t.Run(fmt.Sprintf("%s, note %d", flow, k), func(t *testing.T) { alive = rotateKilled(t, flow, k) })
		}
		for _, at := range []string{"before saving", "after saving"} {
			t.Run(fmt.Sprintf("%s, %s", flow, at), func(t *testing.T) {
				r := newRotor(t, flow)
				steps, ctx := r.steps(), context.Background()
				save := steps.Save
				steps.Save = func(_ context.Context, made Result) error {
					if at == "after saving" {
						must(t, save(ctx, made))
					}
					return errKilled
				}
				_, j, err := r.rotate(r.engine(), r.store, steps, nil)
				if err == nil {
					t.Fatal("not killed")
				}
				r.again(t, r.store, j)
			})
		}
	}
}

func rotateKilled(t *testing.T, flow catalog.Flow, k int) bool {
	t.Helper()
	r := newRotor(t, flow)
	home, notes := filepath.Join(t.TempDir(), "home"), -1
	open := func(write store.WriteFunc) *store.Store {
		st, err := store.Open(store.Options{Home: home, Keyring: store.NewMemoryKeyring(), Now: r.clock, Write: write})
		must(t, err)
		return st
	}
	dying := open(func(f *os.File, data []byte) (int, error) {
		if notes++; notes >= k {
			return 0, errKilled
		}
		return f.Write(data)
	})
	_, j, err := r.rotate(r.engine(), dying, r.steps(), nil)
	if err == nil {
		return false
	}
	r.again(t, open(nil), j)
	return true
}

// again goes on with an interrupted rotation.
func (r *rotor) again(t *testing.T, st *store.Store, j *store.Journal) {
	t.Helper()
	if _, err := r.token(context.Background(), r.saved, "https://api.businesscentral.dynamics.com/.default"); err != nil {
		t.Errorf("what is saved gives no token: %v", err)
	}
	j.Close()
	runs, err := st.Runs()
	must(t, err)
	at := slices.IndexFunc(runs, func(run store.Run) bool { return run.ID == j.Run().ID })
	result, next, err := r.rotate(r.engine(), st, r.steps(), &runs[at])
	if err != nil || !result.OK() || next.Run().State != store.RunDone {
		t.Errorf("%v %+v", err, result.Plan.Changes)
	}
	r.holds(t, 0)
}

// TestRotateByItselfClearsUp: what a rotation by the app itself could not save is removed by the next one, although the app can't
// read its registration: the journal has the id. Where the answer was lost, what may be there is named.
func TestRotateByItselfClearsUp(t *testing.T) {
	for name, lost := range map[string]bool{"not saved": false, "answer lost": true} {
		t.Run(name, func(t *testing.T) {
			r := newRotor(t, catalog.ClientCertificate)
			r.rotation.Self, r.rotation.ObjectID, r.rotation.OldKeyID = true, r.result.ObjectID, r.keyID()
			steps := r.steps()
			steps.Save = func(context.Context, Result) error { return errKilled }
			_, j, err := r.rotate(r.self(r.engine()), r.store, steps, nil)
			var save *SaveError
			if !asError(err, &save) {
				t.Fatalf("%v", err)
			}
			r.holds(t, 1)
			j.Close()
			run := j.Run()
			if lost {
				for i := range run.Entries {
					if run.Entries[i].Action == string(Create) {
						run.Entries[i].State, run.Entries[i].ObjectID = store.EntryAbout, ""
					}
				}
			}
			result, _, err := r.rotate(r.self(r.engine()), r.store, r.steps(), &run)
			if err != nil || !result.OK() {
				t.Fatalf("%v %+v", err, result.Plan.Changes)
			}
			for _, c := range result.Plan.Changes {
				if c.Allowed != Yes || c.Cause != "" || len(c.Needs) > 0 {
					t.Errorf("the app itself needs nobody: %+v", c)
				}
			}
			if lost != (len(result.Plan.Strays) == 1) {
				t.Errorf("strays %v", result.Plan.Strays)
			}
			if !lost {
				r.holds(t, 0)
			}
		})
	}
}

// TestRotateCut: a connection that ends once at any write.
func TestRotateCut(t *testing.T) {
	t.Parallel()
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		for _, self := range []bool{false, true} {
			for n := range 2 {
				for _, after := range []bool{false, true} {
					if self && flow == catalog.ClientSecret {
						continue
					}
					t.Run(fmt.Sprintf("%s, by itself %t, write %d, after %t", flow, self, n+1, after), func(t *testing.T) {
						r := newRotor(t, flow)
						e := r.engine()
						if self {
							r.rotation.Self, r.rotation.ObjectID, r.rotation.OldKeyID = true, r.result.ObjectID, r.keyID()
							e = r.self(e)
						}
						r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{Cut: true, After: after, Skip: n, Times: 1, Only: tenantsim.Writes})
						result, _, err := r.rotate(e, r.store, r.steps(), nil)
						if err != nil || !result.OK() {
							t.Fatalf("%v %+v", err, result.Plan.Changes)
						}
						r.holds(t, 0)
					})
				}
			}
		}
	}
}

// TestRotateRefusedUnknownKey: a certificate whose key id Graph didn't tell isn't said to be removed again.
func TestRotateRefusedUnknownKey(t *testing.T) {
	r := newRotor(t, catalog.ClientCertificate)
	r.rotation.Self, r.rotation.ObjectID, r.rotation.OldKeyID = true, r.result.ObjectID, r.keyID()
	r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{
		Status: 200, Type: "application/json", Body: "{}", After: true, Only: func(q tenantsim.Request) bool { return strings.HasSuffix(q.Path, "/addKey") },
	})
	steps := r.steps()
	steps.Prove = func(context.Context, Result) error { return errKilled }
	result, _, err := r.rotate(r.self(r.engine()), r.store, steps, nil)
	if proof, is := errors.AsType[*ProofError](err); !is || proof.Left == "" || proof.Left != result.Thumbprint {
		t.Errorf("%v", err)
	}
	r.holds(t, 1)
}
