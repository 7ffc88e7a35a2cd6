// test/security/routes.mjs — what each route must allow, written down a second time from src/app/access.h, so that a permission that is
// loosened (or a route that is added without a row here) fails.
//
// who: 'nobody' (no sign-in), 'enrol' (any session, even before the second factor is set up), 'signed' (any full session), or the list
// of those in `people` whom it is open to; everybody else gets 403.
// person: not by a token, whatever its scope. ids: of what is the person's own, where a made-up id would not come so far.
// others: how somebody of another org tries it with real ids. The answer must be the same as for ids that do not exist: 404, or, where
// `as` lacks the role, 403 for both. `open`: existence is no secret there, and why; then `status` is what the stranger gets.

// One person per role of the demonstration country.
export const people = {
  power: 'reporter', 'power-approver': 'approver of an operator', 'power-admin': 'org_admin', ceptoar: 'officer', meti: 'liaison',
  analyst: 'analyst', approver: 'approver of the centre', publisher: 'publisher', auditor: 'auditor', platform: 'platform_admin',
}
export const strangers = ['rail', 'mlit']

const CONTENT = ['power', 'power-approver', 'ceptoar', 'meti', 'analyst', 'approver', 'publisher']
const REPORT_WRITE = ['power', 'power-approver', 'ceptoar', 'meti', 'approver']
const REPORT_REVIEW = ['meti', 'analyst']
const REPORT_CLOSE = [...REPORT_WRITE, 'analyst']
const ADVISORY_WRITE = ['analyst', 'publisher']
const ADVISORY_APPROVE = ['approver', 'publisher']
const ADVISORY_PUBLISH = ['publisher']
const ADVISORY = ['analyst', 'approver', 'publisher']
const SITUATION = ['meti', 'analyst', 'approver', 'publisher']
const KEY = REPORT_WRITE
const CASE = ['analyst', 'publisher']
const RELAY = ['ceptoar']
const CONSENT = REPORT_WRITE
// Only the centre's and crisis management's; others with these roles get 403 from the use case.
const MODE = ['approver', 'publisher']
const TOKEN = [...CONTENT, 'power-admin', 'auditor']
const ACCOUNTS = ['power-admin', 'platform']
const JOURNAL = ['power-admin', 'auditor']
const PARTY_ADMIN = ['power-admin', 'platform']

const report = { as: 'rail', ids: f => ({ id: f.report }) }
const draft = { as: 'rail', ids: f => ({ id: f.draft }) }
const received = { as: 'mlit', ids: f => ({ id: f.report }) }
const delivery = { as: 'mlit', ids: f => ({ id: f.delivery }) }
const advisory = { as: 'power-approver', ids: f => ({ id: f.advisory }) }
// The centre's own: others lack the role, so both a real case and none are refused alike.
const incident = { as: 'power', ids: f => ({ id: f.case, report: f.report }) }
const account = { as: 'power-admin', ids: f => ({ id: f.railUser }) }
const org = { as: 'power-admin', ids: f => ({ id: f.railOrg }), open: 'the directory is read by all', status: 403 }
const key = { as: 'rail', ids: f => ({ id: f.key }) }
const consent = { as: 'rail', ids: f => ({ id: f.consent }) }
const inquiry = { as: 'rail', ids: f => ({ id: f.inquiry }) }
const mode = { as: 'power-approver', ids: f => ({ id: f.report }) }
const content = f => f.content

