package diagnose

import (
	"appreg/internal/report"
	"appreg/internal/secret"
)

// errors.md part A: secret, certificate, assertion.
var credentialRules = []rule{
	{codes: []int{7000215}, shapes: []secret.Shape{secret.ShapeGUID}, cause: "secret_is_id_not_value", others: []report.Cause{"secret_wrong", "secret_encoding"}},
	{codes: []int{7000215}, expired: true, cause: "secret_wrong", others: []report.Cause{"secret_expired", "secret_is_id_not_value", "secret_encoding", "client_id_wrong"}},
	{codes: []int{7000215}, cause: "secret_wrong", others: []report.Cause{"secret_is_id_not_value", "secret_encoding", "secret_not_replicated", "client_id_wrong"}},
	{codes: []int{7000222}, cause: "secret_expired", others: []report.Cause{"secret_wrong", "client_id_wrong"}},

	{codes: []int{50012}, text: []string{"audience"}, cause: "assertion_audience", others: []report.Cause{"authority_wrong_tenant"}},
	{codes: []int{50012}, text: []string{"time range|expired|not yet valid|lifetime"}, clockOff: true, cause: "clock_wrong", others: []report.Cause{"assertion_expired_clock_skew"}},
	{codes: []int{50012}, text: []string{"time range|expired|not yet valid|lifetime"}, cause: "assertion_expired_clock_skew", others: []report.Cause{"clock_wrong", "cert_expired"}},
	{codes: []int{50012}, text: []string{"signature|thumbprint|certificate|key was not found"}, cause: "cert_not_registered", others: []report.Cause{"client_id_wrong", "cert_thumbprint_header", "cert_key_mismatch"}},
	{codes: []int{50012}, text: []string{"secret"}, cause: "secret_wrong", others: []report.Cause{"secret_is_id_not_value", "secret_encoding", "secret_expired", "secret_not_replicated", "client_id_wrong"}},
	{codes: []int{50012}, flows: certFlow, cause: "cert_not_registered", others: []report.Cause{"assertion_audience", "assertion_expired_clock_skew", "cert_thumbprint_header"}},
	{codes: []int{50012}, cause: "secret_wrong", others: []report.Cause{"assertion_audience", "assertion_expired_clock_skew", "cert_not_registered", "secret_encoding"}},

	{codes: []int{700027, 900384}, text: []string{"key used is expired|certificate * expired|key is expired|key has expired"}, cause: "cert_expired", others: []report.Cause{"cert_not_registered"}},
	{codes: []int{700027, 900384}, text: []string{"signature value did not match|did not match the expected signature|signature * not match|key was found, but * verify the signature failed"}, cause: "cert_key_mismatch", others: []report.Cause{"cert_thumbprint_header", "cert_algorithm", "cert_not_registered"}},
	{codes: []int{700027, 900384}, text: []string{"thumbprint of key used by client: ,|thumbprint of key used by client: ]|thumbprint * is missing"}, cause: "cert_thumbprint_header", others: []report.Cause{"cert_not_registered", "client_id_wrong"}},
	{codes: []int{700027, 900384}, cause: "cert_not_registered", others: []report.Cause{"client_id_wrong", "cert_thumbprint_header", "cert_key_mismatch", "authority_wrong_tenant", "cert_expired"}},
	{codes: []int{700030, 7000213}, cause: "cert_not_registered", others: []report.Cause{"client_id_wrong", "cert_expired"}},
	{codes: []int{700024, 500133}, clockOff: true, cause: "clock_wrong", others: []report.Cause{"assertion_expired_clock_skew"}},
	{codes: []int{700024, 500133}, cause: "assertion_expired_clock_skew", others: []report.Cause{"clock_wrong"}},
	{codes: []int{700023}, text: []string{"scope"}, cause: "scope_malformed", others: []report.Cause{"assertion_audience", "request_malformed"}},
	{codes: []int{700023, 700212}, cause: "assertion_audience", others: []report.Cause{"authority_wrong_tenant", "wrong_cloud", "scope_malformed"}},
	{codes: []int{700021}, cause: "client_id_wrong", others: []report.Cause{"assertion_subject"}},
	{codes: []int{7000110}, cause: "client_id_wrong", others: []report.Cause{"request_param_missing", "refresh_token_expired"}},
	{codes: []int{700211, 700213, 700229, 700236, 70021}, cause: "assertion_subject", others: []report.Cause{"assertion_audience", "client_id_wrong"}},
	{codes: []int{50027}, text: []string{"audience"}, cause: "assertion_audience", others: []report.Cause{"cert_thumbprint_header"}},
	{codes: []int{50027}, text: []string{"expired|lifetime|not yet valid|time range"}, cause: "assertion_expired_clock_skew", others: []report.Cause{"clock_wrong", "cert_thumbprint_header"}},
	{codes: []int{50027, 90014}, text: []string{"required field iss is missing|required field sub is missing"}, cause: "assertion_subject", others: []report.Cause{"cert_thumbprint_header", "request_param_missing"}},
	{codes: []int{50027}, cause: "cert_thumbprint_header", others: []report.Cause{"cert_algorithm", "assertion_subject", "assertion_audience", "request_malformed"}},
	{codes: []int{5002727}, cause: "cert_thumbprint_header", others: []report.Cause{"cert_algorithm", "request_malformed"}},
	{codes: []int{5002730, 50032}, cause: "cert_algorithm", others: []report.Cause{"cert_thumbprint_header", "cert_key_mismatch"}},
	{codes: []int{50048}, cause: "assertion_subject", others: []report.Cause{"client_id_wrong"}},
	{codes: []int{50013}, text: []string{"audience"}, cause: "assertion_audience", others: []report.Cause{"assertion_subject"}},
	// A user's token, sent on behalf of the user, is signed with a key that only its own API can verify.
	{codes: []int{50013}, text: []string{"verify the signature failed|signature value did not match"}, cause: "assertion_audience", others: []report.Cause{"assertion_subject", "cert_not_registered"}},
	{codes: []int{50013}, text: []string{"time range|expired"}, cause: "assertion_expired_clock_skew", others: []report.Cause{"clock_wrong"}},
	{codes: []int{50013}, cause: "cert_not_registered", others: []report.Cause{"assertion_audience", "assertion_subject", "assertion_expired_clock_skew"}},

	// 70002 alone: the older umbrella over everything that proves a client or a user.
	{codes: []int{70002}, text: []string{"refresh token|refresh_token"}, cause: "refresh_token_expired", others: []report.Cause{"session_revoked", "code_expired"}},
	{codes: []int{70002}, flows: certFlow, cause: "cert_not_registered", others: []report.Cause{"assertion_audience", "assertion_expired_clock_skew", "client_id_wrong", "secret_missing"}},
	{codes: []int{70002}, flows: passFlow, cause: "public_client_disabled", others: []report.Cause{"wrong_password", "federated_user", "secret_wrong"}},
	{codes: []int{70002}, flows: deviceFlow, cause: "public_client_disabled", others: []report.Cause{"device_code_expired", "secret_wrong"}},
	{codes: []int{70002}, cause: "secret_wrong", others: []report.Cause{"public_client_disabled", "cert_not_registered", "wrong_password", "code_expired", "secret_missing"}},
}
