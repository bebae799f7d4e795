// Package hook tests the functions of a project's own around sign-up and
// tokens, who may sign up at all, and what webhooks are told.
package hook
