// What @supabase/postgrest-js can ask for, and what PostgREST answers.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { PostgrestClient } from '@supabase/postgrest-js'

const url = `${process.env.ORIGIN}/p/default/rest/v1`
const as = (token) => new PostgrestClient(url, { schema: 'api', headers: token ? { Authorization: `Bearer ${token}` } : {} })
const anon = as()
const alice = as(process.env.ALICE)
const bob = as(process.env.BOB)
const service = as(process.env.SECRET_KEY)

const ids = (q) => q.order('id').then(({ data, error }) => { assert.equal(error, null); return data.map((r) => r.id) })
const todos = () => anon.from('todos').select('id')

const filters = {
  eq: [todos().eq('id', 1), [1]],
  neq: [todos().neq('id', 1), [2, 3]],
  gt: [todos().gt('id', 1), [2, 3]],
  gte: [todos().gte('id', 2), [2, 3]],
  lt: [todos().lt('id', 2), [1]],
  lte: [todos().lte('id', 2), [1, 2]],
  like: [todos().like('title', 'W%'), [1, 2]],
  likeAllOf: [todos().likeAllOf('title', ['W%', '%report']), [2]],
  likeAnyOf: [todos().likeAnyOf('title', ['Wat%', 'Rea%']), [1, 3]],
  ilike: [todos().ilike('title', 'w%'), [1, 2]],
  ilikeAllOf: [todos().ilikeAllOf('title', ['w%', '%REPORT']), [2]],
  ilikeAnyOf: [todos().ilikeAnyOf('title', ['wat%', 'rea%']), [1, 3]],
  regexMatch: [todos().regexMatch('title', '^Wr'), [2]],
  regexIMatch: [todos().regexIMatch('title', '^wr'), [2]],
  'is null': [todos().is('rank', null), [3]],
  'is true': [todos().is('done', true), [2]],
  in: [todos().in('id', [1, 3]), [1, 3]],
  'in, with reserved characters': [todos().in('title', ['Read, "slowly"', 'x,y']), []],
  'contains array': [todos().contains('tags', ['green']), [1]],
  'contains json': [todos().contains('meta', { n: 2 }), [2]],
  'contains range': [todos().contains('span', '[2,3]'), [1]],
  containedBy: [todos().containedBy('tags', ['paper', 'x']), [2, 3]],
  rangeGt: [todos().rangeGt('span', '[1,5)'), [2, 3]],
  rangeGte: [todos().rangeGte('span', '[5,9)'), [2, 3]],
  rangeLt: [todos().rangeLt('span', '[5,9)'), [1]],
  rangeLte: [todos().rangeLte('span', '[5,9)'), [1, 2]],
  rangeAdjacent: [todos().rangeAdjacent('span', '[9,10)'), [2, 3]],
  overlaps: [todos().overlaps('tags', ['daily', 'paper']), [1, 2]],
  textSearch: [todos().textSearch('words', 'plant'), [1]],
  'textSearch plain': [todos().textSearch('words', 'writing reports', { type: 'plain', config: 'english' }), [2]],
  'textSearch phrase': [todos().textSearch('title', 'water plants', { type: 'phrase', config: 'english' }), [1]],
  'textSearch web': [todos().textSearch('words', 'plants or report', { type: 'websearch' }), [1, 2]],
  match: [todos().match({ list_id: 2, done: false }), [3]],
  not: [todos().not('rank', 'is', null), [1, 2]],
  'not in': [todos().not('id', 'in', '(1,2)'), [3]],
  or: [todos().or('id.eq.1,and(done.eq.true,rank.lt.5)'), [1, 2]],
  'or, nested not': [todos().or('not.and(done.eq.true,rank.lt.5),id.eq.9'), [1, 3]],
  filter: [todos().filter('meta->>n', 'eq', '2'), [2]],
  'json path': [todos().eq('meta->by->>name', 'Ada'), [1]],
  'computed column': [todos().eq('short', 'Wri'), [2]],
}
for (const [name, [query, want]] of Object.entries(filters)) {
  test(`filter ${name}`, async () => assert.deepEqual(await ids(query), want))
}

