package steps

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
)

func TestStartAsksWhatConcernsTheAPI(t *testing.T) {
	tests := map[catalog.API][]Key{
		"":                      {KeyAPI, KeyFlow, KeyCloud},
		catalog.LCS:             {KeyAPI, KeyFlow, KeyRegion},
		catalog.PowerPlatform:   {KeyAPI, KeyFlow, KeyCloud},
		catalog.PowerApps:       {KeyAPI, KeyFlow, KeyCloud},
		catalog.BusinessCentral: {KeyAPI, KeyFlow, KeyCloud, KeyDeployment, KeyPartner},
	}
	for api, want := range tests {
		if diff := cmp.Diff(want, keysOf(startFields(Env{}, Answers{}.With(KeyAPI, string(api))))); diff != "" {
			t.Errorf("%q: %s", api, diff)
		}
	}
}

func TestImpossibleChoicesAreShownWithTheirReason(t *testing.T) {
	tests := map[string]struct {
		api    catalog.API
		key    Key
		value  string
		reason string
	}{
		"no secret on LCS":      {catalog.LCS, KeyFlow, "client-secret", "supports users only"},
		"no certificate on LCS": {catalog.LCS, KeyFlow, "client-certificate", "supports users only"},
		"public cloud only":     {catalog.BusinessCentral, KeyCloud, "gcc-high", "public cloud only"},
		"public cloud, China":   {catalog.BusinessCentral, KeyCloud, "china", "public cloud only"},
		"possible flow":         {catalog.LCS, KeyFlow, "password", ""},
		"possible cloud":        {catalog.PowerApps, KeyCloud, "dod", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := Answers{}.With(KeyAPI, string(tt.api))
			option := optionOf(t, startFields(Env{}, a), tt.key, tt.value)
			if tt.reason == "" && option.Reason != "" || !strings.Contains(option.Reason, tt.reason) {
				t.Errorf("reason %q, want %q", option.Reason, tt.reason)
			}
			_, problem := judge(t, testEnv(nil), a, tt.key, tt.value)
			if tt.reason == "" {
				if problem != nil {
					t.Errorf("refused: %s", problem.Error())
				}
				return
			}
			wantProblem(t, problem, "", tt.reason)
		})
	}
}

func optionOf(t *testing.T, fields []Field, key Key, value string) Option {
	t.Helper()
	for _, f := range fields {
		for _, o := range f.Options {
			if f.Key == key && o.Value == value {
				return o
			}
		}
	}
	t.Fatalf("%s has no option %s", key, value)
	return Option{}
}

func TestUnknownNamesListTheValidOnes(t *testing.T) {
	tests := map[string]struct {
		answers Answers
		key     Key
		raw     string
		words   []string
	}{
		"API":        {Answers{}, KeyAPI, "dataverse", []string{`unknown API "dataverse"`, "lcs, power-platform, power-apps, business-central"}},
		"cloud":      {Answers{}, KeyCloud, "germany", []string{`unknown cloud "germany"`, "public, gcc, gcc-high, dod, china"}},
		"BC cloud":   {Answers{}.With(KeyAPI, "business-central"), KeyCloud, "germany", []string{"valid: public"}},
		"region":     {Answers{}.With(KeyAPI, "lcs"), KeyRegion, "mars", []string{`unknown region "mars"`, "us, eu, fr, no, ch, sa, uae, gov, china"}},
		"flow":       {Answers{}, KeyFlow, "implicit", []string{`unknown sign-in method "implicit"`, "browser, device-code, password, client-secret, client-certificate"}},
		"LCS flow":   {Answers{}.With(KeyAPI, "lcs"), KeyFlow, "client-secret", []string{"client-secret can't be chosen", "valid: browser, device-code, password"}},
		"deployment": {Answers{}.With(KeyAPI, "business-central"), KeyDeployment, "cloud", []string{`unknown deployment "cloud"`, "online, on-premises"}},
		"store":      {Answers{}, KeyStore, "file", []string{`unknown store "file"`, "keyring, vault, none", "exec:NAME"}},
		"recipient":  {Answers{}.With(KeyAPI, "power-apps"), KeyRecipients, "age1x", []string{"only a vault has recipients", "--store vault"}},
		"control":    {Answers{}, KeyAPI, "l\x1bcs", []string{"unknown API"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, problem := judge(t, testEnv(nil), tt.answers, tt.key, tt.raw)
			for _, words := range tt.words {
				wantProblem(t, problem, "", words)
			}
			if strings.ContainsRune(problem.Error(), '\x1b') {
				t.Error("an escape character is echoed")
			}
		})
	}
}

