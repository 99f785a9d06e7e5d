//go:build unix

package terminal

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestResumesUntilItHasResumed: on a busy machine the first SIGCONT can come before Bubble Tea waits for one.
func TestResumesUntilItHasResumed(t *testing.T) {
	resumes, stop := catchResumes()
	defer stop()
	see := filter(t.Context(), nil)
	see(nil, tea.SuspendMsg{})
	for n := range 3 {
		select {
		case <-resumes:
		case <-time.After(30 * time.Second):
			t.Fatalf("continued only %d times", n)
		}
	}
	see(nil, tea.ResumeMsg{})
	time.Sleep(2 * unstopped) // one may have been under way
	for len(resumes) > 0 {
		<-resumes
	}
	select {
	case <-resumes:
		t.Error("continued after it had resumed")
	case <-time.After(3 * unstopped):
	}
}
