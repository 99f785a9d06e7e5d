package cli

import (
	"os"
	"os/exec"
	"os/signal"
)

// signals keeps ctrl+c from ending appreg: Windows tells every program of the console.
type signals struct{ incoming chan os.Signal }

func newSignals(*exec.Cmd) (*signals, error) {
	s := &signals{incoming: make(chan os.Signal, 1)}
	signal.Notify(s.incoming, os.Interrupt)
	return s, nil
}

func (s *signals) passTo(*os.Process) {}

func (s *signals) stop() { signal.Stop(s.incoming) }

// exitCodeOf is a command's exit code.
func exitCodeOf(state *os.ProcessState) int { return state.ExitCode() }
