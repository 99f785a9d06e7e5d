package terminal

import (
	"slices"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// Profile decides how many colours the terminal of environ has. Any non-empty NO_COLOR means none
// (https://no-color.org). Unlike colorprofile.Detect it never runs a program: in tmux that one runs "tmux info".
func Profile(environ []string, noColor bool) colorprofile.Profile {
	if noColor || lookup(environ, "NO_COLOR") != "" {
		return colorprofile.ASCII
	}
	profile := max(colorprofile.Env(environ), colorprofile.Terminfo(lookup(environ, "TERM")))
	if lookup(environ, "TMUX") != "" {
		profile = max(profile, colorprofile.ANSI256)
	}
	return profile
}

// Unicode reports whether the terminal of environ shows more than ASCII, as far as its settings tell.
func Unicode(environ []string) bool {
	if lookup(environ, "TERM") == "linux" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToUpper(lookup(environ, name)); value != "" {
			return strings.Contains(value, "UTF-8") || strings.Contains(value, "UTF8")
		}
	}
	return true
}

// kept are the variables that Bubble Tea looks at. It hands the whole environment round as a message, so no other
// variable, which might be a secret, is given to it.
var kept = []string{"TERM", "TERM_PROGRAM", "COLORTERM", "SSH_TTY", "WT_SESSION"}

func keptEnviron(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return !slices.Contains(kept, name)
	})
}

func lookup(environ []string, name string) string {
	value := ""
	for _, entry := range environ {
		if key, v, ok := strings.Cut(entry, "="); ok && key == name {
			value = v
		}
	}
	return value
}
