package verify

import (
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
)

// What is unusual in an answer is named; zero is no time that a token is valid.
func TestAnswerFault(t *testing.T) {
	good := entra.Answer{TokenType: "bearer", ExpiresIn: time.Hour, HasScope: true}
	if fault := answerFault(catalog.Password, good); fault != "" {
		t.Error(fault)
	}
	for name, change := range map[string]func(*entra.Answer){
		"another type": func(a *entra.Answer) { a.TokenType = "pop" },
		"no time":      func(a *entra.Answer) { a.ExpiresIn = 0 },
		"less":         func(a *entra.Answer) { a.ExpiresIn = -time.Second },
		"less, ext":    func(a *entra.Answer) { a.ExtExpiresIn = -time.Second },
		"no scope":     func(a *entra.Answer) { a.HasScope = false },
	} {
		bad := good
		change(&bad)
		if answerFault(catalog.Password, bad) == "" {
			t.Errorf("%s: no fault", name)
		}
	}
	good.HasScope = false
	if fault := answerFault(catalog.ClientSecret, good); fault != "" {
		t.Errorf("an application: %s", fault)
	}
}

// Neither case nor a slash at the end makes an audience another one.
func TestAccepted(t *testing.T) {
	audiences := []string{"https://api.contoso.com/", "996def3d-b36c-4153-8607-a6fd3c01b89f"}
	for aud, want := range map[string]bool{
		"https://api.contoso.com": true, "https://API.contoso.com/": true, "996DEF3D-B36C-4153-8607-A6FD3C01B89F": true, "https://api.contoso.com/x": false, "": false,
	} {
		if got := accepted(audiences, []string{"other", aud}); got != want {
			t.Errorf("%q: %t", aud, got)
		}
	}
}
