// test/security/curious.mjs — the curious ministry. A member reports by the CEPTOAR route; the CEPTOAR relays it without the name, is
// asked back, asks its member, answers. Then everybody above and beside reads all that can be read: every GET route of the served
// openapi.json (new ones by themselves) with every id they can learn and with the private ones, every filter, the journal, the exports,
// the stream, receipts and errors. Nothing of what only the member and its CEPTOAR know may appear: no id, number, name, word, digest,
// time to the second; and a private id must be answered as one that does not exist.
import http from 'node:http'
import { routes } from './routes.mjs'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g
const uuids = text => text.match(UUID) ?? []
const second = us => new Date(us).toISOString().slice(0, 19)
const madeAt = id => parseInt(id.slice(0, 8) + id.slice(9, 13), 16) // ms, of UUIDv7
const pause = ms => new Promise(resolve => setTimeout(resolve, ms))
const clean = answer => `${answer.status} ${answer.text.replace(/"trace":"[0-9a-f]*"/, '')} ${answer.headers['content-type'] ?? ''} ${answer.headers.etag ?? ''}`

const WORDS = { title: '黒鉄の計器異常', summary: 'kurogane-summary 白銀の盤が沈黙', cause: 'aoganecause', file: 'shinchu-log.txt', lower: 'akagane-question 型番は', answer: 'hagane-answer 製造番号七七', consentNote: 'suzu-consent', advance: 'namari-advance', second: '二報目の鋼材' }

export class Curious {
  constructor(checks, server, door) { Object.assign(this, { checks, server, door, who: {}, secrets: new Map(), ids: new Set(), hours: [], open: new Set() }) }

  async signIn(login, password, code) {
    const { answer, who } = await this.door.signIn(login, password, code)
    if (!who) throw new Error(`${login}: ${answer.text}`)
    return who
  }

