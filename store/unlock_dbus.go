//go:build !windows && !darwin && !ios

package store

import (
	"context"
	"os"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"
)

const secretsPrompt = "org.freedesktop.Secret.Prompt"

// noPrompt is the path of no prompt: nobody has to be asked.
const noPrompt = dbus.ObjectPath("/")

// unlockQuietly asks for objects to be unlocked, and reports whether they are without anybody being asked. KWallet says of a
// wallet that it is locked until a program asks for it, also if the session has opened it. Where somebody has to be asked,
// prompt is what would ask them; it is shown only by unlockBy.
func unlockQuietly(ctx context.Context, conn *dbus.Conn, objects []dbus.ObjectPath) (prompt dbus.ObjectPath, err error) {
	var unlocked []dbus.ObjectPath
	err = conn.Object(secretsName, secretsPath).CallWithContext(ctx, secretsService+".Unlock", 0, objects).Store(&unlocked, &prompt)
	return prompt, err
}

// unlockBy shows a prompt and waits until it is answered or ctx ends. It is never taken down again: GNOME's program dies of
// that (docs/sources.md, Keyrings). It reports whether the person agreed.
func unlockBy(ctx context.Context, conn *dbus.Conn, prompt dbus.ObjectPath) bool {
	match := []dbus.MatchOption{dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(secretsPrompt)}
	if err := conn.AddMatchSignalContext(ctx, match...); err != nil {
		return false
	}
	defer func() { _ = conn.RemoveMatchSignal(match...) }()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	defer conn.RemoveSignal(signals)
	if err := conn.Object(secretsName, prompt).CallWithContext(ctx, secretsPrompt+".Prompt", 0, "").Err; err != nil {
		return false
	}
	for {
		select {
		case <-ctx.Done():
			return false
		case signal, open := <-signals:
			switch {
			case !open:
				return false
			case signal.Path == prompt && signal.Name == secretsPrompt+".Completed" && len(signal.Body) > 0:
				dismissed, ok := signal.Body[0].(bool)
				return ok && !dismissed
			}
		}
	}
}

// systemUnlock has a person unlock the collection, or the items of a user name, and waits for them until ctx ends. It is
// called after systemProbe, on the connection that go-keyring uses.
func systemUnlock(ctx context.Context, user string) State {
	conn, err := dbus.SessionBus()
	if err != nil {
		return StateNoBus
	}
	chosen, err := collectionInUse(ctx, conn)
	if err != nil {
		return orSilent(ctx, StateBroken)
	}
	objects := []dbus.ObjectPath{chosen}
	if user != "" {
		search := map[string]string{attributeService: service, attributeUser: user}
		if err := conn.Object(secretsName, chosen).CallWithContext(ctx, secretsCollection+".SearchItems", 0, search).Store(&objects); err != nil {
			return orSilent(ctx, StateBroken)
		}
	}
	prompt, err := unlockQuietly(ctx, conn, objects)
	switch {
	case err != nil:
		return orSilent(ctx, StateBroken)
	case prompt == noPrompt, unlockBy(ctx, conn, prompt):
		return StateReady
	}
	return StateLocked
}

// systemKeeper is the program that keeps secrets on this bus, as /proc names it; empty if that cannot be told.
func systemKeeper(ctx context.Context) string {
	conn, err := dbus.SessionBus()
	if err != nil {
		return ""
	}
	var pid uint32
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetConnectionUnixProcessID", 0, secretsName).Store(&pid); err != nil {
		return ""
	}
	name, err := os.ReadFile("/proc/" + strconv.Itoa(int(pid)) + "/comm")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(name))
}
