// test/security/walk.mjs — every route of the served OpenAPI document, as everybody.
import { cookieOf, face } from './check.mjs'
import { people, routes, strangers } from './routes.mjs'

const ABSENT = '01900000-0000-7000-8000-00000000dead'
const methods = ['get', 'post', 'put', 'patch', 'delete']

export class Walk {
  constructor(checks, server, door) { Object.assign(this, { checks, server, door, who: {}, f: {} }) }

  async served() {
    this.api = (await this.door.ask(null, 'GET', '/api/v1/openapi.json')).json
    const served = Object.entries(this.api.paths).flatMap(([path, of]) => methods.filter(m => of[m]).map(m => `${m.toUpperCase()} ${path}`))
    this.checks.ok(`every one of ${served.length} served routes has its row in test/security/routes.mjs`, served.filter(key => !routes[key]).map(key => `no row: ${key}`))
    this.checks.ok('every row of test/security/routes.mjs is served', Object.keys(routes).filter(key => !served.includes(key)).map(key => `not served: ${key}`))
    this.keys = served.filter(key => routes[key])
  }

  async signInAll() {
    for (const login of [...Object.keys(people), ...strangers]) {
      const person = this.server.person(login)
      let { answer, who } = await this.door.signIn(login, person.password, person.totp ? this.server.code(login) : undefined)
      if (!who) throw new Error(`sign-in as ${login}: ${answer.text}`)
      this.who[login] = who
    }
  }

  // Things of the power company, the railway and the centre that strangers will reach for.
  async things() {
    const { f, who } = this
    const made = async (as, method, path, body, headers) => {
      const answer = await this.door.ask(who[as], method, path, { body, headers })
      if (answer.status >= 300) throw new Error(`${as} ${method} ${path}: ${answer.status} ${answer.text}`)
      return answer.json
    }
    const secret = this.checks.secret('zeppelin-' + 'quince-content')
    f.content = { title: `Screens frozen ${secret}`, sector: 'power', event_type: 'unavailable', basis: 'severe', route: 'ministry', noticed_at: new Date(this.server.now() - 60000).toISOString(), summary: `Not updated since nine. ${secret}`, causes: ['unknown'] }
    const file = await this.door.ask(who.power, 'POST', `/api/v1/attachments?name=${secret}.txt`, { body: Buffer.from(`Notes ${secret}\n`), type: 'application/octet-stream' })
    if (file.status !== 201) throw new Error(file.text)
    f.attachment = file.json.id
    f.looseAttachment = (await this.door.ask(who.power, 'POST', '/api/v1/attachments?name=loose.txt', { body: Buffer.from(`Loose ${secret}\n`), type: 'application/octet-stream' })).json.id
    const sent = await made('power', 'POST', '/api/v1/reports', { ...f.content, attachments: [f.attachment] })
    Object.assign(f, { report: sent.id, entry: sent.entry })
    f.draft = (await made('power', 'POST', '/api/v1/reports', { draft: true, title: `Draft ${secret}` })).id
    f.delivery = (await made('meti', 'GET', '/api/v1/inbox?limit=200')).items.find(i => i.message.id === f.report).delivery.id
    f.advisory = (await made('analyst', 'POST', '/api/v1/advisories', { title: `Advice ${secret}` })).id
    f.case = (await made('analyst', 'POST', '/api/v1/cases', { title: `Case ${secret}` })).id
    f.consent = (await made('power', 'POST', '/api/v1/consents', { use: 'wider' })).id
    f.inquiry = (await made('meti', 'POST', `/api/v1/messages/${f.report}/inquiries`, { text: 'Which version?' })).id
    f.answer = (await made('power', 'POST', `/api/v1/inquiries/${f.inquiry}/answers`, { text: 'All.' })).id
    f.powerOrg = who.power.me.org.id
    f.railOrg = who.rail.me.org.id
    f.railUser = who.rail.me.user.id
    f.ceptoar = who.ceptoar.me.org.id
    const b64 = n => Buffer.alloc(n, 9).toString('base64url')
    const blob = { version: 1, passes: 3, memory: 64 << 20, salt: b64(16), box: b64(72) }
    f.keyCopyInput = { kind: 'share', blob }
    f.key = (await made('power', 'POST', '/api/v1/keys', { public: b64(32), copies: [{ kind: 'passphrase', blob }, { kind: 'share', blob }] })).id
    f.keyCopy = (await made('power', 'GET', '/api/v1/keys')).items[0].copies[1].id
    const token = await made('power', 'POST', '/api/v1/tokens', { name: 'walk', scope: 'write' })
    f.token = token.id
    this.checks.secret(token.token)
    f.session = (await made('power', 'GET', '/api/v1/sessions')).items.find(s => s.current).id
    f.railContact = (await made('platform', 'POST', `/api/v1/orgs/${f.railOrg}/contacts`, { kind: 'phone', address: '+81-3-0000-0000' })).id
  }

