//go:build !windows

package entra

// argumentsShow says that other users can read what a program is started with.
const argumentsShow = true
