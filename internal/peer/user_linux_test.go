package peer

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
)

func tcp(ip string, port int) *net.TCPAddr { return &net.TCPAddr{IP: net.ParseIP(ip), Port: port} }

func TestUserInATable(t *testing.T) {
	row := func(local, remote, state, user string) string {
		return fmt.Sprintf("   3: %s %s %s 00000000:00000000 00:00000000 00000000  %s        0 209519 2 0000000048cda1a2 20 4 1 10 -1\n", local, remote, state, user)
	}
	four, six, mapped := spelling(net.ParseIP("127.0.0.1").To4(), 54321), spelling(net.ParseIP("::1"), 54321), spelling(net.ParseIP("::ffff:127.0.0.1"), 54321)
	our := func(ip string) string { return spellings(tcp(ip, 4000))[len(spellings(tcp(ip, 4000)))-1] }
	mappedServer := spellings(tcp("127.0.0.1", 4000))[0]
	const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
	for name, tt := range map[string]struct {
		table          string
		client, server *net.TCPAddr
		user           int
		found          bool
	}{
		"IPv4":                     {head + row(four, our("127.0.0.1"), "01", "1000"), tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 1000, true},
		"IPv6":                     {head + row(six, our("::1"), "01", "1001"), tcp("::1", 54321), tcp("::1", 4000), 1001, true},
		"IPv4 through IPv6":        {head + row(mapped, mappedServer, "01", "1000"), tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 1000, true},
		"behind others":            {head + row(our("127.0.0.1"), four, "01", "7") + row(four, our("127.0.0.1"), "01", "1000"), tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 1000, true},
		"our own end alone":        {head + row(our("127.0.0.1"), four, "01", "7"), tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 0, false},
		"to another port":          {head + row(four, spelling(net.ParseIP("127.0.0.1").To4(), 4001), "01", "7"), tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 0, false},
		"over, not root's":         {head + row(four, our("127.0.0.1"), "06", "0"), tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 0, false},
		"a user that is no number": {head + row(four, our("127.0.0.1"), "01", "x"), tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 0, false},
		"cut":                      {head + "   3: " + four + " " + our("127.0.0.1") + " 01\n", tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 0, false},
		"empty":                    {"", tcp("127.0.0.1", 54321), tcp("127.0.0.1", 4000), 0, false},
	} {
		if user, found := userIn(tt.table, tt.client, tt.server); user != tt.user || found != tt.found {
			t.Errorf("%s: %d, %v; want %d, %v", name, user, found, tt.user, tt.found)
		}
	}
}

// TestUserOfAConnection asks this kernel.
func TestUserOfAConnection(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		listener, err := net.Listen("tcp", address)
		if err != nil && strings.HasPrefix(address, "[") {
			continue // a machine without IPv6
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		client, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		if user, found := UserOf(client.LocalAddr(), client.RemoteAddr()); !found || user != os.Getuid() {
			t.Errorf("%s: %d, %v", listener.Addr(), user, found)
		}
		if _, found := UserOf(tcp("127.0.0.1", 1), client.RemoteAddr()); found {
			t.Errorf("%s: somebody who has not connected was found", listener.Addr())
		}
	}
}
