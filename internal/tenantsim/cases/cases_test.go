package cases

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/tenantsim"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// headlessFlows need no browser; the others have tests of their own.
func headlessFlows() []catalog.Flow {
	return slices.DeleteFunc(orAll(nil), catalog.Flow.SignsInAtPage)
}

// loaded is a harness with the cases of the headless flows.
func loaded(t *testing.T) (*harness, []Case, string) {
	t.Helper()
	h, dir := newHarness(t), t.TempDir()
	cases, err := Load(h.sim, dir, headlessFlows()...)
	must(t, err)
	return h, cases, dir
}

// TestWorkingCasesWork: every API with every flow that its document allows.
func TestWorkingCasesWork(t *testing.T) {
	h, cases, _ := loaded(t)
	var works []string
	for _, c := range cases {
		if c.Cause != "" {
			continue
		}
		works = append(works, fmt.Sprintf("%s %s%s", c.API, c.Flow, filepath.Ext(c.Certificate)))
		a := h.enter(c)
		if a.status != http.StatusOK {
			t.Errorf("%s: got %d: %s", c.Name, a.status, a.raw)
			continue
		}
		claims := claimsOf(t, a.text("access_token"))
		if claims["appid"] != c.ClientID {
			t.Errorf("%s: appid %v", c.Name, claims["appid"])
		}
		if c.API == catalog.BusinessCentral && !c.Flow.SignsInUser() {
			if diff := cmp.Diff([]any{"API.ReadWrite.All", "Automation.ReadWrite.All"}, claims["roles"]); diff != "" {
				t.Errorf("%s: roles (-want +got):\n%s", c.Name, diff)
			}
		}
	}
	want := []string{
		"business-central client-certificate.pem", "business-central client-certificate.pfx", "business-central client-secret",
		"business-central federated", "business-central federated", // on Kubernetes, and on GitLab
		"business-central password", "business-central password", // Financials.ReadWrite.All, and user_impersonation
		"lcs password", "power-apps client-certificate.pem", "power-apps client-secret", "power-apps federated", "power-apps password",
		"power-platform client-certificate.pem", "power-platform client-secret", "power-platform federated",
		"power-platform password",
	}
	slices.Sort(works)
	if diff := cmp.Diff(want, works); diff != "" {
		t.Errorf("working cases (-want +got):\n%s", diff)
	}
}

// TestPowerPlatformCaseHoldsTheDocumentsPermissions: a person ticks those that the document's answer shows.
func TestPowerPlatformCaseHoldsTheDocumentsPermissions(t *testing.T) {
	h, cases, _ := loaded(t)
	i := slices.IndexFunc(cases, func(c Case) bool { return c.Name == "works-power-platform-password" })
	scopes := strings.Fields(claimsOf(t, h.enter(cases[i]).text("access_token"))["scp"].(string))
	for _, name := range []string{
		"EnvironmentManagement.Environments.Read", "AppManagement.ApplicationPackages.Install", "AppManagement.ApplicationPackages.Read",
	} {
		if !slices.Contains(scopes, name) {
			t.Errorf("scp lacks %s: %v", name, scopes)
		}
	}
}

