package certificate

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"math/big"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"appreg/internal/secret"
)

// forever is how many rounds nobody waits for, and more than a 32-bit number holds.
const forever = 1 << 40

var (
	oidSHA256  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidAES256  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}
	oidOld3DES = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1, 3}
)

func der(value any) []byte { return must(asn1.Marshal(value)) }

func rawOf(value any) asn1.RawValue { return asn1.RawValue{FullBytes: der(value)} }

// pbes2 is the algorithm with so many rounds; further elements may follow each structure, as Go's reader allows.
func pbes2(rounds any) pkix.AlgorithmIdentifier {
	derivation := struct {
		Salt   []byte
		Rounds any
		PRF    pkix.AlgorithmIdentifier
	}{make([]byte, 8), rounds, pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256}}
	return pkix.AlgorithmIdentifier{Algorithm: oidPBES2, Parameters: rawOf(struct{ Derivation, Scheme pkix.AlgorithmIdentifier }{
		pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: rawOf(derivation)},
		pkix.AlgorithmIdentifier{Algorithm: oidAES256, Parameters: rawOf(make([]byte, 16))},
	})}
}

func old3DES(rounds any) pkix.AlgorithmIdentifier {
	return pkix.AlgorithmIdentifier{Algorithm: oidOld3DES, Parameters: rawOf(struct {
		Salt   []byte
		Rounds any
	}{make([]byte, 8), rounds})}
}

func keyBagOf(algorithm pkix.AlgorithmIdentifier) safeBag {
	return safeBag{oidShroudedKey, explicit(der(encryptedKey{algorithm, make([]byte, 32)}))}
}

func sealedPart(algorithm pkix.AlgorithmIdentifier, content []byte) contentInfo {
	var sealed encryptedData
	sealed.Content.ContentType, sealed.Content.Algorithm, sealed.Content.Encrypted = oidData, algorithm, content
	return contentInfo{ContentType: oidEncryptedData, Content: explicit(der(sealed))}
}

func macOf(rounds any, further ...any) any {
	if len(further) == 0 {
		return struct {
			Mac    digestInfo
			Salt   []byte
			Rounds any
		}{digestInfo{pkix.AlgorithmIdentifier{Algorithm: oidSHA256}, make([]byte, 32)}, make([]byte, 8), rounds}
	}
	return struct {
		Mac     digestInfo
		Salt    []byte
		Rounds  any
		Further any
	}{digestInfo{pkix.AlgorithmIdentifier{Algorithm: oidSHA256}, make([]byte, 32)}, make([]byte, 8), rounds, further[0]}
}

func pbmac1(rounds any) any {
	derivation := struct {
		Salt   []byte
		Rounds any
		Length int
	}{make([]byte, 8), rounds, 32}
	sha := pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256}
	parameters := struct{ KDF, MAC pkix.AlgorithmIdentifier }{pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: rawOf(derivation)}, sha}
	return struct {
		Mac  digestInfo
		Salt []byte
	}{digestInfo{pkix.AlgorithmIdentifier{Algorithm: oidPBMAC1, Parameters: rawOf(parameters)}, make([]byte, 32)}, make([]byte, 8)}
}

func pfxWith(mac any, parts ...contentInfo) string {
	safe := dataOf(der(parts))
	if mac == nil {
		return string(der(struct {
			Version  int
			AuthSafe contentInfo
		}{3, safe}))
	}
	return string(der(struct {
		Version  int
		AuthSafe contentInfo
		Mac      any
	}{3, safe, mac}))
}

