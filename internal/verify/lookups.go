package verify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/transport"
)

// checkTenant asks Entra for the tenant: does it exist, what is its GUID, in which cloud does it live.
func checkTenant(ctx context.Context, r *run) report.Finding {
	tenant, err := r.Entra.LookUpTenant(ctx, r.target.Login, r.reg.Tenant)
	if err != nil {
		return diagnose.LookUpFailed(err, r.context)
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
	f := r.because(report.Fail, cause.WrongCloud, fmt.Sprintf("this tenant is at %s", home))
	clouds := catalog.CloudsByInstance(home)
	if len(clouds) == 0 {
		return f
	}
	service, _ := catalog.Lookup(r.reg.API)
	var names []string
	why := ""
	for _, cloud := range clouds {
		if why = service.CloudReason(cloud); why == "" {
			names = append(names, string(cloud))
		}
	}
	if len(names) == 0 {
		f.Fix = report.Fix{Where: "Your values", Steps: []string{
			diagnose.Sentence(why), "Enter a tenant of a cloud that offers the API, with an app registered there.",
		}}
		return f
	}
	f.Fix.Where = "The first step here: cloud or region"
	f.Fix.Steps = []string{"Select " + strings.Join(names, " or ") + ", then enter the same tenant again. Apps are registered per cloud."}
	f.Fix.Command = "appreg setup --cloud " + names[0]
	if r.target.Service().Regional {
		f.Fix.Command = regionCommand(clouds)
	}
	return f
}

// regionCommand starts with the region that signs in at one of the clouds; empty if there is none.
func regionCommand(clouds []catalog.Cloud) string {
	for _, region := range catalog.Regions() {
		if slices.Contains(clouds, region.Cloud) {
			return "appreg setup --api lcs --region " + string(region.Region)
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
		return skipped("Signs in as an app; no user needed")
	}
	if r.reg.Flow.SignsInAtPage() {
		return checkSignedIn(ctx, r)
	}
	return checkRealm(ctx, r)
}

// checkRealm asks where the account's password is checked.
func checkRealm(ctx context.Context, r *run) report.Finding {
	user, err := r.Entra.LookUpUser(ctx, r.target.Login, r.reg.Username)
	switch {
	case withoutRealm(err):
		return report.Finding{Status: report.Warn, Title: "Unknown where the account's password is checked",
			Evidence: r.reg.Username + ": " + err.Error(), Meaning: "The token request will show."}
	case err != nil:
		return diagnose.LookUpFailed(err, r.context)
	}
	r.context.AccountType = string(user.AccountType)
	switch {
	case user.AccountType == entra.Federated && r.reg.Flow.SignsInAtPage():
		return ok("The account signs in at another identity provider", r.reg.Username)
	case user.AccountType == entra.Federated:
		return r.because(report.Fail, cause.FederatedUser,
			fmt.Sprintf("%s signs in at another identity provider (%s)", r.reg.Username, user.FederationProtocol))
	case user.AccountType == entra.Unknown:
		return report.Finding{Status: report.Warn, Title: "Entra doesn't know the account's domain",
			Evidence: r.reg.Username, Meaning: "The name may be misspelled. The token request will show."}
	default:
		return ok("Cloud-only account", fmt.Sprintf("%s is managed, domain %s", r.reg.Username, user.Domain))
	}
}

// notThere are the statuses of an address that a host does not have.
var notThere = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusNotImplemented}

// withoutRealm reports whether a login host answered, but has no user realm to tell: other servers than Microsoft's
// speak the protocol without it.
func withoutRealm(err error) bool {
	var refusal *entra.Error
	var foreign *transport.AnswerError
	switch {
	case errors.As(err, &refusal):
		return refusal.AADSTS() == 0 && slices.Contains(notThere, refusal.HTTPStatus)
	case errors.As(err, &foreign):
		return foreign.Kind == transport.Incomplete || slices.Contains(notThere, foreign.HTTPStatus)
	default:
		return false
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
