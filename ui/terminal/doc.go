// Package terminal runs a Bubble Tea program so that the terminal survives it: own signal handling, bounded input,
// an end when the terminal is gone, no trace files. What it guards against was measured: Bubble Tea 2.0.9 alone
// panics on a control sequence of 33 parameters, leaves the terminal raw on SIGHUP, lives on when its terminal has
// gone and writes every key to the file named by TEA_TRACE.
package terminal
