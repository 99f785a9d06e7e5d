//go:build !fifthapi

package steps

// apis has what the steps say about each API alone, a file each.
func apis() []api { return []api{lcs(), powerPlatform(), powerApps(), businessCentral()} }
