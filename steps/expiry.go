package steps

import (
	"strconv"
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/pattern"
)

// isoDate is how dates are asked for, kept and shown.
const isoDate = "YYYY-MM-DD"

// longestSecretLife is what the portal offers at most for a client secret, in months (docs/sources.md, Portals).
const longestSecretLife = 24

var (
	yearFirst = pattern.Lazy(`^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\.?(?:[T ].*)?$`)
	yearLast  = pattern.Lazy(`^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:,? .*)?$`)
)

// namedMonths are layouts whose month is a word, so that no day can be taken for a month.
var namedMonths = []string{"2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006", "2-Jan-2006"}

// acceptExpiry takes the day on which a client secret ends, written in any unambiguous way.
func acceptExpiry(now time.Time, raw string) (Accepted, *Problem) {
	text := tidy(raw).text
	day, ok := readDate(text)
	if !ok {
		return Accepted{}, &Problem{Message: "this isn't a day, or day and month can't be told apart", Fix: "enter it as " + isoDate + ", for example " + now.AddDate(0, 6, 0).Format(time.DateOnly)}
	}
	accepted := Accepted{Value: day.Format(time.DateOnly)}
	if accepted.Value != text {
		accepted.Note = "read as " + accepted.Value
	}
	today := now.UTC().Truncate(24 * time.Hour)
	switch {
	case day.Before(today):
		return Accepted{}, &Problem{Cause: cause.SecretExpired, Message: "that day has passed: a secret that ended on " + accepted.Value + " is refused",
			Fix: "check the column Expires in Certificates & secrets; if the day is right, make a new secret"}
	case day.Equal(today):
		accepted.Warn, accepted.Note = true, join(accepted.Note, "the secret ends today")
	case day.After(today.AddDate(0, longestSecretLife, 1)):
		accepted.Warn, accepted.Note = true, join(accepted.Note, "more than 24 months away: the portal doesn't offer that, so check the day")
	}
	return accepted, nil
}

// readDate reads a day. Of 03/04/2027 nobody can tell the month, so it is not read; 31/01/2027 is.
func readDate(text string) (time.Time, bool) {
	if m := yearFirst.Regexp().FindStringSubmatch(text); m != nil {
		return day(m[1], m[2], m[3])
	}
	if m := yearLast.Regexp().FindStringSubmatch(text); m != nil {
		first, second := atoi(m[1]), atoi(m[2])
		switch {
		case first > 12 || first == second:
			return day(m[3], m[2], m[1])
		case second > 12:
			return day(m[3], m[1], m[2])
		}
		return time.Time{}, false
	}
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, ",", " ")), " ")
	for _, layout := range namedMonths {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// day makes a day of digits; false if the calendar has no such day.
func day(year, month, dayOfMonth string) (time.Time, bool) {
	t := time.Date(atoi(year), time.Month(atoi(month)), atoi(dayOfMonth), 0, 0, 0, 0, time.UTC)
	return t, int(t.Month()) == atoi(month) && t.Day() == atoi(dayOfMonth)
}

// atoi reads digits that a pattern has matched already.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
