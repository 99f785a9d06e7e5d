package diagnose

import (
	"appreg/internal/cause"
	"appreg/internal/secret"
)

// Secret, certificate, assertion.
var credentialRules = []rule{
	{codes: []int{7000215}, shapes: []secret.Shape{secret.ShapeForeign}, cause: cause.SecretEncoding, others: causes{cause.SecretWrong, cause.ClientIDWrong}},
	{codes: []int{7000215}, shapes: []secret.Shape{secret.ShapeGUID}, cause: cause.SecretIsIDNotValue, others: causes{cause.SecretWrong, cause.SecretEncoding}},
	{codes: []int{7000215}, expired: true, cause: cause.SecretWrong, others: causes{cause.SecretExpired, cause.SecretIsIDNotValue, cause.SecretEncoding, cause.ClientIDWrong}, sure: likely},
	{codes: []int{7000215}, cause: cause.SecretWrong, others: causes{cause.SecretIsIDNotValue, cause.SecretEncoding, cause.SecretNotReplicated, cause.ClientIDWrong}, sure: likely},
	{codes: []int{7000222}, cause: cause.SecretExpired, others: causes{cause.SecretWrong, cause.ClientIDWrong}},

	{codes: []int{50012}, text: []string{"audience"}, cause: cause.AssertionAudience, others: causes{cause.AuthorityWrongTenant}},
	{codes: []int{50012}, text: []string{"time range|expired|not yet valid|lifetime"}, clockOff: true, cause: cause.ClockWrong, others: causes{cause.AssertionExpiredClockSkew}, sure: likely},
	{codes: []int{50012}, text: []string{"time range|expired|not yet valid|lifetime"}, cause: cause.AssertionExpiredClockSkew, others: causes{cause.ClockWrong, cause.CertExpired}, sure: likely},
	{codes: []int{50012}, text: []string{"signature|thumbprint|certificate|key was not found"}, cause: cause.CertNotRegistered, others: causes{cause.ClientIDWrong, cause.CertThumbprintHeader, cause.CertKeyMismatch}, sure: likely},
	{codes: []int{50012}, text: []string{"secret"}, cause: cause.SecretWrong, others: causes{cause.SecretIsIDNotValue, cause.SecretEncoding, cause.SecretExpired, cause.SecretNotReplicated, cause.ClientIDWrong}, sure: likely},
	{codes: []int{50012}, flows: certFlow, cause: cause.CertNotRegistered, others: causes{cause.AssertionAudience, cause.AssertionExpiredClockSkew, cause.CertThumbprintHeader}, sure: likely},
	{codes: []int{50012}, cause: cause.SecretWrong, others: causes{cause.AssertionAudience, cause.AssertionExpiredClockSkew, cause.CertNotRegistered, cause.SecretEncoding}, sure: likely},

	{codes: []int{700027, 900384}, text: []string{"key used is expired|certificate * expired|key is expired|key has expired"}, cause: cause.CertExpired, others: causes{cause.CertNotRegistered}},
	{codes: []int{700027, 900384}, text: []string{"not match any registered key~|not match * any registered key~"}, cause: cause.CertNotRegistered, others: causes{cause.ClientIDWrong, cause.CertKeyMismatch, cause.CertThumbprintHeader}, sure: likely},
	{codes: []int{700027, 900384}, text: []string{"signature value did not match|did not match the expected signature|signature * not match|key was found, but * verify the signature failed"}, cause: cause.CertKeyMismatch, others: causes{cause.CertThumbprintHeader, cause.CertAlgorithm, cause.CertNotRegistered}, sure: likely},
	{codes: []int{700027, 900384}, text: []string{"thumbprint of key used by client: ,|thumbprint of key used by client: ]|thumbprint * is missing"}, cause: cause.CertThumbprintHeader, others: causes{cause.CertNotRegistered, cause.ClientIDWrong}},
	{codes: []int{700027, 900384}, cause: cause.CertNotRegistered, others: causes{cause.ClientIDWrong, cause.CertThumbprintHeader, cause.CertKeyMismatch, cause.AuthorityWrongTenant, cause.CertExpired}, sure: likely},
	{codes: []int{1000502}, cause: cause.CertExpired, others: causes{cause.ClockWrong}},
	{codes: []int{700030, 7000213}, cause: cause.CertNotRegistered, others: causes{cause.ClientIDWrong, cause.CertExpired}, sure: likely},
	{codes: []int{700024, 500133}, clockOff: true, cause: cause.ClockWrong, others: causes{cause.AssertionExpiredClockSkew}},
	{codes: []int{700024, 500133}, cause: cause.AssertionExpiredClockSkew, others: causes{cause.ClockWrong}},
	{codes: []int{700023}, text: []string{"scope"}, cause: cause.ScopeMalformed, others: causes{cause.AssertionAudience, cause.RequestMalformed}},
	{codes: []int{700023}, text: []string{"audience"}, cause: cause.AssertionAudience, others: causes{cause.AuthorityWrongTenant, cause.WrongCloud}},
	{codes: []int{700023}, cause: cause.AssertionAudience, others: causes{cause.AuthorityWrongTenant, cause.WrongCloud, cause.ScopeMalformed}, sure: likely},
	{codes: []int{700021}, cause: cause.ClientIDWrong, others: causes{cause.AssertionSubject}, sure: likely},
	{codes: []int{7000110}, cause: cause.ClientIDWrong, others: causes{cause.RequestParamMissing, cause.RefreshTokenExpired}, sure: likely},
	{codes: []int{50027}, text: []string{"audience"}, cause: cause.AssertionAudience, others: causes{cause.CertThumbprintHeader}, sure: likely},
	{codes: []int{50027}, text: []string{"expired|lifetime|not yet valid|time range"}, cause: cause.AssertionExpiredClockSkew, others: causes{cause.ClockWrong, cause.CertThumbprintHeader}, sure: likely},
	{codes: []int{50027, 90014}, text: []string{"required field iss is missing|required field sub is missing"}, cause: cause.AssertionSubject, others: causes{cause.CertThumbprintHeader, cause.RequestParamMissing}, sure: likely},
	{codes: []int{50027}, cause: cause.CertThumbprintHeader, others: causes{cause.CertAlgorithm, cause.AssertionSubject, cause.AssertionAudience, cause.RequestMalformed}, sure: likely},
	{codes: []int{5002727}, cause: cause.CertThumbprintHeader, others: causes{cause.CertAlgorithm, cause.RequestMalformed}, sure: likely},
	{codes: []int{5002730, 50032}, cause: cause.CertAlgorithm, others: causes{cause.CertThumbprintHeader, cause.CertKeyMismatch}},
	{codes: []int{50048}, cause: cause.AssertionSubject, others: causes{cause.ClientIDWrong}},
	{codes: []int{50013}, text: []string{"audience"}, cause: cause.AssertionAudience, others: causes{cause.AssertionSubject}, sure: likely},
	// A user's token, sent on behalf of the user, is signed with a key that only its own API can verify.
	{codes: []int{50013}, text: []string{"verify the signature failed|signature value did not match"}, cause: cause.AssertionAudience, others: causes{cause.AssertionSubject, cause.CertNotRegistered}, sure: likely},
	{codes: []int{50013}, text: []string{"time range|expired"}, cause: cause.AssertionExpiredClockSkew, others: causes{cause.ClockWrong}, sure: likely},
	{codes: []int{50013}, cause: cause.CertNotRegistered, others: causes{cause.AssertionAudience, cause.AssertionSubject, cause.AssertionExpiredClockSkew}, sure: likely},

	// 70002 alone: the older umbrella over everything that proves a client or a user.
	{codes: []int{70002}, text: []string{"refresh token|refresh_token"}, cause: cause.RefreshTokenExpired, others: causes{cause.SessionRevoked, cause.CodeExpired}, sure: likely},
	{codes: []int{70002}, flows: certFlow, cause: cause.CertNotRegistered, others: causes{cause.AssertionAudience, cause.AssertionExpiredClockSkew, cause.ClientIDWrong, cause.SecretMissing}, sure: likely},
	{codes: []int{70002}, flows: passFlow, cause: cause.PublicClientDisabled, others: causes{cause.WrongPassword, cause.FederatedUser, cause.SecretWrong}, sure: likely},
	{codes: []int{70002}, flows: deviceFlow, cause: cause.PublicClientDisabled, others: causes{cause.DeviceCodeExpired, cause.SecretWrong}, sure: likely},
	{codes: []int{70002}, cause: cause.SecretWrong, others: causes{cause.PublicClientDisabled, cause.CertNotRegistered, cause.WrongPassword, cause.CodeExpired, cause.SecretMissing}, sure: likely},
}
