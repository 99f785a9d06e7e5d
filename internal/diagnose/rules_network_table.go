package diagnose

import "appreg/internal/report"

// What runtimes and tools write when no answer came, or when it was not the service's. No AADSTS number is near.
var networkTextRules = []rule{
	// Each Power Platform environment has a host name made from its id: an unknown name means a wrong id.
	{text: []string{"environment.api.powerplatform|environment.api.gov.powerplatform", "enotfound|no such host|not be resolved|could not resolve|not known|getaddrinfo"}, cause: "api_env_id_wrong", others: []report.Cause{"network_dns"}},
	{text: []string{"proxy authentication required|proxyconnect|tunneling socket|tunnel connection failed|proxyerror|cannot connect to proxy|err_proxy|err_tunnel_connection|could not resolve proxy|proxy tunneling failed|(407)|proxy returned"},
		cause: "network_proxy", others: []report.Cause{"network_refused", "network_tls"}},
	{text: []string{"x509:|certificate verify failed|certificate_verify_failed|unable to get local issuer|unable_to_get_issuer|unable_to_verify_leaf|self_signed_cert|self signed certificate|self-signed certificate|pkix path|ssl/tls secure channel|geschützten ssl/tls-kanal|trust relationship for the ssl|vertrauensstellung|remote certificate is invalid|remotezertifikat|ssl connection could not be established|cert_altname|tls handshake|handshake failure|handshake_failure|sslhandshakeexception|exceptions.sslerror|ssl.sslerror|by sslerror|sslerror: httpsconnectionpool|sslerror * [ssl:|ssl_error|eof occurred in violation of protocol|tls: failed to verify|schannel|sec_e_untrusted|unknown ca|err_cert_|unabletoverify|wrong version number|certificate subject name * does not match target host|are using tls version|canal sécurisé ssl/tls|canal seguro ssl/tls|canale sicuro ssl/tls|ssl/tls 安全通道|ssl/tls のセキュリティで保護"},
		cause: "network_tls", others: []report.Cause{"network_proxy", "clock_wrong"}},
	{text: []string{"enotfound|eai_again|no such host|name or service not known|nodename nor servname|could not resolve host|could not be resolved|temporary failure in name resolution|name resolution failure|getaddrinfo|unknownhostexception|name_not_resolved|nicht aufgelöst werden|no such host is known|host desconocido|failed to resolve|nameresolutionerror|name does not resolve|[errno -2]|[errno -3]|[errno -5]|resource temporarily unavailable|host unbekannt|hôte inconnu|der host ist nicht bekannt|nom distant n'a pas pu être résolu|resolver el nombre remoto|nome remoto não pôde ser resolvido|risolvere il nome remoto|未能解析此远程名称|リモート名を解決できません"},
		cause: "network_dns", others: []report.Cause{"network_proxy", "login_host_unknown"}},
	{text: []string{"econnrefused|connection refused|actively refused|verbindung verweigerte|connection_refused|econnreset|connection reset|forcibly closed|socket hang up|connection was closed|connection aborted|remote end closed|unable to connect to the remote server|verbindung mit dem remoteserver kann nicht|no route to host|network is unreachable|enetunreach|ehostunreach|remotedisconnected|unexpected eof|get http * : eof|post http * : eof|connecter au serveur distant|conectar con el servidor remoto|connessione al server remoto|conectar-se ao servidor remoto|无法连接到远程服务器|リモート サーバーに接続できません"},
		cause: "network_refused", others: []report.Cause{"network_proxy", "network_timeout", "network_tls"}},
	{text: []string{"etimedout|timed out|timeout of|i/o timeout|deadline exceeded|connecttimeout|readtimeout|operation has timed out|timeout für vorgang|timeout überschritten|request was canceled due to the configured httpclient.timeout|esockettimedout|err_timed_out|délai d'attente de l'opération|tiempo de espera de la operación|操作超时|操作已超时|操作がタイムアウト|timeouterror|httpclient.timeout|connect timeout"},
		cause: "network_timeout", others: []report.Cause{"network_proxy", "network_refused"}},
	// No answer, and the reason was cut off: Azure's identity libraries count requests without one, Node's put it behind.
	{text: []string{"retry failed after * tries|typeerror: fetch failed|fetcherror: request to|get the cloud instance discovery metadata"}, cause: "network_proxy", others: []report.Cause{"network_refused", "network_timeout", "network_dns", "network_tls"}},
	{text: []string{"301 moved permanently|302 found|307 temporary redirect|308 permanent redirect|object moved|redirect was not followed|too many redirects|maximum redirects|stopped after 10 redirects"},
		cause: "redirected", others: []report.Cause{"answer_not_json", "network_proxy"}},
	{text: []string{"unexpected token < in json|unexpected token <|invalid character < looking for|jsondecodeerror|expecting value: line 1|unexpected character encountered while parsing|is not valid json|is an invalid start of a value|unexpected end of json|malformed json|invalid json response body|expected begin_object but was|expected begin_array but was|captive portal|failed_to_parse_response|failed to parse network response"},
		cause: "answer_not_json", others: []report.Cause{"network_proxy", "service_unavailable", "redirected"}},
	{text: []string{"<!doctype html|<html", "proxy|gateway|firewall|blocked by your|zscaler|captive"},
		cause: "answer_not_json", others: []report.Cause{"network_proxy", "service_unavailable"}},
	{text: []string{"clock skew|clock is|system clock|system time is|issued in the future|idx10222|request time too skewed|uhrzeit ist|systemzeit|systemuhr"},
		cause: "clock_wrong", others: []report.Cause{"assertion_expired_clock_skew", "api_token_missing"}},
}

