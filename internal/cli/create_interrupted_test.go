package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/plan"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
)

// TestCreateInterrupted: a run that ends after any of its requests is gone on with, and nothing is doubled.
func TestCreateInterrupted(t *testing.T) {
	t.Parallel()
	for after := 1; ; after++ {
		o := newOffice(t)
		ctx, stop := context.WithCancel(t.Context())
		var seen atomic.Int64
		o.watchEach(func() {
			if seen.Add(1) == int64(after) {
				stop()
			}
		})
		var out, errs bytes.Buffer
		code := cli.Run(ctx, o.create(catalog.PowerPlatform, catalog.ClientSecret), cli.Streams{
			In: strings.NewReader(""), Out: &out, Err: &errs, Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: o.keyring, Browser: o.browser,
		})
		stop()
		if code == 0 {
			if after < 8 {
				t.Fatalf("it was never interrupted: %d", after)
			}
			return
		}
		if code != 130 {
			t.Fatalf("after %d: exit code %d\n%s%s", after, code, out.String(), errs.String())
		}
		made := o.plan(0, o.create(catalog.PowerPlatform, catalog.ClientSecret)...)
		if made.Report.Verdict != report.Ready || o.count() != [2]int{1, 1} {
			t.Errorf("after %d: %v registrations and secrets, %+v", after, o.count(), made.Report)
		}
		if second := o.plan(0, o.create(catalog.PowerPlatform, catalog.ClientSecret)...); ids(second) != "" {
			t.Errorf("after %d: a second run would change %s", after, ids(second))
		}
	}
}

// count counts the registrations named appreg made, and their secrets.
func (o *office) count() (n [2]int) {
	o.t.Helper()
	if err := o.sim.UpdateTenant(o.admins["global"].Tenant, func(t *tenantsim.Tenant) {
		for _, a := range t.Apps {
			if a.Name == "appreg made" {
				n[0]++
				n[1] += len(a.Secrets)
			}
		}
	}); err != nil {
		o.t.Fatal(err)
	}
	return n
}

// TestCreateWithoutTheRight: who may not consent learns who may; with the right the same command goes on.
func TestCreateWithoutTheRight(t *testing.T) {
	o := newOffice(t)
	o.as("app-developer")
	refused := o.plan(3, o.create(catalog.BusinessCentral, catalog.ClientSecret, "--no-duty")...)
	failures := refused.Failures()
	if len(failures) == 0 || failures[0].Cause == "" || len(failures[0].Needs) == 0 || len(failures[0].Fix.Steps) == 0 {
		t.Fatalf("%+v", refused.Changes)
	}
	o.as("global")
	if made := o.plan(0, o.create(catalog.BusinessCentral, catalog.ClientSecret)...); made.Report.Verdict != report.Ready || o.count() != [2]int{1, 1} {
		t.Errorf("%v %+v", o.count(), made.Report)
	}
}

// TestCreatePolicies: what a policy forbids is refused before anything is sent.
func TestCreatePolicies(t *testing.T) {
	tests := map[string]struct {
		rules func(*tenantsim.Rules)
		more  []string
		cause string
	}{
		"secrets":  {func(r *tenantsim.Rules) { r.NoSecrets = true }, nil, "secret_forbidden_by_policy"},
		"lifetime": {func(r *tenantsim.Rules) { r.SecretLifetime = 90 * 24 * time.Hour }, []string{"--secret-lifetime", "365"}, "secret_lifetime_too_long"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			if err := o.sim.UpdateTenant(o.admins["global"].Tenant, func(t *tenantsim.Tenant) { test.rules(&t.Rules) }); err != nil {
				t.Fatal(err)
			}
			o.sim.ForgetRequests()
			command := o.create(catalog.PowerApps, catalog.ClientSecret, test.more...)
			stdout, _, code := o.run(command...)
			var told struct{ Error struct{ Code, Fix string } }
			if err := json.Unmarshal([]byte(stdout), &told); err != nil || code != 3 || told.Error.Code != test.cause || told.Error.Fix == "" {
				t.Errorf("exit code %d, %v\n%s", code, err, stdout)
			}
			if dry := o.plan(3, append(command, "--dry-run")...); len(dry.Blocked()) != 0 && dry.Changes == nil {
				t.Errorf("%+v", dry)
			} else if !containsCause(dry, test.cause) {
				t.Errorf("the dry run doesn't say it: %+v", dry.Changes)
			}
			if _, writes := o.writes(); writes > 0 {
				t.Errorf("%d writes", writes)
			}
		})
	}
}

func containsCause(p plan.Plan, cause string) bool {
	for _, c := range p.Changes {
		if string(c.Cause) == cause {
			return true
		}
	}
	return false
}

// watchEach serves the simulator through a server that tells of every request, once it is answered.
func (o *office) watchEach(answered func()) {
	o.t.Helper()
	inner := o.sim.Handler()
	watched := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner.ServeHTTP(w, r)
		answered()
	}))
	o.t.Cleanup(watched.Close)
	o.url = watched.URL
	o.as("global")
}

// TestRotateInterrupted: after any request, a credential that works is saved; the next rotation goes on and leaves one.
func TestRotateInterrupted(t *testing.T) {
	t.Parallel()
	for after := 1; ; after++ {
		o := newOffice(t)
		var stop context.CancelFunc
		var counting atomic.Bool
		var left atomic.Int64
		o.watchEach(func() {
			if counting.Load() && left.Add(-1) == 0 {
				stop()
			}
		})
		o.made(catalog.PowerPlatform, catalog.ClientSecret)
		var ctx context.Context
		ctx, stop = context.WithCancel(t.Context())
		left.Store(int64(after))
		counting.Store(true)
		var out, errs bytes.Buffer
		code := cli.Run(ctx, []string{"rotate", "made", "--yes", "--admin", "token", "--json"}, cli.Streams{
			In: strings.NewReader(""), Out: &out, Err: &errs, Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: o.keyring,
		})
		counting.Store(false)
		stop()
		if code == 0 {
			if after < 5 {
				t.Fatalf("it was never interrupted: %d", after)
			}
			return
		}
		if _, stderr, checked := o.run("check", "made"); checked != 0 {
			t.Errorf("after %d (exit code %d): the saved credential doesn't work: %s", after, code, stderr)
		}
		o.plan(0, "rotate", "made", "--yes", "--admin", "token", "--json")
		if _, _, checked := o.run("check", "made"); checked != 0 || o.count() != [2]int{1, 1} {
			t.Errorf("after %d, rotated again: exit code %d, registrations and secrets %v", after, checked, o.count())
		}
	}
}
