package tenantsim

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// object is one of Graph's objects as its answers hold it.
type object map[string]any

// pageSize is how many objects are in an answer that was not asked for fewer.
const pageSize = 100

// one answers with an object, as $select wants it. set is the name of its kind in a path, for example "applications".
func (c graphCall) one(set string, status int, o object) reply {
	selected, no := c.selected(set, o)
	if no != nil {
		return c.refuseWith(no)
	}
	selected["@odata.context"] = graphHost + "/$metadata#" + set + "/$entity"
	return reply{status: status, body: selected}
}

// many answers with those objects that $filter wants and that seen, unless it is nil, reports as seen.
func (c graphCall) many(set string, all []object, seen func(object) bool) reply {
	query := c.http.URL.Query()
	wanted, no := parseFilter(query.Get("$filter"))
	if no != nil {
		return c.refuseWith(no)
	}
	all = slices.DeleteFunc(all, func(o object) bool { return !wanted(o) || seen != nil && !seen(o) })
	size, err := strconv.Atoi(query.Get("$top"))
	if err != nil || size < 1 {
		size = pageSize
	}
	start, _ := strconv.Atoi(query.Get("$skiptoken")) // what is none starts at the first
	start = min(max(start, 0), len(all))
	end := min(start+size, len(all))
	body := object{"@odata.context": graphHost + "/$metadata#" + set}
	if strings.EqualFold(query.Get("$count"), "true") {
		body["@odata.count"] = len(all)
	}
	if end < len(all) {
		query.Set("$skiptoken", strconv.Itoa(end))
		body["@odata.nextLink"] = c.baseURL() + c.http.URL.Path + "?" + query.Encode()
	}
	page := []object{}
	for _, o := range all[start:end] {
		selected, no := c.selected(set, o)
		if no != nil {
			return c.refuseWith(no)
		}
		page = append(page, selected)
	}
	body["value"] = page
	return reply{body: body}
}

// selected is a copy of an object with what $select names. The key of a certificate is only there when asked for.
func (c graphCall) selected(set string, o object) (object, *apiRefusal) {
	raw := c.http.URL.Query().Get("$select")
	if raw == "" {
		return withoutKeys(maps.Clone(o)), nil
	}
	kept := object{}
	for name := range strings.SplitSeq(raw, ",") {
		name = strings.TrimSpace(name)
		value, ok := o[name]
		if !ok {
			return nil, &apiRefusal{status: http.StatusBadRequest, code: "BadRequest", message: fmt.Sprintf(
				"Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", name, strings.TrimSuffix(set, "s"))}
		}
		kept[name] = value
	}
	return kept, nil
}

func withoutKeys(o object) object {
	keys, ok := o["keyCredentials"].([]object)
	if !ok {
		return o
	}
	without := []object{}
	for _, key := range keys {
		copied := maps.Clone(key)
		copied["key"] = nil
		without = append(without, copied)
	}
	o["keyCredentials"] = without
	return o
}

// parseFilter understands "field eq 'value'", "field in ('a','b')" and "startswith(field,'value')", joined with "and".
func parseFilter(raw string) (func(object) bool, *apiRefusal) {
	if raw == "" {
		return func(object) bool { return true }, nil
	}
	var all []func(object) bool
	for part := range strings.SplitSeq(raw, " and ") {
		wants, ok := parseCondition(strings.TrimSpace(part))
		if !ok {
			return nil, &apiRefusal{status: http.StatusBadRequest, code: "Request_UnsupportedQuery", message: "The simulator does not understand the filter " + part + "."}
		}
		all = append(all, wants)
	}
	return func(o object) bool {
		return !slices.ContainsFunc(all, func(wants func(object) bool) bool { return !wants(o) })
	}, nil
}

func parseCondition(part string) (wants func(object) bool, ok bool) {
	if inside, starts := strings.CutPrefix(part, "startswith("); starts {
		field, value, _ := strings.Cut(strings.TrimSuffix(inside, ")"), ",")
		prefix, ok := literal(value)
		return func(o object) bool {
			return strings.HasPrefix(strings.ToLower(plain(o[field])), strings.ToLower(prefix))
		}, ok
	}
	if field, list, isIn := strings.Cut(part, " in "); isIn {
		var values []string
		for item := range strings.SplitSeq(strings.Trim(list, "() "), ",") {
			value, isLiteral := literal(item)
			if !isLiteral {
				return nil, false
			}
			values = append(values, value)
		}
		return func(o object) bool { return containsFold(values, plain(o[field])) }, true
	}
	field, value, isEq := strings.Cut(part, " eq ")
	wanted, isLiteral := literal(value)
	return func(o object) bool { return strings.EqualFold(plain(o[field]), wanted) }, isEq && isLiteral
}

// literal is a quoted text, in which a quote is doubled, or true, false and null as they are.
func literal(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && s[0] == '\'' && s[len(s)-1] == '\'' {
		return strings.ReplaceAll(s[1:len(s)-1], "''", "'"), true
	}
	return s, slices.Contains([]string{"true", "false", "null"}, s) || isGUID(s)
}

func plain(value any) string {
	if value == nil {
		return "null"
	}
	return fmt.Sprint(value)
}

// bound reads the last part of a reference such as ".../directoryObjects/{id}".
func bound(reference string) string {
	u, err := url.Parse(reference)
	if err != nil {
		return ""
	}
	return u.Path[strings.LastIndexByte(u.Path, '/')+1:]
}

// readReference reads the body {"@odata.id": "..."} of a $ref request.
func (c graphCall) readReference() string {
	var body struct {
		ID string `json:"@odata.id"`
	}
	_ = json.NewDecoder(c.http.Body).Decode(&body) // what is none names nothing
	return bound(body.ID)
}
