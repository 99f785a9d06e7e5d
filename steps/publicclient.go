package steps

import (
	"slices"

	"appreg/internal/catalog"
)

// publicClientGuide tells how to let the application sign in users without a secret: by a redirect URI where they
// sign in in the browser, else by a switch.
func publicClientGuide(a Answers) Guide {
	var g Guide
	g.inApp(a, "Authentication")
	if uri := redirectURI(a); uri != "" {
		g.tell(redirectBlocks(a, uri)...)
		g.offer("Redirect URI", uri)
	} else {
		g.tell(
			do("On **Settings** set **Allow public client flows** to **Yes**."),
			do("Select **Save**."),
			note("Older portals have the switch under **Advanced settings**; Microsoft's guide calls it **Public Client**."),
		)
		g.tell(publicClientNotes(a)...)
	}
	g.link("Authentication", page(a, catalog.PageAuthentication))
	g.document(a)
	if c, ok := publicClientCommand(a); ok {
		label := "Command that sets it"
		if redirectURI(a) != "" {
			label += " (replaces others listed there)"
		}
		g.offer(label, c.Text)
	}
	return g
}

// redirectBlocks tells how to register the redirect URI of the browser flow.
func redirectBlocks(a Answers, uri string) []Block {
	blocks := []Block{
		do("On **Redirect URI configuration** select **Add Redirect URI**, then **Mobile and desktop applications**."),
		do("Enter this address and select **Configure**. Already listed? Go on."),
		fact("Redirect URI", uri),
		note("Enter it exactly: http, no port, no slash at the end. Under **Web** or **Single-page application** it doesn't work."),
		note("The browser comes back to a free port of this machine, which Entra doesn't compare. **Allow public client flows** can stay off."),
		note("Older portals: **Add a platform**."),
	}
	if a.Get(KeyRedirectURI) != "" {
		blocks = append(blocks, note("The redirect URI under **Web** can stay."))
	}
	return blocks
}

// publicClientNotes says why the switch is needed and where it does not help.
func publicClientNotes(a Answers) []Block {
	flow := a.Flow().Info()
	if flow.Who == catalog.Application { // for the administrator who registers the application in the product
		return []Block{note(apiOf(a).publicClient)}
	}
	list := []Block{note(flow.SwitchNote)}
	if flow.SwitchWarning != "" {
		list = append(list, warn(flow.SwitchWarning))
	}
	return append(list, note("This sign-in method needs no redirect URI. One under **Web** makes Entra ask for a secret."))
}

// redirectURI returns the redirect URI that the flow needs under Mobile and desktop applications; empty if none.
func redirectURI(a Answers) string { return a.Flow().Info().RedirectURI }

// needsPublicClient reports whether the switch "Allow public client flows" belongs to the API's steps for the flow: with
// some APIs also where the application signs in as itself.
func needsPublicClient(a Answers) bool {
	return redirectURI(a) == "" && slices.ContainsFunc(catalog.Order(a.API(), a.Flow()), func(row catalog.StepRow) bool {
		return row.Step == catalog.StepPublicClient
	})
}

// publicClientCommand returns the command that does this step; false where there is none to do.
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
