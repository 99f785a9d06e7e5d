package terminal

import (
	"os"
	"strings"
	"testing"
)

// What sets a terminal up is no frame; the first frame is told once, after it was written.
func TestWatch(t *testing.T) {
	out, err := os.CreateTemp(t.TempDir(), "terminal")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	frame := strings.Repeat("x", setUp+1)
	told, shown := 0, ""
	w := watch(out, func() {
		told++
		content, err := os.ReadFile(out.Name())
		if err != nil {
			t.Error(err)
		}
		shown = string(content)
	})
	for n, write := range []struct {
		text string
		told int
	}{{"\x1b[?2026$p", 0}, {strings.Repeat("s", setUp), 0}, {frame, 1}, {frame, 1}} {
		if _, err := w.Write([]byte(write.text)); err != nil || told != write.told {
			t.Errorf("write %d: told %d times, want %d; %v", n, told, write.told, err)
		}
	}
	if !strings.HasSuffix(shown, frame) {
		t.Error("told before the frame was there")
	}
	if _, err := watch(out, nil).Write([]byte(frame)); err != nil {
		t.Error(err)
	}
}
