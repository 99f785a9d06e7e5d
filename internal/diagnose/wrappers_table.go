package diagnose

// wrapper is a tool's own sentence that stands in place of the answer, and how to see what it hides.
type wrapper struct {
	feature string
	words   string // who hides what: a sentence
	step    string // how to see it
}

// wrappers, the more special one first.
var wrappers = []wrapper{
	{"could not find tenant id for provided tenant domain|resolve-azerror|connect-azaccount|get-azaccesstoken",
		"Az PowerShell hides Entra's answer behind this sentence.", "Run Resolve-AzError -Last, or the command with -Debug, and explain what it shows."},
	{"~credential authentication failed|~credential authentication unavailable|defaultazurecredential~",
		"Azure's identity library puts its own sentence first. The reason is in the inner exception.", "Look at the inner exception, or turn on the library's logging (JavaScript: AZURE_LOG_LEVEL=verbose; Python: logging level DEBUG; .NET: AzureEventSourceListener)."},
	{"azure/login|az * failed with exit code|login failed with error|/usr/bin/az",
		"The pipeline shows only that the sign-in failed.", "Run the job again with debug logging (GitHub: secret ACTIONS_STEP_DEBUG = true; Azure DevOps: variable system.debug = true), or az login with --debug."},
	{"unable to login to dynamics crm|crmserviceclient|unable to connect to crm|organizationservice~|serviceclient",
		"The Dataverse client hides the reason.", "Print LastError (ServiceClient) or LastCrmError and LastCrmException (CrmServiceClient)."},
	{"remote server returned an error|remoteserver hat einen fehler|serveur distant a retourné une erreur|servidor remoto devolvió un error|error en el servidor remoto|server remoto ha restituito un errore|servidor remoto retornou um erro|externe server heeft een fout|リモート サーバーがエラーを返しました|远程服务器返回错误",
		".NET and Windows PowerShell show only the HTTP status. The reason is in the answer's body.", "Print the body: $_.ErrorDetails.Message in PowerShell 7; in Windows PowerShell read $_.Exception.Response.GetResponseStream()."},
	{"response status code does not indicate success",
		".NET shows only the HTTP status. The reason is in the answer's body.", "Print the answer's content before EnsureSuccessStatusCode, or $_.ErrorDetails.Message in PowerShell."},
	{"request failed with status code|axioserror|err_bad_request",
		"The HTTP library shows only the status. The reason is in the answer's body.", "Print error.response.data (axios) or the response's text."},
	{"client error * for url|server error * for url|httperror",
		"The HTTP library shows only the status. The reason is in the answer's body.", "Print response.text before raise_for_status."},
	{"one or more errors occurred|aggregateexception|see inner exception|see the inner exception",
		"The reason is in the inner exception.", "Print the exception with its inner exceptions, down to the last, and explain that."},
	{"failed to acquire * token|failed to acquire token|failed to get token|could not acquire * token|unable to acquire * token|unable to get * token|failed to retrieve * token|failed to get * token|failed to obtain * token|error acquiring * token|error getting * token|authentication failed|login failed|failed to authenticate|unable to authenticate|sign-in failed|anmeldung fehlgeschlagen",
		"The text says that the sign-in failed, but not why.", "Turn on the tool's debug or verbose output and look for a number such as AADSTS7000215, or find the attempt in the sign-in logs."},
}

// wrapperOf finds the sentence that stands in place of an answer; nil if there is none.
func wrapperOf(text folded) *wrapper {
	for i := range wrappers {
		if text.holds(wrappers[i].feature) {
			return &wrappers[i]
		}
	}
	return nil
}
