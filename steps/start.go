package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// startFields asks what to set up: API, cloud or region, who signs in, flow and, where the API has such, where it runs and
// whose tenant it is.
func startFields(env Env, a Answers) []Field {
	asked := []Field{apiField(a), flowField(a)}
	if len(env.Admins) > 0 && env.Replaces == "" {
		asked = append(asked, howField(a))
	}
	service, ok := catalog.Lookup(a.API())
	if !ok {
		return append(asked, cloudField(a))
	}
	var fields []Field
	if service.Regional {
		fields = append(fields, regionField(a))
	} else {
		fields = append(fields, cloudField(a))
	}
	if service.OnPremises {
		fields = append(fields, deploymentField(service))
	}
	if service.Partners {
		fields = append(fields, partnerField())
	}
	return append(asked, fields...)
}

func apiField(a Answers) Field {
	var options []Option
	for _, s := range catalog.Services() {
		options = append(options, Option{Value: string(s.API), Label: s.Title, Hint: apiOf(a.With(KeyAPI, string(s.API))).hint})
	}
	// Where an API asks for its region instead of a cloud, one chosen for another API does not count.
	also := func(value string) map[Key]string {
		if chosen, _ := catalog.Lookup(catalog.API(value)); chosen.Regional && !service(a).Regional {
			return map[Key]string{KeyCloud: ""}
		}
		return nil
	}
	return Field{Key: KeyAPI, Kind: Choice, Label: "What do you want to call?", Flag: "--api", Options: options,
		Accept: acceptOption("API", options, also)}
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
	return Field{Key: KeyCloud, Kind: Choice, Label: "Cloud", Flag: "--cloud", Options: options, Default: string(catalog.Public), Advanced: true,
		Help:   "The Microsoft cloud that holds the tenant.",
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
	return Field{Key: KeyRegion, Kind: Choice, Label: "Region", Flag: "--region", Options: options, Default: string(catalog.RegionUS), Advanced: true,
		Help:   "Your project's address shows it.",
		Accept: acceptOption("region", options, nil)}
}

func flowField(a Answers) Field {
	var options []Option
	for _, f := range catalog.Flows() {
		options = append(options, Option{Value: string(f.Flow), Label: f.Title, Hint: f.Hint, Reason: flowReason(a, f.Flow)})
	}
	return Field{Key: KeyFlow, Kind: Choice, Label: "How will it sign in?", Flag: "--flow", Options: options,
		Accept: acceptOption("sign-in method", options, nil)}
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

func deploymentField(s catalog.Service) Field {
	options := []Option{
		{Value: string(registration.Online), Label: "Online", Hint: "Microsoft runs it"},
		{Value: string(registration.OnPremises), Label: "On-premises", Hint: "your own server; its API isn't called"},
	}
	return Field{Key: KeyDeployment, Kind: Choice, Label: s.Portal + " runs", Flag: "--deployment", Options: options,
		Default: string(registration.Online), Advanced: true, Help: "On-premises needs Microsoft Entra authentication with OpenID Connect.",
		Accept: acceptOption("deployment", options, nil)}
}

func partnerField() Field {
	options := yesOrNo("your multitenant app, used in a customer's tenant", "the app and the data are in one tenant")
	return Field{Key: KeyPartner, Kind: Choice, Label: "Customer's tenant", Flag: "--partner", Options: options, Default: No, Advanced: true,
		Help:   "Are you a partner setting this up for a customer?",
		Accept: acceptOption("answer", options, nil)}
}
