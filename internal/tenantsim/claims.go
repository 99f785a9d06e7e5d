package tenantsim

import (
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// startedBefore is how far Entra dates iat and nbf back.
const startedBefore = 5 * time.Minute

// accessClaims are those of a v1.0 token (facts/entra.md section 5): that is what these APIs' tokens look like, and
// aud repeats the resource as it was asked for, slash included.
func (s *Sim) accessClaims(d decision, lifetime int) jwt.MapClaims {
	now := s.now()
	claims := jwt.MapClaims{
		"aud": d.scope.asked, "iss": "https://sts.windows.net/" + d.tenantID + "/",
		"iat": now.Add(-startedBefore).Unix(), "nbf": now.Add(-startedBefore).Unix(), "exp": now.Unix() + int64(lifetime),
		"aio": s.opaque(54), "appid": d.clientID, "appidacr": d.acr,
		"idp": "https://sts.windows.net/" + d.tenantID + "/", "rh": "1." + s.opaque(60) + ".",
		"tid": d.tenantID, "uti": s.opaque(16), "ver": "1.0",
		"xms_ftd": s.opaque(48), "xms_idrel": "7 24", "xms_rd": s.opaque(64),
	}
	if d.user == nil {
		object := stableID("service principal", d.tenantID, d.clientID)
		claims["oid"], claims["sub"] = object, object
		if len(d.granted) > 0 {
			claims["roles"] = d.granted
		}
		return claims
	}
	claims["acr"], claims["amr"] = "1", d.session.methods()
	claims["scp"] = strings.Join(d.granted, " ")
	claims["oid"], claims["sub"] = userObjectID(d), pairwiseSubject(d)
	claims["upn"], claims["unique_name"], claims["name"] = d.user.UPN, d.user.UPN, d.user.Name
	given, family, _ := strings.Cut(d.user.Name, " ")
	claims["given_name"], claims["family_name"] = given, family
	claims["ipaddr"] = "203.0.113.7"
	claims["puid"] = "1003200" + strings.ToUpper(strings.ReplaceAll(stableID("puid", d.user.UPN), "-", "")[:9])
	claims["sid"], claims["tenant_region_scope"] = s.newID(), "EU"
	claims["wids"] = []string{"b79fbf4d-3ef9-4689-8143-76b194e85509"} // the plain user's template
	claims["groups"] = []string{stableID("group", d.tenantID, "all"), stableID("group", d.tenantID, "developers")}
	return claims
}

// idClaims are those of an ID token, which is always v2.0.
func (s *Sim) idClaims(d decision, lifetime int) jwt.MapClaims {
	now := s.now()
	claims := jwt.MapClaims{
		"aud": d.clientID, "iss": issuerOf(d.tenantID),
		"iat": now.Add(-startedBefore).Unix(), "nbf": now.Add(-startedBefore).Unix(), "exp": now.Unix() + int64(lifetime),
		"aio": s.opaque(54), "name": d.user.Name, "preferred_username": d.user.UPN,
		"oid": userObjectID(d), "sub": pairwiseSubject(d), "rh": "1." + s.opaque(60) + ".",
		"tid": d.tenantID, "uti": s.opaque(16), "ver": "2.0",
	}
	if d.nonce != "" {
		claims["nonce"] = d.nonce
	}
	return claims
}

func userObjectID(d decision) string {
	return stableID("user", d.tenantID, strings.ToLower(d.user.UPN))
}

// pairwiseSubject is the user's name towards one application.
func pairwiseSubject(d decision) string {
	return strings.ReplaceAll(stableID("sub", d.user.UPN, d.clientID)+stableID("sub2", d.user.UPN), "-", "")[:43]
}
