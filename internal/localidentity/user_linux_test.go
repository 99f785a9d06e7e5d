package localidentity

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestAnotherUserGetsNoToken: a real one, who has read the value. Only root can be somebody else too.
func TestAnotherUserGetsNoToken(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	s, err := Start(Options{ClientID: clientID, Resources: []string{resource}, Token: gives})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for user, want := range map[uint32]string{0: "200", 65534: "403"} {
		cmd := exec.Command("curl", "--silent", "--noproxy", "*", "--write-out", "%{http_code}", "--output", os.DevNull,
			"--header", "X-IDENTITY-HEADER: "+s.header.Reveal(), s.Endpoint()+ask)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
		if out, err := cmd.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != want {
			t.Errorf("user %d: %v, %s, want %s", user, err, out, want)
		}
	}
}
