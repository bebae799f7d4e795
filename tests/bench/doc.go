// Command bench prints what a request costs: Rolecall beside a bare Go program
// that runs the same SQL, pgbench, and the bare rate of password hashing, in
// alternating runs on one private Postgres with fsync on. It is no test: it
// fails only where something cannot be measured or is answered wrongly.
package main
