package steps

import "appreg/internal/catalog"

// powerPlatform follows "Power Platform API, Authentication".
func powerPlatform() api {
	return api{
		id:   catalog.PowerPlatform,
		hint: "environments, apps, policies",
		start: func(Answers) []Block {
			return []Block{note("Users and apps get a token in different ways. Choose how it signs in.")}
		},
		permissions: func(_ Answers, consent Block) []Block {
			return []Block{
				note("Names read Namespace.Resource.Action. Add what your calls need; the one above is for the test."),
				note("Delegated: the app acts with the user's rights."),
				consent,
				note("Microsoft's guide uses the AzureAD module, which is retired. Use the commands below."),
			}
		},
		noPermissions: []Block{
			do("Nothing to add: press Enter. The app's rights come from Power Platform."),
			note("The API's delegated permissions are for users."),
		},
		rights:      "Power Platform",
		credential:  eitherCredential,
		beforeToken: rightsInPowerPlatform,
	}
}

// eitherCredential: Power Platform API, Authentication, step 4; the older document says the same.
const eitherCredential = "A secret and a certificate do the same; a certificate can't be pasted by mistake."

// rightsInPowerPlatform warns of both APIs' duty.
func rightsInPowerPlatform(Answers) []Block {
	return []Block{note("Entra issues the token in any case. Power Platform takes it once the app has its rights.")}
}
