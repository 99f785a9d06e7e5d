// Package shelltest is for the tests of systems with terminals of Unix.
package shelltest
