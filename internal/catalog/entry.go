package catalog

// entry is what an API's own table says: all there is to know about it, whatever the flow, cloud or caller. Only what
// is asked for is made.
type entry struct {
	api     API
	service func() Service
	hosts   func() []host                        // where it lives
	closed  func(Cloud) string                   // why it lives in no other cloud; nil if it lives in all
	order   func(FlowInfo) []StepRow             // the document's steps for a flow that is allowed
	duties  func(Target, Caller, DutyIDs) []Duty // what is left to do in the product after registration
	trial   func() Trial
}

// entryOf finds an API's table.
func entryOf(api API) (entry, bool) {
	for _, e := range entries() {
		if e.api == api {
			return e, true
		}
	}
	return entry{}, false
}

// apiNames are the names of Services, without their tables: a wizard asks for them at every key.
func apiNames() []string {
	var names []string
	for _, e := range entries() {
		names = append(names, string(e.api))
	}
	return names
}

// Services returns the APIs, in the order in which they are offered. What its rows hold must not be changed.
func Services() []Service {
	var list []Service
	for _, e := range entries() {
		list = append(list, e.service())
	}
	return list
}

// Lookup returns what the documents say about api; false if there is no such API.
func Lookup(api API) (Service, bool) {
	e, ok := entryOf(api)
	if !ok {
		return Service{}, false
	}
	return e.service(), true
}

// Service returns what the documents say about the target's API, whatever the cloud.
func (t Target) Service() Service {
	s, _ := Lookup(t.API)
	return s
}

// Order returns the documented steps that apply to an API with a flow, in the document's order and with its numbers.
// Our own steps, start and save, are not among them. It is empty for a combination that is not allowed.
func Order(api API, flow Flow) []StepRow {
	e, ok := entryOf(api)
	if !ok || !e.service().Rule(flow).Allowed {
		return nil
	}
	return e.order(flow.Info())
}

// Duties returns what is left to do in the product after registration, for this API, cloud and flow: the way to prefer
// first where there are several. It is empty for an API or a flow that does not exist.
func (t Target) Duties(flow Flow, ids DutyIDs) []Duty {
	e, ok := entryOf(t.API)
	if who := flow.Info().Who; ok && who != AnyCaller {
		return e.duties(t, who, ids)
	}
	return nil
}