func TestOptionsAreTakenByValueOrLabel(t *testing.T) {
	for _, raw := range []string{"lcs", "LCS", " lcs ", "Lifecycle Services"} {
		accepted, problem := judge(t, testEnv(nil), Answers{}, KeyAPI, raw)
		if problem != nil || accepted.Value != "lcs" {
			t.Errorf("%q: %v, %+v", raw, problem, accepted)
		}
	}
}

// TestAllFlowsAreOffered, whatever was chosen before: who goes back may choose another kind of sign-in.
func TestAllFlowsAreOffered(t *testing.T) {
	want := []string{"browser", "device-code", "password", "client-secret", "client-certificate", "federated"}
	for _, flow := range append([]string{""}, want...) {
		var got []string
		for _, o := range flowField(Answers{}.With(KeyAPI, "power-platform").With(KeyFlow, flow)).Options {
			got = append(got, o.Value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", flow, diff)
		}
	}
}

// TestFlowsAreDescribed: what a sign-in method is stands beside it, what to know about it with the API once it is chosen.
func TestFlowsAreDescribed(t *testing.T) {
	tests := map[string]struct {
		api        catalog.API
		flow       catalog.Flow
		hint, note string
	}{
		"recommended":     {catalog.LCS, "browser", "works with MFA", "Microsoft recommends it (authorization code flow) where a person can answer"},
		"not described":   {catalog.LCS, "device-code", "on any device", "Some tenants block it"},
		"documented":      {catalog.LCS, "password", "without MFA; not recommended", "cloud-only user"},
		"advised against": {catalog.BusinessCentral, "password", "not recommended", "Not recommended: a policy can ask for MFA"},
		"an application":  {catalog.PowerApps, "client-secret", "recommended for scripts", "once an admin has registered the app"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := Answers{}.With(KeyAPI, string(tt.api))
			hint := optionOf(t, startFields(Env{}, a), KeyFlow, string(tt.flow)).Hint
			says{text: hint, want: []string{tt.hint}}.check(t)
			if len(hint) > 50 {
				t.Errorf("the hint has %d characters: it stands beside its choice", len(hint))
			}
			says{text: startGuide(a.With(KeyFlow, string(tt.flow))).text(), want: []string{tt.note}}.check(t)
		})
	}
}

func TestAnotherAPIDropsWhatIsImpossible(t *testing.T) {
	m := New(testEnv(nil), registered(catalog.PowerApps, catalog.ClientSecret).With(KeyCloud, "dod"))
	m = accept(t, m, KeyAPI, "business-central")
	if m.Answers().Has(KeyCloud) || m.Answers().Flow() != catalog.ClientSecret {
		t.Errorf("after business-central: %v", m.Answers().Draft())
	}
	m = accept(t, m, KeyAPI, "lcs")
	if m.Answers().Has(KeyFlow) {
		t.Error("client-secret was kept for lcs")
	}
	if m.Answers().Get(KeyTenant) != tenantName || m.Answers().Get(KeyClientID) != clientGUID {
		t.Error("tenant or client ID was lost")
	}
}

