package certificate

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"

	"appreg/internal/givenfile"
	"appreg/internal/pattern"
)

// wrappings is how many layers around a certificate are undone: base64 of JSON of base64, and the like.
const wrappings = 4

// shortestFile is less than any certificate with its key takes, in bytes.
const shortestFile = 64

// unwrapped undoes what tools put around a file: UTF-16 and byte-order marks (Windows PowerShell), quotes (.env files),
// base64 (Azure Key Vault's secrets, CI variables) and Key Vault's JSON (az keyvault secret show).
func unwrapped(data []byte) []byte {
	for range wrappings {
		data = givenfile.Decoded(data)
		if holdsPEM(data) {
			break
		}
		inner, wrapped := unwrap(data)
		if !wrapped {
			break
		}
		data = inner
	}
	return data
}

func unwrap(data []byte) ([]byte, bool) {
	text := bytes.Trim(data, " \t\r\n\"'")
	if value, is := secretBundle(text); is {
		return value, true
	}
	return base64Of(text)
}

// secretBundle returns the value of a Key Vault secret that was saved with all that stands around it.
func secretBundle(text []byte) ([]byte, bool) {
	var bundle struct {
		Value string `json:"value"`
	}
	if !bytes.HasPrefix(text, []byte("{")) || json.Unmarshal(text, &bundle) != nil || bundle.Value == "" {
		return nil, false
	}
	return []byte(bundle.Value), true
}

// lineEnd is a line end that was written out, as in JSON and CI variables, once or more often.
var lineEnd = pattern.Lazy(`\\+[rn]`)

// base64Of decodes text that is base64 as a whole, of either alphabet, with or without line ends and padding.
func base64Of(text []byte) ([]byte, bool) {
	plain := strings.Join(strings.Fields(lineEnd.Regexp().ReplaceAllString(string(text), " ")), "")
	if len(plain) < shortestFile {
		return nil, false
	}
	decoded, err := decodeBase64(plain)
	return decoded, err == nil
}

func decodeBase64(text string) ([]byte, error) {
	text = strings.TrimRight(text, "=")
	if strings.ContainsAny(text, "-_") {
		return base64.RawURLEncoding.DecodeString(text)
	}
	return base64.RawStdEncoding.DecodeString(text)
}
