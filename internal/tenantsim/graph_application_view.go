package tenantsim

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"appreg/internal/catalog"
)

// applicationObject is a registration as Graph shows it.
func (c graphCall) applicationObject(a *App) object {
	uris := func(list []string) object { return object{"redirectUris": append([]string{}, list...)} }
	web := uris(a.WebURIs)
	web["homePageUrl"], web["logoutUrl"] = nil, nil
	web["implicitGrantSettings"] = object{"enableAccessTokenIssuance": false, "enableIdTokenIssuance": false}
	return object{
		"id": c.tenant.objectID(a), "appId": a.ClientID, "displayName": a.Name, "uniqueName": orNull(a.UniqueName),
		"createdDateTime": graphTime(a.Created), "deletedDateTime": nil, "description": nil, "disabledByMicrosoftStatus": nil,
		"isDisabled": a.Deactivated, "isFallbackPublicClient": a.Public || a.Native, "identifierUris": []string{}, "notes": orNull(a.Notes),
		"publisherDomain": firstOf(c.tenant.Domains), "serviceManagementReference": orNull(a.ServiceReference),
		"signInAudience": cmp.Or(a.Audience, "AzureADMyOrg"), "tags": append([]string{}, a.Tags...),
		"publicClient": uris(a.RedirectURIs), "web": web, "spa": uris(a.SPAURIs),
		"requiredResourceAccess": c.requiredAccess(a), "passwordCredentials": a.passwordObjects(), "keyCredentials": a.keyObjects(),
		"appRoles": []any{}, "api": object{"oauth2PermissionScopes": []any{}, "requestedAccessTokenVersion": nil}, "groupMembershipClaims": nil,
	}
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// requiredAccess writes the page "API permissions". An API of which nothing is listed is not on it.
func (c graphCall) requiredAccess(a *App) []requiredAccess {
	all := []requiredAccess{}
	apis := map[catalog.API]bool{}
	for _, lists := range []map[catalog.API][]string{a.Requires, a.RequiresRoles} {
		for api := range lists {
			apis[api] = true
		}
	}
	for _, api := range slices.Sorted(maps.Keys(apis)) {
		r := c.resourceOf(api)
		one := requiredAccess{ResourceAppID: r.appID}
		for _, list := range []struct {
			kind  string
			known []catalog.Permission
			names []string
		}{{"Scope", r.delegated, a.Requires[api]}, {"Role", r.roles, a.RequiresRoles[api]}} {
			for _, name := range list.names {
				p, ok := permissionNamed(list.known, name)
				if !ok {
					p.ID = name
				}
				one.Access = append(one.Access, permission{p.ID, list.kind})
			}
		}
		if len(one.Access) > 0 {
			all = append(all, one)
		}
	}
	return all
}

// resourceOf is an API's resource in the tenant's cloud; one that only its id is known of for an API that is not here.
func (c graphCall) resourceOf(api catalog.API) resource {
	if target, err := catalog.Resolve(api, cmp.Or(c.tenant.Cloud, catalog.Public), ""); err == nil && target.ResourceAppID != "" {
		if r, ok := c.resourceNamed(target.ResourceAppID); ok {
			return r
		}
	}
	for _, r := range c.resources {
		if r.api == api {
			return r
		}
	}
	return resource{appID: string(api), api: api}
}

// passwordObjects never hold a value: it is told once, by addPassword.
func (a *App) passwordObjects() []object {
	all := []object{}
	for _, s := range a.Secrets {
		all = append(all, s.object())
	}
	return all
}

func (s Secret) object() object {
	starts := s.Starts
	if starts.IsZero() {
		starts = s.Expires.Add(-180 * 24 * time.Hour)
	}
	return object{"customKeyIdentifier": nil, "displayName": orNull(s.Name), "endDateTime": graphTime(s.Expires), "hint": s.Value[:min(3, len(s.Value))],
		"keyId": s.ID, "secretText": nil, "startDateTime": graphTime(starts)}
}

// keyObjects are the certificates. customKeyIdentifier is the thumbprint, in base64.
func (a *App) keyObjects() []object {
	all := []object{}
	for _, cert := range a.Certificates {
		known := a.keyOf(cert)
		print, _ := hex.DecodeString(thumbprint(cert)) // made by hex
		all = append(all, object{
			"customKeyIdentifier": base64.StdEncoding.EncodeToString(print), "displayName": known.name, "keyId": known.id,
			"startDateTime": graphTime(cert.NotBefore), "endDateTime": graphTime(cert.NotAfter), "type": "AsymmetricX509Cert", "usage": "Verify",
			"key": base64.StdEncoding.EncodeToString(cert.Raw),
		})
	}
	return all
}
