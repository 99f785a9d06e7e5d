package diagnose

import (
	"appreg/internal/cause"
)

// The user and the session.
var userRules = []rule{
	{codes: []int{50126}, account: "federated", cause: cause.FederatedUser, others: causes{cause.WrongPassword, cause.PasswordEncoding}, sure: likely},
	{codes: []int{50126}, text: []string{"federated|wstrust|ws-trust"}, cause: cause.FederatedUser, others: causes{cause.WrongPassword, cause.PasswordEncoding}, sure: likely},
	{codes: []int{50126, 50064}, cause: cause.WrongPassword, others: causes{cause.FederatedUser, cause.PasswordEncoding, cause.GuestOrMSAAccount, cause.PublicClientDisabled, cause.UserNotFound, cause.PasswordExpired}, sure: likely},
	{codes: []int{50034, 51004}, text: []string{"@outlook.|@hotmail.|@live.|@gmail.|#ext#|personal microsoft account"}, cause: cause.GuestOrMSAAccount, others: causes{cause.UserNotFound}, sure: likely},
	{codes: []int{50034, 51004, 500341, 50197, 90125}, cause: cause.UserNotFound, others: causes{cause.GuestOrMSAAccount, cause.AuthorityWrongTenant, cause.WrongCloud}, sure: likely},
	{codes: []int{50020}, cause: cause.GuestOrMSAAccount, others: causes{cause.AuthorityWrongTenant, cause.MultiTenantDisabled, cause.UserNotFound}},
	{codes: []int{16000}, text: []string{"identity provider * exist in tenant"}, cause: cause.GuestOrMSAAccount, others: causes{cause.UserNotFound, cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{500200, 500201, 500207, 500208}, cause: cause.GuestOrMSAAccount, others: causes{cause.UserNotFound, cause.AuthorityWrongTenant}},
	{codes: []int{90027, 90072, 50177, 50178, 50014, 16003, 90084, 9002331, 9002346}, cause: cause.GuestOrMSAAccount, others: causes{cause.UserNotFound, cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{50055, 50144}, cause: cause.PasswordExpired, others: causes{cause.WrongPassword}},
	{codes: []int{50135, 120000, 50142, 50125}, cause: cause.PasswordExpired, others: causes{cause.WrongPassword}, sure: likely},
	{codes: []int{50056}, cause: cause.FederatedUser, others: causes{cause.WrongPassword, cause.GuestOrMSAAccount}, sure: likely},
	{codes: []int{50057, 500571}, cause: cause.UserDisabled, others: causes{cause.GuestOrMSAAccount}},
	{codes: []int{50053}, text: []string{"malicious|ip address|ip-address|suspicious|ip-adresse|adresse ip"}, cause: cause.IPBlocked, others: causes{cause.AccountLocked}, sure: certain},
	{codes: []int{50053, 500532}, cause: cause.AccountLocked, others: causes{cause.IPBlocked, cause.WrongPassword}, sure: likely},
	{codes: []int{50173}, cause: cause.SessionRevoked, others: causes{cause.RefreshTokenExpired, cause.PasswordExpired}},
	{codes: []int{50132, 50133, 50085}, cause: cause.SessionRevoked, others: causes{cause.RefreshTokenExpired, cause.PasswordExpired}, sure: likely},
	{codes: []int{16000, 16001}, text: []string{"session is invalid|recent password change|session is not valid|session has expired"}, cause: cause.SessionRevoked, others: causes{cause.InteractionRequired}},
	{codes: []int{50058}, text: []string{"silent|sign-in request|no user is signed in|single-sign-on|single sign-on|session information"}, cause: cause.InteractionRequired, others: causes{cause.SessionRevoked, cause.GuestOrMSAAccount}},
	{codes: []int{50058}, cause: cause.InteractionRequired, others: causes{cause.SessionRevoked, cause.GuestOrMSAAccount, cause.MFARequired}},
	{codes: []int{50140, 50168, 16001, 16002, 160021, 51006, 700020}, cause: cause.InteractionRequired, others: causes{cause.SessionRevoked, cause.MFARequired}, sure: likely},
	{codes: []int{16000}, cause: cause.InteractionRequired, others: causes{cause.GuestOrMSAAccount, cause.SessionRevoked}, sure: likely},
	{codes: []int{50089, 50139, 50143}, cause: cause.SessionRevoked, others: causes{cause.RefreshTokenExpired, cause.InteractionRequired}, sure: likely},
	{codes: []int{700082}, cause: cause.RefreshTokenExpired, others: causes{cause.SessionRevoked, cause.SignInFrequency}},
	{codes: []int{70043, 70044, 70046}, cause: cause.SignInFrequency, others: causes{cause.RefreshTokenExpired, cause.SessionRevoked}},
	{codes: []int{50107}, cause: cause.FederationRealmUnknown, others: causes{cause.FederatedUser, cause.UserNotFound}, sure: likely},
	{codes: []int{50008, 20001, 20012, 20033, 40008, 40009, 40010, 40015, 5000819, 90020}, cause: cause.FederatedUser, others: causes{cause.WrongPassword, cause.GuestOrMSAAccount}, sure: likely},
	{codes: []int{80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80011}, cause: cause.ServiceUnavailable, others: causes{cause.FederatedUser, cause.NetworkTimeout}},
	{codes: []int{80014}, cause: cause.ServiceUnavailable, others: causes{cause.WrongPassword, cause.FederatedUser, cause.PasswordEncoding}},
	{codes: []int{80007, 80012, 80010, 80013}, cause: cause.ServiceUnavailable, others: causes{cause.WrongPassword, cause.FederatedUser, cause.PasswordEncoding}, sure: likely},
	{codes: []int{130004, 130005, 130006, 130007, 130008, 135010}, cause: cause.DeviceNotCompliant, others: causes{cause.MFAEnrollmentRequired, cause.ConditionalAccess}, sure: likely},
	{codes: []int{120002, 120003, 120004, 120005, 120012, 120018, 120020}, cause: cause.PasswordExpired, others: causes{cause.WrongPassword}, sure: likely},
	{codes: []int{90101, 90022}, cause: cause.UserNotFound, others: causes{cause.RequestMalformed}, sure: likely},
	{codes: []int{50192}, cause: cause.CredentialNotSent, others: causes{cause.NetworkProxy, cause.CertUnreadable}, sure: likely},
}
