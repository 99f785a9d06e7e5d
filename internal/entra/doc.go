// Package entra talks to Microsoft Entra's login service: it looks up a tenant and an account, asks for a token
// in the documented way, and reads what comes back. It judges nothing: causes and fixes are package diagnose's.
// The protocol is described in facts/entra.md 4 and 5, the client's rules in facts/client.md 1.6.
package entra
