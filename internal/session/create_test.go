package session

import "testing"

// In the way of a plan stands what is forbidden, else what nobody has the role for; no role is needed for what isn't done.
func TestObstacle(t *testing.T) {
	allowed := Change{Title: "allowed"}
	lacks := Change{Title: "lacks", Lacks: true}
	kept := Change{Title: "kept", Lacks: true, State: ChangeKept}
	blocked := Change{Title: "blocked", State: ChangeBlocked}
	for want, changes := range map[string][]Change{
		"": {allowed, kept}, "lacks": {kept, allowed, lacks}, "blocked": {lacks, blocked},
	} {
		if got, is := (Proposal{Changes: changes}).Obstacle(); got.Title != want || is != (want != "") {
			t.Errorf("%q, want %q", got.Title, want)
		}
	}
}
