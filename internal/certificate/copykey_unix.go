//go:build !windows

package certificate

// copyKey copies a key for ssh-keygen, which rewrites a file in place and takes none that others can read.
const copyKey = "cp {file} appreg-key.pem" + then + "chmod 600 appreg-key.pem"
