// Package cause is the vocabulary of what can be wrong with a registration: one label and one row each. The row says in
// people's words what it means and what to do, and where in the set-up it is put right. Nothing here depends on an answer:
// see internal/diagnose, which finds the label and fills the texts.
package cause

// Label names one cause, for example SecretExpired. Scripts rely on it.
type Label string

// Row is one cause. Its texts are templates with {places} for the real ids: see internal/diagnose.
type Row struct {
	Label       Label
	At          Place // empty: the finding says where
	Unreachable bool  // says nothing about the registration itself: no usable answer came
	LookUp      bool  // can be what is wrong with a look-up of a tenant or an account; so can every unreachable one

	Title   string
	Meaning string
	Where   string   // place in the portal or product, under today's name
	Steps   []string // what to do there; one that begins with a mark is only for some
	Command string   // one command line that does or shows it
	Page    Page     // the page to open
	Admin   string   // what to hand to an administrator where the person may lack the right; empty if nobody else is needed
	User    *Variant // what differs where a user signs in
}

// Variant is what a fix says where a user signs in, in place of what it says otherwise.
type Variant struct{ Where, Command, Admin string }

// The marks of steps: for one kind of sign-in, for APIs that let an app sign in as itself, for a platform (its name and a
// colon follow).
const (
	ForApps  = "app: "
	ForUsers = "user: "
	AsApp    = "as app: "
	On       = "on "
)

// Page is a page that a fix opens.
type Page int

// The pages; the first is none.
const (
	_ Page = iota
	PageAppList
	PageOverview
	PageAuthentication
	PageCredentials
	PagePermissions
	PageEnterprise
	PageEnterpriseList
	PageUsers
	PageSignInLogs
	PageSecurityDefaults
	PageMyAccount
	PageMFASetup
	PageDeviceLogin
	PageServiceHealth
	PagePowerPlatformAdmin
	PageBusinessCentral
	PageBusinessCentralAdmin
	PageLCS
)

// groups are the tables.
func groups() [][]Row {
	return [][]Row{
		clientRows, secretRows, certificateRows, federatedRows, tenantRows, consentRows, resourceRows, requestRows, redirectRows, deviceRows,
		userRows, policyRows, networkRows, apiRows, businessCentralRows, graphRows, unknownRows,
	}
}

// All lists the whole vocabulary, in the order of its groups.
func All() []Label {
	var all []Label
	for _, group := range groups() {
		for _, row := range group {
			all = append(all, row.Label)
		}
	}
	return all
}

// Row returns the label's row; false for a label that is none.
func (l Label) Row() (Row, bool) {
	for _, group := range groups() {
		for _, row := range group {
			if row.Label == l {
				return row, true
			}
		}
	}
	return Row{}, false
}

// Unreachable reports whether the cause says nothing about the registration itself: no usable answer came.
func (l Label) Unreachable() bool {
	row, _ := l.Row()
	return row.Unreachable
}
