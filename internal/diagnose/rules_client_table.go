package diagnose

import (
	"appreg/internal/cause"
)

// The client itself.
var clientRules = []rule{
	{codes: []int{7000218}, flows: browserFlow, cause: cause.RedirectPlatformWrong, others: causes{cause.PublicClientDisabled, cause.SecretMissing, cause.ClientIDWrong}, sure: likely},
	{codes: []int{7000218}, flows: appFlows, cause: cause.SecretMissing, others: causes{cause.PublicClientDisabled, cause.RedirectPlatformWrong, cause.ClientIDWrong}, sure: likely},
	{codes: []int{7000218}, flows: noCodeFlows, cause: cause.PublicClientDisabled, others: causes{cause.ClientIDWrong, cause.SecretMissing, cause.RedirectPlatformWrong}},
	{codes: []int{7000218}, cause: cause.PublicClientDisabled, others: causes{cause.RedirectPlatformWrong, cause.SecretMissing, cause.ClientIDWrong}, sure: likely},
	{codes: []int{7000216}, cause: cause.SecretMissing, others: causes{cause.RequestNotFormEncoded, cause.RequestParamMissing}},
	{codes: []int{700025}, cause: cause.PublicClientSentSecret, others: causes{cause.RedirectPlatformWrong, cause.ClientIDWrong}},
	{codes: []int{700016, 70001}, marks: []mark{markPlaceholder}, cause: cause.ClientIDMalformed, others: causes{cause.AppNotInTenant, cause.ClientIDWrong}, sure: likely},
	{codes: []int{700016, 70001}, marks: []mark{markAPI}, cause: cause.ClientIDWrong, others: causes{cause.AppNotInTenant}},
	{codes: []int{700016, 70001}, marks: []mark{markForeignTenant}, cause: cause.AuthorityWrongTenant, others: causes{cause.AppNotInTenant, cause.GuestOrMSAAccount, cause.ClientIDWrong}, sure: likely},
	{codes: []int{700016, 70001}, text: []string{"is disabled|been disabled"}, cause: cause.AppDisabled, others: causes{cause.AppNotInTenant}},
	{codes: []int{700016, 700011}, cause: cause.AppNotInTenant, others: causes{cause.AuthorityWrongTenant, cause.ClientIDMalformed, cause.ClientIDWrong, cause.WrongCloud, cause.AppSPMissing}, sure: likely},
	{codes: []int{70001}, cause: cause.AuthorityWrongTenant, others: causes{cause.AppNotInTenant, cause.ClientIDMalformed, cause.AppDisabled}, sure: likely},
	{codes: []int{700038, 90112}, cause: cause.ClientIDMalformed, others: causes{cause.AppNotInTenant, cause.ClientIDWrong}},
	{codes: []int{7000229}, cause: cause.AppSPMissing, others: causes{cause.AuthorityWrongTenant, cause.ConsentMissing}},
	{codes: []int{7000112, 1000031}, text: []string{"microsoft * disabled|disabled by microsoft|terms of use|terms of service|services agreement"}, cause: cause.AppDisabledByMicrosoft, others: causes{cause.AppDisabled}, sure: likely},
	{codes: []int{7000112, 1000031}, cause: cause.AppDisabled, others: causes{cause.AppDisabledByMicrosoft, cause.ConditionalAccess}, sure: likely},
	{codes: []int{65002}, cause: cause.FirstPartyClient, others: causes{cause.ClientIDWrong}},
}
