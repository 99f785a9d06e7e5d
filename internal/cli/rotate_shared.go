package cli

import (
	"context"
	"errors"
	"fmt"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/registration"
	"appreg/store"
)

// usedByOthers reports whether other profiles have the saved credential of p, too, or may have it: removed from the app registration,
// it would be lost to them. Each is told.
func (r *rotateCommand) usedByOthers(ctx context.Context, st *store.Store, p store.Profile, saved registration.Credential) (used bool, err error) {
	profiles, err := st.List()
	if err != nil {
		return false, fmt.Errorf("couldn't rotate: %w", err)
	}
	for _, other := range profiles {
		if !other.Ready() || other.ID == p.ID || other.ClientID != p.ClientID || other.Flow.Info().Proof != p.Flow.Info().Proof {
			continue
		}
		has := "has"
		loaded, err := st.LoadCredential(ctx, other)
		switch {
		case ctx.Err() != nil:
			return false, ctx.Err()
		case errors.Is(err, store.ErrCredentialMissing), err == nil && !sameCredential(ctx, p.Flow, saved, loaded.Credential):
			continue
		case err != nil:
			has = "may have"
		}
		used = true
		r.note("profile %s %s the same %s, so the old one stays; rotate that profile, too", other.Name, has, p.Flow.Info().Credential)
	}
	return used, nil
}

// sameCredential compares two client secrets, or two certificates by their thumbprints.
func sameCredential(ctx context.Context, flow catalog.Flow, a, b registration.Credential) bool {
	if flow.Info().Proof != catalog.ProofCertificate {
		return a.Secret.Equal(b.Secret)
	}
	thumbprint := certificate.ThumbprintOf(ctx, a.Certificate, a.CertificatePassword)
	return thumbprint != "" && thumbprint == certificate.ThumbprintOf(ctx, b.Certificate, b.CertificatePassword)
}
