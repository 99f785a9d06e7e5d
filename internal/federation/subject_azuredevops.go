package federation

import (
	"strings"

	"github.com/google/uuid"
)

// AzureDevOps is a service connection of Azure DevOps in today's form, which has ids and so survives renaming.
type AzureDevOps struct {
	Tenant       uuid.UUID // the Entra tenant of the organization
	Organization uuid.UUID
	Connection   uuid.UUID
}

// The hosts of Azure DevOps' issuers, in the public cloud. The old one is retired on 1 July 2027.
const (
	entraIssuers       = "https://login.microsoftonline.com/"
	oldAzureDevOps     = "https://vstoken.dev.azure.com/"
	oldSubject         = "sc://"
	connectionSubject  = "/sc/"
	publicCloudSubject = "pub"
)

// Identity returns what a token of the service connection says of itself.
func (a AzureDevOps) Identity() Identity {
	form := EID1{Cloud: publicCloudSubject, Tenant: a.Tenant, App: uuid.MustParse(azureDevOpsApp), Rest: connectionSubject + a.Organization.String() + "/" + a.Connection.String()}
	return Identity{Issuer: entraIssuers + a.Tenant.String() + "/v2.0", Subject: form.Subject()}
}

// DecodeAzureDevOps takes the subject of a service connection apart; false if it is none, or of the old form.
func DecodeAzureDevOps(subject string) (AzureDevOps, bool) {
	form, is := DecodeEID1(subject)
	ids, own := strings.CutPrefix(form.Rest, connectionSubject)
	organization, connection, both := strings.Cut(ids, "/")
	if !is || !own || !both || form.App.String() != azureDevOpsApp {
		return AzureDevOps{}, false
	}
	a := AzureDevOps{Tenant: form.Tenant}
	var bad, worse error
	a.Organization, bad = uuid.Parse(organization)
	a.Connection, worse = uuid.Parse(connection)
	return a, bad == nil && worse == nil
}

// OldAzureDevOps is a service connection in the old form, which names it and breaks when anything is renamed.
type OldAzureDevOps struct {
	Organization, Project, Connection string
	OrganizationID                    uuid.UUID
}

// Identity returns what a token of the service connection says of itself.
func (a OldAzureDevOps) Identity() Identity {
	return Identity{Issuer: oldAzureDevOps + a.OrganizationID.String(), Subject: oldSubject + a.Organization + "/" + a.Project + "/" + a.Connection}
}

// oldForm reports whether the identity is of Azure DevOps' old form.
func (i Identity) oldForm() bool {
	return strings.HasPrefix(i.Issuer, oldAzureDevOps) || strings.HasPrefix(i.Subject, oldSubject)
}
