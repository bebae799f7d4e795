// The data part of @supabase/supabase-js, which finds /rest/v1 by itself.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { createClient } from '@supabase/supabase-js'

// Node before 22 has no WebSocket, and nothing here needs one.
const options = (more) => ({ db: { schema: 'api' }, auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: class {} }, ...more })
const url = `${process.env.ORIGIN}/p/default`
const anon = createClient(url, process.env.PUBLIC_KEY, options())
const service = createClient(url, process.env.SECRET_KEY, options())
const bob = createClient(url, process.env.PUBLIC_KEY, options({ accessToken: async () => process.env.BOB }))

test('reads by the public key', async () => {
  const { data, error } = await anon.from('todos').select('title, lists(name), labels(name)').eq('id', 2).single()
  assert.equal(error, null)
  assert.deepEqual(data, { title: 'Write report', lists: { name: 'work' }, labels: [{ name: 'soon' }] })
})

test('writes as a user', async () => {
  const { data, error, status } = await bob.from('notes').insert({ body: 'mine' }).select('body').single()
  assert.equal(error, null)
  assert.deepEqual([status, data], [201, { body: 'mine' }])
  assert.equal((await bob.from('notes').select('*', { count: 'exact', head: true })).count, 1)
  assert.equal((await anon.from('notes').select()).error.code, '42501')
  assert.equal((await bob.from('notes').delete().neq('id', 0)).status, 204)
})

test('works as the service', async () => {
  assert.equal((await service.from('lists').upsert({ id: 40, name: 'forty' })).error, null)
  assert.equal((await service.rpc('add', { a: 2, b: 3 })).data, 5)
  assert.deepEqual((await service.schema('api').from('lists').delete().eq('id', 40).select('name')).data, [{ name: 'forty' }])
})

test('calls functions', async () => {
  const { data } = await anon.rpc('search', { term: 'plants' }).select('id').maybeSingle()
  assert.deepEqual(data, { id: 1 })
})
