package diagnose

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// TestWrappersSayWhatTheyHide: a tool's own sentence in place of an answer is called so, and the first step shows how to
// see the answer. The cause is a guess at best.
func TestWrappersSayWhatTheyHide(t *testing.T) {
	for text, want := range map[string]string{
		"ClientSecretCredential authentication failed: ":                                           "inner exception",
		"Could not find tenant id for provided tenant domain 'contoso.example'.":                   "Resolve-AzError",
		"Error: Login failed with Error: The process '/usr/bin/az' failed with exit code 1.":       "ACTIONS_STEP_DEBUG",
		"Unable to Login to Dynamics CRM":                                                          "LastCrmError",
		"The remote server returned an error: (400) Bad Request.":                                  "$_.ErrorDetails.Message",
		"Der Remoteserver hat einen Fehler zurückgegeben: (403) Unzulässig.":                       "$_.ErrorDetails.Message",
		"Response status code does not indicate success: 401 (Unauthorized).":                      "EnsureSuccessStatusCode",
		"AxiosError: Request failed with status code 400":                                          "error.response.data",
		"requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://x.example": "raise_for_status",
		"One or more errors occurred.":                                                             "inner exceptions",
		"Failed to acquire a token":                                                                "verbose",
	} {
		d := ExplainText(text, Context{})
		if d.Confidence != report.Guess && d.Confidence != report.None || len(d.Fix.Steps) == 0 {
			t.Errorf("%s: %s, %s", text, d.Cause, d.Confidence)
			continue
		}
		if !strings.Contains(d.Fix.Steps[0], want) {
			t.Errorf("%s: the first step doesn't show how to see it: %s", text, d.Fix.Steps[0])
		}
	}
	for i, w := range wrappers {
		alternative, _, _ := strings.Cut(w.feature, "|")
		plain := strings.NewReplacer("~", "", "*", "x").Replace(alternative)
		if found := wrapperOf(fold(plain)); found != &wrappers[i] {
			t.Errorf("row %d (%s) is hidden by %+v", i, plain, found)
		}
		if !strings.HasSuffix(w.words, ".") || !strings.HasSuffix(w.step, ".") {
			t.Errorf("row %d: no sentences", i)
		}
	}
}

// TestAnswersThatAreThereHideNothing: with a number or a sentence that tells the cause, no wrapper is blamed.
func TestAnswersThatAreThereHideNothing(t *testing.T) {
	for _, text := range []string{
		"ClientSecretCredential authentication failed: AADSTS7000222: The provided client secret keys are expired.",
		"The remote server returned an error: (407) Proxy Authentication Required.",
		"One or more errors occurred. (No such host is known.)",
	} {
		d := ExplainText(text, Context{Flow: catalog.ClientSecret})
		if row := ForCause(d.Cause, Context{Flow: catalog.ClientSecret}); d.Meaning != row.Meaning || len(d.Fix.Steps) != len(row.Fix.Steps) {
			t.Errorf("%s: %s; %v", text, d.Meaning, d.Fix.Steps)
		}
	}
}
