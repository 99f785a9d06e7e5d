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

// roll is a certificate that replaces itself: the old key proves the new one.
type roll struct {
	old   registration.Credential
	prove func(context.Context, Result) error
}

// proofAudience is what a proof of possession is meant for: the older Graph (Microsoft Graph, Generate proof of possession
// tokens).
const proofAudience = "00000002-0000-0000-c000-000000000000"

var errProof = errors.New("couldn't sign the proof of possession with the old certificate's key")

// proof is a JWT that proves possession of a certificate's key. The certificate has to be on the registration, and valid.
func (r *running) proof(ctx context.Context, with registration.Credential) (secret.Secret, error) {
	old, err := certificate.Open(ctx, with.Certificate, with.CertificatePassword)
	if err != nil {
		return secret.Secret{}, err
	}
	now := r.now()
	if err := old.ValidAt(now); err != nil {
		return secret.Secret{}, err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"aud": proofAudience, "iss": r.made.ObjectID, "nbf": now.Unix(), "exp": now.Add(proofLife).Unix(),
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
func (r *running) rollCertificate(ctx context.Context, cert *certificate.Certificate) error {
	id, err := r.write(ctx, write{
		entry: store.RunEntry{Name: cert.Thumbprint(), Parent: r.made.ObjectID, Action: string(Create)},
		send: func(ctx context.Context) (string, error) {
			proof, err := r.proof(ctx, r.roll.old)
			if err != nil {
				return "", err
			}
			k, err := r.Graph.RollKey(ctx, r.made.ObjectID, graph.Certificate{DisplayName: "CN=" + cert.Leaf.Subject.CommonName, DER: cert.Leaf.Raw}, proof)
			return k.KeyID, err
		},
		look: func(ctx context.Context) (string, bool, error) {
			app, err := r.Graph.ApplicationByID(ctx, r.made.ObjectID)
			if err == nil && app != nil {
				if k := keyWith(graph.Actual{Application: app}, cert.Thumbprint()); k != nil {
					return k.KeyID, true, nil
				}
				return "", false, nil
			}
			return "", r.roll.prove(ctx, r.outcome()) == nil, nil
		},
	})
	r.made.KeyID = id
	return err
}

// unroll removes a certificate by proof: with the old key, or, where that is gone already, with the new one.
func (r *running) unroll(ctx context.Context, keyID string) error {
	err := r.unrollWith(ctx, keyID, r.roll.old)
	var refusal *graph.Error
	if errors.As(err, &refusal) && refusal.HTTPStatus == http.StatusUnauthorized && !r.made.Credential.IsZero() {
		return r.unrollWith(ctx, keyID, r.made.Credential)
	}
	return err
}

func (r *running) unrollWith(ctx context.Context, keyID string, with registration.Credential) error {
	proof, err := r.proof(ctx, with)
	if err != nil {
		return err
	}
	return r.Graph.UnrollKey(ctx, r.made.ObjectID, keyID, proof)
}
