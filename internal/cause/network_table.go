package cause

// Service and network. The network causes are found before any answer.
const (
	Throttled          Label = "throttled"
	ServiceUnavailable Label = "service_unavailable"
	NetworkDNS         Label = "network_dns"
	NetworkRefused     Label = "network_refused"
	NetworkTimeout     Label = "network_timeout"
	NetworkTLS         Label = "network_tls"
	NetworkProxy       Label = "network_proxy"
	AnswerNotJSON      Label = "answer_not_json"
	Redirected         Label = "redirected"
	ClockWrong         Label = "clock_wrong"
)

var networkRows = []Row{
	{
		Label: Throttled, Unreachable: true,
		Title:   "Too many requests",
		Meaning: "The service asks you to slow down. Nothing is wrong with the registration.",
		Where:   "The program that sends the requests",
		Steps: []string{
			"Wait as long as Retry-After says, or a minute, and test again.",
			"Keep the token for its lifetime instead of requesting a new one each time.",
		},
	},
	{
		Label: ServiceUnavailable, Page: PageServiceHealth, Unreachable: true,
		Title:   "The service isn't available",
		Meaning: "The problem is in the service, or in your organization's connection to it (pass-through authentication agent). Your registration may be fine.",
		Where:   "Service health: Microsoft 365 admin center > Health > Service health",
		Steps: []string{
			"Wait a minute and test again.",
			"If it keeps failing, check the service health page and keep the correlation ID for support.",
		},
	},
	{
		Label: NetworkDNS, Unreachable: true,
		Title:   "Can't resolve the host name",
		Meaning: "No name server returned an address for the host. Nothing was sent.",
		Where:   "This machine's network and name server",
		Steps: []string{
			"Check the connection, VPN and name server.",
			"Check the host's spelling if you changed it (--authority, --api-url).",
			"Behind a proxy, set HTTPS_PROXY.",
		},
		Command: "nslookup {askedName}",
	},
	{
		Label: NetworkRefused, Unreachable: true,
		Title:   "The connection was refused or cut",
		Meaning: "The host, or a firewall in front of it, didn't accept the connection.",
		Where:   "Firewall, proxy, or the address in your configuration",
		Steps: []string{
			"Check host and port if you changed them (--authority, --api-url).",
			"Allow {askedName} on port {askedPort} in the firewall.",
			"Behind a proxy, set HTTPS_PROXY.",
		},
		Command: "curl -v {asked}",
	},
	{
		Label: NetworkTimeout, Unreachable: true,
		Title:   "No answer came in time",
		Meaning: "The connection or the answer took too long. A firewall that drops packets looks the same.",
		Where:   "This machine's network, firewall or proxy",
		Steps: []string{
			"Test again.",
			"Behind a proxy, set HTTPS_PROXY. Otherwise allow {askedName} on port {askedPort} in the firewall.",
		},
		Command: "curl -v --max-time 10 {asked}",
	},
	{
		Label: NetworkTLS, Unreachable: true,
		Title:   "Can't verify the secure connection",
		Meaning: "The server's certificate isn't trusted, doesn't match the host or has expired, or the two sides share no TLS version. An inspecting proxy, a wrong clock or an old program causes this.",
		Where:   "This machine's trusted certificates, or --ca-file",
		Steps: []string{
			"Ask your network team for the proxy's root certificate. Pass it with --ca-file, or add it to the system's trust store.",
			"Check the date and time of this machine.",
			"Microsoft refuses TLS 1.0 and 1.1 (AADSTS1002016): let an old program use TLS 1.2. Windows PowerShell: [Net.ServicePointManager]::SecurityProtocol = 'Tls12'",
			"Never turn certificate checks off: the secret travels over this connection.",
		},
		Command: "openssl s_client -connect {askedName}:{askedPort} -servername {askedName}",
	},
	{
		Label: NetworkProxy, Unreachable: true,
		Title:   "The proxy blocked the request",
		Meaning: "The proxy refused the connection or requires a sign-in, or the network reaches the service only through a proxy that the program doesn't use.",
		Where:   "HTTPS_PROXY and NO_PROXY on this machine",
		Steps: []string{
			"Check address, user and password in HTTPS_PROXY.",
			"Allow {askedHost} in the proxy.",
			"If you need no proxy, unset HTTPS_PROXY or add the host to NO_PROXY.",
			"The command shows how far a request gets: name server, connection, certificate or proxy.",
		},
		Command: "curl -v {asked}",
	},
	{
		Label: AnswerNotJSON, Unreachable: true,
		Title:   "A proxy or sign-in page answered instead",
		Meaning: "The answer isn't the JSON that Entra or the API sends. It's likely a page of a proxy, a Wi-Fi portal or another server.",
		Where:   "This machine's network, or the address in your configuration",
		Steps:   []string{"Open {asked} in a browser: a sign-in page of your network may appear.", "Check the address if you changed it (--authority, --api-url).", "Try from another network."},
		Command: "curl -i {askedPage}",
	},
	{
		Label: Redirected, Unreachable: true,
		Title:   "The answer points to another address",
		Meaning: "Token endpoints don't redirect, so a proxy, a portal or a wrong address answered. appreg doesn't follow redirects, to protect your secret.",
		Where:   "The address in your configuration, or this machine's network",
		Steps: []string{
			"Check the address if you changed it (--authority, --api-url).",
			"Check for a network sign-in page in between.",
			"Try from another network.",
		},
		Command: "curl -i {askedPage}",
	},
	{
		Label: ClockWrong, LookUp: true,
		Title:   "This machine's clock is wrong",
		Meaning: "The clock differs from the server's, so signed requests and tokens look expired or not valid yet.{clockNote}",
		Where:   "Date and time of this machine",
		Steps: []string{
			"Turn on automatic time (NTP).",
			"Check the time zone. In a virtual machine or container, check the host's clock.",
			"Test again.",
		},
		Command: "timedatectl status",
	},
}
