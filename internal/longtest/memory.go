package longtest

import "os"

// InMemory keeps a package's temporary files in memory, where the system has a place for that. The store waits for the disk at
// each write, so that a power cut loses nothing; no test has one, and the waiting was half of their time. The long tests stay on
// the disk, and a TMPDIR that is set counts. Call it in TestMain.
func InMemory() {
	const variable = "TMPDIR"
	if os.Getenv(variable) != "" || Wanted() {
		return
	}
	if dir := memoryFolder(); dir != "" {
		if err := os.Setenv(variable, dir); err != nil {
			panic(err) // impossible: the name is well formed
		}
	}
}
