// test/security/input.mjs — broken input on every route: wrong types per field, unknown and doubled members, depth, size, encoding,
// cursors and limits. Never a success, never a failure of ours, and every wrong field is named.
import { routes } from './routes.mjs'

const JSON_ROUTE = 'application/json'

export class Input {
  constructor(checks, walk) { Object.assign(this, { checks, walk, door: walk.door }) }

  op(key) { const [method, path] = key.split(' '); return this.walk.api.paths[path][method.toLowerCase()] }

  schema(node) {
    while (node?.$ref) node = node.$ref.split('/').slice(1).reduce((at, part) => at[part], this.walk.api)
    return node
  }

  body(key) {
    const ref = this.op(key).requestBody?.content?.[JSON_ROUTE]?.schema
    return ref && this.schema(ref.anyOf ? ref.anyOf.at(-1) : ref) // a draft or a whole one: the whole one
  }

  // Values that a member of this schema must not have.
  wrong(schema) {
    const type = [schema.type].flat()[0]
    if (schema.enum) return ['no such choice', 1, [], {}]
    if (type === 'string' && ['uuid', 'date', 'date-time'].includes(schema.format)) return ['neither', 1, true, [], {}, '\u0000']
    if (type === 'string') return [1, true, [], {}, 'a\u0007b', 'x'.repeat((schema.maxLength ?? 20000) + 1)]
    if (type === 'integer') return ['x', 1.5, true, [], {}, 1e400, -9e15, 9e15].filter(v => Number.isFinite(v) || typeof v !== 'number')
    if (type === 'boolean') return ['yes', 1, [], {}]
    if (type === 'array') return ['x', 1, {}, true, ...(schema.maxItems ? [Array(schema.maxItems + 1).fill('a')] : [])]
    if (type === 'object') return ['x', 1, [], true]
    return []
  }

  // Every member, and what is inside of it: [pointer, body that has a wrong value there].
  *cases(schema, pointer = '', wrap = value => value) {
    for (const [name, ref] of Object.entries(schema.properties ?? {})) {
      const at = this.schema(ref), here = `${pointer}/${name}`, put = value => wrap({ [name]: value })
      for (const value of this.wrong(at)) yield [here, put(value)]
      if (at.properties) yield* this.cases(at, here, put)
      const item = at.items && this.schema(at.items)
      if (!item) continue
      for (const value of this.wrong(item)) yield [`${here}/0`, put([value])]
      if (item.properties) yield* this.cases(item, `${here}/0`, value => put([value]))
    }
  }

  async send(key, options) {
    const row = this.walk.row(key), ids = row.ids?.(this.walk.f)
    return this.door.ask(row.who === 'nobody' ? null : this.walk.somebody(row), row.method, options.path ?? this.walk.path(row, ids),
      { ...options, headers: { ...(this.walk.versioned(key) ? { 'If-Match': '"1"' } : {}), ...options.headers } })
  }

  async fields() {
    for (const key of this.walk.keys) {
      const schema = this.body(key)
      if (!schema?.properties) continue
      const faults = []
      let n = 0
      for (const [pointer, body] of this.cases(schema)) {
        const answer = await this.send(key, { body })
        n++
        const named = answer.json?.errors?.some(e => e.pointer === pointer || e.pointer.startsWith(pointer + '/') || pointer.startsWith(e.pointer + '/'))
        if (answer.status !== 422 && answer.status !== 400) faults.push(`${pointer} ${JSON.stringify(body).slice(0, 60)}: ${answer.status} ${answer.text.slice(0, 120)}`)
        else if (answer.status === 422 && !named) faults.push(`${pointer} is not named: ${answer.text.slice(0, 200)}`)
      }
      this.checks.ok(`${n} wrong values, each refused and named: ${key}`, faults)
    }
  }

