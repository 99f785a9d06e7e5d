package store

import "strings"

// boundGraph is the one field of a binding that came with version 3 of the item.
const boundGraph = "graph_url"

// boundReaders is the key of the recipients in an item.
const boundReaders = "recipients"

// boundFields are the values that decide where a credential goes, as what and for whom, and which files are read for it.
// Not among them: the name, which rename changes; what was found and when; and what is only asked about or shown
// (permissions, environments, project, deployment, partner, dates, thumbprint, whom an outside token is expected to be about). An item with a further field needs a
// further version, because an earlier program would not compare it; those of flow federated and the
// recipients do without, because no earlier program has that flow or the vault.
var boundFields = []boundField{
	{"id", func(p Profile) string { return p.ID }, "keyring item"},
	{"api", func(p Profile) string { return string(p.API) }, "API"},
	{"cloud", func(p Profile) string { return string(p.Cloud) }, "cloud"},
	{"region", func(p Profile) string { return string(p.Region) }, "region"},
	{"tenant", func(p Profile) string { return p.Tenant }, "tenant"},
	{"tenant_id", func(p Profile) string { return p.TenantID }, "tenant ID"},
	{"client_id", func(p Profile) string { return p.ClientID }, "client ID"},
	{"flow", func(p Profile) string { return string(p.Flow) }, "sign-in method"},
	{"username", func(p Profile) string { return p.Username }, "user"},
	{"authority", func(p Profile) string { return p.Authority }, "login host"},
	{"api_url", func(p Profile) string { return p.APIURL }, "API host"},
	{boundGraph, func(p Profile) string { return p.GraphURL }, "Graph host"},
	{"ca_file", func(p Profile) string { return p.CAFile }, "CA file"},
	{"ca_sha256", func(p Profile) string { return p.CASum }, "CA file's digest"},
	{"certificate", func(p Profile) string { return p.CertificateFile }, "certificate file"},
	{"keep", func(p Profile) string { return string(p.Keep) }, "choice of what to save of the certificate"},
	{"assertion", func(p Profile) string { return string(p.AssertionFrom) }, "source of the outside token"},
	{"assertion_file", func(p Profile) string { return p.AssertionFile }, "file with the outside token"},
	{"assertion_command", func(p Profile) string { return p.AssertionCommand }, "command that prints the outside token"},
	{"store", func(p Profile) string { return string(p.Store) }, "store"},
	{boundReaders, func(p Profile) string { return strings.Join(p.Recipients, " ") }, "list of recipients"},
}
