package diagnose

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// TestWrappings reads one and the same refusal as different tools show it.
func TestWrappings(t *testing.T) {
	body := `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1\r\nTimestamp: 2026-01-02 03:04:05Z","error_codes":[7000215]}`
	nested := strings.ReplaceAll(strings.ReplaceAll(body, `\`, `\\`), `"`, `\"`)
	for name, text := range map[string]string{
		"as sent":           body,
		"nested once":       `{"message":"` + nested + `"}`,
		"nested twice":      `"` + strings.ReplaceAll(strings.ReplaceAll(nested, `\`, `\\`), `"`, `\"`) + `"`,
		"unicode escapes":   strings.ReplaceAll(body, `"`, `\u0022`),
		"truncated":         body[:90],
		"powershell":        "Invoke-RestMethod : " + body + "\r\nAt C:\\scripts\\get.ps1:3 char:5\r\n+ CategoryInfo : InvalidOperation",
		"msal":              "MsalServiceException: A configuration issue is preventing authentication.\n Original exception: AADSTS7000215: Invalid client\n secret provided. ErrorCode: invalid_client",
		"go oauth2":         `oauth2: "invalid_client" "AADSTS7000215: Invalid client secret provided." "https://login.microsoftonline.com/error?code=7000215"`,
		"soap":              "<S:Envelope><S:Fault><S:Reason>AADSTS7000215: Invalid client secret.</S:Reason><psf:code>invalid_client</psf:code></S:Fault></S:Envelope>",
		"html":              "<html><body><p>Sorry, but we&rsquo;re having trouble.</p><p>AADSTS7000215: Invalid client secret. (invalid_client)</p></body></html>",
		"html entities":     "{&quot;error&quot;:&quot;invalid_client&quot;,&quot;error_description&quot;:&quot;AADSTS7000215: Invalid&quot;}",
		"german":            "Die Anmeldung ist fehlgeschlagen (invalid_client): AADSTS7000215: Ungültiger geheimer Clientschlüssel.",
		"query string":      "error=invalid_client&error_description=AADSTS7000215%3a+Invalid+client+secret+provided.%0d%0aTrace+ID%3a+1",
		"cut within escape": "error=invalid_client&error_description=AADSTS7000215%3a+Invalid+client+secret+provided.%0",
		"code in list only": `{"error":"invalid_client","error_codes":[7000215]}`,
		"blanks":            "invalid_client   AADSTS7000215 :   Invalid   client   secret",
		"utf-16":            utf16LE(body),
		"byte order mark":   "\ufeff" + body,
	} {
		d := ExplainText(text, Context{})
		if d.Cause != "secret_wrong" || !slices.Equal(d.Codes, []int{7000215}) || d.Error != "invalid_client" {
			t.Errorf("%s: cause %s, codes %v, error %q", name, d.Cause, d.Codes, d.Error)
		}
	}
}

func utf16LE(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestCodesFound(t *testing.T) {
	for text, want := range map[string][]int{
		"7000215":                 {7000215},
		" AADSTS 50126 ":          {50126},
		"aadsts-50126.":           {50126},
		"AADSTS90002":             {90002},
		"AADSTS900023":            {900023},
		"Error Code: 53003":       {53003},
		"Fehlercode: 53003":       {53003},
		"Código de erro: 50126":   {50126},
		"Codice errore: 50126":    {50126},
		"错误代码：50126":              {50126},
		"エラー コード: 50126":          {50126},
		"Kod błędu: 50126":        {50126},
		"Code d’erreur : 50126":   {50126},
		`"errorNo":700082}`:       {700082},
		"error_codes: 7000216":    {7000216},
		"Error(s): 700027 - Time": {700027},
		"https://login.microsoftonline.com/error?code=50126":                                         {50126},
		"50126 - [2021-12-14 21:37:35Z]: wrong":                                                      {50126},
		"AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.": {50012, 70002},
		`{"error_codes":[70002,50126]}`:                                                              {50126, 70002},
		`{"error_codes": [ 50076 , 50079 ]}`:                                                         {50076, 50079},
		"AADSTS7000218: x {\"error_codes\":[50126]}":                                                 {7000218, 50126},
		"connect error 10061":                                                                        nil,
		"20240502 12:00 something happened":                                                          nil,
		"error code: 0x80072560":                                                                     nil,
		"status code 401, Timestamp: 2026-01-02, port 44300":                                         nil,
		"AADSTSfoo, AADSTS, AADSTS99999999999999999999, AADSTS":                                      nil,
	} {
		if diff := cmp.Diff(want, ExplainText(text, Context{}).Codes); diff != "" && len(want)+len(ExplainText(text, Context{}).Codes) > 0 {
			t.Errorf("%q: codes (-want +got):\n%s", text, diff)
		}
	}
}

// TestTwoCodes: the umbrella code steps back, and what the other code would mean is still listed.
func TestTwoCodes(t *testing.T) {
	wantCauses(t, map[string]cause.Label{
		`{"error_codes":[70002,50012],"error_description":"AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided."}`: "secret_wrong",
		`{"error_codes":[70002,70008]}`: "code_expired",
		`{"error_codes":[70002,50126]}`: "wrong_password",
		`AADSTS70002: The request body must contain the following parameter: 'client_secret or client_assertion'`: "public_client_disabled",
	})
	d := ExplainText(`{"error_codes":[50126],"error_description":"AADSTS7000218: x"}`, Context{})
	if d.Cause != "public_client_disabled" || !slices.Contains(d.Others, "wrong_password") {
		t.Errorf("code against text: %s, others %v", d.Cause, d.Others)
	}
}

// TestKeysThatCannotBeRead: OpenSSL's name in them does not make them a broken connection.
func TestKeysThatCannotBeRead(t *testing.T) {
	wantCauses(t, map[string]cause.Label{
		"ValueError: ('Could not deserialize key data.', [<OpenSSLError(code=1, lib=60, reason=2, reason_text=unsupported)>])": "cert_unreadable",
		"ValueError: Unable to load PEM file.":                                                                                            "cert_unreadable",
		"Error: error:1E08010C:DECODER routines::unsupported":                                                                             "cert_unreadable",
		"Error: secretOrPrivateKey must be an asymmetric key when using RS256":                                                            "cert_unreadable",
		"requests.exceptions.SSLError: HTTPSConnectionPool(host='x', port=443): Max retries exceeded (Caused by SSLError(SSLError(1,'x')": "network_tls",
		"ssl.SSLEOFError: EOF occurred in violation of protocol (_ssl.c:1129)":                                                            "network_tls",
		"SSLError(1, '[SSL: WRONG_SIGNATURE_TYPE] wrong signature type')":                                                                 "network_tls",
		"Get \"https://org1.crm4.dynamics.com/api/data/v9.2/roles\": EOF":                                                                 "network_refused",
	})
}

// TestNetworkInOtherLanguages: what .NET and PowerShell say on a Windows that is not English.
func TestNetworkInOtherLanguages(t *testing.T) {
	wantCauses(t, map[string]cause.Label{
		"Le nom distant n'a pas pu être résolu : 'login.example'":    "network_dns",
		"No se puede resolver el nombre remoto: 'login.example'":     "network_dns",
		"Impossibile risolvere il nome remoto.: 'login.example'":     "network_dns",
		"O nome remoto não pôde ser resolvido: 'login.example'":      "network_dns",
		"irm : 未能解析此远程名称: 'login.example'":                           "network_dns",
		"System.Net.WebException: リモート名を解決できませんでした: 'login.example'": "network_dns",
		"Impossible de se connecter au serveur distant":              "network_refused",
		"No es posible conectar con el servidor remoto":              "network_refused",
		"リモート サーバーに接続できません。":                                         "network_refused",
		"无法连接到远程服务器":                                                 "network_refused",
		"Le délai d’attente de l’opération a expiré.":                "network_timeout",
		"操作超时": "network_timeout",
		"La demande a été abandonnée : Impossible de créer un canal sécurisé SSL/TLS.": "network_tls",
		"Se ha anulado la solicitud: No se puede crear un canal seguro SSL/TLS.":       "network_tls",
		"请求被中止: 未能创建 SSL/TLS 安全通道。":                                                    "network_tls",
	})
}

// TestCodeCutOff: the wording alone leads to the same cause, in old and new forms.
func TestCodeCutOff(t *testing.T) {
	wantCauses(t, map[string]cause.Label{
		"The request body must contain the following parameter: 'client_assertion' or 'client_secret'.":                "public_client_disabled",
		"The request body must contain the following parameter 'client_assertion' or 'client_secret'":                  "public_client_disabled",
		"Could not find tenant id for provided tenant domain 'contoso.example'.":                                       "tenant_not_found",
		"The request is not valid for the application's 'userAudience' configuration.":                                 "common_endpoint_unsupported",
		"The client does not exist or is not enabled for consumers.":                                                   "common_endpoint_unsupported",
		"Application is configured for use by Microsoft Account users only.":                                           "guest_or_msa_account",
		"Selected user account does not exist in tenant 'Contoso' and cannot access the application 'x'":               "guest_or_msa_account",
		"The account needs to be added as an external user in the tenant first.":                                       "guest_or_msa_account",
		"One or more scopes requested are unauthorized or expired. The user must first sign in":                        "consent_missing",
		"We don’t recognize this code, please enter the code again.":                                                   "device_code_invalid",
		"Your organization 'Contoso' lacks a service principal for the app":                                            "resource_not_subscribed",
		"Specified tenant identifier '' is neither a valid DNS name, nor a valid external domain.":                     "tenant_malformed",
		"The provided client secret keys for app 'x' are expired.":                                                     "secret_expired",
		"The user or administrator has not consented to use the application with ID 'x'":                               "consent_missing",
		"it must require access to Microsoft Graph by specifying at least 'Sign in and read user profile' permission":  "consent_missing",
		"The reply URL specified in the request does not match the reply URLs configured for the application":          "redirect_uri_mismatch",
		"The redirect URI 'x' specified in the request does not match the redirect URIs configured":                    "redirect_uri_mismatch",
		"AADSTS70002: The provided request must include a 'client_secret' input parameter.":                            "public_client_disabled",
		"invalid_request: The provided value for the input parameter 'redirect_uri' is not valid.":                     "redirect_uri_mismatch",
		"Application 'x'(y) is requesting a token for itself. This scenario is supported only if":                      "resource_uri_wrong",
		"Resource 'x' had no entitlements matching required permissions configured on the required resource":           "scope_not_on_resource",
		"User account 'x' from external identity provider 'live.com' is not supported for API version '2.0'.":          "guest_or_msa_account",
		"you must use multi-factor authentication to access":                                                           "mfa_required",
		"Your sign-in was successful but does not meet the criteria to access this resource.":                          "conditional_access",
		"The user account is disab\nled.":                                                                              "user_disabled",
		"OAuth2 Authorization code was already redeemed, please retry":                                                 "code_redeemed",
		"The resource principal named https://api.powerplatform.com was not found in the tenant named x.":              "resource_sp_missing",
		"AADSTS7654321: Invalid client secret provided.":                                                               "secret_wrong",
		"Die Richtlinie für bedingten Zugriff lässt die Tokenausstellung nicht zu":                                     "conditional_access",
		"The client application x is missing service principal in the tenant y. See instructions":                      "app_sp_missing",
		"Application 'x' is not configured as a multi-tenant application. Usage of the /common endpoint is not":        "multi_tenant_disabled",
		"Due to a configuration change made by your administrator you must enroll in multi-factor authentication to":   "mfa_enrollment_required",
		"The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations path": "common_endpoint_unsupported",
	})
}

// TestALongLog: an error at the beginning or at the end of much else is found.
func TestALongLog(t *testing.T) {
	lines := strings.Repeat("appreg: debug: GET https://login.microsoftonline.com/\n", 4000)
	wantCauses(t, map[string]cause.Label{
		lines + "AADSTS7000215: Invalid client secret provided.":   "secret_wrong",
		"AADSTS7000215: Invalid client secret provided.\n" + lines: "secret_wrong",
	})
}

func TestQuotedClientID(t *testing.T) {
	for id, want := range map[string]cause.Label{
		"ENTER_YOUR_CLIENT_ID":                   "client_id_malformed",
		"my-app":                                 "client_id_malformed",
		"00000000-0000-0000-0000-000000000000":   "client_id_malformed",
		"11112222-bbbb-3333-cccc-4444dddd5555":   "app_not_in_tenant",
		"{11112222-bbbb-3333-cccc-4444dddd5555}": "app_not_in_tenant",
		"***":                                    "app_not_in_tenant",
		"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx":   "app_not_in_tenant",
		"<application id>":                       "app_not_in_tenant",
		"8578e004-a5c6-46e7-913e-12f58912df43":   "client_id_wrong",
	} {
		text := "AADSTS700016: Application with identifier '" + id + "' was not found in the directory 'Contoso'."
		if d := ExplainText(text, Context{}); d.Cause != want {
			t.Errorf("%s: %s, want %s", id, d.Cause, want)
		}
	}
}

func TestStatusAndNames(t *testing.T) {
	for text, want := range map[string]int{
		"(401)": 401, "HTTP/1.1 403": 403, "Status Code = '400'": 400, "received: [403] 403 Forbidden": 403, "401 Unauthorized": 401,
		"Le serveur distant a retourné une erreur : (401) Non autorisé.": 401, "503 of 600 rows": 0, "room 401": 0, "4015": 0, "port 443": 0, "Forbidden": 403, "": 0, "System.UnauthorizedAccessException: Access denied.": 0,
	} {
		if got := readText(text).status; got != want {
			t.Errorf("%q: status %d, want %d", text, got, want)
		}
	}
	for text, want := range map[string]string{
		`{"error":{"code":"Forbidden","message":"x"}}`: "Forbidden", `"code""Authentication_InvalidCredentials"`: "Authentication_InvalidCredentials",
		`{"error":{"code":"0x80072560"}}`: "0x80072560", "Login failed with error: invalid_client, description": "invalid_client",
		"(invalid_request) x": "invalid_request", "Error: Get Token request returned": "", "error: 1: Microsoft": "", `{"error":"brand_new_name"}`: "brand_new_name",
		`İİİİİİİİ {"error":"brand_new_name"}`: "brand_new_name", // letters that grow in lower case
	} {
		if got := readText(text).name; got != want {
			t.Errorf("%q: name %q, want %q", text, got, want)
		}
	}
}

// TestNameBeforePhrase: Azure's identity libraries put "authentication failed" before whatever Entra answered.
func TestNameBeforePhrase(t *testing.T) {
	wantCauses(t, map[string]cause.Label{
		"ClientSecretCredential authentication failed: invalid_client":                 "secret_wrong",
		"UsernamePasswordCredential authentication failed: unauthorized_client":        "app_not_in_tenant",
		`{"error":{"code":"AuthenticationFailed","message":"Authentication failed."}}`: "api_token_missing",
	})
}

// TestEntraWithoutACode: what Entra wrote stays Entra's, whichever API the token was for, although words such as
// permission, environment or not supported are in it.
func TestEntraWithoutACode(t *testing.T) {
	for text, want := range map[string]cause.Label{
		`{"error":"authorization_declined"}`:                                      "authorization_declined",
		`{"error":"invalid_grant","error_description":"No permission."}`:          "code_expired",
		"Confidential Client is not supported in Cross Cloud request":             "wrong_cloud",
		"Application 'x' is not supported over the /common endpoint":              "common_endpoint_unsupported",
		"Application with identifier 'my-app' was not found in the directory 'y'": "client_id_malformed",
		"unauthorized_client: The client is not known here.":                      "app_not_in_tenant",
		"app must require access to Microsoft Graph by specifying at least the":   "consent_missing",
		"ID3242: The security token could not be authenticated or authorized.":    "wrong_password",
		"authentication failed: Federated service at https://sts.example/adfs":    "federated_user",
		`token fetch failed: {"error":"invalid_grant"}`:                           "code_expired",
		"Unexpected polling state code_expired":                                   "device_code_expired",
	} {
		for _, known := range append(catalog.Services(), catalog.Service{}) {
			if d := ExplainText(text, Context{API: known.API}); d.Cause != want {
				t.Errorf("%s with API %q: %s, want %s", text, known.API, d.Cause, want)
			}
		}
	}
}

// FuzzExplainText: whatever is pasted, there is a cause of the vocabulary and something to do, and nothing that a
// terminal could carry out.
func FuzzExplainText(f *testing.F) {
	for _, e := range append(codeExamples, textExamples...) {
		f.Add(e.text)
	}
	f.Add("AADSTS7000215\x1b]0;x\x07\u202e<a href='%zz'>\\u00")
	f.Add("\xff\xfeA\x00")
	known := cause.All()
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range []Context{{}, {API: catalog.LCS, Flow: catalog.Password, Tenant: text, ClientID: text, Username: text}} {
			d := ExplainText(text, c)
			if !slices.Contains(known, d.Cause) || d.Title == "" || d.Meaning == "" || d.Fix.Where == "" && len(d.Fix.Steps) == 0 {
				t.Fatalf("%q: incomplete: %+v", text, d)
			}
			if slices.Contains(d.Others, d.Cause) {
				t.Fatalf("%q: %s is its own alternative", text, d.Cause)
			}
			if bad := strings.IndexFunc(allText(d), hostile); bad >= 0 {
				t.Fatalf("%q: hostile text in %q", text, allText(d)[bad:])
			}
		}
	})
}

// wantCauses explains texts of which nothing else is known.
func wantCauses(t *testing.T, texts map[string]cause.Label) {
	t.Helper()
	for text, want := range texts {
		if d := ExplainText(text, Context{}); d.Cause != want {
			t.Errorf("%q: %s, want %s", text, d.Cause, want)
		}
	}
}
