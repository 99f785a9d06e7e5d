package fidelity

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim/cases"
)

// interactiveClient gets a token for a case's API while a browser opens the pages.
type interactiveClient struct {
	name string
	flow catalog.Flow
	get  func(ctx context.Context, t *testing.T, w world, c cases.Case) (token string, err error)
}

var interactiveClients = []interactiveClient{
	{"MSAL", catalog.DeviceCode, msalDevice},
	{"MSAL", catalog.Browser, msalBrowser},
	{"azidentity", catalog.DeviceCode, azidentityDevice},
	{"azidentity", catalog.Browser, azidentityBrowser},
}

func newInteractiveWorld(t *testing.T) world {
	t.Helper()
	return newWorldOf(t, catalog.Password, catalog.DeviceCode, catalog.Browser)
}

// TestInteractiveWorkingCases: both libraries complete both flows for every API.
func TestInteractiveWorkingCases(t *testing.T) {
	w := newInteractiveWorld(t)
	for _, client := range interactiveClients {
		for _, service := range catalog.Services() {
			c, found := w.cases["works-"+string(service.API)+"-"+string(client.flow)]
			t.Run(client.name+"/"+string(service.API)+"/"+string(client.flow), func(t *testing.T) {
				if !found {
					t.Fatal("no such case")
				}
				token, err := client.get(t.Context(), t, w, c)
				if err != nil || strings.Count(token, ".") != 2 {
					t.Fatalf("no token: %v", err)
				}
			})
		}
	}
}

// TestInteractiveRefusals: both libraries understand the refusals.
func TestInteractiveRefusals(t *testing.T) {
	w := newInteractiveWorld(t)
	for name, says := range map[string]string{
		"public_client_disabled-2": "AADSTS7000218:", "authorization_declined": "authorization_declined", "device_code_expired": "AADSTS70020:",
		"device_flow_blocked": "AADSTS53003:", "user_confirmation_required": "AADSTS50199:",
		"redirect_platform_wrong": "AADSTS7000218:", "consent_declined": "AADSTS65004:",
	} {
		c, found := w.cases[name]
		if !found {
			t.Errorf("there is no case %s", name)
			continue
		}
		for _, client := range interactiveClients {
			if client.flow != c.Flow {
				continue
			}
			says := says
			if client.name == "azidentity" && c.Flow == catalog.DeviceCode && c.Cause != "public_client_disabled" {
				says = "RESPONSE 400: 400 Bad Request" // MSAL has read the body by then, and nothing is left to print
			}
			t.Run(client.name+"/"+name, func(t *testing.T) {
				if _, err := client.get(t.Context(), t, w, c); err == nil || !strings.Contains(err.Error(), says) {
					t.Errorf("got %v, want %s", err, says)
				}
			})
		}
	}
}

