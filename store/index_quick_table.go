package store

import (
	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
)

// quickField takes the value of one key of an entry: one of the functions is set.
type quickField struct {
	written string // the key as it stands before its value
	text    func(p *Profile, s string)
	list    func(p *Profile, list []string)
	count   func(p *Profile, n int)
	flag    func(p *Profile, b bool)
}

// quickFields are the fields of an entry, in the order in which they are written.
var quickFields = []quickField{
	{written: `"name": `, text: func(p *Profile, s string) { p.Name = s }},
	{written: `"id": `, text: func(p *Profile, s string) { p.ID = s }},
	{written: `"state": `, text: func(p *Profile, s string) { p.State = Phase(s) }},
	{written: `"replaces": `, text: func(p *Profile, s string) { p.Replaces = s }},
	{written: `"api": `, text: func(p *Profile, s string) { p.API = catalog.API(s) }},
	{written: `"cloud": `, text: func(p *Profile, s string) { p.Cloud = catalog.Cloud(s) }},
	{written: `"region": `, text: func(p *Profile, s string) { p.Region = catalog.Region(s) }},
	{written: `"tenant": `, text: func(p *Profile, s string) { p.Tenant = s }},
	{written: `"tenant_id": `, text: func(p *Profile, s string) { p.TenantID = s }},
	{written: `"client_id": `, text: func(p *Profile, s string) { p.ClientID = s }},
	{written: `"flow": `, text: func(p *Profile, s string) { p.Flow = catalog.Flow(s) }},
	{written: `"username": `, text: func(p *Profile, s string) { p.Username = s }},
	{written: `"permissions": `, list: func(p *Profile, list []string) { p.Permissions = list }},
	{written: `"environments": `, list: func(p *Profile, list []string) { p.Environments = list }},
	{written: `"deployment": `, text: func(p *Profile, s string) { p.Deployment = registration.Deployment(s) }},
	{written: `"partner": `, flag: func(p *Profile, b bool) { p.Partner = b }},
	{written: `"project": `, text: func(p *Profile, s string) { p.Project = s }},
	{written: `"authority": `, text: func(p *Profile, s string) { p.Authority = s }},
	{written: `"api_url": `, text: func(p *Profile, s string) { p.APIURL = s }},
	{written: `"graph_url": `, text: func(p *Profile, s string) { p.GraphURL = s }},
	{written: `"ca_file": `, text: func(p *Profile, s string) { p.CAFile = s }},
	{written: `"ca_sha256": `, text: func(p *Profile, s string) { p.CASum = s }},
	{written: `"store": `, text: func(p *Profile, s string) { p.Store = BackendName(s) }},
	{written: `"recipients": `, list: func(p *Profile, list []string) { p.Recipients = list }},
	{written: `"sealed_generation": `, count: func(p *Profile, n int) { p.Generation = n }},
	{written: `"password_saved": `, flag: func(p *Profile, b bool) { p.PasswordSaved = b }},
	{written: `"secret_expires": `, text: func(p *Profile, s string) { p.SecretExpires = s }},
	{written: `"certificate_file": `, text: func(p *Profile, s string) { p.CertificateFile = s }},
	{written: `"certificate_thumbprint": `, text: func(p *Profile, s string) { p.CertificateThumbprint = s }},
	{written: `"keep": `, text: func(p *Profile, s string) { p.Keep = registration.Keep(s) }},
	{written: `"assertion_from": `, text: func(p *Profile, s string) { p.AssertionFrom = registration.AssertionFrom(s) }},
	{written: `"assertion_file": `, text: func(p *Profile, s string) { p.AssertionFile = s }},
	{written: `"assertion_command": `, text: func(p *Profile, s string) { p.AssertionCommand = s }},
	{written: `"assertion_issuer": `, text: func(p *Profile, s string) { p.AssertionIssuer = s }},
	{written: `"assertion_subject": `, text: func(p *Profile, s string) { p.AssertionSubject = s }},
	{written: `"verdict": `, text: func(p *Profile, s string) { p.Verdict = report.Verdict(s) }},
	{written: `"checked_at": `, text: func(p *Profile, s string) { p.CheckedAt = s }},
	{written: `"saved_at": `, text: func(p *Profile, s string) { p.SavedAt = s }},
}
