package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// startFields asks what to set up: API, cloud or region, who signs in, flow and, for Business Central, where it runs
// and whose tenant it is.
func startFields(a Answers) []Field {
	fields := []Field{apiField(a)}
	service, ok := catalog.Lookup(a.API())
	if !ok {
		return append(fields, cloudField(a), flowField(a))
	}
	if service.API == catalog.LCS {
		fields = append(fields, regionField(a))
	} else {
		fields = append(fields, cloudField(a))
	}
	fields = append(fields, signsInField(a), flowField(a))
	if service.API == catalog.BusinessCentral {
		fields = append(fields, deploymentField(), partnerField())
	}
	return fields
}

func apiField(a Answers) Field {
	var options []Option
	for _, s := range catalog.Services() {
		options = append(options, Option{Value: string(s.API), Label: s.Title, Hint: apiHint(s.API)})
	}
	// Lifecycle Services is asked for its region instead of a cloud: one chosen for another API does not count.
	also := func(value string) map[Key]string {
		if a.API() != catalog.LCS && value == string(catalog.LCS) {
			return map[Key]string{KeyCloud: ""}
		}
		return nil
	}
	return Field{Key: KeyAPI, Kind: Choice, Label: "API", Flag: "--api", Options: options,
		Help:   "Which API will the application call?",
		Accept: acceptOption("API", options, also)}
}

// apiHint says what an API is for.
func apiHint(api catalog.API) string {
	switch api {
	case catalog.LCS:
		return "database backups and movement of finance and operations environments; users only"
	case catalog.PowerPlatform:
		return "administration of environments, applications and policies"
	case catalog.PowerApps:
		return "the older administration API, api.bap.microsoft.com"
	default:
		return "companies, automation, custom APIs and web services"
	}
}

func cloudField(a Answers) Field {
	service, known := catalog.Lookup(a.API())
	var options []Option
	for _, c := range catalog.Clouds() {
		option := Option{Value: string(c.Cloud), Label: c.Title, Hint: strings.TrimPrefix(c.Login, "https://")}
		if known {
			option.Reason = service.CloudReason(c.Cloud)
		}
		options = append(options, option)
	}
	return Field{Key: KeyCloud, Kind: Choice, Label: "Cloud", Flag: "--cloud", Options: options, Default: string(catalog.Public),
		Help:   "The Microsoft cloud that holds the tenant. Almost always the public one.",
		Accept: acceptOption("cloud", options, nil)}
}

func regionField(a Answers) Field {
	var options []Option
	for _, r := range catalog.Regions() {
		option := Option{Value: string(r.Region), Label: r.Title, Hint: strings.TrimPrefix(r.ProductPortal, "https://")}
		if c := a.Get(KeyCloud); c != "" && c != string(r.Cloud) { // a script may name both
			option.Reason = "it belongs to cloud " + string(r.Cloud) + ", not " + c
		}
		options = append(options, option)
	}
	return Field{Key: KeyRegion, Kind: Choice, Label: "Region", Flag: "--region", Options: options, Default: string(catalog.RegionUS),
		Help:   "The Lifecycle Services geography: look at the address with which you open your project.",
		Accept: acceptOption("region", options, nil)}
}

func signsInField(a Answers) Field {
	options := []Option{
		{Value: SignsInUser, Label: "A user", Hint: "the application acts with the rights of the user who signs in",
			Reason: kindReason(a, true)},
		{Value: SignsInApp, Label: "The application itself", Hint: "runs unattended with a secret or a certificate",
			Reason: kindReason(a, false)},
	}
	// Another kind of sign-in makes the flow chosen before impossible.
	also := func(value string) map[Key]string {
		if a.Flow() != "" && a.Flow().SignsInUser() != (value == SignsInUser) {
			return map[Key]string{KeyFlow: ""}
		}
		return nil
	}
	return Field{Key: KeySignsIn, Kind: Choice, Label: "Who signs in", Options: options, Optional: true,
		Help:   "For unattended work choose the application itself, where the API allows it.",
		Accept: acceptOption("answer", options, also)}
}

// kindReason says why nobody of a kind can sign in to the chosen API: the reason of its flows, if all are impossible.
func kindReason(a Answers, user bool) string {
	service, ok := catalog.Lookup(a.API())
	reason := ""
	for _, f := range catalog.Flows() {
		if !ok || f.Flow.SignsInUser() != user {
			continue
		}
		rule := service.Rule(f.Flow)
		if rule.Allowed {
			return ""
		}
		reason = rule.Reason
	}
	return reason
}

func flowField(a Answers) Field {
	var all, shown []Option
	service, known := catalog.Lookup(a.API())
	for _, f := range catalog.Flows() {
		option := Option{Value: string(f.Flow), Label: f.Title, Hint: f.Hint, Reason: flowReason(a, f.Flow)}
		if rule := service.Rule(f.Flow); known && rule.Allowed && rule.Reason != "" {
			option.Hint += " " + rule.Reason
		}
		all = append(all, option)
		if who := a.Get(KeySignsIn); who == "" || f.Flow.SignsInUser() == (who == SignsInUser) {
			shown = append(shown, option)
		}
	}
	also := func(value string) map[Key]string {
		if catalog.Flow(value).SignsInUser() {
			return map[Key]string{KeySignsIn: SignsInUser}
		}
		return map[Key]string{KeySignsIn: SignsInApp}
	}
	return Field{Key: KeyFlow, Kind: Choice, Label: "Flow", Flag: "--flow", Options: shown,
		Help:   "How the token is asked for.",
		Accept: acceptOption("flow", all, also)} // a script names the flow alone
}

// flowReason says why a flow cannot be used with the chosen API; empty if it can.
func flowReason(a Answers, flow catalog.Flow) string {
	service, ok := catalog.Lookup(a.API())
	if !ok {
		return ""
	}
	if rule := service.Rule(flow); !rule.Allowed {
		return rule.Reason
	}
	return ""
}

func deploymentField() Field {
	options := []Option{
		{Value: string(registration.Online), Label: "Online", Hint: "Microsoft runs it; the API is called and checked"},
		{Value: string(registration.OnPremises), Label: "On-premises", Hint: "your own server; guided, but its API is not called"},
	}
	return Field{Key: KeyDeployment, Kind: Choice, Label: "Business Central runs", Flag: "--deployment", Options: options,
		Default: string(registration.Online), Help: "On-premises needs Microsoft Entra authentication with OpenID Connect.",
		Accept: acceptOption("deployment", options, nil)}
}

func partnerField() Field {
	options := yesOrNo("a partner's multitenant app, used in the customer's tenant", "the app is registered in the tenant that it is used in")
	return Field{Key: KeyPartner, Kind: Choice, Label: "Customer's tenant", Flag: "--partner", Options: options, Default: No,
		Help:   "Are you a partner who sets this up for a customer's tenant?",
		Accept: acceptOption("answer", options, nil)}
}
