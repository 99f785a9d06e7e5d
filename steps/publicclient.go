package steps

import "appreg/internal/catalog"

// publicClientGuide tells how to let the application sign in users without a secret: by a redirect URI where they
// sign in in the browser, else by a switch.
func publicClientGuide(a Answers) Guide {
	var g Guide
	g.tell(do("In the app registration open **Authentication**."))
	if uri := redirectURI(a); uri != "" {
		g.tell(redirectBlocks(a, uri)...)
		g.offer("Redirect URI", uri)
	} else {
		g.tell(
			do("On the tab **Settings** (in older portals under **Advanced settings**) set **Allow public client flows** to **Yes**. The documents call this switch **Public Client**."),
			do("Select **Save**."),
		)
		g.tell(publicClientNotes(a)...)
	}
	g.link("Authentication", page(a, catalog.PageAuthentication))
	g.document(a)
	if c, ok := publicClientCommand(a); ok {
		label := "Command that sets it"
		if redirectURI(a) != "" {
			label += ", in place of others listed there"
		}
		g.offer(label, c.Text)
	}
	return g
}

// redirectBlocks tells how to register the redirect URI of the browser flow.
func redirectBlocks(a Answers, uri string) []Block {
	blocks := []Block{
		do("If **Mobile and desktop applications** already lists " + uri + ", as entered on registration, there is nothing to do."),
		do("Otherwise select **Add a Redirect URI** (in older portals **Add a platform**), choose **Mobile and desktop applications**, enter " + uri + " and confirm."),
		fact("Redirect URI", uri),
		warn("Enter it exactly so: http, no port and no slash at the end. Under **Web** or **Single-page application** it does not work, as those ask for a secret or for a browser page's own code."),
		note("The browser comes back to a free port of this machine, which Entra does not compare. **Allow public client flows** may stay off for this flow."),
	}
	if a.Get(KeyRedirectURI) != "" {
		blocks = append(blocks, note("The redirect URI under **Web** that you entered may stay beside it."))
	}
	return blocks
}

// publicClientNotes says why the switch is needed and where it does not help.
func publicClientNotes(a Answers) []Block {
	webOnly := note("A redirect URI under **Web** makes Entra take the application for one that keeps a secret, whatever the switch says: this flow needs none.")
	switch {
	case a.Flow() == catalog.DeviceCode:
		return []Block{
			note("A device code request names no redirect URI, so Entra goes by this switch. Without it a code is given out all the same, and the token is refused (AADSTS7000218)."),
			webOnly,
		}
	case !a.Flow().SignsInUser(): // Power Apps: for the administrator who registers the application
		return []Block{
			note("The document asks for it in interactive applications, and to register the application in Power Platform: with it a JSON Web Token (JWT) can be had with user name and password."),
		}
	default:
		return []Block{
			note("Only with this switch does Entra take a user name and a password in the body of a token request. It lets the application read and write on behalf of that user."),
			warn("It does not work for accounts with multi-factor authentication, nor for federated accounts, guests or personal accounts. Have an account of the tenant for it that no policy asks for a second factor."),
			webOnly,
		}
	}
}

// redirectURI gives the redirect URI that the flow needs under Mobile and desktop applications; empty if none.
func redirectURI(a Answers) string {
	flow, _ := catalog.LookupFlow(a.Flow())
	return flow.RedirectURI
}

// needsPublicClient reports whether the switch "Allow public client flows" belongs to the API's steps for the flow:
// with Power Apps also where the application signs in as itself.
func needsPublicClient(a Answers) bool {
	if redirectURI(a) != "" {
		return false
	}
	for _, row := range catalog.Order(a.API(), a.Flow()) {
		if row.Step == catalog.StepPublicClient {
			return true
		}
	}
	return false
}

// publicClientCommand gives the command that does this step; false where there is none to do.
func publicClientCommand(a Answers) (catalog.Command, bool) {
	switch id := a.Get(KeyClientID); {
	case redirectURI(a) != "":
		return catalog.RedirectURICommand(id), true
	case needsPublicClient(a):
		return catalog.PublicClientCommand(id), true
	default:
		return catalog.Command{}, false
	}
}
