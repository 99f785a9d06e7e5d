package tenantsim

import "appreg/internal/catalog"

// simulatedProject is the Lifecycle Services project of the cases and stories.
const simulatedProject = "1234567"

// doDuty makes what is left to do in the products after registration done: the user is a member of the project, the
// application is a management application or has its card.
func (w *world) doDuty() {
	w.user.Products.Projects = []string{simulatedProject}
	switch {
	case w.enter.Flow.SignsInUser():
	case w.enter.API == catalog.PowerPlatform, w.enter.API == catalog.PowerApps:
		w.app.Products.ManagementApp = true
	case w.enter.API == catalog.BusinessCentral:
		w.app.Products.Cards = []Card{{Environment: w.enter.Environment, PermissionSets: []string{"D365 AUTOMATION", "EXTEN. MGT. - ADMIN"}}}
	}
}
