// Command generate writes README.md's table of environment variables; it runs
// in the folder of package readme.
package main

import (
	"log"
	"os"

	"github.com/rolecall/rolecall/tests/readme"
)

const path = "../../README.md"

func main() {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	whole, err := readme.Replace(string(text), "configuration", readme.Configuration())
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(whole), 0o644); err != nil {
		log.Fatal(err)
	}
}
