// Package entra talks to Microsoft Entra's login service: it looks up a tenant and an account, asks for a token
// in the documented way, and reads what comes back. It judges nothing: causes and fixes are package diagnose's.
// The documents of the protocol are listed in docs/sources.md, "Entra: protocol".
package entra