const got = async (q) => { const { data, error } = await q; assert.equal(error, null); return data }
const reads = {
  columns: [anon.from('todos').select('id, name:title, rank::text').eq('id', 1), [{ id: 1, name: 'Water plants', rank: '2' }]],
  'json leaf': [anon.from('todos').select('by:meta->by->>name').eq('id', 2), [{ by: 'Bo' }]],
  'to one': [anon.from('todos').select('lists(name)').eq('id', 1), [{ lists: { name: 'home' } }]],
  'to many': [anon.from('lists').select('name, todos(id)').order('id', { referencedTable: 'todos' }).eq('id', 2), [{ name: 'work', todos: [{ id: 2 }, { id: 3 }] }]],
  'many to many': [anon.from('todos').select('labels(name)').order('name', { referencedTable: 'labels' }).eq('id', 1), [{ labels: [{ name: 'later' }, { name: 'soon' }] }]],
  inner: [anon.from('lists').select('name, todos!inner(title)').eq('todos.done', true), [{ name: 'work', todos: [{ title: 'Write report' }] }]],
  'limit within': [anon.from('lists').select('todos(id)').order('id', { referencedTable: 'todos', ascending: false }).limit(1, { referencedTable: 'todos' }).eq('id', 2), [{ todos: [{ id: 3 }] }]],
  'range within': [anon.from('lists').select('todos(id)').order('id', { referencedTable: 'todos' }).range(1, 1, { referencedTable: 'todos' }).eq('id', 2), [{ todos: [{ id: 3 }] }]],
  'or within': [anon.from('lists').select('todos(id)').or('id.eq.2,rank.gt.9', { referencedTable: 'todos' }).eq('id', 2), [{ todos: [{ id: 2 }] }]],
  spread: [anon.from('todos').select('id, ...lists(list:name)').eq('id', 2), [{ id: 2, list: 'work' }]],
  'count within': [anon.from('lists').select('name, todos(count)').eq('id', 2), [{ name: 'work', todos: [{ count: 2 }] }]],
  aggregate: [anon.from('todos').select('list_id, rank.sum()').eq('list_id', 2), [{ list_id: 2, sum: 1 }]],
  'order by related': [anon.from('todos').select('id, lists(name)').order('lists(name)', { ascending: false }).order('id').limit(1), [{ id: 2, lists: { name: 'work' } }]],
  'nulls first': [anon.from('todos').select('id').order('rank', { nullsFirst: true }).limit(1), [{ id: 3 }]],
  descending: [anon.from('todos').select('id').order('rank', { ascending: false, nullsFirst: false }), [{ id: 1 }, { id: 2 }, { id: 3 }]],
  range: [anon.from('todos').select('id').order('id').range(1, 2), [{ id: 2 }, { id: 3 }]],
  single: [anon.from('lists').select('name').eq('id', 1).single(), { name: 'home' }],
  maybeSingle: [anon.from('lists').select('name').eq('id', 9).maybeSingle(), null],
  csv: [anon.from('lists').select().order('id').csv(), 'id,name\n1,home\n2,work'],
  'another schema': [anon.schema('public').from('nothing').select().then((r) => ({ data: r.status, error: null })), 404],
  rpc: [anon.rpc('add', { a: 1, b: 2 }), 3],
  'rpc with a default': [anon.rpc('add', { a: 1 }), 2],
  'rpc by GET': [anon.rpc('add', { a: 1, b: 5 }, { get: true }), 6],
  'rpc of rows': [anon.rpc('search', { term: 'w' }).select('id, lists(name)').eq('done', true), [{ id: 2, lists: { name: 'work' } }]],
  'rpc of an object': [anon.rpc('echo', { anything: { a: [1, null] } }), { a: [1, null] }],
  'rpc of nothing': [anon.rpc('void_of'), null],
}
for (const [name, [query, want]] of Object.entries(reads)) {
  test(`read ${name}`, async () => assert.deepEqual(await got(query), want))
}

test('counts', async () => {
  for (const count of ['exact', 'planned', 'estimated']) {
    const r = await anon.from('todos').select('id', { count }).limit(1)
    assert.equal(r.error, null)
    assert.equal(typeof r.count, 'number')
  }
  const head = await anon.from('todos').select('*', { count: 'exact', head: true })
  assert.deepEqual([head.count, head.data, head.status], [3, null, 200])
  const rpc = await anon.rpc('search', { term: 'w' }, { count: 'exact', head: true })
  assert.equal(rpc.count, 3)
})

