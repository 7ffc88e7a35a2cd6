// test/security/accounts.mjs — signing in under attack, codes that were used, races and repetitions, and what the journal and tables
// tell to whom.
import { pause } from '../lib/server.mjs'
import { cookieOf, face } from './check.mjs'

const SIGN_IN = '/api/v1/session'

export class Accounts {
  constructor(checks, server, door) { Object.assign(this, { checks, server, door, next: 1 }) }

  // Behind a trusted proxy every attempt may come from an address of its own.
  address() { const n = this.next++; return { 'X-Forwarded-For': `198.51.${100 + (n >> 8)}.${n & 255}` } }
  attempt(login, password, headers, code) { return this.door.ask(null, 'POST', SIGN_IN, { body: { login, password, ...(code ? { code } : {}) }, headers }) }

  async throttling() {
    const unknown = this.checks.secret('nobody-is-called-zanzibar'), wrong = this.checks.secret('wrong horse battery')
    const password = this.server.person('port').password
    this.checks.ok('an unknown login and a wrong password get the same answer', face(await this.attempt(unknown, wrong, this.address())) === face(await this.attempt('port', wrong, this.address())))
    // The quickest of several counts, and a second and third try: what else the machine does only makes one slower.
    const least = { unknown: Infinity, known: Infinity }
    let ratio = 0
    for (const known of ['rail', 'ceptoar', 'power']) {
      for (let i = 0; i < 4; i++)
        for (const which of ['unknown', 'known']) {
          const from = performance.now()
          await this.attempt(which === 'unknown' ? `${unknown}-${known}-${i}` : known, wrong, this.address())
          least[which] = Math.min(least[which], performance.now() - from)
        }
      ratio = least.unknown / least.known
      if (ratio > 0.5 && ratio < 2) break
    }
    this.checks.ok('an unknown login takes as long as a wrong password', ratio > 0.4 && ratio < 2.5 || `ratio ${ratio.toFixed(2)}`)
    for (const login of [unknown, 'port']) {
      const seen = []
      for (let i = 0; i < 7; i++) seen.push(await this.attempt(login, wrong, this.address()))
      const last = seen.at(-1)
      this.checks.ok(`sign-in is slowed per account, from whatever address (${login === 'port' ? 'known' : 'unknown'} login)`, last.status === 429 && last.json.code === 'login.wait' && Number(last.headers['retry-after']) >= 1 || `${seen.map(a => a.status)} ${last.text}`)
    }
    const right = await this.attempt('port', password, this.address())
    this.checks.ok('while it is slowed the right password is not looked at', right.status === 429 || right.text)
    const spelled = await this.attempt('  PORT ', password, this.address())
    this.checks.ok('another spelling of the login is the same account', spelled.status === 429 || spelled.text)
    await this.server.shift(20e6)
    const later = await this.attempt('port', password, this.address())
    this.checks.ok('after the wait the right password signs in', later.status === 200 || later.text)
    const one = this.address(), statuses = []
    for (let i = 0; i < 8; i++) statuses.push((await this.attempt(`spray-${i}`, wrong, one)).status)
    this.checks.ok('sign-in is slowed per address, whatever the login', statuses.at(-1) === 429 || String(statuses))
    await this.server.shift(3600e6)
    // Whoever has one account of his own must not be able to spray without end by signing in in between.
    const own = this.server.person('mlit').password, home = this.address(), sprayed = []
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) sprayed.push((await this.attempt(`sprayed-${round}-${i}`, wrong, home)).status)
      await this.attempt('mlit', own, home)
    }
    this.checks.ok('signing in with one account does not forgive guessing at others', sprayed.includes(429) || String(sprayed))
    const office = this.address(), typos = []
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) typos.push((await this.attempt('mlit', wrong, office)).status)
      typos.push((await this.attempt('mlit', own, office)).status)
    }
    this.checks.ok("one's own typing errors are forgiven by signing in", typos.filter(s => s === 200).length === 3 || String(typos))
    const v6 = []
    for (let i = 0; i < 8; i++) v6.push((await this.attempt(`six-${i}`, wrong, { 'X-Forwarded-For': `2001:db8:1:2::${i + 1}` })).status)
    this.checks.ok('a whole IPv6 /64 is one address', v6.at(-1) === 429 || String(v6))
    const left = await this.attempt('left', wrong, { 'X-Forwarded-For': `${one['X-Forwarded-For']}, 203.0.113.77` })
    const slowed = this.address()
    for (let i = 0; i < 8; i++) await this.attempt(`slow-${i}`, wrong, slowed)
    const lines = await this.attempt('lines', wrong, { 'X-Forwarded-For': ['203.0.113.78', slowed['X-Forwarded-For']] })
    this.checks.ok('of two lines of X-Forwarded-For the last one counts', lines.status === 429 || lines.text)
    this.checks.ok('of X-Forwarded-For only what the proxy itself wrote counts', left.status === 401 || left.text)
  }

  async codes() {
    const login = 'publisher', password = this.server.person(login).password
    await this.server.shift(60e6)
    const code = this.server.code(login)
    const none = await this.attempt(login, password, this.address())
    this.checks.ok('a second factor is asked for', none.status === 401 && none.json.code === 'login.code_required' || none.text)
    const wrong = await this.attempt(login, password, this.address(), code === '000000' ? '000001' : '000000')
    this.checks.ok('a wrong code signs nobody in', wrong.status === 401 || wrong.text)
    const bad = await this.attempt(login, 'not the password at all', this.address(), code)
    this.checks.ok('a right code without the password says nothing of the code', bad.json?.code === 'login.failed' || bad.text)
    const first = await this.attempt(login, password, this.address(), code)
    const again = await this.attempt(login, password, this.address(), code)
    this.checks.ok('a code works once', first.status === 200 && again.status === 401 || `${first.status} ${again.status} ${again.text}`)
    const both = await (async () => {
      await this.server.shift(60e6)
      const fresh = this.server.code(login)
      return Promise.all([1, 2, 3, 4].map(() => this.attempt(login, password, this.address(), fresh)))
    })()
    this.checks.ok('a code works once, also at the same instant', both.filter(a => a.status === 200).length === 1 || String(both.map(a => a.status)))
    const old = this.server.code(login)
    await this.server.shift(600e6)
    const late = await this.attempt(login, password, this.address(), old)
    this.checks.ok('a code of ten minutes ago is none', late.status === 401 || late.text)
    for (const answer of [first, ...both]) if (answer.status === 200) this.door.person(answer)
  }

  async passwords() {
    const { who } = await this.door.signIn('hospital', this.server.person('hospital').password, undefined, this.address())
    const change = fresh => this.door.ask(who, 'POST', '/api/v1/me/password', { body: { old: this.server.person('hospital').password, new: fresh }, headers: this.address() })
    for (const [what, fresh] of [['short', 'elevenchars'], ['common', 'password1234'], ['the login', 'hospital2026!'], ['a pattern', 'abcabcabcabcabc'], ['the same', this.server.person('hospital').password]]) {
      const answer = await change(fresh)
      this.checks.ok(`a new password that is ${what} is refused`, answer.status === 422 && answer.json.errors[0].pointer === '/new' || `${answer.status} ${answer.text}`)
    }
    const guesses = []
    for (let i = 0; i < 7; i++) guesses.push((await this.door.ask(who, 'POST', '/api/v1/me/password', { body: { old: `guess number ${i}`, new: 'tangerine umbrella lighthouse' }, headers: this.address() })).status)
    this.checks.ok('guessing the present password in a borrowed session is slowed too', guesses.at(-1) === 429 || String(guesses))
    const two = (await this.door.signIn('meti', this.server.person('meti').password, undefined, this.address())).who
    const three = (await this.door.signIn('meti', this.server.person('meti').password, undefined, this.address())).who
    const fresh = this.checks.secret('walnut harbour telegraph')
    const changed = await this.door.ask(two, 'POST', '/api/v1/me/password', { body: { old: this.server.person('meti').password, new: fresh }, headers: this.address() })
    const other = await this.door.ask(three, 'GET', '/api/v1/me')
    this.checks.ok('changing the password ends the other sessions', changed.status === 204 && other.status === 401 || `${changed.text} ${other.text}`)
    this.meti = { ...cookieOf(changed), csrf: two.csrf }
    const given = await this.door.ask(null, 'POST', SIGN_IN, { body: { login: 'meti', password: fresh }, headers: { ...this.address(), Cookie: 'noroshi=' + 'A'.repeat(43) } })
    this.checks.ok('a cookie that was there before signing in is not taken over', given.status === 200 && !cookieOf(given).cookie.includes('AAAAAAAA') || given.text)
  }

  // Lost updates, repeated requests, one key in two hands.
  async races() {
    const { who: platform } = await this.door.signIn('platform', this.server.person('platform').password, this.server.code('platform'), this.address())
    const rail = (await this.door.signIn('rail', this.server.person('rail').password, undefined, this.address())).who
    const power = (await this.door.signIn('power', this.server.person('power').password, undefined, this.address())).who
    const org = await this.door.ask(platform, 'GET', `/api/v1/orgs/${rail.me.org.id}`)
    const patch = (etag, people) => this.door.ask(platform, 'PATCH', `/api/v1/orgs/${rail.me.org.id}`, { body: { people }, headers: { 'If-Match': etag } })
    const none = await this.door.ask(platform, 'PATCH', `/api/v1/orgs/${rail.me.org.id}`, { body: { people: 1 } })
    this.checks.ok('an edit without If-Match is refused', none.status === 428 || none.text)
    const many = await Promise.all([1, 2, 3, 4, 5, 6].map(n => patch(org.headers.etag, n)))
    this.checks.ok('of six edits at once of one version one holds, five get 412', many.filter(a => a.status === 200).length === 1 && many.filter(a => a.status === 412).length === 5 || String(many.map(a => a.status)))
    for (const etag of ['*', 'W/"1"', '"-1"', '"99999999999999999999"', '""', '1', '"1", "2"']) {
      const answer = await patch(etag, 3)
      if (answer.status !== 412) this.checks.ok(`If-Match ${etag} matches nothing`, answer.text)
    }
    const noticed = new Date(this.server.now() - 60000).toISOString()
    const report = n => ({ title: `Report ${n}`, sector: 'power', event_type: 'unavailable', basis: 'severe', route: 'ministry', noticed_at: noticed, summary: 'One.', causes: ['unknown'] })
    const file = (who, n, key) => this.door.ask(who, 'POST', '/api/v1/reports', { body: report(n), headers: { 'Idempotency-Key': key } })
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => file(power, 'a', 'one-key')))
    this.checks.ok('five times one key at once: one report, told five times', five.every(a => a.status === 201) && new Set(five.map(a => a.json.id)).size === 1 || five.map(a => a.text).join('\n'))
    const stolen = await file(rail, 'a', 'one-key')
    this.checks.ok('the same key in other hands gives nothing away', stolen.json?.id !== five[0].json.id || stolen.text)
    const altered = await file(power, 'b', 'one-key')
    this.checks.ok('the same key with other content is refused', altered.status === 422 && altered.json.code === 'idempotency.mismatch' || altered.text)
    const elsewhere = await this.door.ask(power, 'POST', '/api/v1/reports?lang=en', { body: report('a'), headers: { 'Idempotency-Key': 'one-key' } })
    this.checks.ok('the same key for another request is refused', elsewhere.json?.code === 'idempotency.mismatch' || elsewhere.text)
    for (const key of ['', 'x'.repeat(129), 'x'.repeat(4000)]) {
      const answer = await file(power, 'c', key)
      this.checks.ok(`an Idempotency-Key of ${key.length} letters is refused`, answer.status === 422 || key === '' && answer.status === 201 || `${answer.status} ${answer.text}`)
    }
    this.power = power
    this.rail = rail
    this.platform = platform
  }

  async tables() {
    const formula = '=cmd|"/c calc"!A1'
    for (const title of [formula, '+1+1', '-2+3', '@SUM(A1)', '＝1+1']) {
      const answer = await this.door.ask(this.power, 'POST', '/api/v1/reports', { body: { draft: true, title } })
      if (answer.status !== 201) throw new Error(answer.text)
    }
    const csv = await this.door.ask(this.power, 'GET', '/api/v1/reports?box=drafts&format=csv')
    const cells = csv.text.split('\r\n').flatMap(line => line.split(',')).map(cell => cell.replace(/^"/, ''))
    this.checks.ok('no cell of a table is a formula', csv.status === 200 && !cells.some(cell => /^[=+\-@\t＝＋－＠]/.test(cell)) || cells.filter(cell => /^[=+\-@＝＋－＠]/.test(cell)).join(' | '))
    this.checks.ok('a table is downloaded, never shown', /^attachment/.test(csv.headers['content-disposition']) && /^text\/csv/.test(csv.headers['content-type']) || csv.headers['content-disposition'])
    const like = await this.door.ask(this.power, 'GET', `/api/v1/orgs?q=${encodeURIComponent('%')}`)
    this.checks.ok('a per cent sign in a search is a letter', like.json?.items?.length === 0 || like.text.slice(0, 200))
  }

  // What others did is the journal's to tell only to those who may know it.
  async journal() {
    const admin = (await this.door.signIn('power-admin', this.server.person('power-admin').password, this.server.code('power-admin'), this.address())).who
    const auditor = (await this.door.signIn('auditor', this.server.person('auditor').password, this.server.code('auditor'), this.address())).who
    const mine = this.power.me.org.id
    await pause(700)
    let next = '', rows = [], pages = 0
    do {
      const page = await this.door.ask(admin, 'GET', `/api/v1/journal?limit=200${next && `&after=${next}`}`)
      rows.push(...page.json.items)
      next = page.json.next
    } while (next && ++pages < 60)
    this.checks.ok('an organisation\'s administrator sees its own entries only', rows.length > 0 && rows.every(row => row.org?.id === mine) || JSON.stringify(rows.find(row => row.org?.id !== mine)))
    const other = await this.door.ask(admin, 'GET', `/api/v1/journal?org=${this.rail.me.org.id}`)
    this.checks.ok('asking for another organisation\'s entries is refused', other.status === 403 || other.text.slice(0, 200))
    const all = await this.door.ask(auditor, 'GET', `/api/v1/journal?org=${this.rail.me.org.id}`)
    this.checks.ok('the centre\'s auditor sees none of theirs that does not concern the centre', all.status === 200 && !all.json.items.some(row => row.masked || /^(session|list|token)\./.test(row.verb)) || all.text.slice(0, 200))
    const whole = await this.door.ask(auditor, 'GET', '/api/v1/journal?limit=200&order=asc')
    this.checks.ok('of everything else only its place and its hash', whole.json.items.some(row => row.masked) && whole.json.items.filter(row => row.masked).every(row => Object.keys(row).sort().join() === 'leaf_hash,masked,seq') || whole.text.slice(0, 400))
    const report = await this.door.ask(this.power, 'POST', '/api/v1/reports', { body: { title: 'Receipt', sector: 'power', event_type: 'unavailable', basis: 'severe', route: 'ministry', noticed_at: new Date(this.server.now() - 60000).toISOString(), summary: this.checks.secret('receipt-content-heliotrope') } })
    const receipt = async who => {
      for (let i = 0; ; i++) {
        const answer = await this.door.ask(who, 'GET', `/api/v1/receipts/${report.json.entry}`)
        if (answer.status !== 409 || i > 50) return answer
        await pause(100)
      }
    }
    const [own, audited, administered, stranger, ministry] = [await receipt(this.power), await receipt(auditor), await receipt(admin), await receipt(this.rail), await receipt(this.meti)]
    this.checks.ok('the author\'s receipt has the content', own.json?.content?.body && true || own.text)
    this.checks.ok('the auditor gets none of what the centre does not have', audited.status === 404 || audited.text)
    this.checks.ok('an administrator\'s receipt has none', administered.status === 200 && !administered.json.content || administered.text)
    this.checks.ok('nobody else gets a receipt', stranger.status === 404 && ministry.status === 404 || stranger.text)
    const gone = await this.door.ask(auditor, 'GET', `/api/v1/messages/${report.json.id}`)
    const admins = await this.door.ask(admin, 'GET', `/api/v1/messages/${report.json.id}`)
    this.checks.ok('who audits or administers reads no content', gone.status === 403 && admins.status === 403 || `${gone.status} ${admins.status}`)
  }

  // Only a platform administrator makes one, and nobody raises himself.
  async climbing() {
    const admin = (await this.door.signIn('power-admin', this.server.person('power-admin').password, await this.later('power-admin'), this.address())).who
    const add = roles => this.door.ask(admin, 'POST', '/api/v1/users', { body: { login: `climb-${roles[0].replace('_', '-')}`, ja: '試', en: 'Climb', roles } })
    for (const roles of [['platform_admin'], ['publisher'], ['analyst'], ['officer'], ['liaison']]) {
      const answer = await add(roles)
      this.checks.ok(`an operator's administrator gives nobody the role ${roles[0]}`, answer.status === 403 || answer.status === 422 || answer.text)
    }
    const elsewhere = await this.door.ask(admin, 'POST', '/api/v1/users', { body: { login: 'climb-else', ja: '試', en: 'Climb', roles: ['reporter'], org: this.rail.me.org.id } })
    this.checks.ok('nor an account to another organisation', [403, 404, 422].includes(elsewhere.status) || elsewhere.text)
    const self = await this.door.ask(admin, 'GET', `/api/v1/users/${admin.me.user.id}`)
    const raise = await this.door.ask(admin, 'PATCH', `/api/v1/users/${admin.me.user.id}`, { body: { roles: ['org_admin', 'reporter'] }, headers: { 'If-Match': self.headers.etag } })
    this.checks.ok('nobody changes his own roles', raise.status === 403 || raise.text)
    const both = await this.door.ask(this.platform, 'POST', '/api/v1/users', { body: { login: 'climb-both', ja: '試', en: 'Climb', roles: ['platform_admin', 'analyst'], org: this.platform.me.org.id } })
    this.checks.ok('nobody runs the platform and reads content', both.status === 422 || both.text)
  }

  // A one-time password is its maker's knowledge too: it ends by itself, and by no way becomes a lasting one.
  async oneTime() {
    const platform = this.platform
    const add = await this.door.ask(platform, 'POST', '/api/v1/users', { body: { login: 'one-time', ja: '一', en: 'Once', roles: ['reporter'], org: this.rail.me.org.id } })
    this.checks.secret(add.json.password)
    const patch = async (state, version) => this.door.ask(platform, 'PATCH', `/api/v1/users/${add.json.id}`, { body: { state }, headers: { 'If-Match': `"${version}"` } })
    const off = await patch('disabled', add.json.version), on = await patch('active', off.json.version)
    this.checks.ok('enabling an account does not make its one-time password a lasting one', on.json?.state === 'must_change' || on.text)
    await this.server.shift(6 * 86400e6)
    const in_time = await this.attempt('one-time', add.json.password, this.address())
    await this.server.shift(2 * 86400e6)
    const late = await this.attempt('one-time', add.json.password, this.address())
    this.checks.ok('a one-time password ends after a week', in_time.status === 200 && late.status === 401 && late.json.code === 'password.expired' || `${in_time.text} ${late.text}`)
    this.door.person(in_time)
    const guess = await this.attempt('one-time', 'a wrong one altogether', this.address())
    this.checks.ok('only who knows it is told so', guess.json?.code === 'login.failed' || guess.text)
  }

  // What was let in and then had to wait is looked at again: of requests under way when the account is disabled none is done after it.
  async late() {
    const admin = (await this.door.signIn('power-admin', this.server.person('power-admin').password, await this.later('power-admin'), this.address())).who
    const platform = (await this.door.signIn('platform', this.server.person('platform').password, this.server.code('platform'), this.address())).who
    const version = (await this.door.ask(platform, 'GET', `/api/v1/users/${admin.me.user.id}`)).json.version
    let disabledAt = Infinity
    const adding = Array.from({ length: 8 }, async (_, i) => {
      const answer = await this.door.ask(admin, 'POST', '/api/v1/users', { body: { login: `late-${i}`, ja: '遅', en: 'Late', roles: ['reporter'] } })
      return { status: answer.status, at: performance.now() }
    })
    await pause(5)
    const disabled = await this.door.ask(platform, 'PATCH', `/api/v1/users/${admin.me.user.id}`, { body: { state: 'disabled' }, headers: { 'If-Match': `"${version}"` } })
    disabledAt = performance.now()
    const added = await Promise.all(adding)
    this.checks.ok('what waits while its account is disabled is not done', disabled.status === 200 && added.some(a => a.status === 401) && added.every(a => a.status === 401 || (a.status === 201 && a.at < disabledAt + 20)) || `${disabled.status} ${JSON.stringify(added)} ${disabledAt}`)
  }

  async later(login) { await this.server.shift(60e6); return this.server.code(login) }

  // A stream ends with the sign-out at once, and with what ended otherwise (here a token revoked) at its next heartbeat.
  async stream() {
    const { who } = await this.door.signIn('ceptoar', this.server.person('ceptoar').password, undefined, this.address())
    const made = await this.door.ask(who, 'POST', '/api/v1/tokens', { body: { name: 'stream', scope: 'read' } })
    const open = async as => {
      const stream = { ended: 0 }
      await new Promise((resolve, reject) => {
        const end = () => { stream.ended ||= performance.now() }
        this.door.ask(as, 'GET', '/api/v1/stream', { onHead: response => { stream.status = response.statusCode; response.on('close', end); response.on('error', end); response.resume(); resolve(); return true } }).catch(reject)
      })
      return stream
    }
    const [own, token] = [await open(who), await open({ token: this.checks.secret(made.json.token) })]
    await this.door.ask(who, 'DELETE', `/api/v1/tokens/${made.json.id}`)
    const from = performance.now()
    await this.door.ask(who, 'DELETE', '/api/v1/session')
    for (let i = 0; i < 50 && !own.ended; i++) await pause(100)
    this.checks.ok('a stream ends when its session is signed out', own.status === 200 && own.ended - from < 5000 && own.ended > 0)
    return async () => {
      for (let i = 0; i < 300 && !token.ended; i++) await pause(100)
      this.checks.ok('a stream ends soon after its token is revoked', token.status === 200 && token.ended > 0)
    }
  }
}
