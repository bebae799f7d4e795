package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A schema in which project_id leads every key can be distributed by project,
// and a key of one project is none of another.
func TestProjectLeadsEveryKey(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"auth.projects projects_pkey", "auth.projects projects_slug_key"}, names(t, `
		select i.indrelid::regclass || ' ' || c.relname from pg_catalog.pg_index i
		join pg_catalog.pg_class c on c.oid = i.indexrelid
		join pg_catalog.pg_class r on r.oid = i.indrelid
		left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
		where r.relnamespace = 'auth'::regnamespace and i.indisunique and a.attname is distinct from 'project_id' order by 1`), "primary keys and unique indexes")
	require.Empty(t, names(t, `
		select k.conrelid::regclass || ' ' || k.conname from pg_catalog.pg_constraint k
		join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
		join pg_catalog.pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
		where k.connamespace = 'auth'::regnamespace and k.contype = 'f'
		  and (a.attname <> 'project_id' or f.attname <> case k.confrelid when 'auth.projects'::regclass then 'id' else 'project_id' end)`), "foreign keys")
	require.Empty(t, names(t, `
		select c.oid::regclass::text from pg_catalog.pg_class c
		left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'project_id' and a.attnotnull
		where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p') and c.oid <> 'auth.projects'::regclass and a.attname is null`), "tables without project_id")
}

func TestEveryTableHasAPrimaryKey(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select c.oid::regclass::text from pg_catalog.pg_class c
		where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p')
		  and not exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary)`))
}

// Without it, to delete a user would read whole tables.
func TestForeignKeysHaveTheirIndex(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `
		select k.conrelid::regclass || ' ' || k.conname from pg_catalog.pg_constraint k
		where k.connamespace = 'auth'::regnamespace and k.contype = 'f' and not exists (
		  select from pg_catalog.pg_index i where i.indrelid = k.conrelid and i.indpred is null
		    and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)`))
}

// `on delete set null` without a list would set project_id too.
func TestSetNullNamesItsColumns(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `
		select k.conrelid::regclass || ' ' || k.conname from pg_catalog.pg_constraint k
		where k.connamespace = 'auth'::regnamespace and k.contype = 'f' and k.confdeltype in ('n', 'd')
		  and (k.confdelsetcols is null or k.conkey[1] = any (k.confdelsetcols))`))
}

func TestEveryForeignKeySaysWhatDeletingDoes(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `
		select k.conrelid::regclass || ' ' || k.conname from pg_catalog.pg_constraint k
		where k.connamespace = 'auth'::regnamespace and k.contype = 'f' and k.confdeltype = 'a'`))
}

func TestEveryTableIsUnderRowLevelSecurity(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select c.oid::regclass::text from pg_catalog.pg_class c
		where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not c.relrowsecurity`))
	require.Empty(t, names(t, `select polname || ' on ' || polrelid::regclass from pg_catalog.pg_policy l
		join pg_catalog.pg_class c on c.oid = l.polrelid where c.relnamespace = 'auth'::regnamespace`), "closed: no policy opens one")
}

// Firing order is that of names: three digits show it.
func TestTriggersAreNumbered(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select tgname || ' on ' || tgrelid::regclass from pg_catalog.pg_trigger g
		join pg_catalog.pg_class c on c.oid = g.tgrelid
		where c.relnamespace = 'auth'::regnamespace and not tgisinternal and tgname !~ '^_[1-9]00_[a-z_]+$'`))
}

// What is published leaves row-level security behind: ids alone.
func TestPublicationCarriesIdsOnly(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"auth.outbox {project_id,id,kind}"}, names(t, `
		select schemaname || '.' || tablename || ' ' || attnames::text from pg_catalog.pg_publication_tables where pubname = 'rolecall_outbox'`))
	require.Equal(t, []string{"rolecall_outbox"}, names(t, "select pubname::text from pg_catalog.pg_publication"))
}
