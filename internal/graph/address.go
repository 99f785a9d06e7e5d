package graph

import (
	"net/url"
	"strings"
)

// byKey is the path of an object by an alternate key: /applications(appId='…').
func byKey(collection, key, value string) string {
	return "/" + collection + "(" + key + "='" + literal(value) + "')"
}

// byID is the path of an object by its id.
func byID(collection, id string) string { return "/" + collection + "/" + segment(id) }

// literal is a value between single quotes, escaped for a path or a query.
func literal(value string) string {
	return strings.ReplaceAll(url.QueryEscape(strings.ReplaceAll(value, "'", "''")), "+", "%20")
}

// segment escapes one segment of a path; one of dots alone would be read as a way up.
func segment(id string) string {
	if strings.Trim(id, ".") == "" {
		return strings.ReplaceAll(id, ".", "%2E")
	}
	return url.PathEscape(id)
}
