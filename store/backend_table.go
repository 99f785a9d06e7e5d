package store

// backendTable are the back ends, the usual one first.
var backendTable = []backendRow{
	{name: BackendKeyring, place: "this machine's keyring", open: openKeyring, item: func(_ places, id, _ string) Place {
		return Place{"OS keyring", "keyring item", "service appreg, user name " + id}
	}},
	{name: BackendVault, place: "the vault", open: func(in surroundings, _ string) Backend {
		return &vault{places: in.places, files: in.files, keys: in.opts.Vault}
	}, item: func(p places, id, _ string) Place {
		return Place{"encrypted vault", "vault file", p.vault(id)}
	}},
	{name: BackendExec, place: "the store that its helper keeps", open: openHelper, takes: validHelper, item: func(_ places, id, name string) Place {
		return Place{"store " + name, "item in " + name, id}
	}},
}

func openKeyring(in surroundings, _ string) Backend {
	if in.opts.Keyring != nil {
		return in.opts.Keyring
	}
	return NewSystemKeyring().askedBy(in.opts.Unlocking)
}
