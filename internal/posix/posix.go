// Package posix writes values for a POSIX shell.
package posix

import "strings"

const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@+,-"

// Word returns value as one word, in quotes where the shell would read something into it.
func Word(value string) string {
	if value != "" && strings.Trim(value, plain) == "" {
		return value
	}
	return Quoted(value)
}

// Quoted returns value as one word in quotes.
func Quoted(value string) string { return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'" }