test('writes under row-level security', async () => {
  const inserted = await alice.from('notes').insert([{ body: 'one' }, { body: 'two', stars: 5 }], { defaultToNull: false }).select('body, stars')
  assert.equal(inserted.error, null)
  assert.equal(inserted.status, 201)
  assert.deepEqual(inserted.data, [{ body: 'one', stars: 1 }, { body: 'two', stars: 5 }])
  assert.equal((await alice.from('notes').insert({ body: 'three' })).status, 201)
  assert.equal((await alice.from('notes').insert({ body: 'x' }, { count: 'exact' })).count, 1)
  assert.deepEqual((await bob.from('notes').select()).data, [])
  assert.equal((await bob.from('notes').update({ body: 'stolen' }).neq('id', 0).select()).data.length, 0)
  const updated = await alice.from('notes').update({ stars: 9 }).eq('body', 'one').select('stars').single()
  assert.deepEqual(updated.data, { stars: 9 })
  const deleted = await alice.from('notes').delete({ count: 'exact' }).eq('body', 'three')
  assert.deepEqual([deleted.status, deleted.count], [204, 1])
  const anonymous = await anon.from('notes').select()
  assert.deepEqual([anonymous.status, anonymous.error.code], [401, '42501'])
  assert.ok((await service.from('notes').select('id')).data.length >= 3)
})

test('upserts', async () => {
  const first = await service.from('labels').upsert({ id: 7, name: 'never' }).select()
  assert.deepEqual([first.status, first.data], [201, [{ id: 7, name: 'never' }]])
  const again = await service.from('labels').upsert({ id: 8, name: 'never' }, { onConflict: 'name' }).select()
  assert.deepEqual([again.status, again.data], [200, [{ id: 8, name: 'never' }]])
  const ignored = await service.from('labels').upsert([{ id: 8, name: 'x' }, { id: 9, name: 'y' }], { ignoreDuplicates: true }).select('id')
  assert.deepEqual(ignored.data, [{ id: 9 }])
  await service.from('labels').delete().gte('id', 7)
})

test('transactions undone', async () => {
  const r = await service.from('labels').insert({ id: 50, name: 'gone' }).select().rollback()
  assert.deepEqual(r.data, [{ id: 50, name: 'gone' }])
  assert.deepEqual((await service.from('labels').select().eq('id', 50)).data, [])
  const many = await service.from('todo_labels').delete().gte('todo_id', 1).maxAffected(2)
  assert.equal(many.error.code, 'PGRST124')
  assert.equal((await anon.from('todo_labels').select('*', { count: 'exact', head: true })).count, 3)
})

test('plans', async () => {
  const r = await anon.from('todos').select().explain({ format: 'json' })
  assert.ok(r.data[0].Plan)
  const text = await anon.from('todos').select().explain({ analyze: true })
  assert.match(text.data, /actual time/)
})

const refusals = {
  'no such table': [anon.from('todoz').select(), 404, 'PGRST205'],
  'no such column': [anon.from('todos').select('nope'), 400, '42703'],
  'no such relationship': [anon.from('lists').select('labels(*)'), 400, 'PGRST200'],
  'no such function': [anon.rpc('nope'), 404, 'PGRST202'],
  'not one row': [anon.from('todos').select().single(), 406, 'PGRST116'],
  'a range beyond the end': [anon.from('todos').select('*', { count: 'exact' }).range(10, 20), 416, 'PGRST103'],
  'a duplicate': [service.from('lists').insert({ id: 1, name: 'x' }), 409, '23505'],
  'a bad value': [anon.from('todos').select().eq('id', 'x'), 400, '22P02'],
  'a right not granted': [anon.from('lists').insert({ id: 3, name: 'x' }), 401, '42501'],
  'a bad token': [as('nonsense').from('lists').select(), 401, 'PGRST301'],
  'a closed schema': [anon.schema('auth').from('users').select(), 406, 'PGRST106'],
}
for (const [name, [query, status, code]] of Object.entries(refusals)) {
  test(`refused: ${name}`, async () => {
    const r = await query
    assert.deepEqual([r.status, r.error?.code], [status, code], JSON.stringify(r))
  })
}

test('throwOnError and abortSignal', async () => {
  await assert.rejects(async () => anon.from('nothing').select().throwOnError())
  const control = new AbortController()
  control.abort()
  assert.match((await anon.from('todos').select().abortSignal(control.signal)).error.message, /abort/i)
})
