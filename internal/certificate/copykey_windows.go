package certificate

// copyKey copies a key for ssh-keygen, which rewrites a file in place.
const copyKey = "copy {file} appreg-key.pem"
