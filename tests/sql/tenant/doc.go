// Package tenant tests sql/functions/tenant, member, invite, role and access:
// who belongs to an organisation, what that lets them do, and that policies
// know it the moment it changes.
package tenant
