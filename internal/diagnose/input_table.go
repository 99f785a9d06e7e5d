package diagnose

import (
	"appreg/internal/cause"
)

// inputTitles are the titles of causes whose own speak of what was sent: here a value was judged by its form alone.
func inputTitles() map[cause.Label]string {
	return map[cause.Label]string{
		cause.SecretWrong:          "That isn't the value of a client secret",
		cause.SecretEncoding:       "The client secret was changed in transit",
		cause.SecretExpired:        "The end date of the client secret has passed",
		cause.ClientIDWrong:        "That isn't the app's client ID",
		cause.WrongPassword:        "That can't be the user's password",
		cause.UserNotFound:         "That isn't a sign-in name",
		cause.GuestOrMSAAccount:    "That account can't sign in this way",
		cause.AuthorityWrongTenant: "The values name two different tenants",
		cause.RedirectURIMismatch:  "That redirect URI can't work",
		cause.APIEnvIDWrong:        "That isn't the name of an environment",
	}
}

// notSent is what all findings about a wrong value have in common.
const notSent = "appreg checked its form. Nothing was sent."
