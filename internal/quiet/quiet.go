// Package quiet drops the environment variables that make a library write down what passes through it: typed secrets,
// requests and their answers. It has to be linked into every program that handles a secret.
package quiet

import (
	"os"
	"slices"
	"strings"
)

// init runs before net/http, which reads its setting in an init of its own: of the packages whose imports are ready, the
// first by import path is initialized (The Go Programming Language Specification, "Program initialization"). So this
// package may import nothing that net/http can do without.
func init() { Drop() }

// Drop takes the variables out of the process's environment, which its children inherit. Libraries that read them at
// the start are silent because of init; those that read them late are silent after any call.
func Drop() {
	for _, variable := range variables {
		_ = os.Unsetenv(variable)
	}
	all, set := os.LookupEnv(settings)
	if kept := withoutTalk(all); set && kept != all {
		_ = os.Setenv(settings, kept)
	}
}

// withoutTalk is a value of GODEBUG without the settings that make Go's own packages write. The others stay: people need
// some of them, for example http2client=0 behind a proxy that breaks HTTP/2.
func withoutTalk(all string) string {
	kept := slices.DeleteFunc(strings.Split(all, ","), func(setting string) bool {
		return slices.ContainsFunc(talking, func(talks func(string) bool) bool { return talks(setting) })
	})
	return strings.Join(kept, ",")
}
