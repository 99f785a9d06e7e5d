package probe

import (
	"strings"

	"appreg/internal/report"
)

// merged makes one outcome of the general call's and those about environments: the worst of each finding, with the
// evidence of all. Where there are calls about environments they alone tell of the duty, and a general call whose
// refusal would only warn is left out.
func merged(general Outcome, each []Outcome) Outcome {
	if len(each) == 0 {
		return general
	}
	var apis, duties []report.Finding
	var o Outcome
	if !general.onlyWarns() {
		apis = append(apis, general.API)
	}
	for _, one := range each {
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

// gravity orders findings by what they mean for the verdict: a check that told nothing weighs more than one that passed elsewhere.
func gravity(f report.Finding) int {
	if f.Untested && f.Status != report.Fail {
		return 3
	}
	return map[report.Status]int{report.Skip: 0, report.OK: 1, report.Warn: 2, report.Fail: 4}[f.Status]
}

// worst returns the gravest finding, with the evidence of all in order.
func worst(findings []report.Finding) report.Finding {
	w := findings[0]
	var evidence []string
	for _, f := range findings {
		if gravity(f) > gravity(w) {
			w = f
		}
		if f.Evidence != "" {
			evidence = append(evidence, f.Evidence)
		}
	}
	w.Evidence = strings.Join(evidence, "; ")
	return w
}
