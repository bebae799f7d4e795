// Package project tests sql/functions/project, setting and url: projects with
// their roles and schemas, what each setting takes, and where links may lead.
package project
