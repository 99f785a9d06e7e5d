package probe

import (
	"strings"

	"appreg/internal/report"
)

// merged makes one outcome of those of several calls: the worst of each finding, with the evidence of all.
// A general call whose refusal would only warn is left out where calls about an environment follow it.
func merged(all []Outcome) Outcome {
	if len(all) > 1 && all[0].onlyWarns() {
		all = all[1:]
	}
	var apis, duties []report.Finding
	var o Outcome
	for _, one := range all {
		apis, duties = append(apis, one.API), append(duties, one.Duty)
		if one.Err != nil {
			o.Err = one.Err
		}
	}
	o.API, o.Duty = worst(apis), worst(duties)
	return o
}

func (o Outcome) onlyWarns() bool {
	return o.API.Status == report.Warn || o.API.Status == report.OK && o.Duty.Status == report.Warn
}

// worst gives the gravest finding, with the evidence of all in order.
func worst(findings []report.Finding) report.Finding {
	gravity := map[report.Status]int{report.Skip: 0, report.OK: 1, report.Warn: 2, report.Fail: 3}
	w := findings[0]
	var evidence []string
	for _, f := range findings {
		if gravity[f.Status] > gravity[w.Status] {
			w = f
		}
		if f.Evidence != "" {
			evidence = append(evidence, f.Evidence)
		}
	}
	w.Evidence = strings.Join(evidence, "; ")
	return w
}
