// Recording makes SVGs of the screens that docs/recording/record and docs/pictures/take have taken of the real program.
//
// Usage: go run ./internal/recording FOLDER >demo.svg for an animated one. FOLDER has a file NUMBER-MILLISECONDS for each
// screen, as `tmux capture-pane -e -p` prints it, and how long it is shown.
//
// go run ./internal/recording -dark|-light FILE >screen.svg draws one such screen in a terminal of that background.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	svg, err := draw(os.Args[1:])
	if err == nil {
		_, err = os.Stdout.WriteString(svg)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "recording:", err)
		os.Exit(1)
	}
}

// draw draws what the arguments name.
func draw(args []string) (string, error) {
	switch {
	case len(args) == 1:
		frames, err := readFrames(args[0])
		if err != nil {
			return "", err
		}
		return animate(frames), nil
	case len(args) == 2 && (args[0] == "-dark" || args[0] == "-light"):
		screen, err := os.ReadFile(args[1])
		if err != nil {
			return "", err
		}
		return still(parseScreen(string(screen)), map[string]window{"-dark": dark, "-light": light}[args[0]]), nil
	default:
		return "", errUsage
	}
}

var errUsage = errors.New("usage: recording FOLDER, or recording -dark|-light FILE")

// frame is one screen and how long it is shown, in milliseconds.
type frame struct {
	lines []line
	shown int
}

// readFrames reads the screens of a folder in the order of their names.
func readFrames(folder string) ([]frame, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*-*"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no screens in %s: %w", folder, os.ErrNotExist)
	}
	var frames []frame
	for _, name := range names {
		_, digits, _ := strings.Cut(filepath.Base(name), "-")
		shown, err := strconv.Atoi(digits)
		if err != nil {
			return nil, fmt.Errorf("could not read how long %s is shown: %w", name, err)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		frames = append(frames, frame{parseScreen(string(content)), shown})
	}
	return frames, nil
}
