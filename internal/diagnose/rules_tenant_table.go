package diagnose

import (
	"appreg/internal/cause"
)

// Tenant and endpoint.
var tenantRules = []rule{
	{codes: []int{90002, 5000224}, cause: cause.TenantNotFound, others: causes{cause.WrongCloud, cause.TenantMalformed, cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{900023, 900021}, marks: []mark{markNamedEndpoint}, cause: cause.CommonEndpointUnsupported, others: causes{cause.TenantMalformed}},
	{codes: []int{900023, 900021, 50029}, cause: cause.TenantMalformed, others: causes{cause.TenantNotFound, cause.CommonEndpointUnsupported, cause.TenantMissing, cause.WrongCloud}, sure: likely},
	{codes: []int{50059}, cause: cause.TenantMissing, others: causes{cause.ClientIDMalformed, cause.AppNotInTenant, cause.CommonEndpointUnsupported, cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{50128, 90019, 90126}, cause: cause.TenantMissing, others: causes{cause.TenantNotFound, cause.ClientIDMalformed, cause.UserNotFound}, sure: likely},
	{codes: []int{50049}, cause: cause.LoginHostUnknown, others: causes{cause.WrongCloud}},
	{codes: []int{50194}, cause: cause.MultiTenantDisabled, others: causes{cause.CommonEndpointUnsupported, cause.ClientIDWrong}},
	{codes: []int{9001023, 90130, 90124, 9002332}, cause: cause.CommonEndpointUnsupported, others: causes{cause.MultiTenantDisabled, cause.TenantMissing, cause.GuestOrMSAAccount}},
	{codes: []int{90010, 90133}, cause: cause.CommonEndpointUnsupported, others: causes{cause.MultiTenantDisabled, cause.TenantMissing, cause.GuestOrMSAAccount}, sure: likely},
	{codes: []int{90038, 900382, 900432}, cause: cause.WrongCloud, others: causes{cause.AuthorityWrongTenant, cause.TenantNotFound}},
	{codes: []int{90051, 900439, 1000104}, cause: cause.WrongCloud, others: causes{cause.AuthorityWrongTenant, cause.TenantNotFound}, sure: likely},
	{codes: []int{500021, 500022, 50002}, cause: cause.TenantRestricted, others: causes{cause.NetworkProxy, cause.AuthorityWrongTenant}},
	{codes: []int{500212, 500213, 5000211}, cause: cause.TenantRestricted, others: causes{cause.NetworkProxy, cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{5000225}, cause: cause.TenantBlocked, others: causes{cause.TenantNotFound}},
	{codes: []int{650051, 65005, 650052}, text: []string{"unmanaged"}, cause: cause.TenantUnmanaged, others: causes{cause.ResourceNotSubscribed, cause.TenantRestricted}},
	{codes: []int{90043}, cause: cause.WrongCloud, others: causes{cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{700005, 7000012, 70000121}, cause: cause.AuthorityWrongTenant, others: causes{cause.CodeExpired}},
}
