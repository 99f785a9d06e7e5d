//go:build !windows && !darwin && !ios

package store

import (
	"context"
	"errors"
	"slices"

	"github.com/godbus/dbus/v5"
)

// Names of the Secret Service (freedesktop.org Secret Service API, version 0.2).
const (
	secretsName       = "org.freedesktop.secrets"
	secretsPath       = dbus.ObjectPath("/org/freedesktop/secrets")
	secretsService    = "org.freedesktop.Secret.Service"
	secretsCollection = "org.freedesktop.Secret.Collection"
	loginCollection   = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
)

// The attributes by which go-keyring files items.
const (
	attributeService = "service"
	attributeUser    = "username"
)

// systemProbe finds out the state of the Secret Service without raising a prompt (docs/sources.md, Keyrings).
// It starts the service if the bus knows how to. The bus handshake ignores ctx, so the caller must be able to give up.
func systemProbe(ctx context.Context) State {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return StateNoBus
	}
	defer conn.Close()
	if err := conn.Auth(nil); err != nil {
		return orSilent(ctx, StateOtherUser)
	}
	if err := conn.Hello(); err != nil {
		return orSilent(ctx, StateOtherUser)
	}
	if state := owned(ctx, conn); state != StateReady {
		return state
	}
	// The program is asked on the connection that go-keyring will use, before go-keyring does: busy, that of GNOME 42
	// to 50 dies when the first it hears from a connection is OpenSession, with which go-keyring begins to write, or a
	// question about a collection. The bus then starts a new one, which is locked.
	// conn has shown that there is a bus, so this does not launch one.
	shared, err := dbus.SessionBus()
	if err != nil {
		return orSilent(ctx, StateOtherUser)
	}
	return collectionState(ctx, shared)
}

// owned is StateReady if a program keeps secrets on this bus; one that the bus can start is started.
func owned(ctx context.Context, conn *dbus.Conn) State {
	var has bool
	bus := conn.BusObject()
	if err := bus.CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, secretsName).Store(&has); err != nil {
		return orSilent(ctx, StateBroken)
	}
	if has {
		return StateReady
	}
	var names []string
	if err := bus.CallWithContext(ctx, "org.freedesktop.DBus.ListActivatableNames", 0).Store(&names); err != nil {
		return orSilent(ctx, StateBroken)
	}
	if slices.Contains(names, secretsName) {
		return start(ctx, conn)
	}
	return StateNoService
}

// start asks the bus to start the program that keeps secrets. Starting raises no prompt.
func start(ctx context.Context, conn *dbus.Conn) State {
	var code uint32
	err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.StartServiceByName", 0, secretsName, uint32(0)).Store(&code)
	if err != nil {
		return StateActivatable
	}
	return StateReady
}

// collectionState is the state of the collection that go-keyring would use: login, or else the default alias.
// Its first question must stay the service's own (see systemProbe).
func collectionState(ctx context.Context, conn *dbus.Conn) State {
	chosen, err := collectionInUse(ctx, conn)
	switch {
	case errors.Is(err, errNoCollection):
		return orSilent(ctx, StateNoCollection)
	case err != nil:
		return orSilent(ctx, StateBroken)
	}
	var locked bool
	if err := property(ctx, conn.Object(secretsName, chosen), secretsCollection, "Locked", &locked); err != nil {
		return orSilent(ctx, StateBroken)
	}
	if !locked {
		return StateReady
	}
	switch prompt, err := unlockQuietly(ctx, conn, []dbus.ObjectPath{chosen}); {
	case err != nil:
		return orSilent(ctx, StateLocked)
	case prompt == noPrompt:
		return StateReady
	}
	return StateLocked
}

var errNoCollection = errors.New("no default collection")

// collectionInUse is the collection that go-keyring would use.
func collectionInUse(ctx context.Context, conn *dbus.Conn) (chosen dbus.ObjectPath, err error) {
	secrets := conn.Object(secretsName, secretsPath)
	var collections []dbus.ObjectPath
	if err := property(ctx, secrets, secretsService, "Collections", &collections); err != nil {
		return "", err
	}
	if slices.Contains(collections, loginCollection) {
		return loginCollection, nil
	}
	err = secrets.CallWithContext(ctx, secretsService+".ReadAlias", 0, "default").Store(&chosen)
	if err != nil || chosen == "/" {
		return "", errNoCollection
	}
	return chosen, nil
}

// property reads a property under ctx; godbus' own GetProperty waits without limit.
func property(ctx context.Context, object dbus.BusObject, iface, name string, into any) error {
	var value dbus.Variant
	err := object.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, iface, name).Store(&value)
	if err != nil {
		return err
	}
	return value.Store(into)
}

// orSilent is state, or StateSilent if there was no time for an answer.
func orSilent(ctx context.Context, state State) State {
	if ctx.Err() != nil {
		return StateSilent
	}
	return state
}