  async make(as, method, path, body, headers) {
    const answer = await this.door.ask(this.who[as], method, path, { body, headers })
    if (answer.status >= 300) throw new Error(`${as} ${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json
  }

  // A step that nobody else may know of: in a minute of its own, so that its times are like no others.
  async private(tell) {
    await this.server.shift(61e6 + Math.floor(Math.random() * 30e6))
    await pause(1100) // what falls due by the shift happens first
    const from = this.server.now()
    const given = await tell()
    this.hours.push([from, this.server.now()])
    await pause(Math.max(0, 1000 - (this.server.now() % 1000)))
    await this.server.shift(61e6)
    return given
  }

  keep(what, ...texts) { for (const text of texts.flat()) if (text) this.secrets.set(String(text), what) }

  keepAll(what, json) {
    const text = JSON.stringify(json)
    for (const id of uuids(text)) if (!this.open.has(id)) { this.ids.add(id); this.keep(`an id of ${what}`, id) }
    for (const digest of text.match(/"[0-9a-f]{64}"/g) ?? []) this.keep(`a digest of ${what}`, digest.slice(1, -1))
  }

  async people() {
    for (const login of ['power', 'ceptoar', 'meti', 'mlit', 'rail', 'analyst']) this.who[login] = await this.signIn(login, this.server.person(login).password)
    for (const login of ['publisher', 'auditor', 'platform', 'power-admin']) this.who[login] = await this.signIn(login, this.server.person(login).password, this.server.code(login))
    // Somebody of another CEPTOAR.
    const orgs = (await this.make('platform', 'GET', '/api/v1/orgs?kind=ceptoar&limit=200')).items
    const other = orgs.find(org => org.id !== this.who.ceptoar.me.org.id)
    const added = await this.make('platform', 'POST', '/api/v1/users', { login: 'other-officer', ja: '別のセプター 担当', en: 'Other officer', roles: ['officer'], org: other.id })
    const first = await this.signIn('other-officer', this.checks.secret(added.password))
    const changed = await this.door.ask(first, 'POST', '/api/v1/me/password', { body: { old: added.password, new: this.checks.secret('a-lasting-word-of-curiosity') } })
    if (changed.status >= 300) throw new Error(changed.text)
    this.who.other = await this.signIn('other-officer', 'a-lasting-word-of-curiosity')
    this.curious = ['meti', 'mlit', 'analyst', 'publisher', 'auditor', 'platform', 'rail', 'other']
    for (const who of Object.values(this.who)) for (const id of [who.me.org.id, who.me.user.id]) this.open.add(id)
  }

  listen() {
    this.heard = {}
    this.streams = this.curious.map(login => {
      this.heard[login] = ''
      const request = http.get({ host: this.door.url.hostname, port: this.door.url.port, path: '/api/v1/stream', headers: { Cookie: this.who[login].cookie } }, response => response.on('data', data => { this.heard[login] += data }))
      request.on('error', () => {})
      return request
    })
  }

  async story() {
    const { f = this } = this
    const report = { title: WORDS.title, sector: 'power', event_type: 'unavailable', causes: ['unknown'], basis: 'severe', route: 'ceptoar', consent: 'none', summary: WORDS.summary, cause_text: WORDS.cause, noticed_at: '2026-01-10T09:12:34Z', occurred_at: '2026-01-10T08:47:13Z' }
    const derived = { title: '計器の異常', sector: 'power', event_type: 'unavailable', causes: ['unknown'], basis: 'severe', route: 'ministry', consent: 'anonymised', summary: '監視用の計器が応答しなくなった。', noticed_at: report.noticed_at, occurred_at: report.occurred_at }
    this.keep('a time of the original', '09:12:34', '08:47:13')
    this.keep('a word of the original', Object.values(WORDS))
    const file = await this.private(() => this.door.ask(this.who.power, 'POST', `/api/v1/attachments?name=${WORDS.file}`, { body: Buffer.from('shinchu contents 4711\n'), type: 'text/plain' }))
    await this.private(() => this.make('power', 'POST', '/api/v1/consents', { use: 'relay', note: WORDS.advance, scope: { sectors: ['power'] } }))
    f.original = await this.private(() => this.make('power', 'POST', '/api/v1/reports', { ...report, attachments: [file.json.id] }))
    f.unsent = await this.private(() => this.make('power', 'POST', '/api/v1/reports', { ...report, title: WORDS.second, consent: 'none' }))
    const asked = await this.private(() => this.make('ceptoar', 'POST', `/api/v1/messages/${f.original.id}/consents`, { use: 'relay', note: WORDS.consentNote }))
    await this.private(() => this.make('power', 'POST', `/api/v1/consents/${asked.id}/answer`, { answer: 'given', note: WORDS.consentNote }))
    const draft = await this.private(() => this.make('ceptoar', 'GET', `/api/v1/reports/${f.original.id}/relay-draft`))
    for (const org of [...draft.members.map(m => m.id), ...draft.people.map(p => p.org)]) this.open.add(org)
    const own = await this.door.ask(this.who.ceptoar, 'POST', '/api/v1/attachments?name=clean.txt', { body: Buffer.from('cleaned\n'), type: 'text/plain' })
    f.derived = await this.make('ceptoar', 'POST', `/api/v1/reports/${f.original.id}/relay`, { revision: draft.revisions[0].id, content: { ...derived, attachments: [own.json.id] } }, { 'If-Match': `"${draft.version}"` })
    await this.server.shift(120e6)
    const received = await this.make('meti', 'GET', `/api/v1/messages/${f.derived.id}`)
    await this.make('meti', 'POST', `/api/v1/deliveries/${received.delivery.id}/pass`, {})
    await this.make('analyst', 'GET', `/api/v1/messages/${f.derived.id}`)
    const upper = await this.make('analyst', 'POST', `/api/v1/messages/${f.derived.id}/inquiries`, { text: '機器の種類は。' })
    const lower = await this.private(() => this.make('ceptoar', 'POST', `/api/v1/inquiries/${upper.id}/forward`, { text: WORDS.lower }))
    const answer = await this.private(() => this.make('power', 'POST', `/api/v1/inquiries/${lower.id}/answers`, { text: WORDS.answer }))
    await this.private(() => this.make('ceptoar', 'GET', `/api/v1/messages/${answer.id}`))
    const said = await this.make('ceptoar', 'POST', `/api/v1/answers/${answer.id}/relay`, { text: '汎用の計器です。' })
    await this.server.shift(120e6)
    const before = await this.private(() => this.make('power', 'GET', `/api/v1/messages/${f.original.id}`))
    const next = await this.private(() => this.make('power', 'POST', `/api/v1/reports/${f.original.id}/revisions`, { ...report, summary: WORDS.second, final: true }, { 'If-Match': `"${before.version}"` }))
    await this.make('ceptoar', 'POST', `/api/v1/reports/${f.original.id}/relay`, { revision: next.revision.id, content: { ...derived, summary: '復旧した。' } }, { 'If-Match': `"${next.version}"` })
    await this.server.shift(120e6)
    await this.private(() => this.make('ceptoar', 'PUT', '/api/v1/relay/settings', { k: 7, auto_inquiry: true }, { 'If-Match': '"1"' }))
    const auto = await this.make('meti', 'POST', `/api/v1/messages/${f.derived.id}/inquiries`, { text: '復旧の時期は。' })
    await this.server.shift(120e6)
    await this.private(() => this.make('power', 'POST', `/api/v1/consents/${asked.id}/withdraw`, {}))

    // All that only the two know; what stands in the derived messages themselves is for those above.
    for (const done of [f.derived, upper, said, auto]) for (const id of uuids(JSON.stringify(done))) this.open.add(id)
    for (const id of [f.derived.id, upper.id, said.id, auto.id]) for (const x of uuids(JSON.stringify(await this.make('ceptoar', 'GET', `/api/v1/messages/${id}`)))) this.open.add(x)
    const thread = await this.make('power', 'GET', `/api/v1/messages/${f.original.id}/thread`)
    const privately = { file: file.json, original: f.original, unsent: f.unsent, asked, lower, answer, next, notices: draft.revisions, thread, consents: (await this.make('power', 'GET', '/api/v1/consents?box=given')).items }
    for (const id of [f.original.id, f.unsent.id, lower.id, answer.id]) for (const as of ['power', 'ceptoar']) privately[as + id] = await this.make(as, 'GET', `/api/v1/messages/${id}`)
    this.keepAll('the original side', privately)
    for (const text of JSON.stringify(privately).match(/"C[QP]?20\d\d-\d{6}"/g) ?? []) this.keep('a number of the original side', text.slice(1, -1))
    this.keep('a digest of the file', file.json.sha256)
    if (thread.items.length !== 2) throw new Error(`the inquiry did not go down by itself: ${JSON.stringify(thread)}`)
  }

  // What of the private lies in a text; the address that was asked may have been ours.
  leaks(text, asked = '') {
    const found = []
    for (const [secret, what] of this.secrets) if (text.includes(secret) && !asked.includes(encodeURIComponent(secret)) && !asked.includes(secret)) found.push(`${what}: ${secret}`)
    for (const id of uuids(text)) if (this.hours.some(([from, to]) => madeAt(id) >= from - 200 && madeAt(id) <= to + 200) && !asked.includes(id)) found.push(`an id of a private moment: ${id}`)
    for (const time of text.match(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d/g) ?? []) if (this.hours.some(([from, to]) => time >= second(from) && time <= second(to))) found.push(`a private moment: ${time}`)
    return [...new Set(found)]
  }

  async look(login, path, faults) {
    const answer = await this.door.ask(this.who[login], 'GET', path)
    for (const leak of this.leaks(answer.text + JSON.stringify(answer.headers), path)) faults.push(`${path}: ${leak}`)
    return answer
  }

  // The values a query parameter may take to find more: its choices, and what a curious mind would try.
  tries(parameter) {
    const schema = parameter.schema ?? {}
    if (schema.enum) return schema.enum
    if (parameter.name === 'q') return [...Object.values(WORDS), '月見瀬', 'Tsukimise', 'C20', '計器']
    if (parameter.name === 'verb') return ['report.relay', 'report.submit', 'consent.give', 'consent.ask', 'inquiry.forward', 'answer.send', 'relay.setting', 'message.read', 'session.start', 'attachment.add']
    if (parameter.name === 'org' || parameter.name === 'ceptoar') return [this.who.power.me.org.id, this.who.ceptoar.me.org.id]
    if (schema.format === 'uuid') return [...this.ids].slice(0, 30)
    if (schema.format === 'date-time') return ['2026-01-10T00:00:00Z', new Date(this.server.now() - 3600e3).toISOString()]
    if (parameter.name === 'route') return ['ceptoar']
    if (parameter.name === 'limit') return ['200']
    return []
  }

  async walk(login, document) {
    const faults = [], learnt = new Set(), names = new Set(['reports', 'sector'])
    const learn = answer => { if (answer.status === 200) for (const id of uuids(answer.text)) learnt.add(id) }
    const gets = Object.entries(document.paths).filter(([path, methods]) => methods.get && path !== '/api/v1/stream')
    let asked = 0
    for (const [path, { get }] of gets.filter(([path]) => !path.includes('{'))) {
      const queries = ['', ...(get.parameters ?? []).filter(p => p.in === 'query').flatMap(p => this.tries(p).map(v => `?${p.name}=${encodeURIComponent(v)}`))]
      const required = (get.parameters ?? []).filter(p => p.in === 'query' && p.required).map(p => `${p.name}=${this.tries(p)[0] ?? ''}`).join('&')
      for (const query of queries) {
        const full = path + query + (required && !query.includes(required.split('=')[0]) ? (query ? '&' : '?') + required : '')
        const answer = await this.look(login, full, faults)
        learn(answer)
        asked++
        for (const item of answer.json?.items ?? []) if (typeof item?.name === 'string') names.add(item.name)
        if (query.startsWith('?q=') && !query.includes(encodeURIComponent('計器')) && answer.text.includes(this.derived.id)) faults.push(`${full} finds the derived report`)
      }
    }
    const values = [...[...learnt].sort().reverse().slice(0, 120), ...this.ids]
    for (const [path] of gets.filter(([path]) => path.includes('{')))
      for (const id of [...values, ...(/\{(name|kind|scheme)\}/.test(path) ? names : [])]) {
        const at = path.replace(/\{\w+\}/g, id)
        const answer = await this.look(login, at, faults)
        asked++
        if (!this.ids.has(id)) continue
        const none = await this.door.ask(this.who[login], 'GET', path.replace(/\{\w+\}/g, strange()))
        if (clean(answer) !== clean(none)) faults.push(`${at} is answered unlike an id that does not exist: ${clean(answer).slice(0, 200)}`)
      }
    this.checks.ok(`the curious ${login} finds nothing in ${asked} answers`, faults)
  }

  // What changes things answers private ids as it answers none.
  async errors(login, document) {
    const faults = [], f = { content: {}, ceptoar: this.who.ceptoar.me.org.id, powerOrg: this.who.power.me.org.id, railOrg: this.who.rail.me.org.id }
    for (const [path, methods] of Object.entries(document.paths))
      for (const method of Object.keys(methods).filter(m => m !== 'get' && path.includes('{id}'))) {
        const key = `${method.toUpperCase()} ${path}`
        let body = {}
        try { body = routes[key]?.body?.(f) ?? {} } catch { /* needs things that are not here */ }
        const send = id => this.door.ask(this.who[login], method.toUpperCase(), path.replace(/\{\w+\}/g, id), { body: routes[key]?.body ? body : undefined, headers: { 'If-Match': '"1"' } })
        const none = clean(await send(strange()))
        for (const id of this.ids) {
          const answer = await send(id)
          if (clean(answer) !== none) faults.push(`${key} with ${this.secrets.get(id)}: ${clean(answer).slice(0, 160)} and not ${none.slice(0, 160)}`)
        }
      }
    this.checks.ok(`the curious ${login} learns nothing from errors`, faults)
  }

  async journal() {
    const faults = []
    let rows = 0, masked = 0, path = '/api/v1/journal/entries.ndjson'
    while (path) {
      const answer = await this.look('auditor', path, faults)
      for (const line of answer.text.split('\n').filter(Boolean)) { rows++; if (JSON.parse(line).masked) masked++ }
      path = /<([^>]*)>; rel="next"/.exec(answer.headers.link ?? '')?.[1]
    }
    for (let after = ''; ;) {
      const page = await this.look('auditor', `/api/v1/journal?limit=200${after && `&after=${after}`}`, faults)
      if (!page.json?.next) break
      after = page.json.next
    }
    this.checks.ok(`the whole journal (${rows} entries, ${masked} of them masked) tells nothing`, faults)
    this.checks.ok('and is whole', masked > 30 && rows > masked)
  }

  async run() {
    await this.people()
    this.listen()
    await this.story()
    await pause(1500)
    const document = (await this.door.ask(null, 'GET', '/api/v1/openapi.json')).json
    for (const login of this.curious) await this.walk(login, document)
    for (const login of ['meti', 'analyst', 'other']) await this.errors(login, document)
    await this.journal()
    for (const stream of this.streams) stream.destroy()
    for (const login of this.curious) this.checks.ok(`the stream tells the curious ${login} nothing`, this.leaks(this.heard[login]))
    // The test itself sees: to those who may know, the same looking finds all of it.
    const seen = await this.door.ask(this.who.ceptoar, 'GET', `/api/v1/messages/${this.original.id}`)
    this.checks.ok('what the CEPTOAR reads would have been found', this.leaks(seen.text).length > 10)
  }
}

let serial = 0
// An id of the same make, of a time when nothing happened.
function strange() {
  const tail = (++serial).toString(16).padStart(12, '0')
  return `01a00000-0000-7000-8000-${tail}`
}

export async function curious(checks, serve, Door) {
  const server = await serve()
  const door = new Door(server.url, checks)
  await new Curious(checks, server, door).run()
  checks.ok(`the head and the form of ${door.asked} answers to the curious`, [...door.faults])
  await server.stop()
}
