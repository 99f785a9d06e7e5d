package quiet

import "strings"

// variables are dropped whole. Which further ones the linked modules read, and why they may stay, is in the test's table. Go's
// runtime reads GOTRACEBACK before any package: it prints stacks without the content of texts, and the core dump that it
// can ask for is switched off where the program starts.
var variables = []string{
	"TEA_TRACE",              // Bubble Tea: every key, and so every typed secret, into the file that it names
	"TEA_DEBUG",              // Bubble Tea: a file for each panic into the working directory
	"UV_DEBUG",               // Ultraviolet: what is drawn, into the file that it names
	"BASH_COMP_DEBUG_FILE",   // Cobra: the command line under completion, into the file that it names
	"DEBUG_HTTP2_GOROUTINES", // net/http: checks that end the program with its stacks
}

// settings is the variable that holds the settings of Go's own packages, name=value, separated by commas.
const settings = "GODEBUG"

// talking are the settings in it that write, each by how it is recognized. The settings that the runtime reads before any
// package (gctrace, inittrace, schedtrace and the like) write figures about memory and scheduling alone.
var talking = []func(setting string) bool{
	// net/http looks for it anywhere in the text: 1 writes header fields with their values, 2 whole frames too.
	func(setting string) bool { return strings.Contains(setting, "http2debug") },
	// net: a digit is a level, at which the names that are looked up are written.
	func(setting string) bool {
		return strings.HasPrefix(setting, "netdns=") && strings.ContainsAny(setting, "0123456789")
	},
	// A pattern behind any value makes internal/godebug write the stacks of whoever reads the setting.
	func(setting string) bool { return strings.Contains(setting, "#") },
}
