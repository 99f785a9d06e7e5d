package diagnose

import "appreg/internal/catalog"

// Kinds of flows, by what their rows say.

func usersIn(f catalog.FlowInfo) bool       { return f.Who == catalog.User }
func appFlows(f catalog.FlowInfo) bool      { return f.Who == catalog.Application }
func certFlow(f catalog.FlowInfo) bool      { return f.Proof == catalog.ProofCertificate }
func noCertFlows(f catalog.FlowInfo) bool   { return !certFlow(f) }
func secretFlow(f catalog.FlowInfo) bool    { return f.Proof == catalog.ProofSecret }
func passFlow(f catalog.FlowInfo) bool      { return f.Proof == catalog.ProofPassword }
func deviceFlow(f catalog.FlowInfo) bool    { return f.Requests[0].To == catalog.AtDeviceCode }
func noDeviceFlows(f catalog.FlowInfo) bool { return !deviceFlow(f) }
func browserFlow(f catalog.FlowInfo) bool   { return f.Requests[0].To == catalog.AtAuthorize }
func nonBrowser(f catalog.FlowInfo) bool    { return !browserFlow(f) }
func noCodeFlows(f catalog.FlowInfo) bool   { return usersIn(f) && !browserFlow(f) } // no redirect URI
