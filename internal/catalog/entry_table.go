package catalog

// entries lists the APIs, in the order in which they are offered; last the one that only tests have.
func entries() []entry {
	list := []entry{lcsEntry(), powerPlatformEntry(), powerAppsEntry(), businessCentralEntry()}
	if onlyTested != nil {
		list = append(list, onlyTested())
	}
	return list
}

// onlyTested is an API that only tests have; nil without the tag fifthapi.
var onlyTested func() entry
