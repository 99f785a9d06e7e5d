package admin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
)

const tenant = "6f890000-1111-4222-8333-444455556666"

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func place(t *testing.T) Place {
	t.Helper()
	target, err := catalog.Resolve(catalog.PowerApps, "", "")
	if err != nil {
		t.Fatal(err)
	}
	return Place{Target: target, Tenant: "contoso.com", TenantID: tenant}
}

// token is a token that holds claims.
func token(t *testing.T, claims map[string]any) string {
	t.Helper()
	text, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	return "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString(text) + ".c2lnbmF0dXJl"
}

func claims(change map[string]any) map[string]any {
	all := map[string]any{"aud": "https://graph.microsoft.com", "tid": tenant, "exp": noon.Add(time.Hour).Unix(), "nbf": noon.Add(-time.Minute).Unix(), "scp": "Application.ReadWrite.All"}
	for key, value := range change {
		all[key] = value
	}
	return all
}

// TestJudge: a token that can't be good is refused before it is sent, with what to do.
func TestJudge(t *testing.T) {
	api := "https://service.powerapps.com/"
	tests := map[string]struct {
		resource Resource
		claims   map[string]any
		fault    Fault
		says     string
	}{
		"good":                {Graph, nil, "", ""},
		"by Graph's id":       {Graph, map[string]any{"aud": graphID}, "", ""},
		"a trailing slash":    {Graph, map[string]any{"aud": "https://graph.microsoft.com/"}, "", ""},
		"an app's":            {Graph, map[string]any{"scp": nil, "roles": []string{"Application.ReadWrite.OwnedBy"}}, "", ""},
		"expired":             {Graph, map[string]any{"exp": noon.Unix()}, Expired, "ended on 2026-11-26T12:00:00Z"},
		"not yet":             {Graph, map[string]any{"nbf": noon.Add(time.Hour).Unix()}, Unusable, "clock"},
		"another API's":       {Graph, map[string]any{"aud": "https://management.azure.com"}, Foreign, "not for Microsoft Graph"},
		"another tenant's":    {Graph, map[string]any{"tid": "70690105-d730-5fe6-b0a5-f41595ea170b"}, Foreign, "not of " + tenant},
		"the API's":           {API, map[string]any{"aud": api}, "", ""},
		"the API's, of Graph": {API, nil, Foreign, "is for https://graph.microsoft.com"},
		"the API's, an app's": {API, map[string]any{"aud": api, "scp": nil, "roles": []string{"x"}}, Powerless, "only a user's"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := token(t, claims(test.claims))
			s, err := FromEnvironment(place(t), func() time.Time { return noon }, func(string) string { return text })
			if err != nil {
				t.Fatal(err)
			}
			_, err = tokens{s, test.resource}.Token(context.Background(), false)
			var fault *Error
			switch {
			case test.fault == "" && err != nil:
				t.Error(err)
			case test.fault != "" && (!errors.As(err, &fault) || fault.Fault != test.fault || !strings.Contains(err.Error(), test.says) || fault.Fix() == ""):
				t.Errorf("%v", err)
			}
			if err != nil && strings.Contains(err.Error()+fault.Fix(), text) {
				t.Error("the error holds the token")
			}
		})
	}
}

// TestAskedOnce: a token is kept until a new one is wanted; one from the environment can't be renewed.
func TestAskedOnce(t *testing.T) {
	asked := 0
	s, err := FromEnvironment(place(t), func() time.Time { return noon }, func(string) string { asked++; return token(t, claims(nil)) })
	if err != nil {
		t.Fatal(err)
	}
	asked = 0
	for range 3 {
		if _, err := s.Graph().Token(context.Background(), false); err != nil {
			t.Fatal(err)
		}
	}
	var fault *Error
	if _, err := s.Graph().Token(context.Background(), true); asked != 1 || !errors.As(err, &fault) || fault.Fault != Expired {
		t.Errorf("asked %d times, renewed: %v", asked, err)
	}
	if got, err := s.Claims(context.Background()); err != nil || got.TenantID != tenant {
		t.Errorf("%+v %v", got, err)
	}
}

// TestKeptTokenEnds: one that has ended since it was kept is got anew; where it can't be, that is said.
func TestKeptTokenEnds(t *testing.T) {
	now, text := noon, token(t, claims(nil))
	s, err := FromEnvironment(place(t), func() time.Time { return now }, func(string) string { return text })
	if err != nil {
		t.Fatal(err)
	}
	get := func() error {
		_, err := s.Graph().Token(context.Background(), false)
		return err
	}
	if err := get(); err != nil {
		t.Fatal(err)
	}
	now = noon.Add(2 * time.Hour)
	var fault *Error
	if err := get(); !errors.As(err, &fault) || fault.Fault != Expired {
		t.Errorf("after its end: %v", err)
	}
	if text = token(t, claims(map[string]any{"exp": now.Add(time.Hour).Unix()})); get() != nil {
		t.Errorf("a new one: %v", get())
	}
}

// TestAzureCLI: az is asked for the right tenant and resource, without our secrets; what it says goes through one line.
func TestAzureCLI(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	az := func(script string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "az"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(ctx context.Context, r Resource) (string, error) {
		got, err := tokens{FromAzureCLI(place(t), func() time.Time { return noon }, []string{"HOME=" + dir}), r}.Token(ctx, false)
		return got.Reveal(), err
	}
	good := token(t, claims(nil))
	az(`[ "$*" = "account get-access-token --tenant contoso.com --resource-type ms-graph -o json" ] || exit 7
[ -z "$APPREG_GRAPH_TOKEN" ] || exit 8
echo '{"accessToken":"` + good + `"}'`)
	t.Setenv("APPREG_GRAPH_TOKEN", "canary")
	if got, err := ask(context.Background(), Graph); err != nil || got != good {
		t.Errorf("%q %v", got, err)
	}
	az(`case "$*" in *"--scope https://service.powerapps.com//.default"*) echo '{"accessToken":"` + token(t, claims(map[string]any{"aud": "https://service.powerapps.com/"})) + `"}';; *) exit 7;; esac`)
	if _, err := ask(context.Background(), API); err != nil {
		t.Error(err)
	}
	az(`printf 'ERROR: first\nERROR: AADSTS50076: \033[31mMFA\033[0m %s\n' '` + good + `' >&2; exit 1`)
	_, err := ask(context.Background(), Graph)
	var fault *Error
	if !errors.As(err, &fault) || fault.Fault != Unusable || !strings.Contains(err.Error(), "AADSTS50076") || strings.Contains(err.Error(), "\x1b") || strings.Contains(err.Error(), good) {
		t.Errorf("%v", err)
	}
	az(`i=0; while [ $i -lt 40000 ]; do echo 'a very long answer without an end'; i=$((i+1)); done`)
	if _, err := ask(context.Background(), Graph); !errors.As(err, &fault) || fault.Fault != Unusable {
		t.Errorf("%v", err)
	}
	az(`exec /bin/sleep 30`)
	ctx, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer stop()
	if _, err := ask(ctx, Graph); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := ask(context.Background(), Graph); !errors.As(err, &fault) || fault.Fault != Missing || !strings.Contains(fault.Fix(), "az login --tenant contoso.com") {
		t.Errorf("%v", err)
	}
}
