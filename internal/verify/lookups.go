package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
)

// checkTenant asks Entra for the tenant: does it exist, what is its GUID, in which cloud does it live.
func checkTenant(ctx context.Context, r *run) report.Finding {
	tenant, err := r.Entra.LookUpTenant(ctx, r.target.Login, r.reg.Tenant)
	if err != nil {
		return r.failed(err)
	}
	r.found.tenant = tenant
	r.context.TenantID = tenant.ID
	if home, other := otherCloud(r.target, r.reg.Overrides, tenant); other {
		return r.inOtherCloud(home)
	}
	if strings.EqualFold(tenant.ID, r.reg.Tenant) {
		return ok("The tenant exists", fmt.Sprintf("tenant %s, %s cloud", tenant.ID, r.target.Cloud))
	}
	return ok("The tenant exists", fmt.Sprintf("%s is tenant %s, %s cloud", r.reg.Tenant, tenant.ID, r.target.Cloud))
}

// inOtherCloud names the cloud that the tenant lives in and how to go there.
func (r *run) inOtherCloud(home string) report.Finding {
	f := r.because(report.Fail, "wrong_cloud", fmt.Sprintf("Entra says that this tenant lives at %s", home))
	clouds := catalog.CloudsByInstance(home)
	if len(clouds) == 0 {
		return f
	}
	names := make([]string, len(clouds))
	for i, cloud := range clouds {
		names[i] = string(cloud)
	}
	f.Fix.Where = "The first step here: cloud or region"
	f.Fix.Steps = []string{"Choose " + strings.Join(names, " or ") + ", then enter the same tenant again. Apps are registered per cloud."}
	f.Fix.Command = "appreg setup --cloud " + names[0]
	if r.reg.API == catalog.LCS {
		f.Fix.Command = lcsCommand(clouds)
	}
	return f
}

// lcsCommand starts with the Lifecycle Services region that signs in at one of the clouds; empty if there is none.
func lcsCommand(clouds []catalog.Cloud) string {
	for _, region := range catalog.Regions() {
		if slices.Contains(clouds, region.Cloud) {
			return "appreg setup --region " + string(region.Region)
		}
	}
	return ""
}

// otherCloud tells whether the tenant lives in another Entra cloud than the chosen one.
// Tenants of GCC live in the public Entra; an overridden login host has no cloud to compare.
func otherCloud(t catalog.Target, o registration.Overrides, tenant entra.Tenant) (string, bool) {
	if o.Authority != "" || tenant.CloudInstance == "" {
		return "", false
	}
	clouds := catalog.CloudsByInstance(tenant.CloudInstance)
	return "login." + tenant.CloudInstance, len(clouds) > 0 && !slices.Contains(clouds, t.Cloud)
}

// checkAccount asks whether the user's password is checked by Entra at all: a federated user's is not.
func checkAccount(ctx context.Context, r *run) report.Finding {
	if !r.reg.Flow.SignsInUser() {
		return skipped("The application signs in itself, no user is involved")
	}
	if r.reg.Flow.SignsInAtPage() {
		return checkSignedIn(ctx, r)
	}
	return checkRealm(ctx, r)
}

// checkRealm asks where the account's password is checked.
func checkRealm(ctx context.Context, r *run) report.Finding {
	user, err := r.Entra.LookUpUser(ctx, r.target.Login, r.reg.Username)
	if err != nil {
		return r.failed(err)
	}
	r.context.AccountType = string(user.AccountType)
	switch {
	case user.AccountType == entra.Federated && r.reg.Flow.SignsInAtPage():
		return ok("The account signs in at another identity provider; this flow goes there", r.reg.Username)
	case user.AccountType == entra.Federated:
		return r.because(report.Fail, "federated_user",
			fmt.Sprintf("%s signs in at another identity provider (%s)", r.reg.Username, user.FederationProtocol))
	case user.AccountType == entra.Unknown:
		return report.Finding{Status: report.Warn, Title: "Entra does not know the account's domain",
			Evidence: r.reg.Username, Meaning: "The name may be misspelt. The token request will tell."}
	default:
		return ok("The account is kept in Entra", fmt.Sprintf("%s is managed, domain %s", r.reg.Username, user.Domain))
	}
}

// Tenant looks one tenant up, for the live check beside the field. The GUID is empty unless the finding is ok.
func (v *Verifier) Tenant(ctx context.Context, reg registration.Registration) (report.Finding, string) {
	r := v.newRun(Input{Registration: reg})
	r.record(checkTenant(ctx, r))
	return r.findings[0], r.found.tenant.ID
}

// Account looks the user up, for the live check beside the field.
func (v *Verifier) Account(ctx context.Context, reg registration.Registration) report.Finding {
	r := v.newRun(Input{Registration: reg})
	r.record(checkRealm(ctx, r))
	return r.findings[0]
}
