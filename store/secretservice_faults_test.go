//go:build linux

package store

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// commandLimit is within what every command must end, whatever the keyring does (issue 3).
const commandLimit = 6 * time.Second

// busConfig is the configuration of a private session bus; services is a servicedir element or empty.
const busConfig = `<busconfig><type>session</type><listen>unix:dir=%s</listen>%s<policy context="default">` +
	`<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

// privateSession is a bus of the test's own with, if wanted, a keyring daemon of its own: stopping or locking the one
// of .ci/with-keyring would disturb other packages' tests.
type privateSession struct {
	dir    string
	daemon *exec.Cmd // gnome-keyring-daemon, nil if it was not started
}

// startBus starts a bus and points this process at it. activation lets it start the programs of the machine.
func startBus(t *testing.T, activation bool) *privateSession {
	t.Helper()
	needSecretService(t)
	dir := t.TempDir()
	services := ""
	if activation {
		services = "<servicedir>/usr/share/dbus-1/services</servicedir>"
	}
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, dir, services), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_DATA_HOME", filepath.Join(dir, "data"))
	t.Setenv("XDG_RUNTIME_DIR", dir)
	bus := exec.Command("dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	startProcess(t, bus)
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the bus gives no address")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", lines.Text())
	closeShared()
	t.Cleanup(closeShared)
	return &privateSession{dir: dir}
}

// closeShared ends the connection that go-keyring and the probe share. It outlives a test, and its bus may still be there: the
// next test would ask that one.
func closeShared() {
	if shared, err := dbus.SessionBus(); err == nil {
		_ = shared.Close()
	}
}

// startProcess starts cmd and ends it with the test.
func startProcess(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // also ends one that was stopped
		_ = cmd.Wait()
	})
}

// startKeyring starts an unlocked keyring daemon in a new session.
func startKeyring(t *testing.T) *privateSession {
	t.Helper()
	s := startBus(t, false)
	s.daemon = exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	s.daemon.Stdin = strings.NewReader("test-only")
	startProcess(t, s.daemon)
	deadline := time.Now().Add(commandLimit)
	for state := StateUnknown; state != StateReady; state = NewSystemKeyring().State(t.Context()) {
		if time.Now().After(deadline) {
			t.Fatalf("the keyring daemon is %s", state)
		}
	}
	return s
}

// every calls all that needs the keyring, at once, and checks that each call ends in time with the state want and that
// nothing changed.
func every(t *testing.T, want State) {
	t.Helper()
	home := filepath.Join(t.TempDir(), "home")
	mustSave(t, newStore(t, Options{Home: home}), secretInput("bc", long(3000)))
	before := tree(t, home)
	replace := secretInput("bc", "new")
	replace.Replace = true
	calls := map[string]func(*Store) error{
		"save":    func(s *Store) error { _, err := s.Save(t.Context(), secretInput("new", canary)); return err },
		"replace": func(s *Store) error { _, err := s.Save(t.Context(), replace); return err },
		"load":    func(s *Store) error { _, _, err := s.Load(t.Context(), "bc"); return err },
		"remove":  func(s *Store) error { return s.Remove(t.Context(), "bc") },
	}
	var running sync.WaitGroup
	for name, call := range calls {
		running.Go(func() {
			begin := time.Now()
			err := call(newStore(t, Options{Home: home, Keyring: NewSystemKeyring()}))
			if took := time.Since(begin); took > commandLimit {
				t.Errorf("%s took %v", name, took)
			}
			keyring := new(Error)
			if !ofKind(err, ErrBackend, &keyring) || keyring.State != want || keyring.Error() != want.Message() {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
		})
	}
	running.Wait()
	after := tree(t, home)
	delete(before, "profiles.lock") // holds the number of the last holder
	delete(after, "profiles.lock")
	if d := diff(before, after); d != "" {
		t.Error(d)
	}
}

func TestLockedKeyring(t *testing.T) {
	s := startKeyring(t)
	lockCollection(t)
	begin := time.Now()
	every(t, StateLocked)
	if took := time.Since(begin); took >= callLimit { // it says so at once
		t.Errorf("took %v", took)
	}
	if err := s.daemon.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the daemon has ended: %v", err)
	}
}

// lockCollection locks the login collection as a screen locker does.
func lockCollection(t *testing.T) {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	service := conn.Object(secretsName, secretsPath)
	if err := service.Call(secretsService+".Lock", 0, []dbus.ObjectPath{loginCollection}).Err; err != nil {
		t.Fatal(err)
	}
}

func TestStoppedKeyring(t *testing.T) {
	s := startKeyring(t)
	if err := s.daemon.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	every(t, StateSilent)
}

func TestNoKeyringProgram(t *testing.T) {
	startBus(t, false)
	every(t, StateNoService)
}

// A program that the bus can start is started; in a fresh home it has no collection.
func TestActivatedKeyring(t *testing.T) {
	startBus(t, true)
	every(t, StateNoCollection)
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var pid uint32
	if err := conn.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, secretsName).Store(&pid); err != nil {
		t.Fatalf("not started: %v", err)
	}
	if err := syscall.Kill(int(pid), syscall.SIGKILL); err != nil {
		t.Error(err)
	}
}

// listen opens a socket in place of a bus and points this process at it.
func listen(t *testing.T, serve func(net.Conn)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serve(conn)
		}
	}()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
}

func TestMuteBus(t *testing.T) {
	conns := make(chan net.Conn, 100)
	listen(t, func(c net.Conn) { conns <- c }) // kept open, never answered
	every(t, StateSilent)
}

// The bus of another user hangs up during the handshake.
func TestBusOfAnotherUser(t *testing.T) {
	listen(t, func(c net.Conn) { _ = c.Close() })
	every(t, StateOtherUser)
}

func TestNoBus(t *testing.T) {
	for name, address := range map[string]string{
		"socket gone": "unix:path=" + filepath.Join(t.TempDir(), "gone"), "disabled": "disabled:", "nonsense": "x",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
			every(t, StateNoBus)
		})
	}
}

// Without an address no bus is launched: go-keyring would leave two processes behind at every call.
func TestNoBusLaunchesNothing(t *testing.T) {
	dir := t.TempDir()
	mark := filepath.Join(dir, "launched")
	script := "#!/bin/sh\n: >" + mark + "\nexit 1\n"
	if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		_, err := NewSystemKeyring().Get(t.Context(), "no-such-item")
		if _, own := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); own != nil && stateOf(t, err) != StateNoBus {
			t.Errorf("%q: %v", address, err)
		}
		if _, err := os.Stat(mark); err == nil {
			t.Errorf("%q: dbus-launch was run", address)
		}
	}
}