// faultyAnswers is what the simulator answers to each faulty case: status and code, 0 without any.
var faultyAnswers = map[string][2]int{
	"tenant_not_found": {400, 90002}, "tenant_malformed": {400, 900023}, "app_not_in_tenant": {400, 700016},
	"client_id_malformed": {400, 700038}, "app_disabled": {400, 7000112}, "app_sp_missing": {401, 7000229},
	"public_client_disabled": {401, 7000218}, "public_client_sent_secret": {401, 700025},
	"secret_wrong": {401, 7000215}, "secret_is_id_not_value": {401, 7000215}, "secret_expired": {401, 7000222},
	"cert_not_registered": {401, 700027}, "cert_expired": {401, 700027}, "cert_unreadable": {401, 7000216}, "cert_key_mismatch": {401, 700027},
	"consent_missing": {400, 65001}, "admin_consent_required": {400, 90094}, "resource_not_in_required_access": {400, 650057},
	"resource_sp_missing": {400, 500011}, "resource_disabled": {400, 500014}, "user_not_assigned": {400, 50105},
	"api_role_missing": {200, 0}, "wrong_password": {400, 50126}, "user_not_found": {400, 50034}, "user_disabled": {400, 50057},
	"account_locked": {400, 50053}, "password_expired": {400, 50055}, "federated_user": {400, 50126},
	"mfa_required": {400, 50076}, "mfa_enrollment_required": {400, 50079}, "conditional_access": {400, 53003}, "security_defaults": {400, 530035},
	"service_unavailable": {503, 90033}, "throttled": {429, 90055}, "answer_not_json": {200, 0}, "redirected": {302, 0},
	"federated_credential_missing": {401, 70025}, "federated_issuer_mismatch": {401, 700211}, "federated_issuer_mismatch-2": {400, 70052},
	"federated_issuer_mismatch-3": {401, 700222}, "federated_issuer_mismatch-4": {401, 700226}, "federated_subject_mismatch": {401, 700213},
	"federated_subject_mismatch-2": {401, 7002138}, "federated_subject_mismatch-3": {401, 7002137}, "federated_subject_mismatch-4": {400, 70021},
	"federated_audience_mismatch": {401, 700212}, "federated_audience_mismatch-2": {401, 7002121}, "federated_audience_mismatch-3": {401, 700227},
	"federated_forbidden_by_tenant": {401, 700223}, "federated_forbidden_by_tenant-2": {401, 700238},
	"assertion_expired_clock_skew": {401, 700024}, "wrong_cloud": {400, 900382}, "assertion_source_missing": {401, 50027},
}

func TestFaultyCasesAreRefusedForTheirCause(t *testing.T) {
	h, cases, _ := loaded(t)
	seen := map[string]bool{}
	for _, c := range cases {
		if c.Cause == "" || c.AtAPI { // Entra returns those a token: TestAPICasesGetAToken
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			h.t = t
			name := c.Name // of a case that is answered otherwise than the first of its cause
			if _, own := faultyAnswers[name]; !own {
				name = c.Cause
			}
			want, known := faultyAnswers[name]
			if !known {
				t.Fatal("no expectation for this cause")
			}
			seen[name] = true
			a := h.enter(c)
			if got := [2]int{a.status, a.code()}; got != want {
				t.Errorf("got %v, want %v: %s", got, want, a.raw)
			}
		})
	}
	if len(seen) != len(faultyAnswers) {
		t.Errorf("cases for %d of %d expected causes", len(seen), len(faultyAnswers))
	}
}

// TestFaultyCasesAreRightButForTheirFault: the tenant is found, unless it is the fault, and the user's domain is managed.
func TestFaultyCasesAreRightButForTheirFault(t *testing.T) {
	h, cases, _ := loaded(t)
	for _, c := range cases {
		if c.AtAPI {
			continue
		}
		want, realm := http.StatusOK, "Managed"
		switch c.Cause {
		case "tenant_not_found", "tenant_malformed":
			want = http.StatusBadRequest
		case "redirected":
			want = http.StatusFound
		case "federated_user":
			realm = "Federated"
		}
		if a := h.send("/"+c.Tenant+"/v2.0/.well-known/openid-configuration", nil); a.status != want {
			t.Errorf("%s: discovery got %d: %s", c.Name, a.status, a.raw)
		}
		if c.Flow != catalog.Password {
			continue
		}
		if a := h.send("/common/UserRealm/"+url.PathEscape(c.Username)+"?api-version=1.0", nil); a.text("account_type") != realm {
			t.Errorf("%s: realm %s", c.Name, a.raw)
		}
	}
}

