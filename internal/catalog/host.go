package catalog

// host is where one API lives in one cloud (and region), and under which names Entra knows it there.
type host struct {
	api           API
	cloud         Cloud
	region        Region
	resourceAppID string   // empty where no public source has it
	resource      string   // the identifier that the scope asks for, with its trailing slash where it has one
	aliases       []string // further identifiers registered on the same application
	apiURL        string
	managementURL string
	productPortal string
	source        string
}

// scope is the identifier followed by /.default: an identifier that ends in a slash gives a double slash, and Entra
// tells the two apart (scopes and permissions in the Microsoft identity platform, "Trailing slash and .default").
func (h host) scope() string { return h.resource + "/.default" }

// resources returns every name of the API here: identifiers and, where it is known, the application id.
func (h host) resources() []string {
	all := append([]string{h.resource}, h.aliases...)
	if h.resourceAppID != "" {
		all = append(all, h.resourceAppID)
	}
	return all
}

// hosts returns every combination of API, cloud and region that exists.
func hosts() []host {
	var all []host
	for _, e := range entries() {
		all = append(all, e.hosts()...)
	}
	return all
}
