package diagnose

// numberRange is a range of AADSTS numbers that Microsoft uses for one kind of trouble, as far as the published ones show.
type numberRange struct {
	prefix string // leading digits
	words  string // what its numbers are about
}

// ranges, longer prefixes first. Source: Microsoft's page of codes (reference-error-codes), grouped by digits.
var ranges = []numberRange{
	{"70002", "the client's credential"},
	{"70001", "the application"},
	{"70004", "the lifetime of a sign-in"},
	{"70008", "the lifetime of a sign-in"},
	{"700", "the client, its credential or its grant"},
	{"53", "Conditional Access and other policies"},
	{"54", "authorization codes"},
	{"650", "consent and permissions"},
	{"65", "consent and permissions"},
	{"50011", "redirect addresses"},
	{"50012", "the user's sign-in"},
	{"50027", "the signed assertion"},
	{"50014", "PKCE and expired credentials"},
	{"50020", "accounts of other directories"},
	{"50005", "the user account"},
	{"50007", "multifactor authentication"},
	{"50017", "sign-ins that were ended"},
	{"50019", "single-tenant applications and loops"},
	{"50", "the user, the session or the signing in itself"},
	{"51", "the user account"},
	{"16", "a session that needs a choice or a new sign-in in the browser"},
	{"12", "a password that must be changed"},
	{"13", "sign-in of a device, such as Windows Hello"},
	{"28", "the scope"},
	{"20", "a federation server's answer"},
	{"40", "an outside identity provider"},
	{"67", "redirect addresses"},
	{"70", "the client, its grant or its scope"},
	{"75", "a SAML request"},
	{"80", "the connection to an on-premises directory"},
	{"81", "single sign-on from an on-premises directory"},
	{"9000", "the tenant in the address"},
	{"9001", "a missing part of the request"},
	{"9002", "the form of the request and the platform of the redirect URI"},
	{"90", "the request, the tenant or the service"},
	{"100", "the scope or the device"},
	{"22", "a request of another Microsoft service"},
	{"39", "a request of another Microsoft service"},
}
