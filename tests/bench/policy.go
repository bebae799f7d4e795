package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// marks is a table of 100,000 rows, a thousand of each owner.
const marks = `create table public.marks (owner uuid not null, n integer not null);
	insert into public.marks select ` + "('00000000-0000-4000-8000-' || lpad(to_hex(n % 100), 12, '0'))::uuid" + `, n from generate_series(1, 100000) n;
	create index marks_owner on public.marks (owner);
	alter table public.marks enable row level security;
	create policy own on public.marks to authenticated using (owner = auth.uid());
	grant select on public.marks to authenticated`

// countMine counts the caller's own rows, with what a request sets and no check.
const countMine = `\set n random(0, 99)
\startpipeline
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', :claims, true),
  set_config('request.jwt.claim.sub', '00000000-0000-4000-8000-' || lpad(to_hex(:n::integer), 12, '0'), true);
select count(*) from public.marks;
\endpipeline
`

// policy puts a policy that calls auth.uid() bare beside one that wraps it in a
// sub-select.
func (m *meter) policy(ctx context.Context) error {
	const name = "count 1,000 own rows of 100,000: policy with auth.uid() wrapped, to bare"
	if !m.wants(name) || m.noPgbench {
		return nil
	}
	for _, text := range []string{marks, "vacuum analyze public.marks"} {
		if err := m.world.sql(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	var bare, wrapped, ratios []float64
	for range max(1, m.rounds/2) {
		rates := map[string]float64{}
		for _, uid := range []string{"auth.uid()", "(select auth.uid())"} {
			if err := m.world.sql(ctx, "alter policy own on public.marks using (owner = "+uid+")"); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			rate, err := m.world.pgbench(ctx, script{login: "authenticator", text: countMine}, 0, m.clients, m.seconds)
			if m.noPgbench = errors.Is(err, errNoPgbench); m.noPgbench {
				return nil
			} else if err != nil {
				return err
			}
			rates[uid] = rate
		}
		bare, wrapped = append(bare, rates["auth.uid()"]), append(wrapped, rates["(select auth.uid())"])
		ratios = append(ratios, rates["(select auth.uid())"]/rates["auth.uid()"])
	}
	m.note(name, fmt.Sprintf("%.0f to %.0f tps: %.2f", median(wrapped), median(bare), median(ratios)), "<= 1.60", median(ratios) <= 1.6)
	return nil
}

// sql runs statements as superuser, each by itself.
func (w *world) sql(ctx context.Context, text string) error {
	return w.asSuperuser(ctx, database, func(conn *pgx.Conn) error {
		_, err := conn.PgConn().Exec(ctx, text).ReadAll()
		return err
	})
}
