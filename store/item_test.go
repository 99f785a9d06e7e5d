package store

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

func TestItemFormat(t *testing.T) {
	it, outside, err := newItem(kept{Kind: kindClientSecret, Secret: `a<&"`}, binding{"tenant": "contoso.com", "id": "bc-aaaa"}, "", itemLimit, zeros())
	if err != nil || outside {
		t.Fatal(outside, err)
	}
	value, err := it.encode()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"v":2,"kind":"client_secret","s":"a<&\"","k":"` + base64.StdEncoding.EncodeToString(make([]byte, 32)) + `","b":{"id":"bc-aaaa","tenant":"contoso.com"}}`
	if d := cmp.Diff(want, value.Reveal()); d != "" {
		t.Error(d)
	}
	back, err := decodeItem(value)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(it, back, cmp.AllowUnexported(item{})); d != "" {
		t.Error(d)
	}
}

// The item is at most 2,000 bytes: at the edge the credential moves to the sealed file, and characters that JSON
// writes longer count as long as they become.
func TestItemLimit(t *testing.T) {
	frame := len(`{"v":2,"kind":"client_secret","s":"","k":"","b":{"id":"x"}}`) + base64.StdEncoding.EncodedLen(cacheKeySize)
	tests := map[string]struct {
		secret  string
		outside bool
	}{
		"fits exactly":        {long(itemLimit - frame), false},
		"one byte too large":  {long(itemLimit - frame + 1), true},
		"quotes count double": {strings.Repeat(`"`, (itemLimit-frame)/2+1), true},
		"angles count once":   {strings.Repeat("<", itemLimit-frame), false},
	}
	for name, test := range tests {
		it, outside, err := newItem(kept{Kind: kindClientSecret, Secret: test.secret}, binding{"id": "x"}, "", itemLimit, zeros())
		if err != nil || outside != test.outside || it.sealed() != test.outside {
			t.Errorf("%s: outside %v, sealed %v, %v", name, outside, it.sealed(), err)
		}
		if value, _ := it.encode(); len(value.Reveal()) > itemLimit {
			t.Errorf("%s: %d bytes", name, len(value.Reveal()))
		}
		if it.Kind != kindClientSecret {
			t.Errorf("%s: kind %q", name, it.Kind)
		}
	}
}

func TestNoRandomness(t *testing.T) {
	if _, _, err := newItem(kept{Kind: kindNone}, nil, "", itemLimit, iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

// Which credential is kept, by flow.
func TestKeep(t *testing.T) {
	all := registration.Credential{
		Secret: secret.New("s"), Certificate: secret.New("c"), CertificatePassword: secret.New("p"), CertificateFile: "f",
	}
	key := all
	key.Keep = registration.KeepKey
	tests := []struct {
		name string
		flow catalog.Flow
		c    registration.Credential
		save bool
		want kept
	}{
		{"secret", catalog.ClientSecret, all, false, kept{Kind: kindClientSecret, Secret: "s"}},
		{"password, not agreed to", catalog.Password, all, false, kept{Kind: kindNone}},
		{"password, agreed to", catalog.Password, all, true, kept{Kind: kindPassword, Secret: "s"}},
		{"certificate's path", catalog.ClientCertificate, all, false, kept{Kind: kindPassword, Secret: "p"}},
		{"certificate's key", catalog.ClientCertificate, key, false, kept{Kind: kindKey, Secret: "Yw==", Password: "p"}},
		{"device code", catalog.DeviceCode, all, true, kept{Kind: kindNone}},
		{"browser", catalog.Browser, all, true, kept{Kind: kindNone}},
		{"no secret yet", catalog.ClientSecret, registration.Credential{}, true, kept{Kind: kindNone}},
	}
	for _, test := range tests {
		got, err := keptOf(test.flow, test.c, test.save)
		if d := cmp.Diff(test.want, got); d != "" || err != nil {
			t.Errorf("%s: %v %s", test.name, err, d)
		}
	}
	for _, flow := range []catalog.Flow{"carrier-pigeon", ""} {
		var refused *Error
		if got, err := keptOf(flow, all, true); !ofKind(err, ErrCredential, &refused) || got != (kept{}) {
			t.Errorf("flow %q: keeps %q, %v", flow, got.Kind, err)
		}
	}
}

// TestKeptComesBack: what is kept of a flow's credential is an item that this program reads, and proves the same flow.
func TestKeptComesBack(t *testing.T) {
	all := registration.Credential{Secret: secret.New("s"), Certificate: secret.New("c"), CertificatePassword: secret.New("p"), Keep: registration.KeepKey}
	for _, flow := range catalog.Flows() {
		if flow.Secret == "" || flow.Proof == catalog.ProofAssertion { // a sign-in's tokens are in the cache, another issuer's come anew
			continue
		}
		k, err := keptOf(flow.Flow, all, true)
		if err != nil || k.Kind == kindNone {
			t.Errorf("%s: nothing is kept: %v", flow.Flow, err)
			continue
		}
		it, _, err := newItem(k, binding{"id": "x"}, "", itemLimit, zeros())
		if err != nil {
			t.Fatal(err)
		}
		value, err := it.encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := decodeItem(value)
		if err != nil {
			t.Errorf("%s: %v", flow.Flow, err)
			continue
		}
		c, err := back.credential(Profile{Flow: flow.Flow, Keep: registration.KeepKey})
		if err != nil || c.IsZero() {
			t.Errorf("%s: no credential comes back: %v", flow.Flow, err)
			continue
		}
		if again, err := keptOf(flow.Flow, c, true); err != nil || again != k {
			t.Errorf("%s: another credential comes back: %v", flow.Flow, err)
		}
	}
}

// An item names the oldest version that compares all of its binding: an earlier program reads what it understands whole.
func TestItemVersion(t *testing.T) {
	for host, want := range map[string]int{"": 2, "https://graph.example.com": 3} {
		it, _, err := newItem(kept{Kind: kindNone}, bindingOf(Profile{ID: "x", GraphURL: host}), "", itemLimit, rand.Reader)
		if err != nil || it.V != want || !it.wellFormed() {
			t.Errorf("Graph host %q: version %d, %v", host, it.V, err)
		}
	}
}