// What sign-in libraries and federation servers write by themselves, without Entra.
var clientTextRules = []rule{
	{text: []string{"id3242|msis7068|msis3126|username or password is incorrect|the user name or password is incorrect"},
		cause: "wrong_password", others: []report.Cause{"federated_user", "password_encoding", "account_locked"}},
	{text: []string{"federated service at|usernamemixed|federated_service|wstrust|ws-trust|ws_metadata_exchange|ws-metadata|wsmetadata|/adfs/|adfs|parsing_ws|idp_federation|security token service|federation server|msis0|msis1|msis2|msis3|msis4|msis5|msis6|msis7|msis8|msis9"},
		cause: "federated_user", others: []report.Cause{"wrong_password", "guest_or_msa_account", "network_tls", "service_unavailable"}},
	{text: []string{"unknown_user_type|unsupported user type|unknown account type|user_realm_discovery_failed|unknown_user"},
		cause: "user_not_found", others: []report.Cause{"guest_or_msa_account", "wrong_cloud"}},
	{text: []string{"keyset does not exist|bad decrypt|mac verify|network password is not correct|netzwerkkennwort|pkcs12|no start line|could not load certificate|failed to load certificate|cannot find the requested object|unable to load private key|unable to load certificate|failed to parse private key|asn1|private key is not accessible|does not have a private key|no certificate found|no certificate was found|certificate was not found|certificate not found|certificate could not be found|cannot find certificate|certificate with thumbprint * not found|cryptographicexception|failed to decode pem|no pem data|could not deserialize key data|unable to load pem|malformedframing|pem routines|decoder routines|must be an asymmetric key when using|key not valid for use in specified state|invalid provider type specified"},
		cause: "cert_unreadable", others: []report.Cause{"cert_key_mismatch"}},
	{text: []string{"key values mismatch|private key does not match|does not match public key|key does not match"},
		cause: "cert_key_mismatch", others: []report.Cause{"cert_unreadable"}},
	// Without a client certificate in the flow, the certificate that is over is the server's or an inspecting proxy's.
	{flows: noCertFlows, text: []string{"certificate has expired|certificate is expired|certificate expired|cert_has_expired"}, cause: "network_tls", others: []report.Cause{"clock_wrong", "network_proxy"}},
	// Azure's identity libraries found nothing to sign in with: no variable, no file, no account.
	{text: []string{"environment variables are not fully configured|failed to retrieve a token from the included credentials"},
		cause: "secret_missing", others: []report.Cause{"session_revoked", "cert_unreadable"}},
	{text: []string{"certificate has expired|certificate is expired|certificate expired|zertifikat ist abgelaufen"},
		cause: "cert_expired", others: []report.Cause{"network_tls", "clock_wrong"}},
	{text: []string{"untrusted_authority|untrusted authority"}, cause: "login_host_unknown", others: []report.Cause{"tenant_malformed", "wrong_cloud"}},
	// MSAL for Node hides why it could not read the tenant's metadata: as a rule a proxy stands in between.
	{text: []string{"endpoints_resolution_error|could not resolve endpoints|openid_config_error"},
		cause: "network_proxy", others: []report.Cause{"network_dns", "network_refused", "network_tls", "tenant_not_found", "tenant_malformed", "login_host_unknown"}},
	{text: []string{"authority_validation_failed|authorityvalidation|authority validation failed|endpoint resolution|invalid_instance|unknown or invalid instance"},
		cause: "login_host_unknown", others: []report.Cause{"tenant_not_found", "tenant_malformed", "wrong_cloud", "network_dns"}},
	{text: []string{"state mismatch|state_mismatch|no reply url|redirect_uri_mismatch|loopback redirect uri|loopback_redirect_uri|invalid redirect uri|invalid_redirect_uri"},
		cause: "redirect_uri_mismatch", others: []report.Cause{"redirect_uri_missing"}},
	{text: []string{"pkce_not_created|code_challenge is required|code_verifier is required"}, cause: "pkce_missing", others: []report.Cause{"pkce_mismatch"}},
	{text: []string{"consent_required|has not consented|admin_consent_required|admin consent"}, cause: "consent_missing", others: []report.Cause{"admin_consent_required", "authority_wrong_tenant"}},
	{text: []string{"user canceled authentication|user cancelled authentication|authentication_canceled|user_cancelled|user_canceled"}, cause: "consent_declined", others: []report.Cause{"authorization_declined"}},
	{text: []string{"status_interactionrequired|interaction is required|interactionrequiredautherror"}, cause: "mfa_required", others: []report.Cause{"session_revoked", "consent_missing", "refresh_token_expired", "conditional_access"}},
	{text: []string{"interactive authentication is needed|no account or login hint was passed|msaluirequiredexception|please explicitly log in with|run az login"}, cause: "session_revoked", others: []report.Cause{"refresh_token_expired", "mfa_required", "consent_missing"}},
	{text: []string{"multi-factor authentication|multifactor authentication|mfa required|mehrstufige authentifizierung|authentification multifacteur"},
		cause: "mfa_required", others: []report.Cause{"mfa_enrollment_required", "conditional_access", "api_auth_strength"}},
}
