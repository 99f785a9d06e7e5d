package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// look is how a piece of text is drawn. Colors are as CSS has them, empty for the terminal's own.
type look struct {
	front, back                     string
	bold, dim, italic, line, strike bool
	reverse                         bool
}

// piece is text of one look.
type piece struct {
	look
	text string
}

// line is one line of a screen.
type line []piece

// escape is what a terminal does not print: a sequence that sets the look, or another one.
var escape = regexp.MustCompile("\x1b\\[([0-9;]*)m|\x1b\\[[0-9;?]*[A-Za-ln-z]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|[\x0e\x0f]|\x1b[()][A-Z0-9]")

// parseScreen reads a screen as tmux prints it. The look goes on from line to line.
func parseScreen(text string) []line {
	var lines []line
	var now look
	for raw := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		var pieces line
		add := func(text string) {
			if text != "" {
				pieces = append(pieces, piece{now, text})
			}
		}
		from := 0
		for _, at := range escape.FindAllStringSubmatchIndex(raw, -1) {
			add(raw[from:at[0]])
			from = at[1]
			if at[2] >= 0 {
				now = now.with(raw[at[2]:at[3]])
			}
		}
		add(raw[from:])
		lines = append(lines, pieces)
	}
	return lines
}

// with returns the look after the numbers of a sequence (ECMA-48, SGR).
func (l look) with(parameters string) look {
	var numbers []int
	for text := range strings.SplitSeq(parameters, ";") {
		number, _ := strconv.Atoi(text) // empty is 0
		numbers = append(numbers, number)
	}
	for len(numbers) > 0 {
		number := numbers[0]
		numbers = numbers[1:]
		switch {
		case number == 0:
			l = look{}
		case number == 38 || number == 48:
			var color string
			color, numbers = extended(numbers)
			if number == 38 {
				l.front = color
			} else {
				l.back = color
			}
		case number >= 30 && number <= 37:
			l.front = indexed(number - 30)
		case number >= 90 && number <= 97:
			l.front = indexed(number - 90 + 8)
		case number >= 40 && number <= 47:
			l.back = indexed(number - 40)
		case number >= 100 && number <= 107:
			l.back = indexed(number - 100 + 8)
		case number == 39:
			l.front = ""
		case number == 49:
			l.back = ""
		default:
			l = l.attribute(number)
		}
	}
	return l
}

// attribute sets or resets what is no color.
func (l look) attribute(number int) look {
	switch number {
	case 1:
		l.bold = true
	case 2:
		l.dim = true
	case 3:
		l.italic = true
	case 4:
		l.line = true
	case 7:
		l.reverse = true
	case 9:
		l.strike = true
	case 22:
		l.bold, l.dim = false, false
	case 23:
		l.italic = false
	case 24:
		l.line = false
	case 27:
		l.reverse = false
	case 29:
		l.strike = false
	}
	return l
}

// extended reads a color behind 38 or 48: 5 and its index, or 2 and red, green and blue.
func extended(numbers []int) (color string, rest []int) {
	switch {
	case len(numbers) >= 2 && numbers[0] == 5:
		return indexed(numbers[1]), numbers[2:]
	case len(numbers) >= 4 && numbers[0] == 2:
		return fmt.Sprintf("#%02x%02x%02x", numbers[1], numbers[2], numbers[3]), numbers[4:]
	}
	return "", nil
}

// basic are the first sixteen colors; the others are computed, as xterm does.
var basic = []string{
	"#1d1f21", "#cc6666", "#8fb573", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0",
	"#7f848e", "#e06c75", "#98c379", "#f0d197", "#7cc0ff", "#d898e8", "#7ad0da", "#ffffff",
}

func indexed(n int) string {
	switch {
	case n < len(basic):
		return basic[n]
	case n >= 232:
		gray := 8 + 10*(n-232)
		return fmt.Sprintf("#%02x%02x%02x", gray, gray, gray)
	}
	level := func(part int) int {
		if part == 0 {
			return 0
		}
		return 55 + 40*part
	}
	n -= 16
	return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6))
}
