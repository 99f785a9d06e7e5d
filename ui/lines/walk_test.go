package lines

import (
	"cmp"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// TestWalk goes through every API and sign-in method line by line, from nothing to a saved profile. Each is told what the
// full screen tells, in the same order: every step's title, clicks, values and page, the test, what came of it, where it is
// kept and what to use next.
func TestWalk(t *testing.T) {
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			if !rule.Allowed {
				continue
			}
			t.Run(string(service.API)+" "+string(rule.Flow), func(t *testing.T) {
				s := newStage()
				opts := s.options()
				opts.Env.ReadFile = func(string) ([]byte, error) { return walkCertificate() }
				p, result, err := s.play(t, opts, answering(service.API, rule.Flow, when("Certificate file", "app.pem"))...)
				if err != nil || result.Outcome != session.Saved || result.Report.Verdict != report.Ready || len(s.saved) != 1 || len(s.verified) != 1 {
					t.Fatalf("%v, %+v, %d saved, %d tests\n%s", err, result, len(s.saved), len(s.verified), p.out)
				}
				if reg := s.saved[0].Registration; reg.API != service.API || reg.Flow != rule.Flow {
					t.Errorf("saved %s with %s", reg.API, reg.Flow)
				}
				toldInOrder(t, flattened(p.out.String()), walkTold(opts.Env, s.saved[0].Registration.API, rule.Flow))
			})
		}
	}
}

// walkTold is what a run tells, in order.
func walkTold(env steps.Env, api catalog.API, flow catalog.Flow) []string {
	a := steps.Answers{}.With(steps.KeyAPI, string(api)).With(steps.KeyFlow, string(flow))
	entered := a.With(steps.KeyTenant, "contoso.com").With(steps.KeyTenantID, stageTenant).With(steps.KeyClientID, stageClient)
	var told []string
	for _, step := range steps.New(env, a).Steps() {
		told = append(told, "Step ", step.Title)
		if step.ID != catalog.StepStart && step.ID != catalog.StepApplication {
			a = entered
		}
		told = append(told, clicks(env, a, step.ID)...)
		if step.ID == catalog.StepSave {
			break
		}
		if step.ID == catalog.StepToken {
			told = append(told, "Testing…", "Ready: all checks passed.", "2 of 2 checks passed.")
		}
	}
	return append(told, "It will be saved in", "Saved. It works.", "appreg token first", "appreg check first", "profile first is saved")
}

// clicks are what a step tells to do, with its values and its page, as they are told with these answers.
func clicks(env steps.Env, a steps.Answers, id catalog.StepID) []string {
	var told []string
	for _, step := range steps.New(env, a).Steps() {
		if step.ID != id {
			continue
		}
		for _, block := range step.Guide.Task() {
			if block.Kind == steps.Do || block.Kind == steps.Fact {
				told = append(told, flattened(plainNames(cmp.Or(block.Text, block.Label)))) // a fact alone is its label
			}
		}
		if step.Guide.Where != "" && len(step.Guide.Links) > 0 {
			told = append(told, step.Guide.Links[0].URL)
		}
	}
	return told
}

// walkCertificate is a key with its certificate, PEM.
var walkCertificate = sync.OnceValues(func() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	from := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: from.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...), nil
})

// flattened is text with every run of blanks as one.
func flattened(text string) string { return strings.Join(strings.Fields(text), " ") }

// toldInOrder finds each part behind the one before it.
func toldInOrder(t *testing.T, text string, parts []string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("no %q in\n%s\nof\n%s", part, rest, text)
		}
		rest = after
	}
}
