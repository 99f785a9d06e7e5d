package certificate

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"appreg/internal/cause"
	"appreg/internal/secret"
)

const password = "pfx-password"

func TestRead(t *testing.T) {
	m := testMaterial()
	tests := map[string]struct {
		file     string
		password string
		format   Format
		chain    int
	}{
		"PKCS#8":              {m.good.certificate() + m.good.pkcs8(), "", PEM, 0},
		"PKCS#1, key first":   {m.good.pkcs1() + m.good.certificate(), "", PEM, 0},
		"chain":               {m.good.certificate() + m.other.certificate() + m.good.pkcs8(), "", PEM, 1},
		"chain, leaf last":    {m.other.certificate() + m.good.certificate() + m.good.pkcs8(), "", PEM, 1},
		"bag attributes":      {"Bag Attributes\n    localKeyID: 01\n" + m.good.certificate() + "Key Attributes: <none>\n" + m.good.pkcs8(), "", PEM, 0},
		"byte order mark":     {"\ufeff" + m.good.certificate() + m.good.pkcs8(), "", PEM, 0},
		"Windows line ends":   {strings.ReplaceAll(m.good.certificate()+m.good.pkcs8(), "\n", "\r\n"), "", PEM, 0},
		"other blocks":        {armor("X509 CRL", []byte("x")) + m.good.certificate() + m.good.pkcs8(), "", PEM, 0},
		"PFX":                 {m.good.pfx(t, pkcs12.Modern, password), password, PFX, 0},
		"PFX, old ciphers":    {m.good.pfx(t, pkcs12.LegacyRC2, password), password, PFX, 0},
		"PFX, chain":          {m.good.pfx(t, pkcs12.Modern, password, m.other.leaf), password, PFX, 1},
		"PFX, empty password": {m.good.pfx(t, pkcs12.Modern, ""), "", PFX, 0},
		"PFX, no encryption":  {m.good.pfx(t, pkcs12.Passwordless, ""), "", PFX, 0},
		"PEM with a password": {m.good.certificate() + m.good.pkcs8(), "unused", PEM, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := Open(t.Context(), secret.New(tt.file), secret.New(tt.password))
			if err != nil {
				t.Fatal(err)
			}
			if !c.Leaf.Equal(m.good.leaf) || c.Signer() != m.good.key && !m.good.key.(*rsa.PrivateKey).Equal(c.Signer()) {
				t.Error("another certificate or key was read")
			}
			if c.Format != tt.format || len(c.Chain) != tt.chain {
				t.Errorf("format %s, %d more certificates; want %s, %d", c.Format, len(c.Chain), tt.format, tt.chain)
			}
			if warning := c.Warning(); warning != "" {
				t.Errorf("warning %q", warning)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	m := testMaterial()
	good := m.good.certificate() + m.good.pkcs8()
	pfx := m.good.pfx(t, pkcs12.Modern, password)
	sec1, err := x509.MarshalECPrivateKey(m.curve.key.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	legacy := string(pem.EncodeToMemory(&pem.Block{
		Type: "RSA PRIVATE KEY", Bytes: []byte("x"), Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"},
	}))
	trust, err := pkcs12.Modern.EncodeTrustStore([]*x509.Certificate{m.good.leaf}, password)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		file     string
		password string
		problem  Problem
		cause    cause.Label
	}{
		"empty":                  {"", "", NotReadable, "cert_unreadable"},
		"text":                   {"hello", "", NotReadable, "cert_unreadable"},
		"cut in the key":         {good[:len(good)-40], "", CutOff, "cert_unreadable"},
		"cut in the certificate": {good[:100], "", CutOff, "cert_unreadable"},
		"cut in the first line":  {"-----BEGIN PRIV", "", CutOff, "cert_unreadable"},
		"broken certificate":     {armor("CERTIFICATE", []byte("x")) + m.good.pkcs8(), "", NotReadable, "cert_unreadable"},
		"broken PKCS#8":          {m.good.certificate() + armor("PRIVATE KEY", []byte("x")), "", NotReadable, "cert_unreadable"},
		"broken PKCS#1":          {m.good.certificate() + armor("RSA PRIVATE KEY", []byte("x")), "", NotReadable, "cert_unreadable"},
		"other PEM":              {armor("X509 CRL", []byte("x")), "", NotReadable, "cert_unreadable"},
		"too large":              {good + strings.Repeat(" ", MaxSize), "", TooLarge, "cert_unreadable"},
		"certificate alone":      {m.good.certificate(), "", NoKey, "cert_unreadable"},
		"certificate alone, DER": {string(m.good.leaf.Raw), "", NoKey, "cert_unreadable"},
		"key alone":              {m.good.pkcs8(), "", NoCertificate, "cert_unreadable"},
		"two keys":               {good + m.other.pkcs8(), "", SeveralKeys, "cert_unreadable"},
		"encrypted PKCS#8":       {m.good.certificate() + armor("ENCRYPTED PRIVATE KEY", []byte("x")), "", PasswordNeeded, "cert_unreadable"},
		"encrypted PKCS#1":       {m.good.certificate() + legacy, "", PasswordNeeded, "cert_unreadable"},
		"key of another":         {m.good.certificate() + m.other.pkcs8(), "", KeyMismatch, "cert_key_mismatch"},
		"curve":                  {m.curve.certificate() + m.curve.pkcs8(), "", NotRSA, "cert_algorithm"},
		"curve, SEC 1":           {m.curve.certificate() + armor("EC PRIVATE KEY", sec1), "", NotRSA, "cert_algorithm"},
		"PFX, curve":             {m.curve.pfx(t, pkcs12.Modern, password), password, NotRSA, "cert_algorithm"},
		"PFX, wrong password":    {pfx, "another", PasswordWrong, "cert_unreadable"},
		"PFX, no password":       {pfx, "", PasswordNeeded, "cert_unreadable"},
		"PFX, cut":               {pfx[:len(pfx)-10], password, NotReadable, "cert_unreadable"},
		"PFX without key":        {string(trust), password, NoKey, "cert_unreadable"},
		"PFX of version 4":       {strings.Replace(pfx, "\x02\x01\x03", "\x02\x01\x04", 1), password, UnsupportedFormat, "cert_unreadable"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := Read(t.Context(), []byte(tt.file), secret.New(tt.password))
			var bad *Error
			if c != nil || !errors.As(err, &bad) {
				t.Fatalf("%v, %v; want an Error", c, err)
			}
			if bad.Problem != tt.problem || bad.Cause() != tt.cause {
				t.Errorf("%s, %q; want %s, %q", bad.Cause(), bad, tt.cause, texts[tt.problem].text)
			}
		})
	}
}

func TestValidAt(t *testing.T) {
	c := &Certificate{Leaf: testMaterial().good.leaf}
	tests := map[string]struct {
		now  time.Time
		want string
	}{
		"within":      {noon, ""},
		"first":       {notBefore, ""},
		"last":        {notAfter, ""},
		"too late":    {notAfter.Add(time.Second), "the certificate expired on 2027-11-20"},
		"too early":   {notBefore.Add(-time.Second), "the certificate isn't valid before 2026-10-20"},
		"other zones": {notAfter.In(time.FixedZone("", 14*3600)), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := c.ValidAt(tt.now)
			var bad *Error
			if tt.want == "" && err != nil || tt.want != "" && (!errors.As(err, &bad) || err.Error() != tt.want || bad.Cause() != "cert_expired") {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}

func TestShortKeyIsWarnedOf(t *testing.T) {
	m := testMaterial()
	c, err := Read(t.Context(), []byte(m.short.certificate()+m.short.pkcs8()), secret.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "the RSA key has 1024 bits; use at least 2048"; c.Warning() != want {
		t.Errorf("warning %q, want %q", c.Warning(), want)
	}
}

func TestThumbprints(t *testing.T) {
	c := &Certificate{Leaf: testMaterial().good.leaf}
	if !regexp.MustCompile(`^[0-9A-F]{40}$`).MatchString(c.Thumbprint()) {
		t.Errorf("SHA-1 %q", c.Thumbprint())
	}
	sum := sha256.Sum256(c.Leaf.Raw)
	back, err := base64.RawURLEncoding.DecodeString(c.ThumbprintSHA256())
	if err != nil || string(back) != string(sum[:]) {
		t.Errorf("SHA-256 %q: %v", c.ThumbprintSHA256(), err)
	}
}

func TestEveryProblemHasAText(t *testing.T) {
	for p := NotReadable; p <= NotYetValid; p++ {
		if w := texts[p]; w.text == "" || w.fix == "" || w.cause == "" {
			t.Errorf("problem %d lacks a text: %+v", p, w)
		}
	}
}

func TestNothingOfTheKeyIsPrinted(t *testing.T) {
	m := testMaterial()
	c, err := Read(t.Context(), []byte(m.good.certificate()+m.good.pkcs8()), secret.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	key := m.good.key.(*rsa.PrivateKey)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		for _, value := range []any{c, *c, []*Certificate{c}, struct{ C *Certificate }{c}} {
			out := fmt.Sprintf(verb, value) + string(encoded)
			for name, part := range map[string]string{"d": key.D.String(), "p": key.Primes[0].String(), "d, hex": key.D.Text(16)} {
				if strings.Contains(out, part) {
					t.Errorf("%s of %T prints the key's %s", verb, value, name)
				}
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	m := testMaterial()
	f.Add([]byte(m.good.certificate()+m.good.pkcs8()), "")
	f.Add([]byte(m.curve.certificate()+m.curve.pkcs8()), "x")
	f.Add(m.good.leaf.Raw, "")
	f.Add([]byte("-----BEGIN PRIVATE KEY-----"), "")
	f.Add([]byte("\x30\x80\x02\x01\x03"), "p")
	f.Add([]byte{}, "")
	f.Add([]byte(strings.ReplaceAll(m.good.certificate()+m.good.pkcs1(), "\n", `\n`)), "")
	f.Add([]byte(base64.StdEncoding.EncodeToString(m.good.leaf.Raw)), "")
	f.Add([]byte(m.good.certificate()+armor("ENCRYPTED PRIVATE KEY", der(encryptedKey{pbes2(2), make([]byte, 32)}))), "oak")
	f.Add([]byte(m.good.certificate()+armor("ENCRYPTED PRIVATE KEY", der(encryptedKey{old3DES(2), make([]byte, 32)}))), "oak🔑")
	f.Add([]byte(pfxWith(macOf(2), sealedPart(pbes2(2), make([]byte, 32)))), "oak🔑")
	f.Add([]byte(pfxWith(nil, sealedPart(old3DES(2), make([]byte, 32)))), "oak")
	f.Add([]byte(armor("OPENSSH PRIVATE KEY", []byte(openSSHMagic+"\x00\x00\x00\x04none"))), "")
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		c, err := Read(t.Context(), data, secret.New(password))
		if (c == nil) == (err == nil) {
			t.Fatalf("%v and %v", c, err)
		}
		var bad *Error
		if err != nil && (!errors.As(err, &bad) || bad.Cause() == "" || bad.Error() == "" || bad.Fix() == "") {
			t.Fatalf("%#v is not a whole Error", err)
		}
		if c != nil && (c.Signer() == nil || c.Leaf == nil) {
			t.Fatal("a part is missing")
		}
	})
}
