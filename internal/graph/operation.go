package graph

// Operation is what a request asks for, in words for evidence. What a refusal means depends on it.
type Operation string

// The operations.
const (
	ReadRegistration       Operation = "read the registration"
	CreateApplication      Operation = "create the app registration"
	UpdateApplication      Operation = "update the app registration"
	DeleteApplication      Operation = "delete the app registration"
	RestoreApplication     Operation = "restore the app registration"
	CreateServicePrincipal Operation = "create the enterprise application"
	DeleteServicePrincipal Operation = "delete the enterprise application"
	AddPassword            Operation = "add the client secret"
	RemovePassword         Operation = "remove the client secret"
	AddKey                 Operation = "add the certificate"
	RemoveKey              Operation = "remove the certificate"
	AddFederated           Operation = "add the federated credential"
	RemoveFederated        Operation = "remove the federated credential"
	GrantDelegated         Operation = "grant the delegated permissions"
	RevokeDelegated        Operation = "take back the delegated permissions"
	AssignRole             Operation = "grant the application permission"
	UnassignRole           Operation = "take back the application permission"
)
