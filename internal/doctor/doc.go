// Package doctor looks at a server's surroundings from where it would run:
// logins, schema, replication, pooler, clock, keys, mail. What the database
// can judge of itself is judged there, by auth.doctor. It changes nothing and
// sends no mail.
package doctor
