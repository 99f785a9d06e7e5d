package longtest

import "golang.org/x/sys/unix"

// sharedMemory is where Linux keeps files in memory, if anywhere.
const sharedMemory = "/dev/shm"

// leastRoom is ten times what the tests of all packages have there at once, in bytes.
const leastRoom = 512 << 20

// memoryFolder is a folder in memory that tests can write to and start programs from, with room for all; empty if there
// is none. A container's has often too little room.
func memoryFolder() string {
	var disk unix.Statfs_t
	err := unix.Statfs(sharedMemory, &disk)
	switch {
	case err != nil, disk.Type != unix.TMPFS_MAGIC, disk.Flags&unix.ST_NOEXEC != 0, disk.Bavail*uint64(disk.Bsize) < leastRoom,
		unix.Access(sharedMemory, unix.W_OK) != nil:
		return ""
	}
	return sharedMemory
}
