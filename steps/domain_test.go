package steps

import (
	"testing"

	"appreg/internal/catalog"
)

func TestASCIIDomain(t *testing.T) {
	for domain, want := range map[string]string{
		"münchen.de": "xn--mnchen-3ya.de", "MÜNCHEN.de": "xn--mnchen-3ya.de", "mu\u0308nchen.de": "", // in two parts
		"straße.example": "xn--strae-oqa.example", "пример.рф": "xn--e1afmkfd.xn--p1ai", "例え。テスト": "xn--r8jz45g.xn--zckzah", "tenant\u00ad.de": "",
		"contosо.com": "xn--contos-1qf.com", // a Cyrillic letter
		"contoso.com": "", "xn--mnchen-3ya.de": "", "": "", "münchen": "", "mün chen.de": "", "-ü.de": "", "ü..de": "", "名前@例え": "",
	} {
		if got, is := asciiDomain(domain); is != (want != "") || is && got != want {
			t.Errorf("%q: %q, %v, want %q", domain, got, is, want)
		}
	}
}

// The form that Entra knows is offered, and is taken.
func TestUmlautDomainIsOfferedInASCII(t *testing.T) {
	for raw, offered := range map[string]string{
		"münchen.de": "xn--mnchen-3ya.de", "https://www.münchen.de/": "www.xn--mnchen-3ya.de", "jan@münchen.de": "xn--mnchen-3ya.de",
	} {
		_, problem := judge(t, testEnv(nil), chosen(catalog.LCS, catalog.Password), KeyTenant, raw)
		wantProblem(t, problem, "tenant_malformed", "perhaps "+offered+";")
		if accepted, problem := judge(t, testEnv(nil), chosen(catalog.LCS, catalog.Password), KeyTenant, offered); problem != nil || accepted.Value != offered {
			t.Errorf("%s: %v", offered, problem)
		}
	}
	a := registered(catalog.LCS, catalog.Password)
	_, problem := judge(t, testEnv(nil), a, KeyUsername, "jan@münchen.de")
	wantProblem(t, problem, "user_not_found", "perhaps jan@xn--mnchen-3ya.de;")
	if _, problem := judge(t, testEnv(nil), a, KeyUsername, "jan@xn--mnchen-3ya.de"); problem != nil {
		t.Error(problem)
	}
}
