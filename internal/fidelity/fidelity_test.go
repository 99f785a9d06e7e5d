// Package fidelity drives clients that we did not write against the tenant simulator over TLS. MSAL Go, azidentity
// and the Graph SDK: what they accept and refuse is what our simulator must answer. Chromium: it walks appreg's own browser sign-in, from the
// simulator's pages back to the port that appreg listens on. It needs Debian's package chromium, and reaches nothing but
// this machine. The package is a module of its own, so that the product depends on none of them; .ci/run runs it.
package fidelity

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// world is a simulator over TLS, with the cases of `demo serve`.
type world struct {
	url   string
	ca    []byte // PEM
	http  *http.Client
	cases map[string]cases.Case
}

func newWorld(t *testing.T) world {
	t.Helper()
	return newWorldOf(t, catalog.Password, catalog.ClientSecret, catalog.ClientCertificate)
}

// newWorldOf has the cases of these flows.
func newWorldOf(t *testing.T, flows ...catalog.Flow) world {
	t.Helper()
	sim := tenantsim.New(tenantsim.Options{})
	list, err := cases.Load(sim, t.TempDir(), flows...)
	if err != nil {
		t.Fatal(err)
	}
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CAPEM)
	w := world{url: server.URL, ca: server.CAPEM, cases: map[string]cases.Case{}, http: &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}},
	}}
	for _, c := range list {
		w.cases[c.Name] = c
	}
	return w
}

// client gets a token for a case's API with a borrowed library.
type client struct {
	name string
	flow catalog.Flow
	get  func(ctx context.Context, w world, c cases.Case) (token string, err error)
}

// clients are the libraries, each with every grant that it has.
var clients = []client{
	{"MSAL", catalog.Password, msalPassword},
	{"MSAL", catalog.ClientSecret, msalSecret},
	{"MSAL", catalog.ClientCertificate, msalCertificate},
	{"azidentity", catalog.Password, azidentityPassword},
	{"azidentity", catalog.ClientSecret, azidentitySecret},
	{"azidentity", catalog.ClientCertificate, azidentityCertificate},
}

// TestWorkingCases: every working case gives both libraries a token.
func TestWorkingCases(t *testing.T) {
	w := newWorld(t)
	for _, c := range w.cases {
		if c.Cause != "" || strings.HasSuffix(c.Certificate, ".pfx") { // MSAL's reader takes no PFX
			continue
		}
		for _, client := range clients {
			if client.flow != c.Flow {
				continue
			}
			t.Run(client.name+"/"+c.Name, func(t *testing.T) {
				token, err := client.get(t.Context(), w, c)
				if err != nil || strings.Count(token, ".") != 2 {
					t.Fatalf("no token: %v", err)
				}
			})
		}
	}
}

// TestRefusals: both libraries understand the refusals, with the code in their error.
func TestRefusals(t *testing.T) {
	w := newWorld(t)
	codes := map[string]string{
		"secret_wrong": "AADSTS7000215", "secret_expired": "AADSTS7000222", "app_not_in_tenant": "AADSTS700016",
		"cert_not_registered": "AADSTS700027", "consent_missing": "AADSTS65001", "wrong_password": "AADSTS50126",
		"mfa_required": "AADSTS50076", "public_client_disabled": "AADSTS7000218", "resource_sp_missing": "AADSTS500011",
		"user_disabled": "AADSTS50057",
	}
	for name, code := range codes {
		c, found := w.cases[name]
		if !found {
			t.Errorf("there is no case %s", name)
			continue
		}
		for _, client := range clients {
			if client.flow != c.Flow {
				continue
			}
			t.Run(client.name+"/"+name, func(t *testing.T) {
				_, err := client.get(t.Context(), w, c)
				if err == nil || !strings.Contains(err.Error(), code+":") {
					t.Errorf("got %v, want %s", err, code)
				}
			})
		}
	}
}

