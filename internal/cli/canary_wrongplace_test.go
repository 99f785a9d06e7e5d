package cli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// canaryJWT and canaryKey are a token and a key that nobody ever gave out.
var (
	canaryJWT = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJj" + canarySecret("token", false) + ".c" + canarySecret("signature", false)
	canaryKey = "-----BEGIN PRIVATE KEY-----\nMIIE" + canarySecret("key", false) + "\n-----END PRIVATE KEY-----"
)

// TestCanaryInTheWrongPlace: what looks like a secret is not repeated, wherever it is given by mistake.
func TestCanaryInTheWrongPlace(t *testing.T) {
	s := newCanarySite(t)
	s.savedAs(t, s.rows[0], "first")
	s.savedAs(t, s.rows[1], "second")
	shapes := map[string]string{
		"client secret": canarySecret("shaped", true), "cut client secret": canarySecret("shaped", true)[:30],
		"token": canaryJWT, "key": canaryKey,
	}
	base := []string{"--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com", "--client-id", s.rows[0].c.ClientID}
	for what, secret := range shapes {
		s.hunt.add(what, secret)
		var commands [][]string
		for _, flag := range valueFlags {
			for _, command := range []string{"setup", "check", "token"} {
				for _, spelt := range [][]string{{"--" + flag, secret}, {"--" + flag + "=" + secret}} {
					given := append([]string{command, "--no-input"}, base...)
					commands = append(commands, append(given, spelt...), append([]string{command, "--no-input", "--json"}, spelt...))
				}
			}
		}
		commands = append(commands, misplaced(secret)...)
		for _, args := range commands {
			t.Run(what+"/"+strings.Join(args[:min(3, len(args))], " "), func(t *testing.T) {
				if _, stderr, code := s.run(t, args...); code == 1 && args[0] != "explain" {
					t.Errorf("ended with %d: %s", code, stderr)
				}
			})
		}
	}
}

// valueFlags are the flags that take a value.
var valueFlags = []string{
	"api", "cloud", "region", "flow", "deployment", "tenant", "client-id", "username", "permission", "certificate", "keep",
	"secret-expires", "environment", "project", "profile", "store", "secret-file", "certificate-password-file",
	"authority", "api-url", "ca-file", "output", "partner", "save-password", "secret-stdin", "no-input", "all", "json",
}

// misplaced are command lines with a secret where none belongs, beside those of valueFlags.
func misplaced(secret string) [][]string {
	return [][]string{
		{secret}, {"--" + secret}, {"-" + secret}, {"--client-secret=" + secret}, {"--password", secret}, {"setup", secret},
		{"check", secret}, {"check", secret, secret}, {"check", "--all", secret}, {"token", secret}, {"token", secret, "--json"},
		{"show", secret}, {"show", secret, "--json"}, {"remove", secret}, {"rename", secret, "new"}, {"rename", "first", secret},
		{"list", secret}, {"version", secret}, {"demo", secret}, {"demo", "serve", secret}, {"completion", secret},
		{"explain", secret}, {"explain", secret, "--json"}, {"explain", "--flow", secret}, {"explain", "--api", secret}, {"explain", secret, secret},
		{"check", "first", "--tenant", secret}, {"check", "first", "--environment", secret}, {"check", "first", "--project", secret},
		{"check", "first", "--authority", "https://" + secret}, {"check", "first", "--authority", "https://login.example/?" + secret},
		{"token", "first", "--environment", secret}, {"token", "first", "--output", secret}, {"token", "first", "--json=" + secret},
		{"open", secret}, {"open", "first", secret}, {"open", secret, "permissions", "--print"}, {"open", "first", "secrets", secret}, {"-" + secret, "check"},
		{"help", secret}, {"setup", "--plain", "--tenant", secret}, {"setup", "--replace", "--profile", secret, "--no-input"},
	}
}

// TestCanaryWithoutAShape: a secret that looks like nothing is not repeated where a flag or the place says what it is.
func TestCanaryWithoutAShape(t *testing.T) {
	s := newCanarySite(t)
	s.savedAs(t, s.rows[0], "first")
	secret := canaryPassword("nothing")
	s.hunt.add("password", secret)
	base := []string{"--no-input", "--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com", "--client-id", s.rows[0].c.ClientID}
	for _, args := range [][]string{
		{"setup", "--secret-stdin=" + secret}, {"setup", "--secret-file", secret}, {"setup", "--secret-file=" + secret},
		{"setup", "--certificate-password-file", secret}, {"setup", "--client-secret=" + secret}, {"setup", "--password=" + secret},
		{"setup", "--save-password=" + secret}, {"setup", "--secret-stdin", secret}, {"check", "--secret-stdin", secret},
		{"token", "--secret-stdin", secret}, {"token", "--secret-file", secret}, {"check", "--secret-stdin=" + secret},
	} {
		for _, json := range [][]string{nil, {"--json"}} {
			t.Run(strings.Join(args[:1], " "), func(t *testing.T) {
				s.wants(t, 2, slices.Concat(args, base, json)...)
			})
		}
	}
	// The same value as secret and as another answer: it is known then.
	for _, flag := range []string{"tenant", "client-id", "username", "environment", "profile", "project", "region"} {
		s.env = []string{"APPREG_CLIENT_SECRET=" + canarySecret("known", false)}
		s.hunt.add("known secret", canarySecret("known", false))
		for _, command := range []string{"setup", "check", "token"} {
			s.wants(t, -1, append(append([]string{command}, base...), "--"+flag, canarySecret("known", false))...)
		}
	}
}

// TestCanaryExplained: a pasted answer, request or log is explained without the secrets in it.
func TestCanaryExplained(t *testing.T) {
	s := newCanarySite(t)
	secret := canarySecret("pasted", true)
	password := canarySecret("pasted", false)
	for what, value := range map[string]string{"secret": secret, "password": password, "token": canaryJWT, "key": canaryKey} {
		s.hunt.add(what, value)
	}
	for name, pasted := range map[string]string{
		"request":    "POST /contoso.com/oauth2/v2.0/token HTTP/1.1\r\nAuthorization: Bearer " + canaryJWT + "\r\n\r\ngrant_type=password&username=a%40b.c&password=" + password + "&client_secret=" + secret,
		"answer":     `{"token_type":"Bearer","access_token":"` + canaryJWT + `","refresh_token":"0.` + password + `"}`,
		"refusal":    `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret ` + secret + ` provided.","error_codes":[7000215]}`,
		"PowerShell": "Get-Token -ClientSecret " + secret + "\nInvoke-RestMethod : {\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: no\"}",
		"key":        "AADSTS700027: " + canaryKey,
		"JSON":       `{"grant_type":"password","password":"` + password + `","note":"AADSTS50126"}`,
		"redirect":   "http://localhost:1234/?code=0.A" + password + "&state=1&error=AADSTS65001",
		"alone":      secret,
		"token":      canaryJWT,
		"escaped":    strings.ReplaceAll(secret, "~", "%7E") + " AADSTS7000215",
		"long":       strings.Repeat("x", 16<<10-20) + secret + " AADSTS7000215",
	} {
		t.Run(name, func(t *testing.T) {
			s.input = pasted
			for _, args := range [][]string{{"explain", "-"}, {"explain", "-", "--json"}, {"explain", "--flow", string(catalog.Password), "-", "--json"}, {"explain", pasted, "--json"}} {
				stdout, _ := s.wants(t, 0, args...)
				if slices.Contains(args, "--json") && !json.Valid([]byte(stdout)) {
					t.Errorf("no JSON: %s", stdout)
				}
			}
		})
	}
}
