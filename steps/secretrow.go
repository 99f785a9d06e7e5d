package steps

import (
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/pattern"
)

// valueInRow is a client secret of today's form or the one before it, which nothing else in a row looks like.
var valueInRow = pattern.Lazy(`^[A-Za-z0-9._~-]{3}[78]Q~[A-Za-z0-9._~-]{31,34}$`)

// dateInRow is a cell that holds a day, whichever way it is written.
var dateInRow = pattern.Lazy(`^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\.?(?:[T ,].*)?$`)

// secretRow is what a row of the portal's table of client secrets holds: Description, Expires, Value, Secret ID.
type secretRow struct {
	value   string
	expires string // as the portal writes it; empty where the row has none
}

// readSecretRow reads a paste of the row, whose cells are parted by tabs or lines, or by blanks where a terminal did that.
// ok is false if raw is no row: a value alone, or anything without one.
func readSecretRow(raw string) (row secretRow, ok bool) {
	var cells []string
	for _, cell := range strings.FieldsFunc(strings.Map(dropInvisible, plainBlanks(raw)), func(r rune) bool { return r == '\t' || r == '\n' || r == '\r' }) {
		if cell = strings.TrimSpace(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	if len(cells) == 1 {
		cells = strings.Fields(cells[0])
	}
	id := false
	for i, cell := range cells {
		switch {
		case isSecretID(cell):
			id = true
		case !valueInRow.Regexp().MatchString(cell):
		case row.value != "":
			return secretRow{}, false // two of them: nobody can tell which is meant
		default:
			row = secretRow{cell, dayBefore(cells[:i])}
		}
	}
	return row, row.value != "" && (id || row.expires != "")
}

// dayBefore is the last day among cells; one whose month is a word may take three of them.
func dayBefore(cells []string) string {
	for i := len(cells) - 1; i >= 0; i-- {
		if _, ok := readDate(cells[i]); ok || dateInRow.Regexp().MatchString(cells[i]) {
			return cells[i]
		}
		if i >= 2 {
			words := strings.Join(cells[i-2:i+1], " ")
			if _, ok := readDate(words); ok {
				return words
			}
		}
	}
	return ""
}

// acceptSecretOrRow takes a client secret's value, or the whole row of the portal's table, which says when it ends, too.
func acceptSecretOrRow(now time.Time, a Answers, raw string) (Accepted, *Problem) {
	m, problem := plainText(raw, cause.SecretEncoding)
	if problem != nil {
		return Accepted{}, problem
	}
	row, ok := readSecretRow(m.text)
	if !ok {
		return acceptSecret(a, raw)
	}
	accepted, problem := acceptSecret(a, row.value)
	if problem != nil || row.expires == "" {
		accepted.Note = join("Value taken from the row", accepted.Note)
		return accepted, problem
	}
	end, problem := acceptExpiry(now, row.expires)
	switch {
	case problem == nil:
		accepted.Also = map[Key]string{KeySecretExpires: end.Value}
		accepted.Note = join("Value taken from the row, expires "+end.Value, accepted.Note)
	case problem.Cause == cause.SecretExpired:
		return Accepted{}, problem
	default:
		accepted.Note = join("Value taken from the row; enter the date yourself: day and month can't be told apart", accepted.Note)
	}
	return accepted, nil
}