func scopes(c cases.Case) ([]string, error) {
	target, err := catalog.Resolve(c.API, catalog.Cloud(c.Cloud), catalog.Region(c.Region))
	return []string{target.Scope}, err
}

func msalPassword(ctx context.Context, w world, c cases.Case) (string, error) {
	scopes, err := scopes(c)
	if err != nil {
		return "", err
	}
	app, err := public.New(c.ClientID, public.WithAuthority(w.url+"/"+c.Tenant), public.WithHTTPClient(w.http), public.WithInstanceDiscovery(false))
	if err != nil {
		return "", err
	}
	//lint:ignore SA1019 the password grant is what LCS's document describes
	result, err := app.AcquireTokenByUsernamePassword(ctx, scopes, c.Username, c.Password)
	return result.AccessToken, err
}

func msalSecret(ctx context.Context, w world, c cases.Case) (string, error) {
	credential, err := confidential.NewCredFromSecret(c.Secret)
	if err != nil {
		return "", err
	}
	return msalConfidential(ctx, w, c, credential)
}

func msalCertificate(ctx context.Context, w world, c cases.Case) (string, error) {
	chain, key, err := readCertificate(c)
	if err != nil {
		return "", err
	}
	credential, err := confidential.NewCredFromCert(chain, key)
	if err != nil {
		return "", err
	}
	return msalConfidential(ctx, w, c, credential)
}

func msalConfidential(ctx context.Context, w world, c cases.Case, credential confidential.Credential) (string, error) {
	scopes, err := scopes(c)
	if err != nil {
		return "", err
	}
	app, err := confidential.New(w.url+"/"+c.Tenant, c.ClientID, credential,
		confidential.WithHTTPClient(w.http), confidential.WithInstanceDiscovery(false))
	if err != nil {
		return "", err
	}
	result, err := app.AcquireTokenByCredential(ctx, scopes)
	return result.AccessToken, err
}

func readCertificate(c cases.Case) ([]*x509.Certificate, crypto.PrivateKey, error) {
	data, err := os.ReadFile(c.Certificate)
	if err != nil {
		return nil, nil, err
	}
	return confidential.CertFromPEM(data, "")
}

// azure points azidentity at the simulator.
func azure(w world) azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud: cloud.Configuration{ActiveDirectoryAuthorityHost: w.url}, Transport: w.http,
		Retry: policy.RetryOptions{MaxRetries: -1},
	}
}

func azidentityPassword(ctx context.Context, w world, c cases.Case) (string, error) {
	//lint:ignore SA1019 the password grant is what LCS's document describes
	options := azidentity.UsernamePasswordCredentialOptions{ClientOptions: azure(w), DisableInstanceDiscovery: true}
	credential, err := azidentity.NewUsernamePasswordCredential(c.Tenant, c.ClientID, c.Username, c.Password, &options)
	return azidentityToken(ctx, c, credential, err)
}

func azidentitySecret(ctx context.Context, w world, c cases.Case) (string, error) {
	credential, err := azidentity.NewClientSecretCredential(c.Tenant, c.ClientID, c.Secret,
		&azidentity.ClientSecretCredentialOptions{ClientOptions: azure(w), DisableInstanceDiscovery: true})
	return azidentityToken(ctx, c, credential, err)
}

func azidentityCertificate(ctx context.Context, w world, c cases.Case) (string, error) {
	chain, key, err := readCertificate(c)
	if err != nil {
		return "", err
	}
	credential, err := azidentity.NewClientCertificateCredential(c.Tenant, c.ClientID, chain, key,
		&azidentity.ClientCertificateCredentialOptions{ClientOptions: azure(w), DisableInstanceDiscovery: true})
	return azidentityToken(ctx, c, credential, err)
}

func azidentityToken(ctx context.Context, c cases.Case, credential azcore.TokenCredential, err error) (string, error) {
	if err != nil {
		return "", err
	}
	scopes, err := scopes(c)
	if err != nil {
		return "", err
	}
	token, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: scopes})
	return token.Token, err
}
