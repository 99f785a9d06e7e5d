package store

import (
	"context"
	"hash/maphash"
	"io"
	"strings"
	"unicode/utf8"
)

// Find returns the ready profile of that name, ignoring case; else an ErrUnfinished, or an ErrUnknownProfile with the nearest
// name. It reads nothing of the index but what tells the entries apart, and the one that is wanted.
func (home *folders) Find(name string) (Profile, error) {
	f, info, err := home.openIndex()
	if err != nil {
		return Profile{}, err
	}
	if f != nil {
		defer f.Close()
		found := lookedUp{name: name}
		switch ok := found.in(f, int(info.Size())); {
		case ok && len(found.entries) == 0:
			return Profile{}, home.unknownAmong(name, strings.Fields(found.names.String()))
		case ok:
			return home.find(index{Profiles: found.entries}, name)
		}
	}
	idx, err := home.readIndex(context.Background())
	if err != nil {
		return Profile{}, err
	}
	return home.find(idx, name)
}

// lookedUp is what is read of an index to find the profile of a name.
type lookedUp struct {
	name    string
	entries []Profile       // of that name, at most one of them ready
	names   strings.Builder // of the other ready ones, a line each
}

// in reads an index of size bytes; ok is false if it is not as quickReader knows it.
func (l *lookedUp) in(f io.Reader, size int) (ok bool) {
	r := quickReader{source: f, window: make([]byte, min(windowSize, size+1)), lists: []string{}}
	seen := newSeen(maphash.MakeSeed(), size)
	return r.skim(func(p *Profile) (wanted, ok bool) {
		if p.fault() != "" || !seen.add(p) {
			return false, false
		}
		if strings.EqualFold(p.Name, l.name) {
			return true, true
		}
		if p.State == PhaseReady {
			l.names.WriteString(p.Name)
			l.names.WriteByte('\n')
		}
		return false, true
	}, func(p Profile) { l.entries = append(l.entries, p) })
}

// skim is walk for whoever wants few of the entries: visit gets name, id and state of each, and take what it wants as a
// whole. The rest of an entry is not looked at: a quotation mark in a text has a backslash before it, so that nothing in one
// looks like the beginning of the next entry.
func (r *quickReader) skim(visit func(p *Profile) (wanted, ok bool), take func(p Profile)) (ok bool) {
	r.refill()
	if !r.begin('{', '}') {
		return false
	}
	key := r.key()
	schema := key == "schema" && r.number() == indexSchema && r.more('}')
	if schema {
		key = r.key()
	}
	if key != "profiles" || r.begin('[', ']') && !r.skimEntries(visit, take) {
		return false
	}
	if r.more('}') { // only the number can follow
		if schema || r.key() != "schema" || r.number() != indexSchema || r.more('}') {
			return false
		}
		schema = true
	}
	return schema && r.ended()
}

// skimEntries reads to the end of the list. The last entry is looked at as a whole: behind it the file may be torn.
func (r *quickReader) skimEntries(visit func(p *Profile) (wanted, ok bool), take func(p Profile)) (ok bool) {
	var p Profile
	for r.blank(); ; {
		r.refill()
		from := r.at
		p = Profile{}
		if r.distinction(&p); r.failed {
			return false
		}
		switch wanted, ok := visit(&p); {
		case !ok:
			return false
		case wanted && !r.takeFrom(from, take):
			return false
		}
		next := strings.IndexByte(r.text[r.at:], '{')
		if next < 0 {
			r.at = from
			r.profile(&p)
			return r.source == nil && !r.more(']') && !r.failed
		}
		r.at += next
	}
}

// distinction reads the first three fields of an entry, which tell it from others.
func (r *quickReader) distinction(p *Profile) {
	r.expect('{')
	for n := range 3 {
		if n > 0 {
			r.expect(',')
		}
		if r.blank(); r.failed || !quickFields[n].begins(r.text[r.at:]) {
			r.failed = true
			return
		}
		r.at += len(quickFields[n].written)
		r.field(&quickFields[n], p)
	}
}

// takeFrom reads the whole entry that begins there and hands it over. The reader stays behind its first fields.
func (r *quickReader) takeFrom(from int, take func(p Profile)) (ok bool) {
	var p Profile
	whole := *r
	whole.at = from
	whole.profile(&p)
	if whole.failed || !utf8.ValidString(r.text[from:whole.at]) {
		return false
	}
	own := quickReader{text: strings.Clone(r.text[from:whole.at]), lists: []string{}}
	own.profile(&p) // again, because what was read is a view
	take(p)
	return true
}