func TestStartShowsHostAndScope(t *testing.T) {
	tests := map[string]struct {
		answers Answers
		words   []string
	}{
		"lcs":          {Answers{}.With(KeyAPI, "lcs"), []string{"login.microsoftonline.com", "https://lcsapi.lcs.dynamics.com//.default"}},
		"lcs europe":   {Answers{}.With(KeyAPI, "lcs").With(KeyRegion, "eu"), []string{"https://lcsapi.eu.lcs.dynamics.com//.default"}},
		"lcs china":    {Answers{}.With(KeyAPI, "lcs").With(KeyRegion, "china"), []string{"login.partner.microsoftonline.cn", "lcsapi.lcs.dynamics.cn"}},
		"lcs gov":      {Answers{}.With(KeyAPI, "lcs").With(KeyRegion, "gov"), []string{"login.microsoftonline.com", "lcsapi.gov.lcs.microsoftdynamics.us"}},
		"apps gcc":     {Answers{}.With(KeyAPI, "power-apps").With(KeyCloud, "gcc"), []string{"login.microsoftonline.com", "https://gov.service.powerapps.us//.default"}},
		"platform dod": {Answers{}.With(KeyAPI, "power-platform").With(KeyCloud, "dod"), []string{"login.microsoftonline.us", "api.appsplatform.us"}},
		"override":     {Answers{}.With(KeyAPI, "lcs").WithOverrides(overridden), []string{"127.0.0.1:8443"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			text := startGuide(tt.answers).text()
			for _, words := range tt.words {
				if !strings.Contains(text, words) {
					t.Errorf("the guide lacks %q:\n%s", words, text)
				}
			}
		})
	}
}

// TestCloudOfLifecycleServices: the wizard asks for the region, but a script may name the cloud, alone or beside it.
func TestCloudOfLifecycleServices(t *testing.T) {
	base := Answers{}.With(KeyAPI, "lcs")
	tests := map[string]struct {
		cloud, region string
		want          catalog.Region
		words         string // of the problem with the region
	}{
		"neither":              {"", "", catalog.RegionUS, ""},
		"public":               {"public", "", catalog.RegionUS, ""},
		"public with a region": {"public", "eu", catalog.RegionEurope, ""},
		"china":                {"china", "", catalog.RegionChina, ""},
		"they disagree":        {"public", "china", "", "belongs to cloud china"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := New(testEnv(nil), base)
			if tt.cloud != "" {
				m = accept(t, m, KeyCloud, tt.cloud)
			}
			if tt.words != "" {
				_, _, problem := m.Accept(KeyRegion, tt.region)
				wantProblem(t, problem, "", tt.words)
				return
			}
			if tt.region != "" {
				m = accept(t, m, KeyRegion, tt.region)
			}
			if got := m.Answers().Registration(); got.Region != tt.want || got.Cloud != target(m.Answers()).Cloud {
				t.Errorf("region %s, cloud %s; want region %s", got.Region, got.Cloud, tt.want)
			}
		})
	}
	_, problem := judge(t, testEnv(nil), base, KeyCloud, "gcc")
	wantProblem(t, problem, "", "region gov")
}

func TestCloudOfAnotherAPIDoesNotBindTheRegion(t *testing.T) {
	m := New(testEnv(nil), Answers{}.With(KeyAPI, "power-apps").With(KeyCloud, "public"))
	m = accept(t, accept(t, m, KeyAPI, "lcs"), KeyRegion, "china")
	if got := m.Answers().Registration().Cloud; got != catalog.China {
		t.Errorf("cloud %s", got)
	}
}

func BenchmarkCurrentStep(b *testing.B) {
	for _, id := range []catalog.StepID{catalog.StepApplication, catalog.StepPermissions, catalog.StepToken} {
		b.Run(string(id), func(b *testing.B) {
			m, _ := New(testEnv(nil), registered(catalog.PowerPlatform, catalog.Password)).Jump(id)
			b.ReportAllocs()
			for b.Loop() {
				if m.Current().Title == "" {
					b.Fatal("no step")
				}
			}
		})
	}
}
