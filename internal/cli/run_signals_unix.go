//go:build unix

package cli

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// passed are the signals that a command gets in our place. One that is ignored stays so, as under nohup.
var passed = []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2}

// signals passes signals on to a command. With a terminal, the command shares our process group: keys, and stopping and
// going on, reach it from there. Without one it leads a group of its own, and a signal reaches all that it has started.
type signals struct {
	terminal *os.File // nil: there is none
	incoming chan os.Signal
	done     chan struct{}
}

// newSignals prepares a command that has not started yet. From here on no signal ends appreg.
func newSignals(child *exec.Cmd) (*signals, error) {
	s := &signals{incoming: make(chan os.Signal, 32), done: make(chan struct{})}
	if terminal, err := os.OpenFile(controllingTerminal, os.O_RDWR, 0); err == nil {
		s.terminal = terminal
	} else {
		child.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	}
	for _, one := range passed {
		if !signal.Ignored(one) {
			signal.Notify(s.incoming, one)
		}
	}
	return s, nil
}

// passTo passes on what has come since, and what comes.
func (s *signals) passTo(process *os.Process) {
	target := process.Pid
	if s.terminal == nil {
		target = -target
	}
	go func() {
		for {
			select {
			case one := <-s.incoming:
				if !s.typed(one) {
					_ = syscall.Kill(target, one.(syscall.Signal)) // the command may have ended
				}
			case <-s.done:
				return
			}
		}
	}()
}

// typed reports whether a signal comes from a key, so that the command has got it too: ours is the terminal's foreground
// group.
func (s *signals) typed(one os.Signal) bool {
	if s.terminal == nil || one != syscall.SIGINT && one != syscall.SIGQUIT {
		return false
	}
	group, err := unix.IoctlGetInt(int(s.terminal.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

func (s *signals) stop() {
	signal.Stop(s.incoming)
	close(s.done)
	if s.terminal != nil {
		_ = s.terminal.Close()
	}
}

// exitCodeOf is a command's exit code, as shells count it: 128 and the number of the signal that ended it.
func exitCodeOf(state *os.ProcessState) int {
	if status, is := state.Sys().(syscall.WaitStatus); is && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
