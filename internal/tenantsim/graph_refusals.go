package tenantsim

import (
	"fmt"
	"net/http"
)

// Why Graph refuses. The codes are documented or were seen; a message is only to be read by people.

func badRequest(message string, details ...apiDetail) *apiRefusal {
	return &apiRefusal{status: http.StatusBadRequest, code: "Request_BadRequest", message: message, details: details}
}

func resourceNotFound(name string) *apiRefusal {
	return &apiRefusal{status: http.StatusNotFound, code: "Request_ResourceNotFound", message: fmt.Sprintf(
		"Resource '%s' does not exist or one of its queried reference-property objects are not present.", name)}
}

func alreadyThere(message string) *apiRefusal {
	return &apiRefusal{status: http.StatusConflict, code: "Request_MultipleObjectsWithSameKeyValue", message: message}
}

func insufficient() *apiRefusal {
	return &apiRefusal{status: http.StatusForbidden, code: "Authorization_RequestDenied", message: "Insufficient privileges to complete the operation."}
}

func quotaExceeded() *apiRefusal {
	return &apiRefusal{status: http.StatusForbidden, code: "Directory_QuotaExceeded", message: "The directory object quota limit for the Principal " +
		"has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota."}
}

// companyUnreadable is said although the write may have been applied.
func companyUnreadable() *apiRefusal {
	return &apiRefusal{status: http.StatusNotFound, code: "Directory_ObjectNotFound", message: "Unable to read the company information from the directory."}
}

// byPolicy refuses what an app management policy forbids.
func byPolicy(code, message string, details ...apiDetail) *apiRefusal {
	return &apiRefusal{status: http.StatusBadRequest, code: code, message: message, details: details}
}

func noBackingApplication(appID string) *apiRefusal {
	const text = "The appId '%s' of the service principal does not reference a valid application object."
	message := fmt.Sprintf(text, appID)
	return badRequest(message, apiDetail{"NoBackingApplicationObject", message, "appId"})
}

func backingNotLocal(appID string) *apiRefusal {
	return &apiRefusal{status: http.StatusForbidden, code: "Authorization_RequestDenied", message: "When using this permission, the backing " +
		"application of the service principal being created must in the local tenant: " + appID}
}

// GraphFault is an error answer of Microsoft Graph's as a fault to inject.
func GraphFault(status int, code, message string) Fault {
	return Fault{Status: status, Type: "application/json", Body: fmt.Sprintf(`{"error":{"code":%q,"message":%q,"innerError":{"date":"2026-11-20T12:00:00","request-id":"%s"}}}`,
		code, message, StableID("fault", code))}
}
