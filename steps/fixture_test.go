package steps

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io/fs"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/secret"
)

const (
	tenantGUID  = "6f89a1b2-1111-4222-8333-444444444444"
	otherTenant = "aaaaaaaa-1111-4222-8333-444444444444"
	clientGUID  = "0d1e2f3a-5555-4666-8777-888888888888"
	objectGUID  = "99999999-5555-4666-8777-888888888888"
	tenantName  = "contoso.onmicrosoft.com"

	// secretOfToday has the form of a client secret; no tenant ever issued it.
	secretOfToday = "abc8Q~0000000000000000000000000000000000"
	pfxPassword   = "open sesame"
)

// now is the tests' clock.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// testEnv reads the files that are given.
func testEnv(files map[string][]byte) Env {
	return Env{
		Now: func() time.Time { return now },
		ReadFile: func(path string) ([]byte, error) {
			if data, ok := files[path]; ok {
				return data, nil
			}
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		},
	}
}

// chosen returns the answers of the first step.
func chosen(api catalog.API, flow catalog.Flow) Answers {
	return Answers{}.With(KeyAPI, string(api)).With(KeyFlow, string(flow))
}

// registered adds tenant and client id.
func registered(api catalog.API, flow catalog.Flow) Answers {
	return chosen(api, flow).With(KeyTenant, tenantName).With(KeyTenantID, tenantGUID).With(KeyClientID, clientGUID)
}

// combination is an API with a flow that it allows.
type combination struct {
	api  catalog.API
	flow catalog.Flow
}

func (c combination) String() string { return string(c.api) + " " + string(c.flow) }

// combinations returns all of them.
func combinations() []combination {
	var list []combination
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			if rule.Allowed {
				list = append(list, combination{service.API, rule.Flow})
			}
		}
	}
	return list
}

// text returns all that a guide says, links and copies included.
func (g Guide) text() string {
	var b strings.Builder
	for _, block := range g.Blocks {
		b.WriteString(block.Label + " " + block.Text + "\n")
	}
	for _, link := range g.Links {
		b.WriteString(link.Label + " " + link.URL + "\n")
	}
	for _, c := range g.Copies {
		b.WriteString(c.Label + " " + c.Text + "\n")
	}
	return b.String()
}

// textOf returns all that a step says and asks.
func textOf(step Step) string {
	text := step.Title + "\n" + step.Guide.Where + "\n" + step.Guide.Needs + "\n" + step.Guide.text()
	for _, f := range step.Fields {
		text += f.Label + " " + f.Help + " " + f.Example + "\n"
		for _, o := range f.Options {
			text += o.Label + " " + o.Hint + " " + o.Reason + "\n"
		}
	}
	return text
}

// stepOf returns one of the steps that apply.
func stepOf(t *testing.T, a Answers, id catalog.StepID) Step {
	t.Helper()
	m, ok := New(testEnv(nil), a).Jump(id)
	if !ok {
		t.Fatalf("step %s does not apply to %s %s", id, a.API(), a.Flow())
	}
	return m.Current()
}

// accept hands raw to a machine and fails the test on a problem.
func accept(t *testing.T, m Machine, key Key, raw string) Machine {
	t.Helper()
	next, _, problem := m.Accept(key, raw)
	if problem != nil {
		t.Fatalf("Accept(%s, %q): %s", key, raw, problem.Error())
	}
	return next
}

// judge returns what a field makes of raw.
func judge(t *testing.T, env Env, a Answers, key Key, raw string) (Accepted, *Problem) {
	t.Helper()
	_, accepted, problem := New(env, a).Accept(key, raw)
	return accepted, problem
}

// wantProblem checks cause and words of a problem.
func wantProblem(t *testing.T, problem *Problem, cause cause.Label, words string) {
	t.Helper()
	if problem == nil {
		t.Fatalf("accepted, want cause %q", cause)
	}
	if problem.Cause != cause {
		t.Errorf("cause %q, want %q (%s)", problem.Cause, cause, problem.Error())
	}
	if !strings.Contains(problem.Error(), words) {
		t.Errorf("problem %q does not say %q", problem.Error(), words)
	}
	if problem.Message == "" || problem.Fix == "" {
		t.Errorf("problem %+v lacks message or fix", problem)
	}
}

// pair is a key with a self-signed certificate.
type pair struct {
	key  any
	leaf *x509.Certificate
}

func makePair(key, public any, from, until time.Time) pair {
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "appreg test"}, NotBefore: from, NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return pair{key, leaf}
}

func (p pair) keyPEM() []byte {
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func (p pair) certificatePEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.leaf.Raw})
}

func (p pair) pem() []byte { return append(p.keyPEM(), p.certificatePEM()...) }

func (p pair) pfx(password string) []byte {
	data, err := pkcs12.Modern.Encode(p.key, p.leaf, nil, password)
	if err != nil {
		panic(err)
	}
	return data
}

// certificates returns the files that the tests read, made once.
var certificates = sync.OnceValue(func() map[string][]byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	year := now.AddDate(1, 0, 0)
	good := makePair(key, key.Public(), now.AddDate(0, -1, 0), year)
	foreign := makePair(other, other.Public(), now.AddDate(0, -1, 0), year)
	return map[string][]byte{
		"good.pem":     good.pem(),
		"with space/a": good.pem(), "with space/a(1).pem": good.pem(), "/with space/b.pem": good.pem(), "C:/keys/app.pem": good.pem(), "o'brien.pem": good.pem(),
		"good.pfx":     good.pfx(pfxPassword),
		"open.pfx":     good.pfx(""),
		"cert.pem":     good.certificatePEM(),
		"key.pem":      good.keyPEM(),
		"mismatch.pem": append(good.keyPEM(), foreign.certificatePEM()...),
		"expired.pem":  makePair(key, key.Public(), now.AddDate(-2, 0, 0), now.AddDate(0, 0, -1)).pem(),
		"expired.pfx":  makePair(key, key.Public(), now.AddDate(-2, 0, 0), now.AddDate(0, 0, -1)).pfx(pfxPassword),
		"soon.pem":     makePair(key, key.Public(), now.AddDate(-1, 0, 0), now.AddDate(0, 0, 10)).pem(),
		"later.pem":    makePair(key, key.Public(), now.AddDate(0, 0, 5), year).pem(),
		"ec.pem":       makePair(curve, curve.Public(), now, year).pem(),
		"cut.pem":      good.pem()[:200],
		"text.txt":     []byte("this is no certificate"),
		"empty.pem":    {},
	}
})

// withSecret answers the secret that a flow needs, the certificate from good.pem; where a person signs in there is none.
func withSecret(t *testing.T, m Machine) Machine {
	t.Helper()
	switch m.Answers().Flow() {
	case catalog.Password:
		return accept(t, accept(t, m, KeyUsername, "jan@contoso.com"), KeyPassword, "Pa55 word!")
	case catalog.ClientSecret:
		return accept(t, m, KeySecret, secretOfToday)
	case catalog.ClientCertificate:
		return accept(t, m, KeyCertificate, "good.pem")
	default:
		if key := SecretKey(m.Answers().Flow()); key != "" {
			t.Fatalf("no value for %s here", key)
		}
	}
	return m
}

var hidden = secret.Secret{}.String()
