package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

const (
	tenant = "70690105-d730-5fe6-b0a5-f41595ea170b"
	client = "4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b"
	canary = "abc8Q~Canary1Canary2Canary3Canary4Canary"
)

func input(t *testing.T, api catalog.API, flow catalog.Flow) Input {
	t.Helper()
	target, err := catalog.Resolve(api, catalog.Public, map[catalog.API]catalog.Region{catalog.LCS: catalog.Regions()[0].Region}[api])
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Profile: "bc-dev", TenantID: tenant, Target: target, Registration: registration.Registration{
		API: api, Cloud: catalog.Public, Tenant: "contoso.com", ClientID: client, Flow: flow, Environments: []string{"My Sandbox"},
	}}
	switch flow.Info().Proof {
	case catalog.ProofSecret:
		in.Registration.Credential.Secret = secret.New(canary)
	case catalog.ProofCertificate:
		in.Registration.Credential = registration.Credential{Certificate: secret.New("/home/me/app.pem"), Keep: registration.KeepPath}
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage, catalog.ProofAssertion:
	}
	return in
}

// TestFormats writes every form for every sign-in method.
func TestFormats(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate, catalog.Federated, catalog.Browser} {
		t.Run(string(flow), func(t *testing.T) {
			var all strings.Builder
			for _, f := range Formats() {
				in := input(t, catalog.BusinessCentral, flow)
				in.Objects = Objects{Application: "0b1e", ServicePrincipal: "5e2f", DisplayName: "appreg bc"}
				text, err := f.Write(in)
				fmt.Fprintf(&all, "=== %s (%s)\n%s", f.Name, f.FileName(in.Profile), text)
				var refused *RefusedError
				if errors.As(err, &refused) {
					fmt.Fprintf(&all, "refused: %s; %s\n", refused.Reason, refused.Fix)
				} else if err != nil {
					t.Error(err)
				}
				if strings.Contains(text, canary) {
					t.Errorf("%s holds the secret unasked", f.Name)
				}
			}
			golden.RequireEqual(t, all.String())
		})
	}
}

// TestFormatsAreTheirOwn: JSON is JSON, and a shell reads the lines that are for it, whatever the values hold.
func TestFormatsAreTheirOwn(t *testing.T) {
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			for _, f := range Formats() {
				for _, evil := range []string{"", `it's "$(x)" \ ${y} %{z}`} {
					if !rule.Allowed {
						continue
					}
					in := input(t, service.API, rule.Flow)
					in.Registration.Tenant, in.Registration.ClientID = in.Registration.Tenant+evil, in.Registration.ClientID+evil
					in.TenantID += evil
					in.WithSecret = f.Holds && in.hasValue()
					if in.WithSecret {
						in.Registration.Credential.Secret = secret.New(canary + evil)
					}
					text, err := f.Write(in)
					var refused *RefusedError
					if errors.As(err, &refused) {
						if refused.Reason == "" || refused.Fix == "" {
							t.Errorf("%s: %+v", f.Name, refused)
						}
						continue
					}
					if err != nil || !strings.HasSuffix(text, "\n") {
						t.Fatalf("%s: %v %q", f.Name, err, text)
					}
					switch {
					case strings.HasSuffix(f.File, ".json"):
						if !json.Valid([]byte(text)) {
							t.Errorf("%s is no JSON:\n%s", f.Name, text)
						}
					case strings.HasSuffix(f.File, ".sh") || f.Name == "dotenv":
						cmd := exec.Command("sh", "-n")
						cmd.Stdin = strings.NewReader(text)
						if said, err := cmd.CombinedOutput(); err != nil {
							t.Errorf("%s: %s\n%s", f.Name, said, text)
						}
					}
				}
			}
		}
	}
}

// TestShellTakesValues: what a shell has after reading is what was meant.
func TestShellTakesValues(t *testing.T) {
	in := input(t, catalog.PowerApps, catalog.ClientSecret)
	in.WithSecret = true
	const value = `a'b"c$(d)\e ~f`
	in.Registration.Credential.Secret = secret.New(value)
	for _, name := range []string{"env", "dotenv"} {
		f, _ := Find(name)
		text, err := f.Write(in)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sh", "-c", text+`printf %s "$AZURE_CLIENT_SECRET"`)
		if out, err := cmd.Output(); err != nil || string(out) != value {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
}

// TestWithSecret: the forms that can hold it hold it, the others refuse; so does one without a secret.
func TestWithSecret(t *testing.T) {
	for _, f := range Formats() {
		in := input(t, catalog.BusinessCentral, catalog.ClientSecret)
		in.WithSecret = true
		text, err := f.Write(in)
		var refused *RefusedError
		if f.Holds != strings.Contains(strings.ReplaceAll(text, "%7E", "~"), canary) || f.Holds == errors.As(err, &refused) {
			t.Errorf("%s: %v\n%s", f.Name, err, text)
		}
		in = input(t, catalog.BusinessCentral, catalog.Browser)
		in.WithSecret = true
		if _, err := f.Write(in); !errors.As(err, &refused) {
			t.Errorf("%s of a user: %v", f.Name, err)
		}
	}
	if _, known := Find("nothing"); known {
		t.Error("a form that doesn't exist is found")
	}
}
