package fidelity

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/store"
)

// identityScope has the child process of `appreg run`, which is this program, ask for a token of that scope.
const identityScope = "FIDELITY_IDENTITY_SCOPE"

// TestManagedIdentity: Azure's SDKs for Go and JavaScript, unchanged, get the profile's tokens in the child of `appreg run`, also
// for the scope with the double slash; Entra is asked once.
func TestManagedIdentity(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("Go", func(t *testing.T) { managedIdentity(t, func(string) []string { return []string{self} }) })
	t.Run("JavaScript", func(t *testing.T) {
		managedIdentity(t, func(scope string) []string { return []string{"node", "identity/tokens.mjs", scope} })
	})
}

// managedIdentity runs the command that asks for a scope, and reads the tokens that it prints.
func managedIdentity(t *testing.T, command func(scope string) []string) {
	for _, name := range []string{"works-business-central-client-secret", "works-power-apps-client-secret", "works-lcs-password"} {
		t.Run(name, func(t *testing.T) {
			sim := tenantsim.New(tenantsim.Options{})
			c, home, keyring := savedCase(t, sim, name)
			target, err := catalog.Resolve(c.API, catalog.Cloud(c.Cloud), catalog.Region(c.Region))
			if err != nil {
				t.Fatal(err)
			}
			sim.ForgetRequests()
			var out, errs bytes.Buffer
			code := cli.Run(t.Context(), append([]string{"run", name, "--"}, command(target.Scope)...), cli.Streams{
				In: strings.NewReader(""), Out: &out, Err: &errs, Keyring: keyring,
				Environ: []string{"APPREG_HOME=" + home, identityScope + "=" + target.Scope, "PATH=" + os.Getenv("PATH")},
			})
			var tokens []string
			if err := json.Unmarshal(out.Bytes(), &tokens); err != nil || code != 0 || len(tokens) != 3 {
				t.Fatalf("ended with %d, %v: %s", code, err, errs.String())
			}
			for _, token := range tokens {
				if token != tokens[0] || strings.Count(token, ".") != 2 {
					t.Error("the tokens differ")
				}
			}
			if asked := sim.Grants("client_credentials") + sim.Grants("password"); asked != 1 {
				t.Errorf("%d requests", asked)
			}
		})
	}
}

// savedCase saves a case of the simulator as a profile of its name, in a home and a keyring of their own.
func savedCase(t *testing.T, sim *tenantsim.Sim, name string) (cases.Case, string, *store.MemoryKeyring) {
	t.Helper()
	list, err := cases.Load(sim, t.TempDir(), catalog.Password, catalog.ClientSecret)
	if err != nil {
		t.Fatal(err)
	}
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	home, keyring := t.TempDir(), store.NewMemoryKeyring()
	st, err := store.Open(store.Options{Home: home, Keyring: keyring})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Name != name {
			continue
		}
		_, err := st.Save(t.Context(), store.SaveInput{Name: name, SavePassword: true, Registration: registration.Registration{
			API: c.API, Cloud: catalog.Public, Tenant: c.Tenant, ClientID: c.ClientID, Flow: c.Flow, Username: c.Username, Project: c.Project,
			Overrides:  registration.Overrides{Authority: server.URL, APIURL: server.URL},
			Credential: registration.Credential{Secret: secret.New(c.Secret + c.Password)},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return c, home, keyring
	}
	t.Fatalf("there is no case %s", name)
	return cases.Case{}, "", nil
}

// identityChild is the child: it prints the tokens that azidentity gets there, as a JSON array.
func identityChild(ctx context.Context, scope string) error {
	chain, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		return err
	}
	own, err := azidentity.NewManagedIdentityCredential(nil)
	if err != nil {
		return err
	}
	var tokens []string
	for _, credential := range []azcore.TokenCredential{chain, own, own} {
		token, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{scope}})
		if err != nil {
			return err
		}
		tokens = append(tokens, token.Token)
	}
	graph := policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}}
	if _, err := own.GetToken(ctx, graph); err == nil || !strings.Contains(err.Error(), "no token for this resource") {
		return fmt.Errorf("another resource: %w", err)
	}
	return json.NewEncoder(os.Stdout).Encode(tokens)
}
