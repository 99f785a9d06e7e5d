// Package peer tells which user of this machine holds the other end of a loopback connection, where the system says so.
package peer
