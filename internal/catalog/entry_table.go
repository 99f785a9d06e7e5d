//go:build !fifthapi

package catalog

// entries lists the APIs, in the order in which they are offered.
func entries() []entry {
	return []entry{lcsEntry(), powerPlatformEntry(), powerAppsEntry(), businessCentralEntry()}
}
