package tenantsim

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

func deletedEndpoints() []graphEndpoint {
	const all = "/directory/deletedItems"
	return []graphEndpoint{
		{"GET " + all + "/microsoft.graph.application", guarded(readDirectory(), listDeleted)},
		{"GET " + all + "/{id}", ofDeleted(readDirectory(), getDeleted)},
		{"POST " + all + "/{id}/restore", ofDeleted(restoreApp(), restoreDeleted)},
		{"DELETE " + all + "/{id}", ofDeleted(restoreApp(), purgeDeleted)},
	}
}

// deletedApp is a deleted registration. For 30 days it can be restored, with its credentials and consents.
type deletedApp struct {
	*App
	at time.Time
}

const restorable = 30 * 24 * time.Hour

// DeleteApp deletes an app registration as a person does in the portal: it can be restored for 30 days.
func (s *Sim) DeleteApp(tenant, clientID string) error {
	var gone *App
	if err := s.UpdateApp(tenant, clientID, func(a *App) { gone = a }); err != nil {
		return err
	}
	return s.UpdateTenant(tenant, func(t *Tenant) { t.delete(gone, s.Now()) })
}

func (t *Tenant) delete(a *App, now time.Time) {
	t.Apps = slices.DeleteFunc(t.Apps, func(other *App) bool { return other == a })
	t.deleted = append(t.deleted, deletedApp{a, now})
}

func deleteApplication(c graphCall, a *App) reply {
	c.tenant.delete(a, c.Now())
	return empty()
}

func (c graphCall) deletedObject(d deletedApp) object {
	o := c.applicationObject(d.App)
	o["deletedDateTime"] = graphTime(d.at)
	return o
}

// forget drops what was deleted too long ago.
func (c graphCall) forget() {
	c.tenant.deleted = slices.DeleteFunc(c.tenant.deleted, func(d deletedApp) bool { return c.Now().Sub(d.at) > restorable })
}

func listDeleted(c graphCall) reply {
	c.forget()
	all := []object{}
	for _, d := range c.tenant.deleted {
		all = append(all, c.deletedObject(d))
	}
	return c.many("applications", all, nil)
}

// ofDeleted finds the deleted registration that the path names.
func ofDeleted(r right, answer func(graphCall, int) reply) func(graphCall) reply {
	return guarded(r, func(c graphCall) reply {
		c.forget()
		at := slices.IndexFunc(c.tenant.deleted, func(d deletedApp) bool { return strings.EqualFold(c.tenant.objectID(d.App), c.words["id"]) })
		if at < 0 {
			return c.refuseWith(resourceNotFound(c.words["id"]))
		}
		return answer(c, at)
	})
}

func getDeleted(c graphCall, at int) reply {
	return c.one("directoryObjects", http.StatusOK, c.deletedObject(c.tenant.deleted[at]))
}

func restoreDeleted(c graphCall, at int) reply {
	a := c.tenant.deleted[at].App
	if a.UniqueName != "" && c.tenant.uniquelyNamed(a.UniqueName) {
		return c.refuseWith(alreadyThere("Another object with the same value for property uniqueName already exists."))
	}
	c.tenant.deleted = slices.Delete(c.tenant.deleted, at, at+1)
	c.tenant.Apps = append(c.tenant.Apps, a)
	o := c.applicationObject(a)
	o["@odata.type"], o["@odata.context"] = "#microsoft.graph.application", graphHost+"/$metadata#directoryObjects/$entity"
	return reply{body: withoutKeys(o)}
}

func purgeDeleted(c graphCall, at int) reply {
	c.tenant.deleted = slices.Delete(c.tenant.deleted, at, at+1)
	return empty()
}

// uniquelyNamed reports whether a registration that is not deleted has the name.
func (t *Tenant) uniquelyNamed(name string) bool {
	return slices.ContainsFunc(t.Apps, func(a *App) bool { return strings.EqualFold(a.UniqueName, name) })
}
