package steps

import "appreg/internal/catalog"

// powerApps follows Power Platform's "Authentication (legacy)".
func powerApps() api {
	return api{
		id:   catalog.PowerApps,
		hint: "the older admin API",
		permissions: func(a Answers, consent Block) []Block {
			if !a.Flow().SignsInAtPage() {
				consent = note("Consent now: tools without a screen can't ask for it.")
			}
			return []Block{
				note("Add every delegated permission that's offered. The portal may write **PowerApps Service**."),
				consent,
			}
		},
		publicClient: "Needed to register the app in Power Platform with an admin's user name and password.",
		credential:   eitherCredential,
		beforeToken:  rightsInPowerPlatform,
	}
}
