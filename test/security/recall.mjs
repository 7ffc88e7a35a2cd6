// test/security/recall.mjs — what was taken back is nowhere any more. A marker word goes into the title, the text, the name and the bytes
// of a file of an advisory and of a report; recipients read, list, search, export and answer; it is withdrawn; then every GET route of the
// OpenAPI document is asked with every id that they ever saw, with and without their ETags, and nothing may say the word.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const queries = (word) => ['', `?q=${word}`, '?format=csv', '?state=all', '?state=to_delete', '?state=done', '?box=all', '?box=received', `?box=received&q=${word}&format=csv`, '?status=withdrawn', '?limit=200']

export class Recalled {
  constructor(checks, server, walk) { Object.assign(this, { checks, server, walk, door: walk.door, word: 'quagga' + 'wort', words: [], etags: new Map() }) }

  async made(as, method, path, body, headers) {
    const answer = await this.door.ask(this.walk.who[as], method, path, { body, headers })
    if (answer.status >= 300) throw new Error(`${as} ${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json
  }

  async file(as) {
    const answer = await this.door.ask(this.walk.who[as], 'POST', `/api/v1/attachments?name=${this.word}.txt`, { body: Buffer.from(`see ${this.word}\n`), type: 'application/octet-stream', headers: { 'Idempotency-Key': `file-${as}` } })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.json.id
  }

  // Every GET route, with each id in each place: what `login` is answered. Calls look(path, answer).
  async sweep(login, ids, look) {
    for (const path of Object.keys(this.walk.api.paths).filter(path => this.walk.api.paths[path].get && path.startsWith('/api/') && !/stream$|openapi/.test(path))) {
      const places = (path.match(/\{/g) ?? []).length
      const paths = !places ? [path] : ids.map(id => path.replace(/\{\w+\}/, id).replace(/\{\w+\}/, ids[0]))
      for (const one of paths)
        for (const query of queries(this.word))
          for (const etag of [undefined, this.etags.get(login + one)]) {
            if (query && etag) continue
            const answer = await this.door.ask(this.walk.who[login], 'GET', one + query, { headers: etag ? { 'If-None-Match': etag } : {} })
            look(one + query, answer)
            if (answer.headers.etag && !query) this.etags.set(login + one, answer.headers.etag)
          }
    }
  }

  async story(kind, author, readers, send, withdraw) {
    this.word = `quagga${'wort'.repeat(this.words.length + 1)}x`
    this.words.push(this.word)
    const file = await this.file(author), { id, ids } = await send(file)
    const seen = {}
    for (const login of readers) {
      const mine = (await this.made(login, 'GET', '/api/v1/inbox?limit=200')).items.find(item => item.message.id === id).delivery.id
      const whole = await this.made(login, 'GET', `/api/v1/messages/${id}`)
      seen[login] = { mine, ids: [id, mine, file, whole.revisions[0].id, ...ids] }
      let said = 0
      await this.made(login, 'POST', '/api/v1/inbox/ack', { deliveries: [mine] }, { 'Idempotency-Key': `ack-${id}` })
      await this.sweep(login, seen[login].ids, (path, answer) => { said += answer.text.includes(this.word) })
      this.checks.ok(`${kind}: before, ${login} reads it in many places`, said >= 10 || `${said} answers`)
    }
    await withdraw(id)
    for (const login of readers) {
      const faults = []
      await this.sweep(login, seen[login].ids, (path, answer) => {
        if (answer.text.includes(this.word)) faults.push(`${path}: ${answer.text.slice(Math.max(0, answer.text.indexOf(this.word) - 60)).slice(0, 140)}`)
        if (answer.status === 304 && path.includes(id)) faults.push(`${path}: 304, so that the old answer stands`)
        if (answer.status >= 500) faults.push(`${path}: ${answer.status}`)
      })
      const again = await this.door.ask(this.walk.who[login], 'POST', '/api/v1/inbox/ack', { body: { deliveries: [seen[login].mine] }, headers: { 'Idempotency-Key': `ack-${id}` } })
      if (again.text.includes(this.word)) faults.push('an answer that is given again')
      this.checks.ok(`${kind}: withdrawn, ${login} finds the word nowhere: no list, search, page, file, table, and no answer kept`, faults)
      const stone = await this.made(login, 'GET', `/api/v1/messages/${id}`)
      this.checks.ok(`${kind}: ${login} keeps a tombstone`, stone.recalled === true && stone.why === 'withdrawn' || JSON.stringify(stone))
    }
    const board = await this.made(author === 'power' ? 'power' : 'analyst', 'GET', `/api/v1/messages/${id}/recall`)
    this.checks.ok(`${kind}: its author sees who has seen it and who has deleted it`, board.summary.outstanding === readers.length && board.items.some(one => one.state === 'outstanding') || JSON.stringify(board.summary))
    await this.made(readers[0], 'POST', `/api/v1/deliveries/${seen[readers[0]].mine}/comply`, { note: 'gone' }, {})
    const after = await this.made(author === 'power' ? 'power' : 'analyst', 'GET', `/api/v1/messages/${id}/recall`)
    this.checks.ok(`${kind}: and who has deleted it since`, after.summary.complied === 1 || JSON.stringify(after.summary))
  }

  async tell() {
    const power = this.walk.f.powerOrg
    await this.story('an advisory', 'analyst', ['power', 'ceptoar', 'meti'], async file => {
      const word = this.word
      const { id } = await this.made('analyst', 'POST', '/api/v1/advisories', { title: `Advice ${word}`, kind: 'alert', reason: 'attack', tlp: 'AMBER', summary: `On ${word}.`, action: `Mind the ${word}.`, effect: word, purpose: word, contact: word, products: [word], recipients: { orgs: [power] }, attachments: [file] }, { 'Idempotency-Key': 'marked-advice' })
      await this.made('approver', 'POST', `/api/v1/advisories/${id}/approve`)
      await this.made('publisher', 'POST', `/api/v1/advisories/${id}/publish`, undefined, { 'Idempotency-Key': 'marked-publish' })
      return { id, ids: [power] }
    }, id => this.made('publisher', 'POST', `/api/v1/advisories/${id}/withdraw`, { reason: 'A slip' }))
    await this.story('a report', 'power', ['meti', 'analyst'], async file => {
      const word = this.word
      const sent = await this.made('power', 'POST', '/api/v1/reports', { ...this.walk.f.content, title: `Halt ${word}`, summary: `It says ${word}.`, attachments: [file] }, { 'Idempotency-Key': 'marked-report' })
      const there = (await this.made('meti', 'GET', '/api/v1/inbox?limit=200')).items.find(item => item.message.id === sent.id)
      await this.made('meti', 'POST', `/api/v1/deliveries/${there.delivery.id}/pass`, {})
      const joined = await this.made('analyst', 'POST', '/api/v1/cases', { reports: [sent.id] }, { 'Idempotency-Key': 'marked-case' })
      await this.made('meti', 'POST', `/api/v1/messages/${sent.id}/consents`, { use: 'wider' }, { 'Idempotency-Key': 'marked-consent' })
      return { id: sent.id, ids: [sent.entry, power, joined.id] }
    }, id => this.made('power', 'POST', `/api/v1/reports/${id}/withdraw`, { reason: 'A slip' }))
    /* Authors get their own again; to everybody else nothing of it is given again. */
    const authors = ['analyst', 'power'].map(login => this.walk.who[login].me.user.id.replaceAll('-', ''))
    const kept = this.kept().filter(row => !authors.includes(row.account))
    this.checks.ok(`no answer kept for a repeated request of others says the word (${kept.length} of them)`, kept.length > 2 && kept.map(row => row.body).filter(body => this.words.some(word => body.includes(word))))
    const faults = []
    for (const verb of ['advisory.withdraw', 'report.withdraw', 'delivery.comply']) {
      const answer = await this.door.ask(this.walk.who.auditor, 'GET', `/api/v1/journal?verb=${verb}`)
      if (this.words.some(word => answer.text.includes(word))) faults.push(`${verb}: ${answer.text}`)
      if (!answer.json.items.length || (verb !== 'delivery.comply' && !answer.json.items[0].digest)) faults.push(`${verb}: ${answer.text.slice(0, 300)}`)
    }
    this.checks.ok('the journal keeps digests, not the word', faults)
  }

  // The store's own rows: what would be given again to a repeated request.
  kept() {
    if (this.server.store) return JSON.parse(execFileSync('psql', ['-q', '-t', '-A', '-d', this.server.store, '-c', `select coalesce(json_agg(json_build_object('account', replace(account::text, '-', ''), 'body', body)), '[]') from idempotency`], { encoding: 'utf8', maxBuffer: 1 << 26 }))
    const db = new DatabaseSync(join(this.server.data, 'noroshi.db'), { readOnly: true })
    try { return db.prepare('select lower(hex(account)) as account, body from idempotency').all() } finally { db.close() }
  }
}
