package steps

import (
	"strings"

	"appreg/internal/pattern"
	"appreg/internal/sanitize"
)

// overview is what the Essentials block of an app registration's Overview page holds.
type overview struct {
	ClientID string
	TenantID string
	ObjectID string
	Name     string
}

// overviewLabels finds the labels of the block that stand before a GUID, in the portal's English and German,
// with the words of older portals.
var overviewLabels = pattern.Lazy(`(?i)(application \(client\) id|application id|client id|anwendungs-id \(client\)|anwendungs-id)` +
	`|(directory \(tenant\) id|directory id|tenant id|verzeichnis-id \(mandant\)|verzeichnis-id|mandanten-id)` +
	`|(object id|objekt-id)`)

var overviewName = pattern.Lazy(`(?i)(?:display name|anzeigename)[\s:]+([^\n\t:]{1,120})`)

// overviewLine reports whether a line begins with one of the block's labels, its value behind it or not. A front end
// that reads line by line would else take the block's first GUID for the answer, whichever it is.
func overviewLine(line string) bool {
	return overviewStart.Regexp().MatchString(strings.Map(dropInvisible, plainBlanks(line)))
}

// overviewStart finds any label of the block at the beginning of a line, those without a GUID too.
var overviewStart = pattern.Lazy(`(?i)^\s*(?:essentials|display name|application \(client\) id|application id|client id|object id` +
	`|directory \(tenant\) id|directory id|tenant id|supported account types|client credentials|redirect uris` +
	`|managed application in local directory|zusammenfassung|anzeigename|anwendungs-id|objekt-id|verzeichnis-id` +
	`|mandanten-id|unterstützte kontotypen)(?:[\s:]|$)`)

// guidAnywhere finds a GUID also where the next label follows without a blank.
var guidAnywhere = pattern.Lazy(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// readOverview reads a paste of the block, whatever stands between label and value: colon, tab, line break or the
// words of the copy button. ok is false if raw holds no labelled GUID.
func readOverview(raw string) (o overview, ok bool) {
	raw = strings.Map(dropInvisible, plainBlanks(raw))
	guids := guidAnywhere.Regexp().FindAllStringIndex(raw, -1)
	end := 0
	for i := 0; i < len(guids); {
		labels := labelsIn(raw[end:guids[i][0]], &o)
		run := i + 1 // the GUIDs that follow without a label between them
		for run < len(guids) && len(labelsIn(raw[guids[run-1][1]:guids[run][0]], &o)) == 0 {
			run++
		}
		// In a table all labels come first; in a list a label without a value leaves one too many in front.
		labels = labels[max(len(labels)-(run-i), 0):]
		for k, label := range labels {
			*label = strings.ToLower(raw[guids[i+k][0]:guids[i+k][1]])
			ok = true
		}
		end, i = guids[run-1][1], run
	}
	if name := overviewName.Regexp().FindStringSubmatch(raw); ok && name != nil {
		o.Name = strings.TrimSpace(name[1])
	}
	return o, ok
}

// nameIn keeps the application's display name, for the requests to an administrator.
func (o overview) nameIn(accepted *Accepted) {
	if o.Name == "" {
		return
	}
	if accepted.Also == nil {
		accepted.Also = map[Key]string{}
	}
	accepted.Also[KeyAppName] = sanitize.Line(o.Name)
}

// labelsIn returns the parts of o that the labels in text announce.
func labelsIn(text string, o *overview) []*string {
	var found []*string
	for _, m := range overviewLabels.Regexp().FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] != "":
			found = append(found, &o.ClientID)
		case m[2] != "":
			found = append(found, &o.TenantID)
		default:
			found = append(found, &o.ObjectID)
		}
	}
	return found
}