// TestMultifactorUserSignsInElsewise: the registration whose password test fails works in a browser and by device code.
func TestMultifactorUserSignsInElsewise(t *testing.T) {
	w := newInteractiveWorld(t)
	c := w.cases["mfa_required"]
	if _, err := msalPassword(t.Context(), w, c); err == nil || !strings.Contains(err.Error(), "AADSTS50076:") {
		t.Errorf("password: got %v", err)
	}
	for _, client := range interactiveClients {
		t.Run(client.name+"/"+string(client.flow), func(t *testing.T) {
			if _, err := client.get(t.Context(), t, w, c); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRedirectMismatchNeverComesBack: the browser stays on a page that names the fault, the library waits until told.
func TestRedirectMismatchNeverComesBack(t *testing.T) {
	w := newInteractiveWorld(t)
	c := w.cases["redirect_uri_mismatch"]
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	app, scopes := msalPublic(t, w, c)
	var shown error
	_, err := app.AcquireTokenInteractive(ctx, scopes, public.WithOpenURL(func(address string) error {
		shown = newBrowser(w.ca).open(ctx, address)
		cancel() // the person gives up
		return nil
	}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("MSAL: %v", err)
	}
	if !errors.Is(shown, errStayed) || !strings.Contains(shown.Error(), "AADSTS50011:") {
		t.Errorf("page: %v", shown)
	}
}

// TestSilentRenewal: MSAL renews with the refresh token of either flow, again and again.
func TestSilentRenewal(t *testing.T) {
	w := newInteractiveWorld(t)
	c := w.cases["works-power-apps-browser"]
	app, scopes := msalPublic(t, w, c)
	result, err := app.AcquireTokenInteractive(t.Context(), scopes, public.WithOpenURL(func(address string) error {
		return newBrowser(w.ca).open(t.Context(), address)
	}))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{result.AccessToken: true}
	for range 3 {
		// a claims challenge makes MSAL pass its cache by
		result, err = app.AcquireTokenSilent(t.Context(), scopes, public.WithSilentAccount(result.Account),
			public.WithClaims(`{"access_token":{"capolids":{"essential":true,"values":["1"]}}}`))
		if err != nil {
			t.Fatal(err)
		}
		if seen[result.AccessToken] {
			t.Error("the same token again")
		}
		seen[result.AccessToken] = true
	}
	if result.Account.PreferredUsername != c.Username {
		t.Errorf("account %q, want %q", result.Account.PreferredUsername, c.Username)
	}
}

func msalPublic(t *testing.T, w world, c cases.Case) (public.Client, []string) {
	t.Helper()
	scopes, err := scopes(c)
	if err != nil {
		t.Fatal(err)
	}
	app, err := public.New(c.ClientID, public.WithAuthority(w.url+"/"+c.Tenant), public.WithHTTPClient(w.http), public.WithInstanceDiscovery(false))
	if err != nil {
		t.Fatal(err)
	}
	return app, scopes
}

func msalDevice(ctx context.Context, t *testing.T, w world, c cases.Case) (string, error) {
	app, scopes := msalPublic(t, w, c)
	code, err := app.AcquireTokenByDeviceCode(ctx, scopes)
	if err != nil {
		return "", err
	}
	enterCode(ctx, t, w, c, code.Result.VerificationURL, code.Result.UserCode)
	result, err := code.AuthenticationResult(ctx)
	return result.AccessToken, err
}

// enterCode does on another device what the app's message asks for. A page that says no is not the app's to know.
func enterCode(ctx context.Context, t *testing.T, w world, c cases.Case, address, code string) {
	t.Helper()
	err := newBrowser(w.ca).open(ctx, address+"?"+url.Values{"user_code": {code}, "user": {c.Username}}.Encode())
	if err != nil && !errors.Is(err, errStayed) {
		t.Error(err)
	}
}

func msalBrowser(ctx context.Context, t *testing.T, w world, c cases.Case) (string, error) {
	app, scopes := msalPublic(t, w, c)
	result, err := app.AcquireTokenInteractive(ctx, scopes, public.WithLoginHint(c.Username), public.WithOpenURL(func(address string) error {
		return newBrowser(w.ca).open(ctx, address)
	}))
	return result.AccessToken, err
}

func azidentityDevice(ctx context.Context, t *testing.T, w world, c cases.Case) (string, error) {
	credential, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
		ClientOptions: azure(w), DisableInstanceDiscovery: true, TenantID: c.Tenant, ClientID: c.ClientID,
		UserPrompt: func(ctx context.Context, message azidentity.DeviceCodeMessage) error {
			enterCode(ctx, t, w, c, message.VerificationURL, message.UserCode)
			return nil
		},
	})
	return azidentityToken(ctx, c, credential, err)
}

func azidentityBrowser(ctx context.Context, t *testing.T, w world, c cases.Case) (string, error) {
	installOpener(t, w)
	credential, err := azidentity.NewInteractiveBrowserCredential(&azidentity.InteractiveBrowserCredentialOptions{
		ClientOptions: azure(w), DisableInstanceDiscovery: true, TenantID: c.Tenant, ClientID: c.ClientID, LoginHint: c.Username,
	})
	return azidentityToken(ctx, c, credential, err)
}
