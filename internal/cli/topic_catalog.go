package cli

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// flowsTopic is made from the catalogue's flows and the APIs' rules.
func flowsTopic() []part {
	who := map[catalog.Caller]string{catalog.User: "a user", catalog.Application: "the app itself"}
	methods := [][]string{{"--flow", "who signs in", "about"}}
	for _, f := range catalog.Flows() {
		methods = append(methods, []string{string(f.Flow), who[f.Who], f.Hint})
	}
	return []part{
		{text: "--flow takes the sign-in method: how your app gets a token."},
		{table: methods},
		{title: "Which API takes which", table: byAPI("--flow", catalog.Flows(), func(s catalog.Service, f catalog.FlowInfo) (string, bool) {
			return string(f.Flow), s.Rule(f.Flow).Allowed
		})},
		{title: "Good to know", table: flowNotes()},
	}
}

// flowNotes are the rules' reasons, each once for all the flows that have it.
func flowNotes() [][]string {
	type note struct{ flows, reason string }
	rows := [][]string{{"API", "note"}}
	for _, s := range catalog.Services() {
		var notes []note
		for _, rule := range s.Flows {
			at := slices.IndexFunc(notes, func(n note) bool { return n.reason == rule.Reason })
			switch {
			case rule.Reason == "":
			case at < 0:
				notes = append(notes, note{string(rule.Flow), rule.Reason})
			default:
				notes[at].flows += ", " + string(rule.Flow)
			}
		}
		for _, n := range notes {
			rows = append(rows, []string{string(s.API), n.flows + ": " + n.reason})
		}
	}
	return rows
}

// byAPI is a table of rows that says for each API whether it goes with the row.
func byAPI[R any](title string, rows []R, of func(catalog.Service, R) (name string, goes bool)) [][]string {
	head := []string{title}
	table := make([][]string, len(rows)+1)
	for _, s := range catalog.Services() {
		head = append(head, string(s.API))
		for n, row := range rows {
			name, goes := of(s, row)
			if table[n+1] == nil {
				table[n+1] = []string{name}
			}
			table[n+1] = append(table[n+1], yesNo(goes))
		}
	}
	table[0] = head
	return table
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// cloudsTopic is made from the catalogue's clouds, regions and hosts.
func cloudsTopic() []part {
	clouds := [][]string{{"--cloud", "sign-in host", "portal"}}
	titles := [][]string{{"--cloud", "cloud"}}
	for _, c := range catalog.Clouds() {
		clouds = append(clouds, []string{string(c.Cloud), c.Login, c.Portal})
		titles = append(titles, []string{string(c.Cloud), c.Title})
	}
	var regional []string
	for _, s := range catalog.Services() {
		if s.Regional {
			regional = append(regional, string(s.API))
		}
	}
	regions := [][]string{{"--region", "--cloud", "API host", "region"}}
	for _, r := range catalog.Regions() {
		regions = append(regions, []string{string(r.Region), string(r.Cloud), r.APIHost, r.Title})
	}
	return []part{
		{text: "Tokens and app registrations don't cross from one sign-in host to another."},
		{table: titles},
		{table: clouds},
		{title: "Which API is in which cloud", table: byAPI("--cloud", catalog.Clouds(), func(s catalog.Service, c catalog.CloudInfo) (string, bool) {
			return string(c.Cloud), s.CloudReason(c.Cloud) == ""
		})},
		{title: "Regions of " + strings.Join(regional, ", "), text: "The region decides the cloud.", table: regions},
	}
}
