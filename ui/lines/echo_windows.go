package lines

import "golang.org/x/sys/windows"

// echoOff stops the console fd from showing what is typed; it goes on taking whole lines.
func echoOff(fd int) error {
	var mode uint32
	if err := windows.GetConsoleMode(windows.Handle(fd), &mode); err != nil {
		return err
	}
	return windows.SetConsoleMode(windows.Handle(fd), mode&^windows.ENABLE_ECHO_INPUT)
}

// keepEchoOff has nothing to do: nobody stops a process here.
func keepEchoOff(int, func()) (stop func()) { return func() {} }

// dropTyped forgets what was typed and not read yet.
func dropTyped(fd int) { _ = windows.FlushConsoleInputBuffer(windows.Handle(fd)) }
