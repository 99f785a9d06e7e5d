package export_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/export"
	"appreg/internal/secret"
)

var update = flag.Bool("update", false, "write the goldens")

// input is a profile of an API with a flow; it holds no value.
func input(t *testing.T, api catalog.API, flow catalog.FlowInfo) export.Input {
	t.Helper()
	target, err := catalog.Resolve(api, "", "")
	if err != nil {
		t.Fatal(err)
	}
	in := export.Input{
		Profile: "bc-dev", Tenant: "11111111-2222-4333-8444-555555555555", ClientID: "66666666-7777-4888-9999-aaaaaaaaaaaa", Flow: flow, Target: target,
	}
	asked, delegated := target.Service().ToAdd(flow.Flow)
	for _, p := range asked {
		if delegated {
			in.Asked.Delegated = append(in.Asked.Delegated, p.Name)
		} else {
			in.Asked.Application = append(in.Asked.Application, p.Name)
		}
	}
	in.Asked.Audience = "AzureADMyOrg"
	if flow.RedirectURI != "" {
		in.Asked.RedirectURIs = []string{flow.RedirectURI}
	}
	switch {
	case target.Service().Regional:
		in.Project = "1234567"
	case target.Service().TriedOn == catalog.AboutEnvironment:
		in.Environment = "Sand box"
	}
	switch flow.Proof {
	case catalog.ProofCertificate:
		in.Certificate = "/home/me/my certs/app's.pem"
	case catalog.ProofAssertion:
		in.Assertion = "/var/run/secrets/token"
	case catalog.ProofPassword, catalog.ProofPage:
		in.Username = "adele@contoso.com"
	}
	return in
}

// TestGoldens: every format with every flow and API, by reference.
func TestGoldens(t *testing.T) {
	for _, format := range export.Formats() {
		t.Run(format.Name, func(t *testing.T) {
			var b strings.Builder
			for _, service := range catalog.Services() {
				for _, flow := range catalog.Flows() {
					if !service.Rule(flow.Flow).Allowed {
						continue
					}
					b.WriteString("==== " + string(service.API) + " " + string(flow.Flow) + "\n")
					text, err := format.Write(input(t, service.API, flow))
					if err != nil {
						text = "error: " + err.Error() + "\n"
					}
					b.WriteString(text)
				}
			}
			file := filepath.Join("testdata", format.Name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("differs from %s:\n%s", file, b.String())
			}
		})
	}
}

// TestValuesOnlyWhereGiven: a format that can hold the secret does where it is given, and only there.
func TestValuesOnlyWhereGiven(t *testing.T) {
	const plain = "abc8Q~canary.value-1"
	for _, format := range export.Formats() {
		for _, service := range catalog.Services() {
			for _, flow := range catalog.Flows() {
				if format.Fits(service.API, flow) != nil || !service.Rule(flow.Flow).Allowed || !export.HoldsSecret(flow) {
					continue
				}
				in := input(t, service.API, flow)
				in.Value = secret.New(plain)
				text, err := format.Write(in)
				switch {
				case err != nil:
					t.Errorf("%s %s: %v", format.Name, flow.Flow, err)
				case format.NoValue != "" && strings.Contains(text, plain):
					t.Errorf("%s %s holds the value", format.Name, flow.Flow)
				case format.NoValue == "" && flow.Proof == catalog.ProofSecret && !strings.Contains(text, plain):
					t.Errorf("%s %s lacks the value:\n%s", format.Name, flow.Flow, text)
				}
			}
		}
	}
}

// TestUnknownProofIsRefused: of what proves a sign-in that no format was written for, there is no file.
func TestUnknownProofIsRefused(t *testing.T) {
	for _, flow := range []catalog.FlowInfo{{}, {Flow: "carrier-pigeon"}, {Flow: "carrier-pigeon", Who: catalog.Application, Proof: 99, Secret: "pigeon"}} {
		for _, format := range export.Formats() {
			in := input(t, catalog.BusinessCentral, flow)
			in.Value = secret.New("a value")
			var unfit *export.UnfitError
			if text, err := format.Write(in); !errors.As(err, &unfit) || text != "" {
				t.Errorf("%s takes %+v: %v\n%s", format.Name, flow, err, text)
			}
		}
	}
}

// TestCertificatesAsFiles: a tool that reads a certificate from its file takes none that is kept as a key.
func TestCertificatesAsFiles(t *testing.T) {
	in := input(t, catalog.PowerPlatform, catalog.ClientCertificate.Info())
	in.Certificate = ""
	for _, format := range export.Formats() {
		_, err := format.Write(in)
		if refused := err != nil && strings.Contains(err.Error(), "wants its file"); refused != slices.Contains([]string{"pac", "az", "m365"}, format.Name) {
			t.Errorf("%s: %v", format.Name, err)
		}
	}
}

// TestEverySecretHasAVariable: the formats know where to put what a flow has for a secret. Another issuer's token is none.
func TestEverySecretHasAVariable(t *testing.T) {
	for _, flow := range catalog.Flows() {
		if want := flow.Secret != "" && flow.Proof != catalog.ProofAssertion; export.HoldsSecret(flow) != want {
			t.Errorf("%s: holds a secret: %v, want %v", flow.Flow, !want, want)
		}
	}
}

// TestEveryRowIsComplete: names are unique, each has a title and serves some flow.
func TestEveryRowIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, format := range export.Formats() {
		name, title := format.Named()
		if seen[name] || name == "" || title == "" {
			t.Errorf("row %q: %q", name, title)
		}
		seen[name] = true
		if got, ok := export.Lookup(name); !ok || got.Title != title {
			t.Errorf("%s isn't found", name)
		}
	}
	if len(seen) != 17 {
		t.Errorf("%d formats", len(seen))
	}
	if _, ok := export.Lookup("nothing"); ok {
		t.Error("an unknown format is found")
	}
}

// TestObjectsBecomeDefaults: ids that the directory gave stand in Terraform's variables.
func TestObjectsBecomeDefaults(t *testing.T) {
	format, _ := export.Lookup("terraform")
	in := input(t, catalog.BusinessCentral, catalog.ClientSecret.Info())
	in.Objects = export.Objects{Application: "app-object", ServicePrincipal: "sp-object", DisplayName: `My "${app}"`}
	text, err := format.Write(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`default     = "app-object"`, `default     = "sp-object"`, `default     = "My \"$${app}\""`} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s:\n%s", want, text)
		}
	}
}
