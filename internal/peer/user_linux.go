package peer

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
)

// UserOf returns the user id of whoever holds client, the other end of a connection to server on this machine. The kernel
// lists it for each connection in /proc/net/tcp and tcp6, the latter also for IPv4 (proc_net_tcp.txt in its documentation).
func UserOf(client, server net.Addr) (int, bool) {
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		if text, err := os.ReadFile(table); err == nil {
			if user, found := userIn(string(text), client, server); found {
				return user, true
			}
		}
	}
	return 0, false
}

// userIn finds the connection in such a table: sl, local address, remote address, state, …, and the user id in the eighth
// column.
func userIn(table string, client, server net.Addr) (int, bool) {
	const established = "01"
	local, remote := spellings(client), spellings(server)
	for line := range strings.Lines(table) {
		columns := strings.Fields(line)
		if len(columns) < 8 || columns[3] != established || !slices.Contains(local, columns[1]) || !slices.Contains(remote, columns[2]) {
			continue
		}
		user, err := strconv.Atoi(columns[7])
		return user, err == nil
	}
	return 0, false
}

// spellings are the ways in which the tables write an address: each four bytes of it as one number of the machine, in
// hexadecimal, and the port. An IPv4 address stands in the second table as a mapped one.
func spellings(address net.Addr) []string {
	tcp, ok := address.(*net.TCPAddr)
	if !ok {
		return nil
	}
	all := []string{spelling(tcp.IP.To16(), tcp.Port)}
	if four := tcp.IP.To4(); four != nil {
		all = append(all, spelling(four, tcp.Port))
	}
	return all
}

func spelling(ip net.IP, port int) string {
	var text strings.Builder
	for word := range slices.Chunk(ip, 4) {
		fmt.Fprintf(&text, "%08X", binary.NativeEndian.Uint32(word))
	}
	return fmt.Sprintf("%s:%04X", text.String(), port)
}
