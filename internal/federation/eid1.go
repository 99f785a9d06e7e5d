package federation

import (
	"encoding/base64"
	"strings"

	"github.com/google/uuid"
)

// EID1 is a subject of Entra's own form for other services of Microsoft's: /eid1/c/pub/t/TENANT/a/APP and then what only
// that service knows. Ids in it are GUIDs in .NET's byte order, in base64url without padding.
type EID1 struct {
	Cloud  string // pub in the public cloud
	Tenant uuid.UUID
	App    uuid.UUID // the service that speaks
	Rest   string    // for example /sc/ORGANIZATION/CONNECTION
}

// azureDevOpsApp is the application id of Azure DevOps.
const azureDevOpsApp = "499b84ac-1321-427f-aa17-267ca6975798"

// Subject returns the subject.
func (e EID1) Subject() string {
	return "/eid1/c/" + e.Cloud + "/t/" + encodeGUID(e.Tenant) + "/a/" + encodeGUID(e.App) + e.Rest
}

// Service names the service that speaks, or its application id where the service isn't known. Sources: the published
// subjects of Azure DevOps, Power Platform's plug-in identity, the Bot Framework and Copilot Studio (docs/sources.md,
// "Federated credentials").
func (e EID1) Service() string {
	switch app := e.App.String(); app {
	case azureDevOpsApp:
		return "Azure DevOps"
	case "58e835ab-2e39-46a9-b797-accce6633447":
		return "a Dataverse plug-in"
	case "5b404cf4-a79d-4cfe-b866-24bf8e1a4921":
		return "the Bot Framework"
	case "9d8f559b-5984-46a4-902a-ad4271e83efa":
		return "Copilot Studio"
	default:
		return "app " + app
	}
}

// DecodeEID1 takes such a subject apart; false if it is none.
func DecodeEID1(subject string) (EID1, bool) {
	parts := strings.SplitN(subject, "/", 9)
	if len(parts) < 8 || parts[0] != "" || parts[1] != "eid1" || parts[2] != "c" || parts[4] != "t" || parts[6] != "a" {
		return EID1{}, false
	}
	tenant, hasTenant := decodeGUID(parts[5])
	app, hasApp := decodeGUID(parts[7])
	e := EID1{Cloud: parts[3], Tenant: tenant, App: app}
	if len(parts) == 9 {
		e.Rest = "/" + parts[8]
	}
	return e, hasTenant && hasApp
}

// encodeGUID writes a GUID as .NET's Guid.ToByteArray has it: the first three groups turned round.
func encodeGUID(id uuid.UUID) string {
	turned := turn(id)
	return base64.RawURLEncoding.EncodeToString(turned[:])
}

func decodeGUID(text string) (uuid.UUID, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 16 {
		return uuid.UUID{}, false
	}
	return turn(uuid.UUID(raw)), true
}

// turn changes between the two byte orders; twice is none.
func turn(id uuid.UUID) uuid.UUID {
	order := [16]int{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15}
	var turned uuid.UUID
	for to, from := range order {
		turned[to] = id[from]
	}
	return turned
}