  async shapes() {
    const deep = '['.repeat(100) + ']'.repeat(100)
    for (const key of this.walk.keys) {
      if (key.startsWith('GET') || routes[key].raw) continue
      const schema = this.body(key), faults = []
      if (!schema && key.startsWith('DELETE')) continue
      const name = Object.keys(schema?.properties ?? { x: 0 })[0]
      const shapes = [
        ['an unknown member', { body: { 'no-such-member': 1 } }, [422]],
        ['many unknown members', { body: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`unknown-${'火'.repeat(5)}-${i}`, 1])) }, [422, 413]],
        ['one very long unknown member', { body: { ['火'.repeat(9000)]: 1 } }, [422, 413]],
        ['a member that is there twice', { body: `{"${name}":"a","${name}":"b"}` }, [400]],
        ['deep JSON', { body: `{"${name}":${deep}}` }, [400]],
        ['very deep JSON', { body: '{"a":'.repeat(8000) }, [400, 413]],
        ['no JSON', { body: '{"a"' }, [400]],
        ['two values', { body: '{} {}' }, [400]],
        ['a list', { body: '[]' }, [400, 422]],
        ['a number', { body: '7' }, [400, 422]],
        ['a number too large', { body: `{"${name}":1e999}` }, [400, 422]],
        ['invalid UTF-8', { body: Buffer.concat([Buffer.from(`{"${name}":"`), Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]), Buffer.from('"}')]) }, [400, 422]],
        ['a lone surrogate', { body: `{"${name}":"\\ud800"}` }, [400, 422]],
        ['a NUL', { body: `{"${name}":"a\\u0000b"}` }, [400, 422]],
        ['text/plain', { body: '{}', type: 'text/plain' }, [415]],
        ['multipart', { body: '--x\r\n\r\n{}\r\n--x--', type: 'multipart/form-data; boundary=x' }, [415]],
        ['no type', { body: '{}', type: '' }, [415]],
        ['a name in the query that nobody asked for', { path: this.walk.path(this.walk.row(key)) + '?no-such=1', body: {} }, [422, 404, 403]],
      ]
      for (const [what, options, want] of shapes) {
        const answer = await this.send(key, options)
        if (!want.includes(answer.status)) faults.push(`${what}: ${answer.status} ${answer.text.slice(0, 160)}`)
      }
      this.checks.ok(`broken bodies: ${key}`, faults)
    }
  }

  // One byte more than the route reads: 413, before it is read by who is nobody.
  async sizes() {
    const faults = []
    for (const key of this.walk.keys.filter(key => !key.startsWith('GET'))) {
      const mib = Buffer.alloc(11 << 20, 32)
      const answer = await this.send(key, { body: mib, type: routes[key].raw ? 'application/octet-stream' : JSON_ROUTE }).catch(error => ({ status: error.code }))
      if (![413, 'ECONNRESET', 'EPIPE'].includes(answer.status)) faults.push(`${key}: ${answer.status} ${answer.text?.slice(0, 100)}`)
    }
    this.checks.ok('eleven megabytes are refused on every route', faults)
    const large = await this.door.ask(null, 'POST', '/api/v1/attachments?name=x', { body: Buffer.alloc(1 << 20), type: 'application/octet-stream' }).catch(error => ({ status: error.code }))
    this.checks.ok('a large body of nobody is not even read', [401, 'ECONNRESET', 'EPIPE'].includes(large.status) || String(large.status))
  }

  async queries() {
    const bad = {
      limit: ['-1', '0', '201', '99999999999999999999', '1e3', '1.5', 'x', '', '%00', '1;drop table org'],
      after: ['%FF', '%', '%2', '%00', 'not-a-cursor', '-1', '99999999999999999999999', "' or 1=1 --"],
    }
    for (const key of this.walk.keys.filter(key => key.startsWith('GET'))) {
      const faults = [], parameters = (this.op(key).parameters ?? []).filter(p => p.in === 'query')
      const ask = async (query, want) => {
        const answer = await this.walk.send(this.walk.somebody(this.walk.row(key)), key, { query: `?${query}`, ids: this.walk.row(key).ids?.(this.walk.f) })
        if (!want.includes(answer.status)) faults.push(`?${query.slice(0, 60)}: ${answer.status} ${answer.text.slice(0, 120)}`)
      }
      const wrong = [400, 404, 422]
      for (const p of parameters) {
        const { type, format, enum: choices } = p.schema
        const free = type === 'string' && !format && !choices
        // Free text may be anything that is text: it then finds nothing, or the cursor ends the list.
        for (const value of bad[p.name] ?? []) await ask(`${p.name}=${/%/.test(value) ? value : encodeURIComponent(value)}`, value === '' || free ? [...wrong, 200] : wrong)
        if (choices || format || type !== 'string') for (const value of ['no-such-value', '%E7%81%AB', '1%0d%0aX:%20y']) await ask(`${p.name}=${value}`, wrong)
        for (const value of ['%C3%28', '%ED%A0%80', '%00']) await ask(`${p.name}=${value}`, wrong)
        await ask(`${p.name}=${'x'.repeat(3000)}`, [...wrong, 414])
        await ask(`${p.name}=a&${p.name}=b`, wrong)
      }
      await ask('no-such=1', wrong)
      await ask('%FF=1', wrong)
      await ask(`${encodeURIComponent('a' + '火'.repeat(40))}=1`, wrong)
      if (!routes[key].who || routes[key].who !== 'nobody') this.checks.ok(`broken queries: ${key}`, faults)
    }
  }

  // Ids that are none, in every place of every path.
  async ids() {
    const faults = []
    for (const key of this.walk.keys.filter(key => key.includes('{'))) {
      const names = [...key.matchAll(/\{(\w+)\}/g)].map(m => m[1])
      for (const value of ['1', '%00', '..', '%2e%2e', '%2F', "'", '%FF', '00000000-0000-0000-0000-000000000000', 'x'.repeat(500), '%25']) {
        const answer = await this.walk.send(this.walk.somebody(this.walk.row(key)), key, { ids: Object.fromEntries(names.map(n => [n, value])) })
        if (![404, 403, 405, 422, 400].includes(answer.status)) faults.push(`${key} with ${value}: ${answer.status} ${answer.text.slice(0, 120)}`)
      }
    }
    this.checks.ok('ids that are none find nothing, on every route', faults)
  }

  async methods() {
    const faults = []
    for (const path of Object.keys(this.walk.api.paths))
      for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'TRACE', 'OPTIONS', 'PROPFIND', 'HEAD']) {
        if (this.walk.api.paths[path][method.toLowerCase()]) continue
        const answer = await this.door.ask(this.walk.who.power, method, path.replace(/\{\w+\}/g, '01900000-0000-7000-8000-00000000dead'))
        const want = method === 'OPTIONS' ? [204] : method === 'HEAD' ? [200, 404, 403, 405, 422] : [405]
        if (!want.includes(answer.status) || (answer.status === 405 && !answer.headers.allow)) faults.push(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 100)}`)
      }
    this.checks.ok('methods that a path has not: 405 with Allow', faults)
  }
}
