package cause

// Redirect URI, authorization code and PKCE.
const (
	RedirectURIMismatch    Label = "redirect_uri_mismatch"
	RedirectURIMissing     Label = "redirect_uri_missing"
	RedirectPlatformWrong  Label = "redirect_platform_wrong"
	OriginHeaderSent       Label = "origin_header_sent"
	PKCEMissing            Label = "pkce_missing"
	PKCEMismatch           Label = "pkce_mismatch"
	CodeExpired            Label = "code_expired"
	CodeRedeemed           Label = "code_redeemed"
	ResponseTypeNotEnabled Label = "response_type_not_enabled"
)

var redirectRows = []Row{
	{
		Label: RedirectURIMismatch, At: AtPublicClient, Page: PageAuthentication,
		Title:   "The redirect URI isn't registered",
		Meaning: "The redirect URI in the request must match one on the app's list exactly.",
		Where:   "App registrations > your app > Authentication > Redirect URI configuration",
		Steps: []string{
			"Copy the address in the answer.",
			"Add it exactly: scheme, host, path, case and final slash count.",
			"For a program on this machine, add http://localhost under **Mobile and desktop applications**. Its port doesn't matter.",
			"Save, wait a minute, and sign in again.",
			"The command replaces the list of **Mobile and desktop applications**: include the addresses you want to keep.",
		},
		Command: "az ad app update --id {clientID} --public-client-redirect-uris http://localhost",
	},
	{
		Label: RedirectURIMissing, At: AtPublicClient, Page: PageAuthentication,
		Title:   "The app has no redirect URI",
		Meaning: "A browser sign-in needs an address to return to. The app has none.",
		Where:   "App registrations > your app > Authentication > Redirect URI configuration > Add Redirect URI",
		Steps: []string{
			"Select **Add Redirect URI** (formerly **Add a platform**) > **Mobile and desktop applications**.",
			"Enter http://localhost and save.",
			"For a consent link without a program behind it, add a **Web** redirect URI instead.",
		},
		Command: "az ad app update --id {clientID} --public-client-redirect-uris http://localhost",
	},
	{
		Label: RedirectPlatformWrong, At: AtPublicClient, Page: PageAuthentication,
		Title:   "The redirect URI is registered under the wrong platform",
		Meaning: "The platform decides what's required: a Web address needs a secret, and only a browser page can redeem the code of a Single-page application address.",
		Where:   "App registrations > your app > Authentication > Redirect URI configuration",
		Steps: []string{
			"Add http://localhost under **Mobile and desktop applications**.",
			"Remove the same address from **Web** or **Single-page application**.",
			"A server that keeps a secret uses **Web**. A script in a browser page uses **Single-page application**.",
			"The command replaces the list of **Mobile and desktop applications**: include the addresses you want to keep.",
		},
		Command: "az ad app update --id {clientID} --public-client-redirect-uris http://localhost",
	},
	{
		Label: OriginHeaderSent, Page: PageAuthentication,
		Title:   "The request looks like it's from a browser page",
		Meaning: "It has an Origin header. Entra then accepts only redirect URIs of the platform Single-page application.",
		Where:   "The program, proxy or tool that sends the request",
		Steps: []string{
			"Remove the Origin header. Some HTTP tools and proxies add it.",
			"If it's a browser page, register its redirect URI under **Single-page application**.",
		},
	},
	{
		Label:   PKCEMissing,
		Title:   "PKCE is required",
		Meaning: "A public client must prove with a code challenge and a code verifier that it started the sign-in.",
		Where:   "The program that signs in",
		Steps:   []string{"Send code_challenge and code_challenge_method=S256 with the sign-in.", "Send the matching code_verifier when redeeming the code."},
	},
	{
		Label:   PKCEMismatch,
		Title:   "The code verifier doesn't match the code challenge",
		Meaning: "Sign-in and redemption used different PKCE pairs, often because two sign-ins ran at once or an old browser tab was used.",
		Where:   "The program that signs in",
		Steps: []string{
			"Close other sign-in tabs and start again.",
			"Create a new pair for each sign-in: challenge = base64url(SHA-256(verifier)), without padding.",
		},
	},
	{
		Label:   CodeExpired,
		Title:   "The authorization code or refresh token has expired",
		Meaning: "A code lasts about ten minutes. A refresh token ends when it's revoked or too old.",
		Where:   "The program that signs in",
		Steps: []string{
			"Sign in again and redeem the new code at once.",
			"Pass the code on unchanged. Don't cut it or decode it twice.",
		},
	},
	{
		Label:   CodeRedeemed,
		Title:   "The authorization code was already used",
		Meaning: "A code works once. A reloaded page or a repeated request sends it again.",
		Where:   "The program that signs in",
		Steps: []string{
			"Sign in again.",
			"Redeem each code once and keep the tokens. Don't repeat the request.",
		},
	},
	{
		Label: ResponseTypeNotEnabled, At: AtPublicClient, Page: PageAuthentication,
		Title:   "The app can't get this token from the sign-in page",
		Meaning: "The request asks the sign-in page for an ID or access token (response_type id_token or token), and app {clientID} doesn't have that enabled.",
		Where:   "App registrations > your app > Authentication > Settings > Implicit grant and hybrid flows",
		Steps: []string{
			"Better: request a code (response_type=code with PKCE), which needs no setting.",
			"Otherwise select **ID tokens** or **Access tokens**, whichever the answer names, and select **Save**.",
			"Check that the client ID in the answer is this app's.",
		},
		Command: "az ad app update --id {clientID} --enable-id-token-issuance true",
	},
}
