package federation

// SourceError says why there is no outside token to present. Its texts are our own, but for what Err adds.
type SourceError struct {
	Source  string   // names it: "GitHub Actions", "the file", "the command"
	Missing string   // what is missing or went wrong, in the source's own terms; completes "SOURCE: "
	Fix     []string // what to do, sentences
	Asked   string   // address that was asked, scheme and host; empty: none was
	Err     error    // why no answer came, or what could not be read; nil: nothing lies beneath
}

// Error names the source and what is missing.
func (e *SourceError) Error() string {
	text := e.Source + ": " + e.Missing
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns what lies beneath.
func (e *SourceError) Unwrap() error { return e.Err }
