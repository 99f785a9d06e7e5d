package federation

import "strings"

// Trigger is what a job runs for: exactly one field is set.
type Trigger struct {
	Environment string // wins over everything else where the job names one
	Branch      string
	Tag         string
	PullRequest bool
}

// triggerKind is one kind of trigger.
type triggerKind struct {
	title   string // for people
	context string // GitHub's subject before the name
	refs    string // where git has them; empty: git knows none
	example string
	name    func(*Trigger) *string
}

// pullRequest is the only kind of which none has a name.
var pullRequest = triggerKind{title: "pull request", context: "pull_request"}

// triggerKinds are those with a name; the first that is set wins.
var triggerKinds = []triggerKind{
	{"environment", "environment:", "", "", func(t *Trigger) *string { return &t.Environment }},
	{"branch", "ref:refs/heads/", "refs/heads/", "main", func(t *Trigger) *string { return &t.Branch }},
	{"tag", "ref:refs/tags/", "refs/tags/", "v1", func(t *Trigger) *string { return &t.Tag }},
}

// named returns the trigger of that kind and name.
func (k triggerKind) named(name string) Trigger {
	var t Trigger
	*k.name(&t) = name
	return t
}

// kind returns the trigger's kind and name.
func (t Trigger) kind() (triggerKind, string) {
	for _, k := range triggerKinds {
		if name := *k.name(&t); name != "" {
			return k, name
		}
	}
	return pullRequest, ""
}

// Says names what the job runs for, for people.
func (t Trigger) Says() string {
	kind, name := t.kind()
	if name == "" {
		return kind.title
	}
	return kind.title + " " + name
}

// Read returns the trigger with its branch or tag by its short name, as the subject's form has it. Its error says why a name can't be
// one.
func (t Trigger) Read() (Trigger, *LimitError) {
	for _, k := range triggerKinds {
		name := k.name(&t)
		if k.refs == "" || *name == "" {
			continue
		}
		if *name = strings.TrimPrefix(*name, k.refs); !isRef(*name) {
			return t, &LimitError{k.title, "isn't one that git takes", "Give its name as git " + k.title + " lists it, for example " + k.example + "."}
		}
	}
	return t, nil
}

// parseTrigger reads "environment NAME", "branch NAME", "tag NAME" or "pull-request".
func parseTrigger(words []string) (Trigger, bool) {
	if len(words) == 1 {
		return Trigger{PullRequest: true}, strings.EqualFold(words[0], "pull-request")
	}
	for _, k := range triggerKinds {
		if len(words) > 1 && strings.EqualFold(words[0], k.title) {
			t, fault := k.named(strings.Join(words[1:], " ")).Read()
			return t, fault == nil
		}
	}
	return Trigger{}, false
}

// decodeTrigger reads the end of GitHub's subject.
func decodeTrigger(context string) (Trigger, bool) {
	for _, k := range triggerKinds {
		if name, is := strings.CutPrefix(context, k.context); is && name != "" {
			return k.named(unescape(name)), true
		}
	}
	return Trigger{PullRequest: true}, context == pullRequest.context
}
