-- What must be there once everything is: the two projects every server has,
-- settings of this release, and the audit log's next months.
select auth.reserved_projects_ensure();
select auth.maintain();
