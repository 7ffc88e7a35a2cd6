// test/lib/openapi.mjs — holds answers against the served OpenAPI document, strictly: status, media type, headers, every member.
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { Validator } from '@seriousme/openapi-schema-validator'

const methods = ['get', 'post', 'put', 'patch', 'delete']

export class Api {
  constructor(document) {
    this.document = document
    this.ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true })
    formats.default(this.ajv)
    this.ajv.addVocabulary(['components', 'info', 'openapi', 'paths', 'servers'])
    this.ajv.addSchema(document, 'api')
    this.checks = new Map()
    this.seen = new Map() // operation -> what was held against it
    this.paths = Object.keys(document.paths).map(path => ({ path, pattern: new RegExp('^' + path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+') + '$'), fixed: path.replace(/\{\w+\}/g, '').length }))
      .sort((a, b) => (a.path.includes('{') ? 1 : 0) - (b.path.includes('{') ? 1 : 0) || b.fixed - a.fixed)
  }

  // What is wrong with the document itself: the OpenAPI 3.1 schema, then every schema of it compiled.
  async faults() {
    const told = await new Validator().validate(structuredClone(this.document))
    const faults = told.valid ? [] : [].concat(told.errors).map(e => `${e.instancePath ?? ''} ${e.message ?? e}`)
    for (const name of Object.keys(this.document.components.schemas)) {
      try { this.check(['components', 'schemas', name]) } catch (error) { faults.push(`${name}: ${error.message}`) }
    }
    const ids = this.operations().map(o => this.document.paths[o.path][o.method].operationId)
    return faults.concat(ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `operationId ${id} twice`))
  }

  operations() { return Object.entries(this.document.paths).flatMap(([path, of]) => methods.filter(m => of[m]).map(method => ({ path, method }))) }

  check(place) {
    const pointer = 'api#/' + place.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    if (!this.checks.has(pointer)) this.checks.set(pointer, this.ajv.compile({ $ref: pointer }))
    return this.checks.get(pointer)
  }

  match(check, value) {
    return check(value) ? [] : check.errors.map(e => `${e.instancePath || '/'} ${e.message}${e.params.additionalProperty ? ` (${e.params.additionalProperty})` : ''}`)
  }

  // What of this answer the document does not say.
  differences(method, path, answer) {
    const bare = path.split('?')[0], name = method === 'HEAD' ? 'get' : method.toLowerCase()
    const found = this.paths.find(p => p.pattern.test(bare) && this.document.paths[p.path][name])
    if (!found) return [] // 404, 405: no route
    const place = ['paths', found.path, name, 'responses']
    let responses = this.document.paths[found.path][name].responses
    let status = responses[answer.status] ? String(answer.status) : 'default'
    if (status === 'default' && answer.status < 400) return [`status ${answer.status} is not described`]
    let response = responses[status]
    let at = [...place, status]
    if (response.$ref) { at = response.$ref.split('/').slice(1); response = this.document.components.responses[at.at(-1)] }
    const faults = []
    for (const header of ['ETag', 'Location', 'Noroshi-Next', 'Retry-After']) {
      const value = answer.headers.get(header), described = response.headers?.[header]
      if (value !== null && !described) faults.push(`header ${header} is not described`)
      if (value !== null && described) faults.push(...this.match(this.check([...described.$ref.split('/').slice(1), 'schema']), value).map(f => `header ${header}: ${f}`))
    }
    const type = (answer.headers.get('Content-Type') ?? '').split(';')[0]
    if (!answer.text) return method === 'HEAD' || !response.content || answer.status === 304 ? faults : response.content['application/x-ndjson'] ? faults : [...faults, 'no body']
    if (!response.content?.[type]) return [...faults, `media type ${type} is not described`]
    const key = `${name.toUpperCase()} ${found.path} ${status} ${type}`
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1)
    if (/json$/.test(type) && type !== 'application/x-ndjson') faults.push(...this.match(this.check([...at, 'content', type, 'schema']), answer.json))
    if (type === 'application/x-ndjson')
      for (const line of answer.text.trim().split('\n')) faults.push(...this.match(this.check(['components', 'schemas', 'JournalLine']), JSON.parse(line)))
    return faults
  }

  // Operations with a JSON answer of which no good one was held against the document.
  unproved() {
    return this.operations().filter(({ path, method }) => {
      const good = Object.entries(this.document.paths[path][method].responses).find(([status]) => /^2/.test(status))
      return good[1].content?.['application/json'] && !this.seen.has(`${method.toUpperCase()} ${path} ${good[0]} application/json`)
    }).map(({ path, method }) => `${method.toUpperCase()} ${path}`)
  }
}
