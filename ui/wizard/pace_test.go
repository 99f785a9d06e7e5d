package wizard

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/steps"
)

// pace is what a person goes through for one API and flow, at 80x24, with the demo's fill-in.
type pace struct {
	name                       string
	keys, words, hidden, crowd int // crowd: most words of a portal step's screen
}

// The goals, for every API and flow.
const (
	mostKeys        = 20
	mostWords       = 700
	mostHidden      = 40
	mostWordsOnStep = 120
)

// paceValues are what the demo fills in.
var paceValues = map[steps.Key]string{
	steps.KeyTenant: "contoso.onmicrosoft.com", steps.KeyClientID: clientGUID, steps.KeySecret: canary, steps.KeySecretExpires: "2027-05-31",
	steps.KeyUsername: "jan@contoso.com", steps.KeyPassword: "Passw0rd", steps.KeyProject: "1234567", steps.KeyCertificate: "app.pfx",
	steps.KeyCertificatePassword: "oak", steps.KeyPermissions: "EnvironmentManagement.Environments.Read",
}

// walker walks one API and flow by the keys that a person presses, and looks at every screen.
type walker struct {
	*scene
	pace
	t *testing.T
}

func (w *walker) key(name string) {
	w.keys++
	w.press(name)
	w.rest()
}

// look counts the screen's words, those that are hidden below included, and the lines that are.
func (w *walker) look(step bool) {
	s := w.w.size(len(w.w.header()) + len(w.w.footerSpace()))
	text := strings.Join(stripped(w.w.screen.View(s).lines), "\n")
	words, hidden := len(strings.Fields(text)), w.hiddenLines(s)
	for _, line := range hidden {
		words += len(strings.Fields(line))
	}
	w.words += words
	w.hidden += len(hidden)
	if step {
		w.crowd = max(w.crowd, words)
	}
	if step && len(hidden) > 0 {
		w.t.Errorf("%s, step %s hides lines that it needs:\n%s\nhidden: %q", w.name, w.at(), w.screen(), hidden)
	}
}

// hiddenLines are those of the screen's text that can be reached by scrolling only.
func (w *walker) hiddenLines(s size) []string {
	text, offset := w.scrolling()
	if text == nil || text.last == 0 {
		return nil
	}
	seen := len(text.lines) - text.last
	if text.last == hiddenGuide {
		seen = 0
	}
	return stripped(text.lines[min(offset+seen, len(text.lines)):])
}

// scrolling is the part of the screen that scrolls.
func (w *walker) scrolling() (*scroller, int) {
	switch up := w.w.screen.(type) {
	case *stepScreen:
		return &up.guide, up.guide.offset
	case *saveScreen:
		return &up.guide, up.guide.offset
	case *testScreen:
		return &up.detail, up.detail.offset
	case *savedScreen:
		return &up.text, up.text.offset
	default:
		return nil, 0
	}
}

// choose goes to an option of the focused list and takes it.
func (w *walker) choose(value string) {
	p, ok := w.pane().form.here()
	if !ok {
		w.t.Fatalf("%s: nothing to choose at %s", w.name, w.at())
	}
	for i, option := range p.field.Options {
		if option.Value == value {
			w.key(fmt.Sprint(i + 1)) // a digit takes its option at once
			return
		}
	}
	w.t.Fatalf("%s: %s is not offered at %s:\n%s", w.name, value, p.field.Key, w.screen())
}

// walk goes from nothing to a saved profile.
func (w *walker) walk(api catalog.API, flow catalog.Flow) {
	w.look(false)
	w.choose(string(api))
	w.choose(string(flow))
	w.choose(steps.HowGuide)
	for range 30 {
		if w.saved() {
			w.look(false)
			w.key("enter")
			return
		}
		switch {
		case w.onResult():
			w.look(false)
			w.key("enter")
			continue
		case w.at() == catalog.StepSave:
			w.look(false)
		default:
			w.look(true)
		}
		w.step()
	}
	w.t.Fatalf("%s: not saved:\n%s", w.name, w.screen())
}

// step does what one step asks: opens its page, fills in what it asks for, goes on.
func (w *walker) step() {
	at := w.at()
	for range 6 {
		if step, ok := w.w.screen.(*stepScreen); ok && !step.opens() && w.unfilled() {
			w.key("ctrl+f")
		}
		w.key("enter")
		if w.at() != at || w.onResult() || w.saved() {
			return
		}
	}
	w.t.Fatalf("%s: stuck at %s:\n%s", w.name, at, w.screen())
}

// unfilled reports whether the focused field lacks a value that the demo has.
func (w *walker) unfilled() bool {
	p, ok := w.pane().form.here()
	_, known := paceValues[p.field.Key]
	return ok && known && !p.given && p.input.Raw() == ""
}

// paceDemo fills in as the demo does.
type paceDemo struct{ sceneDemo }

func (paceDemo) Fill(_ steps.Answers, key steps.Key) (string, bool) {
	value, ok := paceValues[key]
	return value, ok
}

// TestPace walks every API and flow, and prints what a person goes through.
func TestPace(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "%-40s %5s %6s %7s %6s\n", "API and flow", "keys", "words", "hidden", "crowd")
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			if !rule.Allowed {
				continue
			}
			name := string(service.API) + " " + string(rule.Flow)
			w := &walker{t: t, pace: pace{name: name}, scene: newScene(t, func(s *scene, o *Options) {
				s.report = readyTest()
				o.Env.Admins = []steps.Option{{Value: "token", Label: "A token"}}
				o.Services.Demo = paceDemo{sceneDemo{s}}
				o.Env.ReadFile = func(string) ([]byte, error) { return testCertificatePEM(), nil }
			})}
			w.walk(service.API, rule.Flow)
			fmt.Fprintf(&table, "%-40s %5d %6d %7d %6d\n", name, w.keys, w.words, w.hidden, w.crowd)
			if w.keys > mostKeys || w.words > mostWords || w.hidden > mostHidden || w.crowd > mostWordsOnStep {
				t.Errorf("%s: %d keys (at most %d), %d words (%d), %d hidden lines (%d), %d words on a step (%d)",
					name, w.keys, mostKeys, w.words, mostWords, w.hidden, mostHidden, w.crowd, mostWordsOnStep)
			}
		}
	}
	t.Log("\n" + table.String())
}

// testCertificatePEM is a key with its certificate, PEM.
var testCertificatePEM = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now, NotAfter: now.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
})
