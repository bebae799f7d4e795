// Package native is our own documented face, in the shapes of MoonDB: accounts
// under /p/{p}/auth, administration of a project under /p/{p}/v1, and
// /v1/projects. Answers are {"data": ...}, refusals {"error": {"code",
// "message", "suggestion", "field"}}.
package native
