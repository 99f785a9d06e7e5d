package main

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseScreen(t *testing.T) {
	red := look{front: basic[1]}
	for name, test := range map[string]struct {
		text string
		want []line
	}{
		"plain":            {"a b\n", []line{{{look{}, "a b"}}}},
		"empty lines":      {"a\n\nb\n\n", []line{{{look{}, "a"}}, nil, {{look{}, "b"}}}},
		"a color":          {"\x1b[31mred\x1b[39m not", []line{{{red, "red"}, {look{}, " not"}}}},
		"over lines":       {"\x1b[31ma\nb\x1b[0mc", []line{{{red, "a"}}, {{red, "b"}, {look{}, "c"}}}},
		"several at once":  {"\x1b[1;3;4;7;9;38;2;1;2;255;48;5;16mx", []line{{{look{front: "#0102ff", back: "#000000", bold: true, italic: true, line: true, reverse: true, strike: true}, "x"}}}},
		"taken back":       {"\x1b[1;2;3;4;7;9;91;101mx\x1b[22;23;24;27;29;39;49my", []line{{{look{front: basic[9], back: basic[9], bold: true, dim: true, italic: true, line: true, reverse: true, strike: true}, "x"}, {look{}, "y"}}}},
		"no numbers":       {"\x1b[1mx\x1b[my", []line{{{look{bold: true}, "x"}, {look{}, "y"}}}},
		"other sequences":  {"\x1b[?25l\x1b]8;;https://x\x1b\\a\x1b]0;t\x07\x1b(B\x0fb\x1b[2K", []line{{{look{}, "a"}, {look{}, "b"}}}},
		"a color cut off":  {"\x1b[38;5mx", []line{{{look{}, "x"}}}},
		"gray and a cube":  {"\x1b[38;5;244ma\x1b[38;5;75mb", []line{{{look{front: "#808080"}, "a"}, {look{front: "#5fafff"}, "b"}}}},
		"beyond the table": {"\x1b[52mx", []line{{{look{}, "x"}}}},
	} {
		// What a sequence parts is drawn in pieces; those of one look that follow each other may be one.
		if diff := cmp.Diff(test.want, parseScreen(test.text), cmp.AllowUnexported(piece{}, look{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestAnimate: every frame is there for its time, lines that two frames share are drawn once, and it is XML.
func TestAnimate(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"100-1000": "same\n\x1b[7m<one> & é\x1b[0m\n", "101-3000": "same\ntwo\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	frames, err := readFrames(folder)
	if err != nil {
		t.Fatal(err)
	}
	svg := animate(frames)
	for _, part := range []string{
		"@keyframes f0{0%{visibility:hidden}0.000%{visibility:visible}25.000%{visibility:hidden}}",
		"@keyframes f1{0%{visibility:hidden}25.000%{visibility:visible}100.000%{visibility:hidden}}",
		"animation-duration:4000ms", "#f1{visibility:visible}", "&lt;one&gt; &amp; é", `fill="` + dark.ink + `"`,
	} {
		if !strings.Contains(svg, part) {
			t.Errorf("no %s in\n%s", part, svg)
		}
	}
	if n := strings.Count(svg, ">same<"); n != 1 {
		t.Errorf("a shared line is drawn %d times", n)
	}
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadFramesErrors(t *testing.T) {
	if _, err := readFrames(t.TempDir()); err == nil {
		t.Error("a folder without screens is taken")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "100-long"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readFrames(folder); err == nil {
		t.Error("a time that is no number is taken")
	}
}
