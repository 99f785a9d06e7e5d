package diagnose

import (
	"appreg/internal/cause"
)

// Multifactor authentication and Conditional Access.
var policyRules = []rule{
	{codes: []int{50079}, text: []string{"is required to use multi-factor"}, cause: cause.MFARequired, others: causes{cause.MFAEnrollmentRequired, cause.ConditionalAccess}, sure: likely},
	{codes: []int{50079, 50072, 500121}, text: []string{"enroll~|enrol|register~|proofup|registrier~"}, cause: cause.MFAEnrollmentRequired, others: causes{cause.MFARequired, cause.ConditionalAccess}, sure: likely},
	{codes: []int{50079, 50072}, cause: cause.MFAEnrollmentRequired, others: causes{cause.MFARequired, cause.ConditionalAccess, cause.SecurityDefaults}, sure: likely},
	{codes: []int{500121}, cause: cause.MFARefused, others: causes{cause.MFARequired, cause.MFAEnrollmentRequired, cause.ExternalMFA}, sure: likely},
	{codes: []int{70037}, cause: cause.MFARefused, others: causes{cause.AuthorizationDeclined}, sure: likely},
	{codes: []int{50076, 50074, 50078}, cause: cause.MFARequired, others: causes{cause.MFAEnrollmentRequired, cause.ConditionalAccess, cause.SecurityDefaults, cause.ExternalMFA}},
	{codes: []int{50158}, cause: cause.ExternalMFA, others: causes{cause.MFARequired, cause.ConditionalAccess}},
	{codes: []int{50161, 50170}, cause: cause.ExternalMFA, others: causes{cause.MFARequired, cause.ConditionalAccess}, sure: likely},
	{codes: []int{53003}, flows: deviceFlow, cause: cause.DeviceFlowBlocked, others: causes{cause.ConditionalAccess, cause.DeviceNotCompliant, cause.MFARequired}, sure: likely},
	{codes: []int{53003, 53005}, text: []string{"device code flow|device-code flow|devicelogin|deviceauth"}, cause: cause.DeviceFlowBlocked, others: causes{cause.ConditionalAccess}},
	{codes: []int{53003}, flows: noDeviceFlows, cause: cause.ConditionalAccess, others: causes{cause.DeviceNotCompliant, cause.IPBlocked, cause.MFARequired, cause.SecurityDefaults}},
	{codes: []int{53003, 53005, 53002, 53010, 53009, 53004}, cause: cause.ConditionalAccess, others: causes{cause.DeviceFlowBlocked, cause.DeviceNotCompliant, cause.IPBlocked, cause.MFARequired, cause.SecurityDefaults}, sure: likely},
	{codes: []int{53000, 53001}, cause: cause.DeviceNotCompliant, others: causes{cause.ConditionalAccess}},
	{codes: []int{530003, 530004, 50099, 50127, 50129, 50155, 50187, 135011, 700003}, cause: cause.DeviceNotCompliant, others: causes{cause.ConditionalAccess}, sure: likely},
	{codes: []int{50097}, cause: cause.DeviceNotCompliant, others: causes{cause.ConditionalAccess, cause.DeviceFlowBlocked}},
	{codes: []int{530035}, cause: cause.SecurityDefaults, others: causes{cause.ConditionalAccess, cause.MFARequired}},
	{codes: []int{530031, 530032, 530034, 53011, 50131, 50005}, cause: cause.ConditionalAccess, others: causes{cause.SecurityDefaults, cause.DeviceNotCompliant, cause.IPBlocked}, sure: likely},
	{codes: []int{530084}, cause: cause.ConditionalAccess, others: causes{cause.DeviceNotCompliant}},
}

// The service.
var serviceRules = []rule{
	{codes: []int{50000}, text: []string{"consent"}, cause: cause.AdminConsentRequired, others: causes{cause.ServiceUnavailable}, sure: likely},
	{codes: []int{50000}, cause: cause.ServiceUnavailable, others: causes{cause.AdminConsentRequired, cause.ConsentMissing}, sure: likely},
	{codes: []int{90033, 90006, 90024, 90036, 90090, 90091, 90092, 50166, 90012, 50033, 50087, 70012}, cause: cause.ServiceUnavailable, others: causes{cause.Throttled}},
	{codes: []int{1002016}, cause: cause.NetworkTLS, others: causes{cause.NetworkProxy}},
	{codes: []int{50196, 50088, 90055}, cause: cause.Throttled, others: causes{cause.ServiceUnavailable}},
}
