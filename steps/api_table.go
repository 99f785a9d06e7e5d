package steps

// apis has what the steps say about each API alone, a file each; last the one that only tests have.
func apis() []api {
	list := []api{lcs(), powerPlatform(), powerApps(), businessCentral()}
	if onlyTested != nil {
		list = append(list, onlyTested())
	}
	return list
}

// onlyTested is an API that only tests have; nil without the tag fifthapi.
var onlyTested func() api
