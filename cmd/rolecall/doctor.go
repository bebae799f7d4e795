package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rolecall/rolecall/internal/doctor"
)

type doctorCmd struct{ jsonFlag }

// Run checks everything: exit code 0 without a fault, 1 with one, 2 where the
// configuration itself is wrong.
func (c doctorCmd) Run(ctx context.Context) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	if cfg.OwnerURL == "" && cfg.DatabaseURL == "" {
		return faulty{errors.New("there is nothing to examine: set DATABASE_URL (login auth_service), ROLECALL_OWNER_URL (login auth_owner), or better both")}
	}
	checks := doctor.Run(ctx, cfg, time.Now)
	if err := c.print(checks, func() { printChecks(checks) }); err != nil {
		return err
	}
	faults := 0
	for _, check := range checks {
		if check.State == doctor.Fault {
			faults++
		}
	}
	if faults > 0 {
		return fmt.Errorf("%d of %d checks found a fault", faults, len(checks))
	}
	return nil
}

func printChecks(checks []doctor.Check) {
	for _, check := range checks {
		fmt.Printf("%-5s  %-20s %s\n", check.State, check.Name, check.Found)
		if check.Remedy != "" {
			fmt.Printf("%28s-> %s\n", "", check.Remedy)
		}
	}
}