func TestSpecialCases(t *testing.T) {
	h, cases, _ := loaded(t)
	byName := map[string]Case{}
	for _, c := range cases {
		byName[c.Name] = c
	}
	a := h.enter(byName["api_role_missing"])
	if roles, there := claimsOf(t, a.text("access_token"))["roles"]; there {
		t.Errorf("api_role_missing: roles %v", roles)
	}
	if a := h.enter(byName["answer_not_json"]); a.raw != tenantsim.ProxyPage {
		t.Errorf("answer_not_json: %s", a.raw)
	}
	if a := h.enter(byName["redirected"]); a.header.Get("Location") == "" {
		t.Error("redirected: no Location")
	}
	if a := h.enter(byName["throttled"]); a.header.Get("Retry-After") != "60" {
		t.Errorf("throttled: Retry-After %q", a.header.Get("Retry-After"))
	}
	for name, says := range map[string]string{"cert_not_registered": "not found", "cert_expired": "expired", "cert_key_mismatch": "signature failed"} {
		if a := h.enter(byName[name]); !strings.Contains(a.text("error_description"), says) {
			t.Errorf("%s: %s", name, a.raw)
		}
	}
	if uuid.Validate(byName["secret_is_id_not_value"].Secret) != nil {
		t.Error("secret_is_id_not_value: the secret is no GUID")
	}
}

// numbered is how the further cases of one cause end.
var numbered = regexp.MustCompile(`-[2-9]$`)

// TestCasesAreTheContract: names are unique and are the cause, and the JSON has the contract's keys.
func TestCasesAreTheContract(t *testing.T) {
	_, cases, _ := loaded(t)
	seen := map[string]bool{}
	faulty := 0
	for _, c := range cases {
		if seen[c.Name] {
			t.Errorf("%s occurs twice", c.Name)
		}
		seen[c.Name] = true
		if c.Cause != "" {
			faulty++
			if numbered.ReplaceAllString(strings.TrimSuffix(c.Name, "-half-done"), "") != c.Cause {
				t.Errorf("%s is not named for its cause %s", c.Name, c.Cause)
			}
		} else if !strings.HasPrefix(c.Name, "works-"+string(c.API)+"-"+string(c.Flow)) {
			t.Errorf("%s is not named for what works", c.Name)
		}
		line, err := json.Marshal(c)
		must(t, err)
		keys := map[string]any{}
		must(t, json.Unmarshal(line, &keys))
		for _, key := range []string{"name", "cause", "api", "flow", "tenant", "client_id"} {
			if _, there := keys[key]; !there {
				t.Errorf("%s: key %s is absent", c.Name, key)
			}
			delete(keys, key)
		}
		for key, value := range keys {
			if value == "" {
				t.Errorf("%s: key %s is there without a value", c.Name, key)
			}
		}
	}
	if faulty < 25 {
		t.Errorf("%d faulty cases", faulty)
	}
}

