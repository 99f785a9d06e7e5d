package tenantsim

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
)

func brokenKey() (*rsa.PrivateKey, error) { return nil, errors.New("no entropy") }

// claimsOf reads a token's claims without verifying it.
func claimsOf(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// verified checks the signature with the published key set, as any reader of the token would.
func (h *harness) verified(token string) jwt.MapClaims {
	h.t.Helper()
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(token, claims, func(token *jwt.Token) (any, error) {
		keys, _ := h.get("/common/discovery/v2.0/keys").body["keys"].([]any)
		for _, entry := range keys {
			key, _ := entry.(map[string]any)
			if key["kid"] == token.Header["kid"] && key["kty"] == "RSA" {
				n, err := base64.RawURLEncoding.DecodeString(key["n"].(string))
				e, err2 := base64.RawURLEncoding.DecodeString(key["e"].(string))
				return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}, errors.Join(err, err2)
			}
		}
		return nil, errors.New("the key set lacks the token's key")
	}, jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation())
	must(h.t, err)
	return claims
}

func TestApplicationToken(t *testing.T) {
	h := newHarness(t)
	claims := h.verified(h.post(testDomain, secretForm()).text("access_token"))
	want := map[string]any{
		"aud": "https://api.businesscentral.dynamics.com", "iss": "https://sts.windows.net/" + testTenant + "/",
		"idp": "https://sts.windows.net/" + testTenant + "/", "tid": testTenant, "appid": testClient, "appidacr": "1",
		"ver": "1.0", "iat": float64(testNow.Unix() - 300), "nbf": float64(testNow.Unix() - 300), "exp": float64(testNow.Unix() + 4228),
		"roles": []any{"API.ReadWrite.All"},
	}
	for name, value := range want {
		if diff := cmp.Diff(value, claims[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, name := range []string{"scp", "upn", "unique_name", "name", "amr", "ipaddr"} {
		if _, there := claims[name]; there {
			t.Errorf("an application's token holds %s", name)
		}
	}
	if claims["oid"] != claims["sub"] || !isGUID(claims["oid"].(string)) {
		t.Errorf("oid %v, sub %v", claims["oid"], claims["sub"])
	}
	for _, name := range []string{"aio", "rh", "uti"} {
		if text, _ := claims[name].(string); text == "" {
			t.Errorf("no %s", name)
		}
	}
}

func TestApplicationTokenWithoutRolesHasNoClaimForThem(t *testing.T) {
	h := newHarness(t)
	h.app(func(a *App) { a.Roles = nil })
	claims := h.verified(h.post(testTenant, secretForm()).text("access_token"))
	if roles, there := claims["roles"]; there {
		t.Errorf("roles %v", roles)
	}
}

func TestUserToken(t *testing.T) {
	h := newHarness(t)
	claims := h.verified(h.post(testDomain, passwordForm()).text("access_token"))
	want := map[string]any{
		"aud": "https://lcsapi.lcs.dynamics.com/", "iss": "https://sts.windows.net/" + testTenant + "/", "tid": testTenant,
		"appid": testClient, "appidacr": "0", "ver": "1.0", "scp": "user_impersonation", "upn": testUser, "unique_name": testUser,
		"name": "Adele Vance", "given_name": "Adele", "family_name": "Vance", "amr": []any{"pwd"}, "ipaddr": "203.0.113.7",
	}
	for name, value := range want {
		if diff := cmp.Diff(value, claims[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, there := claims["roles"]; there {
		t.Error("a user's token holds roles")
	}
	if claims["oid"] == claims["sub"] || !isGUID(claims["oid"].(string)) {
		t.Errorf("oid %v, sub %v", claims["oid"], claims["sub"])
	}
}

// TestAudienceFollowsTheForm: aud is the resource as it was asked for.
func TestAudienceFollowsTheForm(t *testing.T) {
	h := newHarness(t)
	for scope, want := range map[string]string{
		lcsScope: "https://lcsapi.lcs.dynamics.com/",
		"https://lcsapi.lcs.dynamics.com/.default":     "https://lcsapi.lcs.dynamics.com",
		"https://lcsapi.ch.lcs.dynamics.com//.default": "https://lcsapi.ch.lcs.dynamics.com/",
		appsScope:                 "https://service.powerapps.com/",
		lcsResource + "/.default": lcsResource,
	} {
		if got := claimsOf(t, h.post(testTenant, passwordForm("scope", scope)).text("access_token"))["aud"]; got != want {
			t.Errorf("%s: aud %v, want %s", scope, got, want)
		}
	}
}

// TestTokensHaveARealSize keeps the limits of keyrings exercised.
func TestTokensHaveARealSize(t *testing.T) {
	h := newHarness(t)
	service, _ := catalog.Lookup(catalog.PowerPlatform)
	h.app(func(a *App) {
		for _, p := range service.Delegated[:28] {
			a.Consent(catalog.PowerPlatform, p.Name)
		}
	})
	user := h.post(testTenant, passwordForm("scope", lcsScope+" openid offline_access"))
	sizes := map[string]struct{ got, least, most int }{
		"application":          {len(h.post(testTenant, secretForm()).text("access_token")), 1400, 2000},
		"user":                 {len(user.text("access_token")), 1900, 3000},
		"user, Power Platform": {len(h.post(testTenant, passwordForm("scope", "https://api.powerplatform.com/.default")).text("access_token")), 2500, 3500},
		"refresh":              {len(user.text("refresh_token")), 1400, 1700},
		"id":                   {len(user.text("id_token")), 1000, 1500},
	}
	for _, name := range slices.Sorted(maps.Keys(sizes)) {
		if size := sizes[name]; size.got < size.least || size.got > size.most {
			t.Errorf("%s: %d characters, want %d to %d", name, size.got, size.least, size.most)
		}
	}
}

func TestIDTokenAndClientInfo(t *testing.T) {
	h := newHarness(t)
	a := h.post(testDomain, passwordForm("scope", lcsScope+" openid"))
	claims := h.verified(a.text("id_token"))
	for name, want := range map[string]any{
		"aud": testClient, "iss": "https://login.microsoftonline.com/" + testTenant + "/v2.0", "ver": "2.0",
		"preferred_username": testUser, "name": "Adele Vance", "tid": testTenant,
	} {
		if claims[name] != want {
			t.Errorf("%s: %v, want %v", name, claims[name], want)
		}
	}
	raw, err := base64.RawURLEncoding.DecodeString(a.text("client_info"))
	must(t, err)
	info := map[string]any{}
	must(t, json.Unmarshal(raw, &info))
	if diff := cmp.Diff(map[string]any{"uid": claims["oid"], "utid": testTenant}, info); diff != "" {
		t.Errorf("client_info (-want +got):\n%s", diff)
	}
}

// TestUserIsTheSameInEveryToken: oid stays, whatever is asked for; the other ids do not.
func TestUserIsTheSameInEveryToken(t *testing.T) {
	h := newHarness(t)
	first := claimsOf(t, h.post(testTenant, passwordForm()).text("access_token"))
	second := claimsOf(t, h.post(testTenant, passwordForm("scope", appsScope, "username", strings.ToUpper(testUser))).text("access_token"))
	if first["oid"] != second["oid"] || first["uti"] == second["uti"] {
		t.Errorf("oid %v and %v, uti %v and %v", first["oid"], second["oid"], first["uti"], second["uti"])
	}
}

func TestTokenHeaderNamesItsKey(t *testing.T) {
	h := newHarness(t)
	head, _, _ := strings.Cut(h.post(testTenant, secretForm()).text("access_token"), ".")
	raw, err := base64.RawURLEncoding.DecodeString(head)
	must(t, err)
	header := map[string]any{}
	must(t, json.Unmarshal(raw, &header))
	if header["alg"] != "RS256" || header["typ"] != "JWT" || header["kid"] != header["x5t"] || header["kid"] == "" {
		t.Errorf("header %v", header)
	}
}
