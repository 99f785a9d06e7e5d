package cli_test

import (
	"regexp"
	"slices"
	"strings"

	"appreg/internal/cli"
)

// advised finds the commands that a text names, each as the words behind "appreg", as far as they are one: flags with
// their values, and what stands for a profile, an ID, a file or a code. names are further words that are arguments.
func advised(tree cli.CommandTree, text string, names ...string) [][]string {
	var found [][]string
	for _, rest := range strings.Split(text, "appreg ")[1:] {
		if words := commandIn(tree, strings.Fields(rest), names); words != nil {
			found = append(found, words)
		}
	}
	return found
}

// argument is a word that can only be an argument: a placeholder in capitals, a number, an ID, - for standard input.
var argument = regexp.MustCompile(`^(?:[A-Z][A-Z_]*|\d+|-|\S+-[a-z2-9]{16})$`)

// commandIn reads a command off the beginning of a sentence; nil if there is none.
func commandIn(tree cli.CommandTree, sentence, names []string) []string {
	var words []string
	wantsValue := false
	for n, word := range sentence {
		plain := strings.TrimRight(word, ".,;:)")
		switch {
		case n == 0 && !tree.Has(plain):
			return nil
		case n == 0, wantsValue, argument.MatchString(plain), slices.Contains(names, plain):
		case !strings.HasPrefix(plain, "--"):
			return words
		}
		wantsValue = n > 0 && strings.HasPrefix(plain, "--") && !strings.Contains(plain, "=") && tree.TakesValue(words[0], plain[2:])
		words = append(words, plain)
		if plain != word {
			return words
		}
	}
	return words
}

// shape is a command without its values: its name and its flags, sorted. So two that say the same are the same.
func shape(words []string) string {
	flags := slices.DeleteFunc(slices.Clone(words[1:]), func(word string) bool { return !strings.HasPrefix(word, "--") })
	slices.Sort(flags)
	return strings.Join(append([]string{words[0]}, flags...), " ")
}
