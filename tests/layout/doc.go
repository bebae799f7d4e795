// Package layout holds the tree to its shape: who may import whom, what each
// file may grow to, where SQL may stand. It reads source text alone.
package layout
