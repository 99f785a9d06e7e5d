package store

import "strings"

// Unfinished tells of each entry of list that is not ready what an interrupted call left there: an ErrLeftover where a ready
// profile has its name, which works and loses nothing, else an ErrUnfinished.
func Unfinished(list []Profile) []*Error {
	ready := map[string]Profile{}
	for _, p := range list {
		if p.Ready() {
			ready[strings.ToLower(p.Name)] = p
		}
	}
	var errs []*Error
	for _, p := range list {
		if p.Ready() {
			continue
		}
		e := &Error{Kind: ErrUnfinished, Profile: p.Name, Phase: p.State}
		if now, works := ready[strings.ToLower(p.Name)]; works {
			e.Kind, e.Profile, e.Backend = ErrLeftover, now.Name, p.Store
			e.Next = "the next save deletes it; to delete it now: appreg move " + now.Name + " --to " + string(now.Store)
		}
		errs = append(errs, e)
	}
	return errs
}
