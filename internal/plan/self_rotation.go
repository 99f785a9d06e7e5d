package plan

import (
	"context"
	"crypto/sha1" //nolint:gosec // the header x5t is a SHA-1 thumbprint
	"encoding/base64"
	"errors"
	"net/http"

	"github.com/golang-jwt/jwt/v5"

	"appreg/internal/certificate"
	"appreg/internal/graph"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/store"
)

// selfRotation is a certificate that replaces itself: the old key proves the new one.
type selfRotation struct {
	old   registration.Credential
	prove func(context.Context, Result) error
}

// proofAudience is what a proof of possession is meant for: the older Graph (Microsoft Graph, Generate proof of possession
// tokens).
const proofAudience = "00000002-0000-0000-c000-000000000000"

var errProof = errors.New("couldn't sign the proof of possession with the old certificate's key")

// proof is a JWT that proves possession of a certificate's key. The certificate has to be on the registration, and valid.
func (a *applier) proof(ctx context.Context, with registration.Credential) (secret.Secret, error) {
	old, err := certificate.Open(ctx, with.Certificate, with.CertificatePassword)
	if err != nil {
		return secret.Secret{}, err
	}
	now := a.now()
	if err := old.ValidAt(now); err != nil {
		return secret.Secret{}, err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"aud": proofAudience, "iss": a.made.ObjectID, "nbf": now.Unix(), "exp": now.Add(proofLife).Unix(),
	})
	print := sha1.Sum(old.Leaf.Raw) //nolint:gosec // a name, not a signature
	token.Header["x5t"] = base64.RawURLEncoding.EncodeToString(print[:])
	signed, err := token.SignedString(old.Signer())
	if err != nil {
		return secret.Secret{}, errProof
	}
	return secret.New(signed), nil
}

// rollCertificate adds a certificate by proof. Where the answer is lost and the registration can't be read, a token with the
// new one shows that it is there.
func (a *applier) rollCertificate(ctx context.Context, cert *certificate.Certificate) error {
	id, err := a.write(ctx, write{
		entry: store.RunEntry{Name: cert.Thumbprint(), Parent: a.made.ObjectID, Action: string(Create)},
		send: func(ctx context.Context) (string, error) {
			proof, err := a.proof(ctx, a.self.old)
			if err != nil {
				return "", err
			}
			k, err := a.Graph.RollKey(ctx, a.made.ObjectID, graph.Certificate{DisplayName: "CN=" + cert.Leaf.Subject.CommonName, DER: cert.Leaf.Raw}, proof)
			return k.KeyID, err
		},
		look: func(ctx context.Context) (string, bool, error) {
			app, err := a.Graph.ApplicationByID(ctx, a.made.ObjectID)
			if err == nil && app != nil {
				if k := keyWith(graph.Actual{Application: app}, cert.Thumbprint()); k != nil {
					return k.KeyID, true, nil
				}
				return "", false, nil
			}
			return "", a.self.prove(ctx, a.outcome()) == nil, nil
		},
	})
	a.made.KeyID = id
	return err
}

// unroll removes a certificate by proof: with the old key, or, where that is gone already, with the new one.
func (a *applier) unroll(ctx context.Context, keyID string) error {
	err := a.unrollWith(ctx, keyID, a.self.old)
	var refusal *graph.Error
	if errors.As(err, &refusal) && refusal.HTTPStatus == http.StatusUnauthorized && !a.made.Credential.IsZero() {
		return a.unrollWith(ctx, keyID, a.made.Credential)
	}
	return err
}

func (a *applier) unrollWith(ctx context.Context, keyID string, with registration.Credential) error {
	proof, err := a.proof(ctx, with)
	if err != nil {
		return err
	}
	return a.Graph.UnrollKey(ctx, a.made.ObjectID, keyID, proof)
}
