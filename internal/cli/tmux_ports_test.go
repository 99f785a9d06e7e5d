//go:build linux

package cli_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"appreg/internal/catalog"
	"appreg/internal/longtest"
)

// namespaceMark tells the test's second process that it has a network of its own.
const namespaceMark = "APPREG_TEST_OWN_NETWORK"

// The ports of the namespace. For a listener that leaves the choice to it, Linux takes an odd one; a program that
// calls another gets an even one.
const firstPort, lastPort = 40000, 40063

// TestPortsTakenInTmux signs in by browser where others hold ports of 127.0.0.1 that are free on ::1: a third of them, then all.
func TestPortsTakenInTmux(t *testing.T) {
	longtest.Only(t)

	if os.Getenv(namespaceMark) == "" {
		inOwnNetwork(t)
		return
	}
	raiseLoopback(t)
	program := buildProgram(t)
	rows := []struct {
		signInRow
		held int // of the odd ports, one in this many
	}{
		{signInRow{name: "a third", do: (*signer).accept, wizard: wizardReady, line: lineReady}, 3},
		{signInRow{name: "all", do: func(*signer) {}, wizard: []string{"No usable answer", noListener}, line: []string{"Unreachable: no usable answer", noListener},
			exit: 4, told: []string{noListener}}, 1},
	}
	for _, row := range rows {
		for _, place := range signInPlaces {
			t.Run(row.name+"/"+place.name, func(t *testing.T) {
				p := newSigner(t, "")
				holdPorts(t, row.held)
				place.begin(p, program, p.caseOf(catalog.BusinessCentral, catalog.Browser))
				row.do(p)
				p.screen.wait(row.want(place)...)
				place.end(p, row.signInRow)
			})
		}
	}
}

const noListener = "Can't listen for the browser on this machine"

// inOwnNetwork runs the calling test again in a process with a network of its own: there nobody else misses the ports.
func inOwnNetwork(t *testing.T) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), namespaceMark+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	output, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("needs a system that gives everybody network namespaces")
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	t.Logf("%s", output)
}

// raiseLoopback switches the namespace's own 127.0.0.1 and ::1 on and leaves it few ports.
func raiseLoopback(t *testing.T) {
	t.Helper()
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(socket)
	loopback, err := unix.NewIfreq("lo")
	if err != nil {
		t.Fatal(err)
	}
	loopback.SetUint16(unix.IFF_UP)
	if err := unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, loopback); err != nil {
		t.Fatal(err)
	}
	ports := fmt.Sprintf("%d %d", firstPort, lastPort)
	if err := os.WriteFile("/proc/sys/net/ipv4/ip_local_port_range", []byte(ports), 0o600); err != nil {
		t.Fatal(err)
	}
}

// holdPorts listens on 127.0.0.1 at one in every n odd ports.
func holdPorts(t *testing.T, n int) {
	t.Helper()
	for port := firstPort + 1; port <= lastPort; port += 2 * n {
		listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			t.Logf("port %d: %v", port, err) // the simulator's
			continue
		}
		t.Cleanup(func() { _ = listener.Close() })
	}
}