  // What the OpenAPI document says wants If-Match.
  versioned(key) {
    const [method, path] = key.split(' ')
    return !!this.api.paths[path]?.[method.toLowerCase()]?.parameters?.some(one => one.name === 'If-Match')
  }

  row(key) { return { method: key.split(' ')[0], path: key.split(' ')[1], ...routes[key] } }

  path(row, ids = {}) {
    return row.path.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? (typeof row.absent === 'string' ? row.absent : row.path.startsWith('/api/v1/forms') ? 'no-such-form' : ABSENT))
  }

  // A request that gets as far as the route lets it; nothing that exists is changed by it unless ids say so.
  async send(who, key, { ids, headers = {}, query = '' } = {}) {
    const row = this.row(key)
    const options = { headers: { ...(this.versioned(key) ? { 'If-Match': '"1"' } : {}), ...headers } }
    if (row.raw) Object.assign(options, { body: Buffer.from('plain text\n'), type: 'application/octet-stream' })
    else if (row.body) options.body = row.body(this.f)
    if (row.stream) options.onHead = response => response.statusCode === 200 && response.destroy()
    const answer = await this.door.ask(who, row.method, this.path(row, ids) + (row.raw ? '?name=walk.txt' : query), options)
    if (row.method === 'POST' && row.path.endsWith('/me/totp') && answer.json?.secret) this.checks.secret(answer.json.secret)
    return answer
  }

  allowed(row, login) { return !Array.isArray(row.who) || row.who.includes(login) }
  somebody(row) { return this.who[Array.isArray(row.who) ? row.who[0] : 'power'] }
  guarded() { return this.keys.filter(key => routes[key].who !== 'nobody') }
  changing() { return this.guarded().filter(key => !key.startsWith('GET')) }

  async nobody() {
    for (const key of this.keys) {
      const open = routes[key].who === 'nobody'
      const answer = await this.send(null, key)
      this.checks.ok(`as nobody: ${key}`, (answer.status === 401) === !open || `${answer.status} ${answer.text.slice(0, 200)}`)
    }
  }

  async roles() {
    for (const key of this.keys) {
      const row = this.row(key), faults = []
      if (row.ends) continue
      for (const login of Object.keys(people)) {
        const answer = await this.send(this.who[login], key, { ids: row.ids?.(this.f) })
        const denied = answer.status === 403
        if (answer.status === 401 || answer.status === 429) faults.push(`${login}: ${answer.status} ${answer.text}`)
        else if (this.allowed(row, login) && denied) faults.push(`${login} (${people[login]}) may not: ${answer.text}`)
        else if (!this.allowed(row, login) && !denied) faults.push(`${login} (${people[login]}) may: ${answer.status} ${answer.text.slice(0, 200)}`)
      }
      this.checks.ok(`as each role: ${key}`, faults)
    }
  }

  async strangers() {
    for (const key of this.keys) {
      const row = this.row(key)
      if (!row.path.includes('{')) continue
      if (!row.others) { this.checks.ok(`with ids of others: ${key}`, ['the row says nothing of others']); continue }
      const { as, ids, open, status, absent } = row.others
      const real = await this.send(this.who[as], key, { ids: ids(this.f) })
      if (open) { this.checks.ok(`with ids of others: ${key} (${open})`, real.status === status || `${real.status} ${real.text.slice(0, 200)}`); continue }
      const none = await this.send(this.who[as], key, { ids: absent ? absent(this.f) : {} })
      const faults = []
      if (real.status !== 404 && real.status !== 403) faults.push(`${as} gets ${real.status} ${real.text.slice(0, 200)}`)
      if (real.status === 403 && this.allowed(row, as)) faults.push(`403 where existence is a secret`)
      if (face(real) !== face(none)) faults.push(`what exists and what does not look different: ${face(real)} and ${face(none)}`)
      this.checks.ok(`with ids of others: ${key}`, faults)
    }
  }

  async forged() {
    const rail = this.who.rail
    const forgeries = {
      'no CSRF token': { 'X-CSRF-Token': undefined },
      'a wrong CSRF token': { 'X-CSRF-Token': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      "somebody else's CSRF token": { 'X-CSRF-Token': rail.csrf },
      'another origin': { Origin: 'https://evil.example' },
      'no origin (null)': { Origin: 'null' },
      'another port': { Origin: `http://127.0.0.1:${(Number(this.door.url.port) % 60000) + 1}` },
      'another site': { 'Sec-Fetch-Site': 'cross-site' },
      'a sister site': { 'Sec-Fetch-Site': 'same-site' },
    }
    for (const key of this.changing()) {
      const faults = []
      for (const [what, headers] of Object.entries(forgeries)) {
        const answer = await this.send(this.somebody(this.row(key)), key, { headers })
        if (answer.status !== 403 || answer.json?.code !== 'csrf') faults.push(`${what}: ${answer.status} ${answer.text.slice(0, 120)}`)
      }
      this.checks.ok(`forged by another site: ${key}`, faults)
    }
    const answer = await this.send(null, 'POST /api/v1/session', { headers: { Origin: 'https://evil.example' } })
    this.checks.ok('forged by another site: POST /api/v1/session', answer.status === 403 || answer.text)
    const form = await this.door.ask(this.who.power, 'POST', '/api/v1/inbox/ack', { body: 'deliveries=x', type: 'application/x-www-form-urlencoded' })
    this.checks.ok('a form of another site cannot speak JSON', form.status === 415 || form.text)
  }

  async everywhere(name, who, want, keys = this.guarded()) {
    const faults = []
    for (const key of keys) {
      const wanted = want(key), answer = await this.send(typeof who === 'function' ? who(key) : who, key)
      if (wanted && !wanted.includes(answer.json?.code ?? answer.status)) faults.push(`${key}: ${answer.status} ${answer.text.slice(0, 160)}`)
    }
    this.checks.ok(name, faults)
  }

  async ended() {
    const { who } = await this.door.signIn('rail', this.server.person('rail').password)
    const out = await this.door.ask(who, 'DELETE', '/api/v1/session')
    this.checks.ok('signing out drops the cookie', out.status === 204 && /noroshi=;.*Max-Age=0/.test(String(out.headers['set-cookie'])) || String(out.headers['set-cookie']))
    await this.everywhere('a session that was signed out: 401 on every route', who, () => ['login.needed'])
    await this.everywhere('an invented cookie: 401 on every route', { cookie: who.cookie.replace(/=.{8}/, '=AAAAAAAA'), csrf: who.csrf }, () => ['login.needed'])
    await this.everywhere('an invented token: 401 on every route', { token: 'nrs_' + 'A'.repeat(43) }, () => ['login.needed'])
    const both = await this.door.ask({ cookie: this.who.power.cookie, csrf: this.who.power.csrf, token: 'nrs_' + 'A'.repeat(43) }, 'GET', '/api/v1/me')
    this.checks.ok('a wrong token beside a right cookie is no sign-in', both.status === 401 || both.text)
  }

  async token(as, input) {
    const answer = await this.door.ask(this.who[as], 'POST', '/api/v1/tokens', { body: { name: 'walk', scope: 'write', ...input } })
    if (answer.status !== 201) throw new Error(answer.text)
    this.checks.secret(answer.json.token)
    return { id: answer.json.id, who: { token: answer.json.token } }
  }

  // A token of somebody who has the role, so that only the token is in the way.
  async tokens() {
    const made = {}
    const of = async (key, input) => {
      const row = this.row(key), as = Array.isArray(row.who) ? row.who.find(login => login !== 'platform') : 'power'
      return as && (made[as + JSON.stringify(input)] ??= (await this.token(as, input)).who)
    }
    const changing = this.changing().filter(key => !(routes[key].who.length === 1 && routes[key].who[0] === 'platform'))
    for (const key of changing) await of(key, { scope: 'read' })
    const faults = []
    for (const key of changing) {
      const answer = await this.send(await of(key, { scope: 'read' }), key)
      if (answer.json?.code !== 'token.read_only') faults.push(`${key}: ${answer.status} ${answer.text.slice(0, 120)}`)
    }
    this.checks.ok('a token of scope read changes nothing on any route', faults)
    const persons = []
    for (const key of this.keys.filter(key => routes[key].person)) {
      const answer = await this.send(await of(key, { scope: 'write' }), key)
      if (answer.json?.code !== 'token.person') persons.push(`${key}: ${answer.status} ${answer.text.slice(0, 160)}`)
    }
    this.checks.ok('what a person must do is not done by a token', persons)
    const own = await this.token('power', { scope: 'write' })
    const more = await this.door.ask(own.who, 'POST', '/api/v1/tokens', { body: { name: 'child', scope: 'write' } })
    this.checks.ok('a token makes no token', more.status === 403 || more.text)
    await this.everywhere('a token used from another address: 401 on every route', (await this.token('power', { addresses: '192.0.2.0/24' })).who, () => ['login.needed'])
    const spoofed = await this.door.ask((await this.token('power', { addresses: '192.0.2.0/24' })).who, 'GET', '/api/v1/me', { headers: { 'X-Forwarded-For': '192.0.2.1' } })
    this.checks.ok('X-Forwarded-For is not believed without a trusted proxy', spoofed.status === 401 || spoofed.text)
    await this.door.ask(this.who.power, 'DELETE', `/api/v1/tokens/${own.id}`)
    await this.everywhere('a revoked token: 401 on every route', own.who, () => ['login.needed'])
    const short = await this.token('power', { expires_at: new Date(this.server.now() + 3600e3).toISOString() })
    const before = await this.door.ask(short.who, 'GET', '/api/v1/me')
    await this.server.shift(3601e6)
    this.checks.ok('a token works until it expires', before.status === 200 || before.text)
    await this.everywhere('an expired token: 401 on every route', short.who, () => ['login.needed'])
  }

  // Accounts on their way in: one-time password, then (an auditor) the second factor still missing; at the end disabled.
  async levels() {
    const admin = this.who['power-admin']
    const add = await this.door.ask(admin, 'POST', '/api/v1/users', { body: { login: 'walk-levels', ja: '試験', en: 'Test', roles: ['auditor'] } })
    if (add.status !== 201) throw new Error(add.text)
    const { who: first } = await this.door.signIn('walk-levels', add.json.password)
    const level = code => key => (routes[key].who === 'enrol' ? null : [code])
    const some = this.guarded().filter(key => !routes[key].ends)
    this.checks.ok('a one-time password gives the level "password"', first.me.level === 'password' || JSON.stringify(first.me))
    await this.everywhere('level "password": nothing but one\'s own account', first, level('password.change'), some)
    const fresh = this.checks.secret('tangerine umbrella lighthouse')
    const changed = await this.door.ask(first, 'POST', '/api/v1/me/password', { body: { old: add.json.password, new: fresh } })
    const second = { ...cookieOf(changed), csrf: first.csrf }
    this.checks.ok('changing the password changes the session\'s id', changed.status === 204 && second.cookie !== first.cookie && (await this.door.ask(first, 'GET', '/api/v1/me')).status === 401 || changed.text)
    await this.everywhere('level "enrol": nothing but one\'s own account', second, level('mfa.enrol'), some)
    const add2 = await this.door.ask(admin, 'POST', '/api/v1/users', { body: { login: 'walk-disabled', ja: '試験', en: 'Test', roles: ['reporter'] } })
    const { who: initial } = await this.door.signIn('walk-disabled', add2.json.password)
    const set = await this.door.ask(initial, 'POST', '/api/v1/me/password', { body: { old: add2.json.password, new: fresh } })
    const open = { ...cookieOf(set), csrf: initial.csrf }
    const token = (await this.door.ask(open, 'POST', '/api/v1/tokens', { body: { name: 'x', scope: 'write' } })).json.token
    this.checks.secret(token)
    const works = await this.door.ask({ token }, 'GET', '/api/v1/me')
    const disabled = await this.door.ask(admin, 'PATCH', `/api/v1/users/${add2.json.id}`, { body: { state: 'disabled' }, headers: { 'If-Match': works && `"${(await this.door.ask(admin, 'GET', `/api/v1/users/${add2.json.id}`)).json.version}"` } })
    this.checks.ok('an administrator disables an account', works.status === 200 && disabled.status === 200 || disabled.text)
    await this.everywhere('a disabled account\'s session: 401 on every route', open, () => ['login.needed'])
    await this.everywhere('a disabled account\'s token: 401 on every route', { token }, () => ['login.needed'])
    const again = await this.door.signIn('walk-disabled', fresh)
    this.checks.ok('a disabled account signs in no more, and is told what a wrong password is told', again.answer.json?.code === 'login.failed' || again.answer.text)
  }
}
