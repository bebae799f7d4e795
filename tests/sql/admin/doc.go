// Package admin tests sql/functions/admin: who may administer what, users in
// pages, settings, keys, figures, and admins themselves; and that the DBA may
// do at psql all that an administrator may.
package admin
