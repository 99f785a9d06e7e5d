package plan

import (
	"slices"

	"appreg/internal/cause"
)

// late are the causes that what was just made has until Entra knows it everywhere.
func late() map[Object][]cause.Label {
	return map[Object][]cause.Label{
		Application:         {cause.AppNotInTenant, cause.PublicClientDisabled},
		ServicePrincipal:    {cause.AppNotInTenant, cause.AppSPMissing},
		APIServicePrincipal: {cause.ResourceSPMissing},
		Password:            {cause.SecretNotReplicated, cause.SecretWrong},
		Certificate:         {cause.CertNotRegistered},
		FederatedCredential: {cause.FederatedNotReplicated, cause.FederatedCredentialMissing, cause.FederatedIssuerMismatch, cause.FederatedSubjectMismatch},
		DelegatedGrant:      {cause.ConsentMissing, cause.AdminConsentRequired},
		AppRoleAssignment:   {cause.AppRoleNotAssigned, cause.ConsentMissing},
	}
}

// IsLate reports whether a cause can be due to an object that was just made.
func IsLate(o Object, label cause.Label) bool { return slices.Contains(late()[o], label) }
