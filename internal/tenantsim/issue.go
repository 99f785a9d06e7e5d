package tenantsim

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// tokenAnswer is a success. An application's has exactly the four fields that are always there.
type tokenAnswer struct {
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	ExtExpiresIn int    `json:"ext_expires_in"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	ClientInfo   string `json:"client_info,omitempty"`
}

// issue signs what was decided. The error says that a key could not be made or used.
func (s *Sim) issue(d decision) (tokenAnswer, error) {
	lifetime := s.lifetime()
	access, err := s.sign(s.accessClaims(d, lifetime))
	if err != nil {
		return tokenAnswer{}, err
	}
	answer := tokenAnswer{TokenType: "Bearer", ExpiresIn: lifetime, ExtExpiresIn: lifetime, AccessToken: access}
	if d.user == nil {
		return answer, nil
	}
	answer.Scope = d.scope.echo(d.granted)
	if d.scope.wants("offline_access") {
		answer.RefreshToken = s.newRefreshToken(d)
	}
	if !d.scope.wants("openid") {
		return answer, nil
	}
	if answer.IDToken, err = s.sign(s.idClaims(d, lifetime)); err != nil {
		return tokenAnswer{}, err
	}
	info, err := json.Marshal(map[string]string{"uid": userObjectID(d), "utid": d.tenantID})
	if err != nil {
		return tokenAnswer{}, fmt.Errorf("could not write client_info: %w", err)
	}
	answer.ClientInfo = base64.RawURLEncoding.EncodeToString(info)
	return answer, nil
}

func (s *Sim) sign(claims jwt.MapClaims) (string, error) {
	key, err := s.key()
	if err != nil {
		return "", fmt.Errorf("could not make the key that signs tokens: %w", err)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["x5t"] = keyID(&key.PublicKey)
	token.Header["kid"] = keyID(&key.PublicKey)
	signed, err := token.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("could not sign a token: %w", err)
	}
	return signed, nil
}

// newRSAKey makes a key of the size that Entra signs with.
func newRSAKey() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 2048)
}

// keyID is the name of a key in a token's header and in the key set, of the length that Entra's have.
func keyID(key *rsa.PublicKey) string {
	sum := sha256.Sum256(key.N.Bytes())
	return base64.RawURLEncoding.EncodeToString(sum[:20])
}

// opaque gives size bytes in base64url that mean nothing, grown from one new id so that a test can hold them still.
func (s *Sim) opaque(size int) string {
	seed := sha256.Sum256([]byte(s.newID()))
	block, raw := seed[:], make([]byte, 0, size+sha256.Size)
	for len(raw) < size {
		raw = append(raw, block...)
		next := sha256.Sum256(block)
		block = next[:]
	}
	return base64.RawURLEncoding.EncodeToString(raw[:size])
}
