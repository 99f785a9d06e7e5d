package diagnose

// Redirect URI, authorization code and PKCE.
var redirectCauses = []causeRow{
	{
		cause:   "redirect_uri_mismatch",
		title:   "The redirect URI sent is not registered",
		meaning: "The app may send people back only to addresses on its list, and the one in the request is not on it, letter for letter.",
		where:   "App registrations > your app > Authentication > Redirect URIs",
		steps: []string{
			"Copy the address that the answer prints.",
			"Add it exactly so: scheme, host, path, case and final slash count.",
			"For a program on this machine, add http://localhost under Mobile and desktop applications; its port does not matter.",
			"Save, wait a minute, and sign in again.",
			"The command replaces the list of Mobile and desktop applications: name the addresses that are to stay in it too.",
		},
		command: "az ad app update --id {clientID} --public-client-redirect-uris http://localhost",
		page:    pageAuthentication,
	},
	{
		cause:   "redirect_uri_missing",
		title:   "The app has no redirect URI",
		meaning: "Signing in with the browser needs an address to come back to; the registration has none.",
		where:   "App registrations > your app > Authentication > Add a Redirect URI",
		steps: []string{
			"Choose Add a Redirect URI (formerly Add a platform) > Mobile and desktop applications.",
			"Enter http://localhost and save.",
			"For a consent link without a program behind it, add a Web redirect URI instead.",
		},
		command: "az ad app update --id {clientID} --public-client-redirect-uris http://localhost",
		page:    pageAuthentication,
	},
	{
		cause:   "redirect_platform_wrong",
		title:   "The redirect URI is registered under the wrong platform",
		meaning: "The platform decides what is asked for: a code that comes back through a Web address needs a secret, one through a Single-page application address can be redeemed only by a browser page.",
		where:   "App registrations > your app > Authentication > Redirect URIs",
		steps: []string{
			"Add http://localhost under Mobile and desktop applications.",
			"Remove the same address from Web or Single-page application.",
			"A server that keeps a secret uses Web; a script in a browser page uses Single-page application.",
			"The command replaces the list of Mobile and desktop applications: name the addresses that are to stay in it too.",
		},
		command: "az ad app update --id {clientID} --public-client-redirect-uris http://localhost",
		page:    pageAuthentication,
	},
	{
		cause:   "origin_header_sent",
		title:   "The request looks like one from a browser page",
		meaning: "It carried an Origin header. Entra then allows only redirect URIs of the platform Single-page application.",
		where:   "The program, proxy or tool that sends the request",
		steps: []string{
			"Remove the Origin header; some HTTP tools and proxies add it by themselves.",
			"If it really is a browser page, register its redirect URI under Single-page application.",
		},
		page: pageAuthentication,
	},
	{
		cause:   "pkce_missing",
		title:   "PKCE is required",
		meaning: "A public client has to prove with a code challenge and a code verifier that it is the one who started the sign-in.",
		where:   "The program that signs in",
		steps:   []string{"Send code_challenge and code_challenge_method=S256 with the sign-in.", "Send the matching code_verifier when redeeming the code."},
	},
	{
		cause:   "pkce_mismatch",
		title:   "The code verifier does not fit the code challenge",
		meaning: "Sign-in and redemption used different PKCE pairs, often because two sign-ins ran at once or an old browser tab was finished.",
		where:   "The program that signs in",
		steps: []string{
			"Close other sign-in tabs and start again.",
			"Make one fresh pair per sign-in: challenge = base64url(SHA-256(verifier)), without padding.",
		},
	},
	{
		cause:   "code_expired",
		title:   "The authorization code or the refresh token is no longer valid",
		meaning: "A code lives about ten minutes; a refresh token ends when it is revoked or too old.",
		where:   "The program that signs in",
		steps:   []string{"Sign in again and redeem the new code at once.", "Pass the code on unchanged; do not cut or decode it twice."},
	},
	{
		cause:   "code_redeemed",
		title:   "The authorization code was used already",
		meaning: "A code can be redeemed once. A page that was reloaded, or a request that was repeated, sends it a second time.",
		where:   "The program that signs in",
		steps:   []string{"Sign in again.", "Redeem each code once and keep the tokens; do not repeat the request by yourself."},
	},
}