export const routes = {
  'GET /healthz': { who: 'nobody' },
  'GET /readyz': { who: 'nobody' },
  'GET /metrics': { who: 'nobody' },
  'GET /api/v1/openapi.json': { who: 'nobody' },
  'GET /api/v1/stream': { who: 'signed', stream: true },
  'POST /api/v1/session': { who: 'nobody', body: () => ({}) },
  'DELETE /api/v1/session': { who: 'enrol', ends: true },
  'GET /api/v1/sessions': { who: 'signed' },
  'DELETE /api/v1/sessions/{id}': { who: 'signed', others: { as: 'rail', ids: f => ({ id: f.session }) }, absent: '0'.repeat(64) },
  'GET /api/v1/me': { who: 'enrol' },
  'PATCH /api/v1/me': { who: 'enrol', body: () => ({}) },
  'POST /api/v1/me/password': { who: 'enrol', body: () => ({}), person: true },
  'POST /api/v1/me/totp': { who: 'enrol', person: true },
  'POST /api/v1/me/totp/confirm': { who: 'enrol', body: () => ({}), person: true },
  'DELETE /api/v1/me/totp': { who: 'signed', body: () => ({}), person: true },
  'GET /api/v1/users': { who: ACCOUNTS },
  'POST /api/v1/users': { who: ACCOUNTS, body: () => ({}), person: true },
  'GET /api/v1/users/{id}': { who: ACCOUNTS, others: account },
  'PATCH /api/v1/users/{id}': { who: ACCOUNTS, others: account, body: () => ({ en: 'Another' }), person: true },
  'POST /api/v1/users/{id}/password': { who: ACCOUNTS, others: account, person: true },
  'DELETE /api/v1/users/{id}/totp': { who: ACCOUNTS, others: account, person: true },
  'GET /api/v1/tokens': { who: 'signed' },
  'POST /api/v1/tokens': { who: TOKEN, body: () => ({}), person: true },
  'DELETE /api/v1/tokens/{id}': { who: 'signed', others: { as: 'rail', ids: f => ({ id: f.token }) } },
  'GET /api/v1/journal': { who: JOURNAL },
  'GET /api/v1/journal/head': { who: 'signed' },
  'GET /api/v1/journal/consistency': { who: 'signed' },
  'GET /api/v1/journal/entries.ndjson': { who: ['auditor'] },
  'GET /api/v1/receipts/{entry}': { who: 'signed', others: { as: 'rail', ids: f => ({ entry: f.entry }) } },
  'GET /api/v1/reports': { who: CONTENT },
  'POST /api/v1/reports': { who: REPORT_WRITE, body: () => ({}) },
  'POST /api/v1/reports/preview': { who: REPORT_WRITE, body: () => ({}) },
  'GET /api/v1/reports/{id}': { who: CONTENT, others: report },
  'PATCH /api/v1/reports/{id}': { who: REPORT_WRITE, others: draft, body: () => ({}) },
  'DELETE /api/v1/reports/{id}': { who: REPORT_WRITE, others: draft },
  'POST /api/v1/reports/{id}/submit': { who: REPORT_WRITE, others: draft },
  'POST /api/v1/reports/{id}/revisions': { who: REPORT_WRITE, others: report, body: content },
  'POST /api/v1/reports/{id}/review': { who: REPORT_REVIEW, others: received, body: () => ({ decision: 'accepted' }) },
  'POST /api/v1/reports/{id}/close': { who: REPORT_CLOSE, others: received, body: () => ({ note: 'x' }) },
  'POST /api/v1/reports/sealed': { who: REPORT_WRITE, body: () => ({}) },
  'POST /api/v1/reports/{id}/revisions/sealed': { who: REPORT_WRITE, others: report, body: f => ({ ceptoar: f.ceptoar, envelope: {}, basis: 'fit' }) },
  'POST /api/v1/inquiries/{id}/answers/sealed': { who: CONTENT, others: inquiry, body: () => ({ envelope: {} }) },
  'GET /api/v1/orgs/{id}/key': { who: CONTENT, others: { as: 'rail', ids: f => ({ id: f.powerOrg }), open: 'public keys are for all', status: 200 } },
  'GET /api/v1/keys': { who: KEY },
  'POST /api/v1/keys': { who: KEY, body: () => ({}), person: true },
  'POST /api/v1/keys/{id}/retire': { who: KEY, others: key, person: true },
  'POST /api/v1/keys/{id}/copies': { who: KEY, others: key, body: f => f.keyCopyInput, person: true },
  'DELETE /api/v1/keys/{id}/copies/{copy}': { who: KEY, others: { as: 'rail', ids: f => ({ id: f.key, copy: f.keyCopy }) }, person: true },
  'POST /api/v1/reports/{id}/withdraw': { who: REPORT_WRITE, others: report, body: () => ({ reason: 'x' }) },
  'GET /api/v1/reports/{id}/relay-draft': { who: RELAY, others: report },
  'POST /api/v1/reports/{id}/relay': { who: RELAY, others: report, body: f => ({ revision: f.report, content: f.content }) },
  'GET /api/v1/relay': { who: RELAY },
  'GET /api/v1/relay/names': { who: RELAY },
  'GET /api/v1/relay/settings': { who: RELAY },
  'PUT /api/v1/relay/settings': { who: RELAY, body: () => ({ k: 5 }) },
  'GET /api/v1/consents': { who: CONTENT },
  'POST /api/v1/consents': { who: CONSENT, body: () => ({}) },
  'POST /api/v1/messages/{id}/consents': { who: CONTENT, others: report, body: () => ({ use: 'wider' }) },
  'POST /api/v1/consents/{id}/answer': { who: CONSENT, others: consent, body: () => ({ answer: 'given' }) },
  'POST /api/v1/consents/{id}/withdraw': { who: CONSENT, others: consent, body: () => ({}) },
  'GET /api/v1/inquiries': { who: CONTENT },
  'POST /api/v1/messages/{id}/inquiries': { who: CONTENT, others: report, body: () => ({ text: 'x' }) },
  'POST /api/v1/inquiries/{id}/answers': { who: CONTENT, others: inquiry, body: () => ({ text: 'x' }) },
  'POST /api/v1/inquiries/{id}/forward': { who: RELAY, others: inquiry, body: () => ({ text: 'x' }) },
  'POST /api/v1/answers/{id}/relay': { who: RELAY, others: { as: 'rail', ids: f => ({ id: f.answer }) }, body: () => ({ text: 'x' }) },
  'GET /api/v1/messages/{id}/thread': { who: CONTENT, others: report },
  'POST /api/v1/attachments': { who: CONTENT, raw: true },
  'GET /api/v1/attachments/{id}': { who: CONTENT, others: { as: 'rail', ids: f => ({ id: f.attachment }) } },
  'DELETE /api/v1/attachments/{id}': { who: CONTENT, others: { as: 'rail', ids: f => ({ id: f.looseAttachment }) } },
  'GET /api/v1/messages/{id}': { who: CONTENT, others: report },
  'GET /api/v1/messages/{id}/deliveries': { who: CONTENT, others: report },
  'GET /api/v1/messages/{id}/recall': { who: CONTENT, others: report },
  'GET /api/v1/inbox': { who: CONTENT },
  'GET /api/v1/situation': { who: SITUATION },
  'GET /api/v1/stats': { who: CONTENT },
  'GET /api/v1/stats/{name}': { who: CONTENT, ids: () => ({ name: 'reports' }), others: { as: 'rail', ids: () => ({ name: 'reports' }), open: 'figures go by name; each gets their own', status: 200 } },
  'POST /api/v1/inbox/ack': { who: CONTENT, body: () => ({}) },
  'POST /api/v1/inbox/outcome': { who: CONTENT, body: () => ({}) },
  'POST /api/v1/inbox/comply': { who: CONTENT, body: () => ({}) },
  'POST /api/v1/deliveries/{id}/ack': { who: CONTENT, others: delivery },
  'POST /api/v1/deliveries/{id}/outcome': { who: CONTENT, others: delivery, body: () => ({ outcome: 'done' }) },
  'POST /api/v1/deliveries/{id}/pass': { who: CONTENT, others: delivery, body: () => ({}) },
  'POST /api/v1/deliveries/{id}/comply': { who: CONTENT, others: delivery, body: () => ({}) },
  'GET /api/v1/modes': { who: 'signed' },
  'POST /api/v1/modes': { who: MODE, body: () => ({ scope: 'country', reason: 'a rehearsal of the walk', exercise: true }), person: true },
  'POST /api/v1/modes/{id}/confirm': { who: MODE, others: mode, person: true },
  'POST /api/v1/modes/{id}/end': { who: MODE, others: mode, body: () => ({ reason: 'nothing to end' }), person: true },
  'POST /api/v1/modes/{id}/drop': { who: MODE, others: mode, body: () => ({ reason: 'nothing to drop' }), person: true },
  'GET /api/v1/catalog': { who: 'signed' },
  'GET /api/v1/catalog/{kind}': { who: 'signed', others: { as: 'rail', ids: () => ({ kind: 'sector' }), open: 'facts are for all', status: 200 } },
  'PUT /api/v1/catalog/{kind}/{id}': { who: ['platform'], others: { as: 'rail', ids: () => ({ kind: 'sector', id: 'power' }), open: 'facts are for all', status: 403 }, body: () => ({}) },
  'GET /api/v1/forms': { who: 'signed' },
  'GET /api/v1/forms/{id}': { who: 'signed', others: { as: 'rail', ids: () => ({ id: 'report' }), open: 'forms are for all', status: 200 } },
  'GET /api/v1/orgs': { who: 'signed' },
  'POST /api/v1/orgs': { who: ['platform'], body: () => ({}) },
  'GET /api/v1/orgs/{id}': { who: 'signed', others: { ...org, status: 200 } },
  'PATCH /api/v1/orgs/{id}': { who: PARTY_ADMIN, others: org, body: () => ({ people: 1 }) },
  'POST /api/v1/orgs/{id}/names': { who: ['platform'], others: org, body: () => ({ ja: '別', en: 'Other', valid_from: '2030-01-01' }) },
  'POST /api/v1/orgs/{id}/memberships': { who: ['platform'], others: org, body: f => ({ org: f.ceptoar }) },
  'DELETE /api/v1/orgs/{id}/memberships/{parent}': { who: ['platform'], others: { ...org, ids: f => ({ id: f.railOrg, parent: f.ceptoar }) } },
  'GET /api/v1/orgs/{id}/memberships/{parent}/recall': { who: 'signed', others: { as: 'power-admin', ids: f => ({ id: f.railOrg, parent: f.ceptoar }) } },
  'GET /api/v1/orgs/{id}/contacts': { who: 'signed', others: { ...org, as: 'rail', ids: f => ({ id: f.powerOrg }) } },
  'POST /api/v1/orgs/{id}/contacts': { who: PARTY_ADMIN, others: org, body: () => ({ kind: 'mail', address: 'x@example.jp' }) },
  'PATCH /api/v1/orgs/{id}/contacts/{contact}': { who: PARTY_ADMIN, others: { as: 'power-admin', ids: f => ({ id: f.powerOrg, contact: f.railContact }), absent: f => ({ id: f.powerOrg }) }, ids: f => ({ id: f.powerOrg }), body: () => ({ note: 'x' }) },
  'DELETE /api/v1/orgs/{id}/contacts/{contact}': { who: PARTY_ADMIN, others: { as: 'power-admin', ids: f => ({ id: f.powerOrg, contact: f.railContact }), absent: f => ({ id: f.powerOrg }) }, ids: f => ({ id: f.powerOrg }) },
  'GET /api/v1/advisories': { who: CONTENT },
  'POST /api/v1/advisories': { who: ADVISORY_WRITE, body: () => ({ title: 1 }) },
  'GET /api/v1/advisories/{id}': { who: CONTENT, others: advisory },
  'PATCH /api/v1/advisories/{id}': { who: ADVISORY_WRITE, others: advisory, body: () => ({}) },
  'DELETE /api/v1/advisories/{id}': { who: ADVISORY_WRITE, others: advisory },
  'POST /api/v1/advisories/preview': { who: ADVISORY, body: () => ({}) },
  'POST /api/v1/advisories/{id}/preview': { who: ADVISORY, others: advisory },
  'POST /api/v1/advisories/{id}/approve': { who: ADVISORY_APPROVE, others: advisory, person: true },
  'POST /api/v1/advisories/{id}/publish': { who: ADVISORY_PUBLISH, others: advisory, person: true },
  'POST /api/v1/advisories/{id}/revisions': { who: ADVISORY_WRITE, others: advisory, body: () => ({}) },
  'POST /api/v1/advisories/{id}/withdraw': { who: ADVISORY_PUBLISH, others: advisory, body: () => ({ reason: 'x' }), person: true },
  'GET /api/v1/triage': { who: CASE },
  'GET /api/v1/cases': { who: CASE },
  'POST /api/v1/cases': { who: CASE, body: () => ({}) },
  'GET /api/v1/cases/owners': { who: CASE },
  'GET /api/v1/cases/{id}': { who: CASE, others: incident },
  'PATCH /api/v1/cases/{id}': { who: CASE, others: incident, body: () => ({ title: 'x' }) },
  'POST /api/v1/cases/{id}/reports': { who: CASE, others: incident, body: f => ({ reports: [f.report] }) },
  'DELETE /api/v1/cases/{id}/reports/{report}': { who: CASE, others: incident },
  'POST /api/v1/cases/{id}/state': { who: CASE, others: incident, body: () => ({ state: 'watching' }) },
  'POST /api/v1/cases/{id}/notes': { who: CASE, others: incident, body: () => ({ text: 'x' }) },
  'POST /api/v1/cases/{id}/merge': { who: CASE, others: incident, body: f => ({ into: f.case }) },
  'POST /api/v1/cases/{id}/split': { who: CASE, others: incident, body: f => ({ reports: [f.report] }) },
  'POST /api/v1/cases/{id}/severity': { who: CASE, others: incident, body: () => ({ scheme: 'plan4_draft', level: 3, rationale: 'x' }) },
  'GET /api/v1/cases/{id}/consents': { who: CASE, others: incident },
  'POST /api/v1/cases/{id}/consents': { who: CASE, others: incident, body: f => ({ reports: [f.report] }) },
  'POST /api/v1/cases/{id}/advisory': { who: CASE, others: incident },
  'GET /api/v1/cases/{id}/suggestions': { who: CASE, others: incident },
  'GET /api/v1/reports/{id}/suggestions': { who: CASE, others: { as: 'rail', ids: f => ({ id: f.report }) } },
  'GET /api/v1/severity/schemes': { who: 'signed' },
  'GET /api/v1/severity/compare': { who: CASE },
}