// What would be computed for minutes is refused before any of it is: read has no end of its own here.
func TestTooMuchWorkIsRefusedBeforeItIsDone(t *testing.T) {
	m := testMaterial()
	plain := dataOf(der([]safeBag{certificateBag(m.good.leaf.Raw)}))
	for name, rounds := range map[string]any{"2^40": forever, "2^31": 1 << 31, "just over": mostRounds + 1, "2^100": new(big.Int).Lsh(big.NewInt(1), 100)} {
		for where, file := range map[string]string{
			"MAC":               pfxWith(macOf(rounds), plain),
			"MAC, more behind":  pfxWith(macOf(rounds, 1), plain),
			"PBMAC1":            pfxWith(pbmac1(rounds), plain),
			"certificates":      pfxWith(nil, sealedPart(pbes2(rounds), make([]byte, 32)), plain),
			"certificates, old": pfxWith(nil, sealedPart(old3DES(rounds), make([]byte, 32)), plain),
			"key":               pfxWith(nil, dataOf(der([]safeBag{keyBagOf(pbes2(rounds))})), plain),
			"key, old":          pfxWith(nil, dataOf(der([]safeBag{keyBagOf(old3DES(rounds))})), plain),
			"PEM":               m.good.certificate() + armor("ENCRYPTED PRIVATE KEY", der(encryptedKey{pbes2(rounds), make([]byte, 32)})),
			"PEM, old":          m.good.certificate() + armor("ENCRYPTED PRIVATE KEY", der(encryptedKey{old3DES(rounds), make([]byte, 32)})),
			"base64":            base64.StdEncoding.EncodeToString([]byte(pfxWith(macOf(rounds), plain))),
		} {
			for _, password := range []string{"oak", "oak🔑"} {
				if _, err := read([]byte(file), secret.New(password)); problemOf(err) != TooMuchWork {
					t.Errorf("%s rounds for the %s, password %s: %v", name, where, password, err)
				}
			}
		}
	}
}

// Many parts, none of them over the bound.
func TestRoundsAreAddedUp(t *testing.T) {
	part := sealedPart(pbes2(mostRounds/2+1), make([]byte, 32))
	if _, err := read([]byte(pfxWith(nil, part, part)), secret.New("oak")); problemOf(err) != TooMuchWork {
		t.Errorf("two parts: %v", err)
	}
	for _, file := range []string{pfxWith(macOf(mostRounds)), pfxWith(nil, part), pfxWith(macOf(-5))} {
		if tooMuch([]byte(file)) {
			t.Error("a file within the bound is refused")
		}
	}
}

// What an encrypted part hides is judged when it has been decrypted, before it is decrypted further.
func TestHiddenWorkIsRefused(t *testing.T) {
	hidden := der([]safeBag{keyBagOf(pbes2(forever))})
	file := pfxWith(nil, sealedPart(pbes2(1), encrypted(hidden, "oak🔑")))
	if _, err := read([]byte(file), secret.New("oak🔑")); problemOf(err) != TooMuchWork {
		t.Errorf("%v", err)
	}
}

// The library sees what is hidden too late to be asked; then the time is what bounds it.
func TestReadingEndsInTimeAndWithItsContext(t *testing.T) {
	hidden := der([]safeBag{keyBagOf(pbes2(2 * mostRounds))})
	file := []byte(pfxWith(nil, sealedPart(pbes2(1), encrypted(hidden, "oak")), dataOf(der([]safeBag{certificateBag(testMaterial().good.leaf.Raw)}))))
	if _, err := readWithin(t.Context(), 1, file, secret.New("oak")); problemOf(err) != TooMuchWork {
		t.Errorf("after its time: %v", err)
	}
	ctx, end := context.WithCancel(t.Context())
	go end()
	if _, err := Read(ctx, file, secret.New("oak")); !errors.Is(err, context.Canceled) {
		t.Errorf("after its context: %v", err)
	}
}

// encrypted encrypts as pbes2(1) says.
func encrypted(plain []byte, password string) []byte {
	key := must(pbkdf2.Key(sha256.New, password, make([]byte, 8), 1, 32))
	length := aes.BlockSize - len(plain)%aes.BlockSize
	padded := append([]byte{}, plain...)
	for range length {
		padded = append(padded, byte(length))
	}
	cipher.NewCBCEncrypter(must(aes.NewCipher(key)), make([]byte, 16)).CryptBlocks(padded, padded)
	return padded
}

// The number of the library's own files is within the bound, and is seen.
func TestRoundsOfTheLibrary(t *testing.T) {
	m := testMaterial()
	for name, tt := range map[string]struct {
		encoder *pkcs12.Encoder
		want    int64
	}{"2023": {pkcs12.Modern2023, 3 * 2048}, "2026": {pkcs12.Modern2026, 3 * 2048}, "old": {pkcs12.LegacyDES, 2*2048 + 0}, "none": {pkcs12.Passwordless, 0}} {
		word := password
		if tt.want == 0 {
			word = ""
		}
		if got := rounds([]byte(m.good.pfx(t, tt.encoder, word)), 0); got != tt.want {
			t.Errorf("%s: %d rounds, want %d", name, got, tt.want)
		}
	}
}
