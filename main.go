// Appreg takes a person from nothing to a working, tested, safely stored credential for a Microsoft business API.
package main

import (
	"context"
	"os"

	"appreg/internal/cli"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.System()))
}
