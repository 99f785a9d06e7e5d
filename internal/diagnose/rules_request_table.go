package diagnose

import (
	"appreg/internal/cause"
)

// Scope and the form of the request.
var requestRules = []rule{
	{codes: []int{70011}, text: []string{"combined with|more than one resource|multiple resources|several resources"}, cause: cause.ScopeMixed, others: causes{cause.ScopeMalformed}},
	{codes: []int{70011}, text: []string{"suffixed with /.default|must be suffixed|must end with /.default"}, cause: cause.ScopeNotDefault, others: causes{cause.ScopeMalformed}},
	{codes: []int{70011}, text: []string{"scope format is invalid|valid uri form"}, cause: cause.ScopeMalformed, others: causes{cause.ScopeNotDefault, cause.ScopeEmpty, cause.ResourceURIWrong}},
	{codes: []int{70011}, text: []string{"scope * doesnt exist|scope * does not exist"}, cause: cause.ScopeNotOnResource, others: causes{cause.ScopeMalformed}},
	{codes: []int{70011}, flows: appFlows, cause: cause.ScopeNotDefault, others: causes{cause.ScopeMalformed, cause.ScopeMixed, cause.ScopeEmpty}, sure: likely},
	{codes: []int{70011}, cause: cause.ScopeMalformed, others: causes{cause.ScopeNotDefault, cause.ScopeMixed, cause.ScopeEmpty, cause.ScopeNotOnResource}, sure: likely},
	{codes: []int{1002012}, cause: cause.ScopeNotDefault, others: causes{cause.ScopeMalformed}},
	{codes: []int{28000, 700022}, cause: cause.ScopeMixed, others: causes{cause.ScopeMalformed}},
	{codes: []int{28002}, cause: cause.ScopeMalformed, others: causes{cause.ScopeEmpty, cause.ScopeMixed}, sure: likely},
	{codes: []int{28003}, cause: cause.ScopeEmpty, others: causes{cause.ScopeMalformed}},
	{codes: []int{901002}, cause: cause.RequestMalformed, others: causes{cause.ScopeMalformed}},

	{codes: []int{900144, 90014}, text: []string{"grant_type"}, cause: cause.RequestNotFormEncoded, others: causes{cause.RequestParamMissing, cause.Redirected}, sure: likely},
	{codes: []int{900144, 90014}, text: []string{"parameter: scope"}, cause: cause.RequestParamMissing, others: causes{cause.ScopeEmpty, cause.RequestNotFormEncoded}, sure: likely},
	{codes: []int{900144, 90014}, text: []string{"code_verifier|code_challenge"}, cause: cause.PKCEMissing, others: causes{cause.RequestParamMissing}, sure: likely},
	// The sentence of 7000218 under its older number.
	{codes: []int{900144, 90014}, text: []string{"client_secret|client_assertion"}, cause: cause.RequestParamMissing, others: causes{cause.PublicClientDisabled, cause.SecretMissing, cause.RedirectPlatformWrong}, sure: likely},
	{codes: []int{900144, 90014}, cause: cause.RequestParamMissing, others: causes{cause.RequestNotFormEncoded, cause.ClientIDMalformed}, sure: likely},

	{codes: []int{90013, 90023}, text: []string{"single-page|cross-origin|spa client|spa redirect"}, cause: cause.RedirectPlatformWrong, others: causes{cause.OriginHeaderSent}, sure: likely},
	{codes: []int{90013, 90023}, text: []string{"ws-trust|wstrust|username|password"}, cause: cause.PasswordEncoding, others: causes{cause.RequestMalformed, cause.FederatedUser}, sure: likely},
	{codes: []int{90013, 90023}, flows: passFlow, cause: cause.PasswordEncoding, others: causes{cause.RequestMalformed, cause.WrongPassword}, sure: likely},
	{codes: []int{90013, 90023}, cause: cause.RequestMalformed, others: causes{cause.PasswordEncoding, cause.RedirectPlatformWrong, cause.RequestParamMissing}, sure: likely},
	{codes: []int{9002313}, cause: cause.RequestMalformed, others: causes{cause.RequestNotFormEncoded, cause.PasswordEncoding, cause.SecretEncoding}, sure: likely},
	{codes: []int{900561, 90117, 90056, 90121}, cause: cause.RequestMalformed, others: causes{cause.RequestNotFormEncoded}, sure: likely},
	{codes: []int{700054, 700051}, text: []string{"response_type|response type"}, cause: cause.ResponseTypeNotEnabled, others: causes{cause.RedirectPlatformWrong}},
	{codes: []int{700054, 700051}, cause: cause.ResponseTypeNotEnabled, others: causes{cause.RedirectPlatformWrong, cause.RequestMalformed}, sure: likely},
	{codes: []int{70005}, text: []string{"openid * scope|wctx|unsupported * value"}, cause: cause.RequestMalformed, others: causes{cause.ResponseTypeNotEnabled, cause.ScopeMalformed}, sure: likely},
	{codes: []int{70005}, text: []string{"not enabled|isnt enabled"}, cause: cause.ResponseTypeNotEnabled, others: causes{cause.RedirectPlatformWrong}},
	{codes: []int{70005}, cause: cause.ResponseTypeNotEnabled, others: causes{cause.RequestMalformed, cause.RedirectPlatformWrong}, sure: likely},
	{codes: []int{70007}, cause: cause.RequestMalformed, others: causes{cause.RedirectPlatformWrong}, sure: likely},
	{codes: []int{75001, 75003, 75005, 7500514, 750054, 75008, 75016, 7500529, 900236, 90107, 76021, 76026}, cause: cause.RequestMalformed, others: causes{cause.RedirectURIMismatch, cause.ClientIDWrong}, sure: likely,
		note: "The number is about a SAML request."},
	{codes: []int{90004, 90005, 90007, 90015, 50050, 90100, 90102, 9000411}, cause: cause.RequestMalformed, others: causes{cause.RequestParamMissing}, sure: likely},
	{codes: []int{70003}, cause: cause.UnsupportedGrantType, others: causes{cause.RequestMalformed}},
}
