package tenantsim

import "net/http"

// realmAnswer is the answer of the user realm look-up (facts/entra.md section 4). It tells of the domain, not of the
// account: a name that does not exist in a known domain is Managed too.
type realmAnswer struct {
	Version               string `json:"ver"`
	AccountType           string `json:"account_type"`
	DomainName            string `json:"domain_name,omitempty"`
	CloudInstanceName     string `json:"cloud_instance_name"`
	CloudAudienceURN      string `json:"cloud_audience_urn"`
	FederationProtocol    string `json:"federation_protocol,omitempty"`
	FederationMetadataURL string `json:"federation_metadata_url,omitempty"`
	FederationActiveURL   string `json:"federation_active_auth_url,omitempty"`
}

// serveRealm answers GET /common/UserRealm/{upn}?api-version=1.0.
func (s *Sim) serveRealm(w http.ResponseWriter, r *http.Request) {
	domain := domainOf(r.PathValue("upn"))
	answer := realmAnswer{
		Version: "1.0", AccountType: "Unknown",
		CloudInstanceName: "microsoftonline.com", CloudAudienceURN: "urn:federation:MicrosoftOnline",
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.tenantNamed(domain); t != nil && !isGUID(domain) {
		answer.AccountType, answer.DomainName = "Managed", domain
		if containsFold(t.Federated, domain) {
			host := "https://sts." + domain
			answer.AccountType, answer.FederationProtocol = "Federated", "WSTrust"
			answer.FederationMetadataURL = host + "/adfs/services/trust/mex"
			answer.FederationActiveURL = host + "/adfs/services/trust/2005/usernamemixed"
		}
	}
	writeJSON(w, http.StatusOK, answer)
}
