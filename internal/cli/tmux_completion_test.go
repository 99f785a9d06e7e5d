package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"appreg/internal/longtest"
)

// shells are those that appreg prints a completion script for and that run here, each with the line that takes it.
var shells = map[string]struct{ start, source string }{
	"bash": {"bash --norc --noprofile -i", "source /usr/share/bash-completion/bash_completion; source <(appreg completion bash)"},
	"zsh":  {"zsh -f -i", "autoload -U compinit; compinit -u; source <(appreg completion zsh)"},
	"fish": {"fish --no-config -i", "appreg completion fish | source"},
}

// TestCompletionInShells presses Tab in real shells: commands, topics, flags, their values, and what is saved.
func TestCompletionInShells(t *testing.T) {
	longtest.Only(t)
	program := buildProgram(t)
	m := newMachine(t)
	m.save("works-business-central-client-secret")
	for name, shell := range shells {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(name); err != nil {
				t.Fatal(err)
			}
			home := t.TempDir()
			s := newScreen(t, 100, 30, []string{
				"PATH=" + filepath.Dir(program) + ":" + os.Getenv("PATH"), "HOME=" + home, "ZDOTDIR=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home,
				"APPREG_HOME=" + m.home, "PS1=ready> ",
			}, shell.start)
			s.press("echo started", "Enter")
			s.wait("started started")
			s.press(shell.source+"; echo sourc''ed", "Enter")
			s.wait("sourced")
			for _, typed := range []struct{ line, becomes string }{
				{"appreg che", "appreg check"},
				{"appreg help exi", "appreg help exit-codes"},
				{"appreg demo ser", "appreg demo serve"},
				{"appreg setup --secret-st", "appreg setup --secret-stdin"},
				{"appreg setup --api bus", "appreg setup --api business-central"},
				{"appreg token -o hea", "appreg token -o header"},
				{"appreg show wor", "appreg show works-business-central-client-secret"},
				{"appreg open works-business-central-client-secret perm", "appreg open works-business-central-client-secret permissions"},
			} {
				s.press("C-l")
				s.press("-l", typed.line)
				s.press("Tab")
				s.wait(typed.becomes)
				s.press("C-u")
			}
		})
	}
}
