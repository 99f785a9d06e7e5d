package entra

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/transport"
)

const configuration = `{"token_endpoint":"https://evil.example/` + tenantID + `/oauth2/v2.0/token",` +
	`"issuer":"https://login.microsoftonline.com/6F89A3B1-0000-4000-8000-00000000ABCD/v2.0","tenant_region_scope":"EU",` +
	`"cloud_instance_name":"microsoftonline.com","msgraph_host":"graph.microsoft.com"}`

func TestLookUpTenant(t *testing.T) {
	s := newServer(t, answer(200, configuration))
	got, err := newClient(t, nil).LookUpTenant(t.Context(), s.URL+"/", "contoso.onmicrosoft.com")
	want := Tenant{ID: tenantID, CloudInstance: "microsoftonline.com"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	request := s.requests()[0]
	if request.method != http.MethodGet || request.path != "/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration" || request.query != "" {
		t.Errorf("asked %s %s?%s", request.method, request.path, request.query)
	}
	if id := request.header.Get("client-request-id"); id != "id-1" {
		t.Errorf("correlation id %q", id)
	}
}

func TestLookUpTenantReadsOtherForms(t *testing.T) {
	for name, body := range map[string]string{
		"v1 issuer":           `{"issuer":"https://sts.windows.net/` + tenantID + `/"}`,
		"token endpoint only": `{"token_endpoint":"https://login.microsoftonline.com/` + tenantID + `/oauth2/token"}`,
		"issuer is a pattern": `{"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0","token_endpoint":"https://x/` + tenantID + `/token"}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answer(200, body))
			if got, err := newClient(t, nil).LookUpTenant(t.Context(), s.URL, tenantID); err != nil || got.ID != tenantID {
				t.Errorf("%q, %v", got.ID, err)
			}
		})
	}
}

func TestLookUpTenantWithoutGUIDIsIncomplete(t *testing.T) {
	s := newServer(t, answer(200, `{"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0","b":1}`))
	_, err := newClient(t, nil).LookUpTenant(t.Context(), s.URL, "organizations")
	var bad *transport.AnswerError
	if !errors.As(err, &bad) || bad.Kind != transport.Incomplete || bad.Size == 0 {
		t.Errorf("%#v, want an incomplete answer", err)
	}
}

func TestUnknownTenant(t *testing.T) {
	s := newServer(t, answer(400, `{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant 'x' not found."}`))
	_, err := newClient(t, nil).LookUpTenant(t.Context(), s.URL, "x.example")
	var refused *Error
	if !errors.As(err, &refused) || refused.AADSTS() != 90002 || refused.Date.IsZero() {
		t.Errorf("%#v, want AADSTS90002 with the server's date", err)
	}
}

func TestTenantNamesThatAreNoSegment(t *testing.T) {
	s := newServer(t, answer(200, configuration))
	for _, tenant := range []string{
		"", ".", "..", "a..b", "a/b", "../common", "a?b", "a#b", "a%2fb", "a b", "-a", "a.", "{id}", "<tenantId>", "a\n", "ä.example",
		strings.Repeat("a", 254),
	} {
		if _, err := newClient(t, nil).LookUpTenant(t.Context(), s.URL, tenant); !errors.Is(err, ErrTenant) {
			t.Errorf("%q: %v, want ErrTenant", tenant, err)
		}
		if _, err := newClient(t, nil).Token(t.Context(), Request{Login: s.URL, Tenant: tenant}); !errors.Is(err, ErrTenant) {
			t.Errorf("token of %q: %v, want ErrTenant", tenant, err)
		}
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestLookUpUser(t *testing.T) {
	tests := map[string]struct {
		body string
		want User
	}{
		"managed": {
			`{"account_type":"Managed","domain_name":"contoso.com","cloud_instance_name":"microsoftonline.com"}`,
			User{AccountType: Managed, Domain: "contoso.com"},
		},
		"federated": {
			`{"account_type":"federated","domain_name":"fabrikam.com","federation_protocol":"WSTrust"}`,
			User{AccountType: Federated, Domain: "fabrikam.com", FederationProtocol: "WSTrust"},
		},
		"unknown":     {`{"account_type":"Unknown"}`, User{AccountType: Unknown}},
		"never heard": {`{"account_type":"Martian"}`, User{AccountType: Unknown}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answer(200, tt.body))
			got, err := newClient(t, nil).LookUpUser(t.Context(), s.URL, "o'brien#EXT#/x@contoso.com")
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			if r := s.requests()[0]; r.path != "/common/UserRealm/o%27brien%23EXT%23%2Fx@contoso.com" || r.query != "api-version=1.0" {
				t.Errorf("asked %s?%s", r.path, r.query)
			}
		})
	}
}

func TestLookUpUserWithoutTypeIsIncomplete(t *testing.T) {
	s := newServer(t, answer(200, `{"ver":"1.0"}`))
	_, err := newClient(t, nil).LookUpUser(t.Context(), s.URL, "a@b.example")
	var bad *transport.AnswerError
	if !errors.As(err, &bad) || bad.Kind != transport.Incomplete {
		t.Errorf("%#v, want an incomplete answer", err)
	}
}

func TestLookUpsAreRepeatedOnce(t *testing.T) {
	s := newServer(t, hangUp, answer(200, configuration))
	if _, err := newClient(t, nil).LookUpTenant(t.Context(), s.URL, tenantID); err != nil || len(s.requests()) != 2 {
		t.Errorf("%d requests, %v; want 2 and none", len(s.requests()), err)
	}
	s = newServer(t, hangUp)
	_, err := newClient(t, nil).LookUpTenant(t.Context(), s.URL, tenantID)
	var fault *transport.NetworkError
	if !errors.As(err, &fault) || len(s.requests()) != 2 {
		t.Errorf("%d requests, %v; want 2 and a NetworkError", len(s.requests()), err)
	}
}
