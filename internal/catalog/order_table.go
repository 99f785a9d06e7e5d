package catalog

// Order gives the documented steps that apply to an API with a flow, in the document's order and with its numbers.
// Our own steps, start and save, are not among them. It is empty for a combination that is not allowed.
func Order(api API, flow Flow) []StepRow {
	service, ok := Lookup(api)
	if !ok || !service.Rule(flow).Allowed {
		return nil
	}
	switch api {
	case LCS:
		return lcsOrder(flow)
	case PowerPlatform:
		return powerPlatformOrder(flow)
	case PowerApps:
		return powerAppsOrder(flow)
	default:
		return businessCentralOrder(flow)
	}
}

const (
	switchTitle   = "Allow public client flows"
	redirectTitle = "Configure platform and redirect URI" // Power Platform's document of 2026
	requestTitle  = "Request an access token"
)

// Notes on steps that the documents describe for user name and password only.
const (
	redirectInstead = "The document sets a switch here, for user name and password. Signing in in the browser needs a redirect URI instead."
	switchAsWell    = "The document sets this switch for user name and password. A device code needs it as well."
	sameToken       = "The document shows this request for user name and password. This flow asks for the same token in another way."
)

// lcsOrder: only users sign in. Source: Database movement API, Authentication.
func lcsOrder(flow Flow) []StepRow {
	client := StepRow{Step: StepPublicClient, Number: "Step 3", Title: switchTitle}
	token := StepRow{Step: StepToken, Number: "Step 4", Title: requestTitle}
	switch flow {
	case Browser:
		client.Title, client.Note, token.Note = redirectTitle, redirectInstead, sameToken
	case DeviceCode:
		client.Note, token.Note = switchAsWell, sameToken
	}
	return []StepRow{
		{Step: StepApplication, Number: "Step 1", Title: "Create an application registration"},
		{Step: StepPermissions, Number: "Step 2", Title: "Configure API permissions"},
		client, token,
	}
}

// powerPlatformOrder: steps 3 and 4 are optional in the document; which one applies follows from who signs in.
// Source: Power Platform API, Authentication; the duty is the "Important" of step 5.
func powerPlatformOrder(flow Flow) []StepRow {
	rows := []StepRow{
		{Step: StepApplication, Number: "Step 1", Title: "Create an application registration"},
		{Step: StepPermissions, Number: "Step 2", Title: "Configure API permissions"},
	}
	token := StepRow{Step: StepToken, Number: "Step 5", Title: requestTitle}
	if !flow.SignsInUser() {
		rows[1].Note = "There is nothing to add here: the Power Platform API uses no application permissions. What the application may do is decided in Power Platform, before the document's step 5."
		return append(rows,
			StepRow{Step: StepCredential, Number: "Step 4", Title: "Configure certificates and secrets"},
			StepRow{Step: StepDuty, Number: "Before step 5", Title: "Give the application its rights in Power Platform"},
			token)
	}
	client := StepRow{Step: StepPublicClient, Number: "Step 3", Title: switchTitle}
	switch flow {
	case Browser:
		client.Title = redirectTitle
		client.Note = "The document adds a redirect URI that ends in /nativeclient, for programs that show the sign-in page in a window of their own. appreg uses the system's browser, which needs another one."
	case DeviceCode:
		client.Note = "The document says that a device code does not need this switch. Other documents of Microsoft's say that it does, and Entra can refuse the token without it (AADSTS7000218): set it."
	}
	return append(rows, client, token)
}

// powerAppsOrder: the document has no numbers; these count its sections in their order. The public client setting
// belongs to application flows too, because an administrator signs in with it to register the application.
// Source: Power Platform, Authentication (legacy).
func powerAppsOrder(flow Flow) []StepRow {
	rows := []StepRow{
		{Step: StepApplication, Number: "Step 1", Title: "Register a client application in Microsoft Entra ID"},
		{Step: StepPublicClient, Number: "Step 2", Title: "Authentication: allow public client flows"},
		{Step: StepPermissions, Number: "Step 3", Title: "API permissions"},
	}
	token := StepRow{Step: StepToken, Number: "Step 4"}
	switch flow {
	case Password:
		token.Title = "Obtain a token for username and password"
	case Browser:
		rows[1].Title, rows[1].Note = "Authentication: platform and redirect URI", redirectInstead
		token.Title, token.Note = "Obtain a token in the browser", sameToken
	case DeviceCode:
		rows[1].Note = switchAsWell
		token.Title, token.Note = "Obtain a token with a device code", sameToken
	default:
		rows[1].Note = "The application itself does not sign in this way. The document asks for the setting because an administrator uses it to register the application as a management application."
		rows[2].Note = "The permission is used by the administrator who registers the management application. A token of the application itself holds no permissions."
		token.Number, token.Title = "Step 6", "Obtain a token for client authentication"
		return append(rows,
			StepRow{Step: StepCredential, Number: "Step 4", Title: "Certificates & secrets"},
			StepRow{Step: StepDuty, Number: "Step 5", Title: "Register the application as a management application"},
			token)
	}
	return append(rows, token)
}

// businessCentralOrder: step 1 of task 1 is only to open the portal. The secret comes before the permissions.
// Source: Business Central, Using Service-to-Service (S2S) Authentication. That document describes applications; for
// users the same registration is made with a delegated permission, and there is no card.
func businessCentralOrder(flow Flow) []StepRow {
	register := StepRow{Step: StepApplication, Number: "Task 1, step 2", Title: "Register an application for Business Central"}
	permissions := StepRow{Step: StepPermissions, Number: "Task 1, step 4", Title: "Grant API permissions"}
	if !flow.SignsInUser() {
		return []StepRow{
			register,
			{Step: StepCredential, Number: "Task 1, step 3", Title: "Create a client secret or upload a certificate"},
			permissions,
			{Step: StepDuty, Number: "Task 2", Title: "Set up the Microsoft Entra application in Business Central"},
			{Step: StepToken, Number: "After task 2", Title: requestTitle},
		}
	}
	client := StepRow{Step: StepPublicClient, Number: "Addition to task 1", Title: switchTitle,
		Note: "The document describes applications that sign in as themselves; a user's sign-in needs this setting as well."}
	if flow == Browser {
		client.Title = redirectTitle
	}
	return []StepRow{
		register, permissions, client,
		{Step: StepToken, Number: "After task 1", Title: requestTitle,
			Note: "Task 2, the card in Business Central, is not needed: the user's own licence and permissions count."},
	}
}
