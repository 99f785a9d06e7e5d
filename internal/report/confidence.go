package report

// Confidence says how sure a finding's cause is.
type Confidence string

// The confidences, the strongest first.
const (
	Certain Confidence = "certain" // a number, or a text, that has one meaning here
	Likely  Confidence = "likely"  // the best of several
	Guess   Confidence = "guess"   // only a hint
	None    Confidence = "none"    // nothing decides; the cause is cause.Unknown
)

// Weaker returns the weaker of two confidences. The empty one, of a finding without a cause, counts as the strongest.
func (c Confidence) Weaker(other Confidence) Confidence {
	if c.rank() < other.rank() {
		return other
	}
	return c
}

func (c Confidence) rank() int {
	for i, one := range []Confidence{Certain, Likely, Guess, None} {
		if c == one {
			return i + 1
		}
	}
	return 0
}

// Heading leads the cause where people read it: how sure it is, in words.
func (c Confidence) Heading() string {
	switch c {
	case Likely:
		return "Likely cause"
	case Guess:
		return "Best guess"
	default:
		return "Cause"
	}
}

// Sentence says how sure a cause is where its title stands before it; empty for a certain one.
func (c Confidence) Sentence() string {
	switch c {
	case Likely:
		return "Likely cause: others are possible."
	case Guess:
		return "Best guess: the answer says little."
	case None:
		return "Unknown cause."
	default:
		return ""
	}
}