// TestCaseHasAllKeys: the seventeen keys of the contract and no other.
func TestCaseHasAllKeys(t *testing.T) {
	line, err := json.Marshal(Case{"n", "c", "a", "f", "t", "i", "s", "u", "p", "f", "w", "c", "r", "e", "j", "t", map[string]string{"k": "v"}, true})
	must(t, err)
	want := `{"name":"n","cause":"c","api":"a","flow":"f","tenant":"t","client_id":"i","secret":"s","username":"u","password":"p",` +
		`"certificate":"f","certificate_password":"w","cloud":"c","region":"r","environment":"e","project":"j","assertion_file":"t","env":{"k":"v"}}`
	if diff := cmp.Diff(want, string(line)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEachFlowIsGivenItsOwnValues(t *testing.T) {
	_, cases, _ := loaded(t)
	for _, c := range cases {
		got := [3]bool{c.Username != "" && c.Password != "", c.Secret != "", c.Certificate != ""}
		want := [3]bool{c.Flow == catalog.Password, c.Flow == catalog.ClientSecret, c.Flow == catalog.ClientCertificate}
		if got != want {
			t.Errorf("%s: user, secret, certificate %v, want %v", c.Name, got, want)
		}
		if (c.Environment != "") != (c.API == catalog.BusinessCentral) || (c.Project != "") != (c.API == catalog.LCS) {
			t.Errorf("%s: environment %q, project %q", c.Name, c.Environment, c.Project)
		}
	}
}

func TestCaseFilesAreTheOwnersAlone(t *testing.T) {
	_, cases, dir := loaded(t)
	files, err := os.ReadDir(dir)
	must(t, err)
	named := 0
	for _, c := range cases {
		file := c.Certificate + c.AssertionFile
		if file == "" {
			continue
		}
		named++
		info, err := os.Stat(file)
		must(t, err)
		if info.Mode().Perm() != 0o600 || filepath.Dir(file) != dir {
			t.Errorf("%s: %s has mode %v", c.Name, file, info.Mode())
		}
	}
	if len(files) != named || named == 0 {
		t.Errorf("%d files for %d cases", len(files), named)
	}
}

// TestFilesPairOrNot: a PEM holds certificate and key that fit, except in the case of that name.
func TestFilesPairOrNot(t *testing.T) {
	_, cases, _ := loaded(t)
	for _, c := range cases {
		if filepath.Ext(c.Certificate) != ".pem" {
			continue
		}
		_, err := tls.LoadX509KeyPair(c.Certificate, c.Certificate)
		if broken := c.Cause == "cert_key_mismatch" || c.Cause == "cert_unreadable"; (err != nil) != broken {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

// TestSecretsLookLikeEntras: 40 characters with 8Q~ in the fourth place, the same in every run.
func TestSecretsLookLikeEntras(t *testing.T) {
	shape := regexp.MustCompile(`^[A-Za-z0-9._~-]{3}8Q~[A-Za-z0-9._~-]{34}$`)
	_, cases, _ := loaded(t)
	for _, c := range cases {
		if c.Secret != "" && c.Cause != "secret_is_id_not_value" && !shape.MatchString(c.Secret) {
			t.Errorf("%s: the secret's form is wrong", c.Name)
		}
	}
	_, again, _ := loaded(t)
	for i := range cases {
		if cases[i].Secret != again[i].Secret || cases[i].ClientID != again[i].ClientID || cases[i].Tenant != again[i].Tenant {
			t.Errorf("%s differs between two runs", cases[i].Name)
		}
	}
}

func TestCasesNeedTheirFolder(t *testing.T) {
	_, err := Load(newSim(), filepath.Join(t.TempDir(), "missing"))
	if err == nil || !strings.Contains(err.Error(), "client-certificate") {
		t.Errorf("got %v", err)
	}
}

func TestWorldNeedsAnAllowedFlow(t *testing.T) {
	if newWorld(testNow, "x", contoso(), catalog.LCS, catalog.ClientSecret, keyPair{}).err == nil {
		t.Error("an application signed in to Lifecycle Services")
	}
}

// TestAPICasesGetAToken: the fault of each shows only when the API is called.
func TestAPICasesGetAToken(t *testing.T) {
	h, cases, _ := loaded(t)
	n := 0
	for _, c := range cases {
		if !c.AtAPI {
			continue
		}
		n++
		if a := h.enter(c); a.status != http.StatusOK || a.text("access_token") == "" {
			t.Errorf("%s: got %d %s", c.Name, a.status, a.raw)
		}
	}
	if n != 20 {
		t.Errorf("%d cases", n)
	}
}

// TestCasesCoverManyCauses: over all flows at least 48.
func TestCasesCoverManyCauses(t *testing.T) {
	causes := map[cause.Label]bool{}
	for _, r := range faulty() {
		causes[r.cause] = true
	}
	if len(causes) < 48 {
		t.Errorf("%d causes", len(causes))
	}
}
