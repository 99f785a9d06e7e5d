package entra

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"appreg/internal/peer"
)

// TestAnotherUserIsNotLedToTheSignIn: a real one, who has read the address. Only root can be somebody else too.
func TestAnotherUserIsNotLedToTheSignIn(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	const nobody = 65534
	l, base := served(t, os.Getuid(), peer.UserOf)
	for _, ip := range []string{"127.0.0.1", "[::1]"} {
		if probe, err := net.Dial("tcp", strings.TrimPrefix(strings.Replace(base, "localhost", ip, 1), "http://")); err != nil {
			continue // a machine without IPv6
		} else {
			_ = probe.Close()
		}
		address := strings.Replace(base, "localhost", ip, 1) + l.opening.path
		cmd := exec.Command("curl", "--silent", "--noproxy", "*", "--write-out", "%{http_code} %{redirect_url}", "--output", os.DevNull, address)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		out, err := cmd.CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != "404" {
			t.Errorf("%s: %v, %s", ip, err, out)
		}
	}
	if page := visitOnly(t, http.MethodGet, base+l.opening.path, "", ""); page.status != http.StatusSeeOther {
		t.Errorf("the user: HTTP %d", page.status)
	}
}
