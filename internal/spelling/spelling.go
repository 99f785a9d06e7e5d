// Package spelling finds the name that somebody probably meant.
package spelling

import "strings"

// Nearest returns the name of names that typed probably stands for: one that it begins, one whose words' first letters it
// is (bc for business-central), else the most similar one; see Similar. Case does not count.
func Nearest(typed string, names []string) string {
	typed = strings.ToLower(typed)
	if typed == "" {
		return ""
	}
	for _, name := range names {
		if lower := strings.ToLower(name); len(typed) > 1 && (strings.HasPrefix(lower, typed) || initials(lower) == typed) {
			return name
		}
	}
	return Similar(typed, names)
}

// Similar returns the name most similar to typed, empty if none is: two slips are allowed, one in a very short name,
// a third of the characters in a long one. Case does not count.
func Similar(typed string, names []string) string {
	allowed := max(2, len(typed)/3)
	if len(typed) < 3 {
		allowed = 1
	}
	typed = strings.ToLower(typed)
	best, bestDistance := "", allowed+1
	row := make([]int, 0, 65) // enough for a valid name
	for _, candidate := range names {
		if d := distance(typed, strings.ToLower(candidate), bestDistance, row); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	if bestDistance >= len(best) {
		return ""
	}
	return best
}

// initials returns the first letters of a name's words; nothing of a name of one word.
func initials(name string) string {
	words := strings.Split(name, "-")
	if len(words) < 2 {
		return ""
	}
	var letters []byte
	for _, word := range words {
		if word != "" {
			letters = append(letters, word[0])
		}
	}
	return string(letters)
}

// distance counts the characters to insert, delete or change to get from a to b (Levenshtein), as far as there are fewer
// than enough. row is room to count in.
func distance(a, b string, enough int, row []int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a)-len(b) >= enough || len(b)-len(a) >= enough {
		return enough
	}
	row = row[:0]
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	for i := range len(a) {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}
		if least >= enough {
			return enough
		}
	}
	return row[len(b)]
}
